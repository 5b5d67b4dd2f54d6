//! The statements that a timeline tells of, with their words.

use std::collections::{HashMap, HashSet};

use super::calendar::Unit;
use super::choose::{self, Chosen};
use super::model::{Choice, Event};
use super::options::TimelineOptions;
use super::tallies::Dates;
use crate::model::Span;
use crate::search::{Matches, Quotation, SearchError, quotation};

/// How many events are found in one pass, where all are wanted.
const PAGE: usize = 20_000;

/// Where events come from.
pub(super) struct EventSource<'a> {
    pub matches: &'a [Matches],
    /// The keys of the statements that are their speakers' first.
    pub firsts: HashSet<u64>,
}

impl EventSource<'_> {
    /// The events that the options choose, in order of time.
    pub fn chosen(
        &self,
        options: &TimelineOptions,
        unit: Unit,
        dates: &Dates,
    ) -> Result<Vec<Event>, SearchError> {
        let fold = !options.all_copies;
        let most = if options.choice == Choice::All { usize::MAX } else { options.limit };
        if most == 0 || !options.events {
            return Ok(Vec::new());
        }
        let chosen = match options.choice {
            Choice::Days => choose::days(&self.matches[0], unit, most, &dates.days())?,
            Choice::All | Choice::Spread => choose::spread(self.matches, unit, most, fold)?,
        };
        let copies = choose::copies(self.matches, &chosen)?;
        let fold = fold && options.choice != Choice::Days;
        let mut events =
            chosen.iter().map(|chosen| self.event(chosen, &copies, fold)).collect::<Result<Vec<_>, _>>()?;
        let order =
            |event: &Event| (event.days().is_none(), event.days(), event.stored.path.clone(), event.place);
        events.sort_by_cached_key(order);
        Ok(events)
    }

    /// Every event, in order of time.
    pub fn every(&self, each: &mut dyn FnMut(Event) -> std::io::Result<()>) -> Result<(), SearchError> {
        let mut after = None;
        loop {
            let (page, end) = choose::page(self.matches, after, PAGE)?;
            if end.is_none() {
                return Ok(());
            }
            let copies = choose::copies(self.matches, &page)?;
            for chosen in &page {
                each(self.event(chosen, &copies, false)?)?;
            }
            after = end;
        }
    }

    fn event(&self, chosen: &Chosen, copies: &HashMap<u64, u64>, fold: bool) -> Result<Event, SearchError> {
        let (stored, passage, place) = self.matches[chosen.series[0]].passage(chosen.at)?;
        let mut highlights = passage.highlights;
        for series in &chosen.series[1..] {
            highlights.extend(self.matches[*series].spans(&passage.text));
        }
        let highlights = joined(highlights);
        let quote = quotation(&passage.text, &highlights);
        let quote = quote.unwrap_or(Quotation { text: passage.text, highlights });
        let mut series = chosen.series.clone();
        series.sort_unstable();
        let also = copies.get(&chosen.group).map_or(0, |count| count.saturating_sub(1));
        Ok(Event {
            highlights: quote.highlights,
            first_for_speaker: stored.speaker.is_some() && self.firsts.contains(&chosen.key),
            stands_for: if fold { 1 + also } else { chosen.stands_for },
            quote: quote.text,
            score: chosen.score,
            group: chosen.group,
            stored,
            change: None,
            place,
            series,
            also,
        })
    }
}

/// The spans in order; those that touch or overlap as one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|next, before| {
        let touches = next.start < before.end;
        before.end = if touches { before.end.max(next.end) } else { before.end };
        touches
    });
    spans
}
