//! Articles: who is quoted and reported in them, by attribution.

use std::ops::Range;
use std::rc::Rc;

use super::attribution::{self, AttributionSpans};
use super::cut::{By, Cut, Dated, Said, paragraphs};
use super::people::{Naming, People, Setting, Who};
use super::{headlines, sentences, when};
use crate::authority::Mention;
use crate::model::{Document, Kind, PartialDate, Precision, Speaker, StatementDate};
use crate::read::dateline;

/// A sentence belongs to a speaker if so much of it is theirs, as a share of its letters but for those that
/// name the source and attribute.
const SHARE: f32 = 0.3;

/// The statements of an article. Each sentence belongs to whoever says most of it, with a quotation and
/// its sentences kept together; neighbours of one speaker in a paragraph are one statement.
pub(super) fn cut(
    document: &Document,
    mentions: &[Mention],
    setting: Setting<'_>,
    persons: Naming,
) -> Vec<Cut> {
    let body = document.body.as_str();
    if document.speaker.is_some() {
        let starts = paragraphs(body).into_iter();
        return starts
            .map(|start| Cut { speaker: document.speaker.clone(), ..Cut::at(start, Kind::Spoken) })
            .collect();
    }
    let sentences = sentences(body);
    let mut people = People::new(body, mentions, setting, persons);
    let said: Vec<Said> = headlines::add(body, &people, attribution::attribute(body, &sentences))
        .into_iter()
        .flat_map(|found| said_by(found, &mut people))
        .collect();
    let units = units(body, sentences, &said);
    let mut dates = Dates { document, told: Vec::new(), paragraph: 0 };
    let mut cuts: Vec<Cut> = Vec::new();
    let mut open: Option<Rc<Who>> = None;
    let mut going_on: Option<(Rc<Who>, usize)> = None;
    for (at, unit) in units.iter().enumerate() {
        let text = &body[unit.range.clone()];
        let sentence = when::Sentence::new(text);
        let mut cut = of_unit(body, unit, &said, &sentence);
        // A quotation that its paragraph leaves open goes on where the next opens with a mark again.
        if unit.opens {
            going_on = None;
            if cut.speaker.is_none()
                && begins_quoted(text)
                && let Some(who) = open.take()
            {
                let last =
                    units[at..].iter().enumerate().take_while(|(i, unit)| *i == 0 || !unit.opens).last();
                let end = last.map_or(unit.range.end, |(_, last)| last.range.end);
                cut.goes_on = goes_on(body, &(unit.range.start..end));
                going_on = cut.goes_on.as_ref().map(|words| (who, words.end));
            }
        }
        if cut.speaker.is_none()
            && let Some((who, _)) = going_on.as_ref().filter(|(_, end)| unit.range.start < *end)
        {
            cut.speaker = Some(who.speaker.clone());
            cut.who = By::Open(who.clone());
            cut.kind = Kind::Quoted;
        }
        if let Some(speaker) = &cut.speaker {
            let (date, when) = dates.date_of(&sentence, unit, &said, speaker);
            (cut.date, cut.when) = (Some(date), when);
        } else {
            dates.begin(&sentence, unit, &said);
        }
        let ends = units.get(at + 1).is_none_or(|next| next.opens);
        open = match &cut.who {
            By::Source(who) | By::Open(who) if ends && left_open(paragraph(body, unit.range.end)) => {
                Some(who.clone())
            }
            _ => open.filter(|_| !ends),
        };
        match cuts.last_mut() {
            Some(last) if !unit.opens && joins(last, &cut) => {
                last.kind = if cut.kind == Kind::Quoted { Kind::Quoted } else { last.kind };
            }
            _ => cuts.push(cut),
        }
    }
    for one in said {
        let next = cuts.partition_point(|cut| cut.start <= one.found.cue.start);
        // The first cut begins at 0.
        if let Some(cut) = cuts[..next].last_mut() {
            cut.said.push(one);
        }
    }
    cuts
}

/// An attribution with who its source is; one for each of several sources that it joins.
fn said_by(found: AttributionSpans, people: &mut People<'_>) -> Vec<Said> {
    let found = people.align(found);
    let Some(source) = found.source.clone() else { return vec![Said { who: None, found }] };
    if let Some(both) = people.both(&source) {
        return both.map(|who| Said { who: Some(who), found: found.clone() }).into();
    }
    let sources = people.joint(&source);
    let one = |source: Range<usize>| {
        let who = people.speaker(source.clone());
        Said { who, found: AttributionSpans { source: Some(source), ..found.clone() } }
    };
    sources.into_iter().map(one).collect()
}

fn joins(last: &Cut, next: &Cut) -> bool {
    let names = |cut: &Cut| cut.speakers.iter().map(|speaker| speaker.name.clone()).collect::<Vec<_>>();
    let same = match (&last.speaker, &next.speaker) {
        (Some(one), Some(other)) => one.name == other.name && names(last) == names(next),
        (one, other) => one.is_none() && other.is_none(),
    };
    same && last.date == next.date && (last.speaker.is_some() || last.kind == next.kind)
}

/// Sentences that stay together.
struct Unit {
    range: Range<usize>,
    /// Whether it opens a paragraph.
    opens: bool,
    /// The bytes of the dateline that it opens with.
    dateline: usize,
    /// The attributions whose cue or content stands in it.
    said: Range<usize>,
}

/// The sentences of a body; one that ends inside a quotation goes on.
fn units(body: &str, sentences: Vec<Range<usize>>, said: &[Said]) -> Vec<Unit> {
    let mut quoted: Vec<Range<usize>> = said
        .iter()
        .filter(|said| said.found.direct)
        .flat_map(|said| said.found.content.iter().cloned())
        .collect();
    quoted.sort_by_key(|range| range.start);
    let starts = paragraphs(body);
    let (mut next_quote, mut reach) = (0, 0);
    let mut units: Vec<Unit> = Vec::new();
    for sentence in sentences {
        let opens = starts.binary_search(&sentence.start).is_ok();
        while next_quote < quoted.len() && quoted[next_quote].start < sentence.start {
            reach = reach.max(quoted[next_quote].end);
            next_quote += 1;
        }
        match units.last_mut() {
            // White space after a sentence is its own: a quotation that reaches beyond it is not over.
            Some(last) if !opens && reach > sentence.start => last.range.end = sentence.end,
            _ => units.push(Unit { range: sentence, opens, dateline: 0, said: 0..0 }),
        }
    }
    for unit in units.iter_mut().filter(|unit| unit.opens) {
        unit.dateline = dateline(&body[unit.range.clone()]).unwrap_or(0);
    }
    let first =
        |found: &AttributionSpans| found.content.iter().map(|part| part.start).chain([found.cue.start]).min();
    let mut order = 0;
    for unit in &mut units {
        let start = order;
        while order < said.len() && said[order].found.cue.start < unit.range.end {
            order += 1;
        }
        // Cues are in order; the content of the next few may begin before them, in this unit.
        let more =
            said[order..].iter().take(4).take_while(|said| first(&said.found) < Some(unit.range.end)).count();
        let back = said[..start]
            .iter()
            .rev()
            .take(4)
            .take_while(|said| last(&said.found) > unit.range.start)
            .count();
        unit.said = start - back..order + more;
    }
    units
}

fn last(found: &AttributionSpans) -> usize {
    found.content.iter().map(|part| part.end).chain([found.cue.end]).max().unwrap_or(0)
}

/// The statement that a unit makes: whose words most of it is.
fn of_unit(body: &str, unit: &Unit, said: &[Said], sentence: &when::Sentence<'_>) -> Cut {
    let here = &unit.range;
    let letters = |range: &Range<usize>| {
        let (start, end) = (range.start.max(here.start), range.end.min(here.end));
        if start < end { body[start..end].bytes().filter(|b| !b.is_ascii_whitespace()).count() } else { 0 }
    };
    // A dateline is nobody's words.
    let all = letters(here).saturating_sub(letters(&(here.start..here.start + unit.dateline))).max(1);
    let dates = || sentence.letters(&attributed(here, &said[unit.said.clone()], None));
    let mut best: Option<(usize, &Said)> = None;
    for one in &said[unit.said.clone()] {
        let share: usize = one.found.content.iter().map(letters).sum();
        let frame = letters(&one.found.cue) + one.found.source.as_ref().map_or(0, letters);
        let most = |of: usize| share as f32 >= SHARE * of as f32;
        let rest = all.saturating_sub(frame);
        let likely = share > 0
            && (one.found.direct || most(rest / 2))
            && one.who.is_some()
            && one.found.speaks(body)
            && best.is_none_or(|(most, _)| share > most);
        // When it was said is a part of the frame too; it is looked for only where that decides.
        if likely && (one.found.direct || most(rest) || most(rest.saturating_sub(dates()))) {
            best = Some((share, one));
        }
    }
    let mut cut = Cut::at(here.start, Kind::Narration);
    let quotes = |one: &Said| one.found.direct && here.contains(&one.found.cue.start);
    if let Some((_, one)) = best {
        cut.kind = if one.found.direct { Kind::Quoted } else { Kind::Reported };
        cut.speaker = one.speaker().cloned();
        cut.who = one.who.clone().map_or(By::Metadata, By::Source);
        // Sources that are joined have the same cue and the same content.
        let with = said[unit.said.clone()]
            .iter()
            .filter(|other| other.speaker() != one.speaker() && other.found.cue == one.found.cue);
        cut.speakers = with.filter_map(|other| other.speaker().cloned()).collect();
    } else if said[unit.said.clone()].iter().any(quotes) || is_quotation(&body[here.clone()]) {
        cut.kind = Kind::Quoted;
    }
    cut
}

/// Whether a sentence stands whole in quotation marks: somebody is quoted, though nobody says who.
fn is_quotation(text: &str) -> bool {
    let text = text.trim();
    let inside = [('“', '”'), ('"', '"'), ('«', '»')]
        .iter()
        .find_map(|&(opens, closes)| text.strip_prefix(opens)?.strip_suffix(closes));
    let whole =
        |inside: &str| inside.ends_with(['.', '!', '?', '…']) && !inside.contains(['“', '”', '"', '«', '»']);
    inside.is_some_and(|inside| whole(inside) && inside.split_whitespace().count() > 1)
}

/// The paragraph that ends at `end`.
fn paragraph(body: &str, end: usize) -> &str {
    let text = body[..end].trim_end();
    // A paragraph that is longer than this is no paragraph.
    let near =
        (text.len().saturating_sub(20_000)..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let text = &text[near..];
    text.rfind("\n\n").map_or(text, |at| &text[at + 2..])
}

fn begins_quoted(text: &str) -> bool {
    text.trim_start().starts_with(['“', '"', '«', '„'])
}

/// The quoted words of a unit that begins with a mark: up to the mark that closes, or all.
fn goes_on(body: &str, unit: &Range<usize>) -> Option<Range<usize>> {
    let text = body[unit.clone()].trim_end();
    let start = text.len() - text.trim_start().len();
    let opens = text[start..].chars().next()?;
    let closes = match opens {
        '«' => '»',
        '"' => '"',
        _ => '”',
    };
    let inside = start + opens.len_utf8();
    let end = text[inside..].find(closes).map_or(text.len(), |at| inside + at + closes.len_utf8());
    (inside < end).then_some(unit.start + start..unit.start + end)
}

fn left_open(paragraph: &str) -> bool {
    let count = |mark: char| paragraph.matches(mark).count();
    count('“') > count('”') || count('«') > count('»') || count('"') % 2 == 1
}

/// When the speakers of one article spoke.
struct Dates<'a> {
    document: &'a Document,
    /// What is known of each speaker's last dated statement.
    told: Vec<Told>,
    /// How many paragraphs have begun.
    paragraph: usize,
}

/// A speaker's last dated statement.
struct Told {
    name: String,
    date: StatementDate,
    /// Where the words of its date stand.
    at: Range<usize>,
    paragraph: usize,
}

impl Dates<'_> {
    /// The date that hangs on what a unit attributes, else that of the speaker's words before, else the document's.
    fn date_of(
        &mut self,
        sentence: &when::Sentence<'_>,
        unit: &Unit,
        said: &[Said],
        speaker: &Speaker,
    ) -> (StatementDate, Dated) {
        let anchor = self.document.date.value;
        self.begin(sentence, unit, said);
        let attributed = attributed(&unit.range, &said[unit.said.clone()], Some(speaker));
        // The day of a dateline is the report's: it dates a statement only where no other day is named.
        let told = self.told.iter().position(|told| told.name == speaker.name);
        let before: Option<PartialDate> = told.and_then(|at| self.told[at].date.value);
        if let Some(found) = sentence.date(&attributed, unit.dateline, anchor, before) {
            let at = unit.range.start + found.words.start..unit.range.start + found.words.end;
            if found.date.value.is_some() {
                let name = speaker.name.clone();
                let new = Told { name, date: found.date.clone(), at: at.clone(), paragraph: self.paragraph };
                match told {
                    Some(known) => self.told[known] = new,
                    None => self.told.push(new),
                }
            }
            return (found.date, Dated::Words { at, rule: found.rule, from: found.from });
        }
        // A month or a year that one sentence names is no day on which its speaker still speaks a paragraph on.
        let carries = |told: &&Told| {
            let day = told.date.value.is_some_and(|date| date.precision() == Precision::Day);
            day || told.paragraph == self.paragraph
        };
        match told.map(|at| &self.told[at]).filter(carries) {
            Some(told) => (told.date.clone(), Dated::Before(told.at.clone())),
            None => (self.document.date.clone(), Dated::Document),
        }
    }

    /// Begins a unit. A sentence with a day of its own ends what the paragraphs before have told: nobody said that the
    /// speaker still speaks of that day.
    fn begin(&mut self, sentence: &when::Sentence<'_>, unit: &Unit, said: &[Said]) {
        self.paragraph += usize::from(unit.opens);
        let paragraph = self.paragraph;
        if self.told.iter().any(|told| told.paragraph < paragraph) {
            let attributed = attributed(&unit.range, &said[unit.said.clone()], None);
            if let Some(day) = sentence.day(&attributed, self.document.date.value) {
                self.told.retain(|told| told.paragraph == paragraph || told.date.value == Some(day));
            }
        }
    }
}

/// The attributions of a unit, in bytes from its start.
fn attributed(unit: &Range<usize>, said: &[Said], speaker: Option<&Speaker>) -> Vec<when::Attributed> {
    let within = |range: &Range<usize>| {
        let (start, end) = (range.start.max(unit.start), range.end.min(unit.end));
        (start < end).then(|| start - unit.start..end - unit.start)
    };
    let one = |said: &Said| {
        let cue = within(&said.found.cue);
        when::Attributed {
            own: cue.is_some()
                && speaker.is_some()
                && said.speaker().map(|one| &one.name) == speaker.map(|one| &one.name),
            source: said.found.source.as_ref().and_then(within),
            cue: cue.unwrap_or_default(),
            head: said.found.head.start.saturating_sub(unit.start),
            content: said.found.content.iter().filter_map(within).collect(),
            direct: said.found.direct,
        }
    };
    said.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::model::{Basis, Document, Span, Statement, StatementDate};

    /// Each statement’s speaker and text.
    fn spoken(body: &str) -> Vec<(String, String)> {
        let statements = Extractor::default().extract(&Document::new("x.txt", body));
        let told = |one: Statement| {
            (one.speaker.map_or("-".to_owned(), |speaker| speaker.name), one.text.trim().to_owned())
        };
        statements.into_iter().map(told).collect()
    }

    #[test]
    fn a_headline_is_the_words_of_whoever_stands_before_its_colon() {
        for (headline, speaker) in [
            ("State Department: Hamas’ refusal to engage is hindering talks", "US State Department"),
            ("Holmgren: ‘We will not yield an inch’", "Anders Holmgren"),
            ("Kremlin: talks with Ukraine will go on", "Russia"),
            ("Analysis: why the talks failed again", "-"),
            ("Breaking News: two ministers have resigned", "-"),
            ("Norway: 24 medals", "-"),
        ] {
            let body = format!("{headline}\n\nMinister Anders Holmgren came on Tuesday.\n");
            assert_eq!(spoken(&body)[0], (speaker.to_owned(), headline.to_owned()));
        }
    }

    #[test]
    fn a_surname_in_a_headline_is_the_person_whom_the_text_names_in_full() {
        for headline in [
            "Holmgren Says Peace Is at Hand",
            "Holmgren Warns Hanoi on Truce",
            "Holmgren says peace is at hand",
            "“Peace Is at Hand,” Says Holmgren",
        ] {
            let body = format!(
                "{headline}\n\nThe Secretary of State, Anders Holmgren, said that the talks would go on for long.\n"
            );
            let names: Vec<String> = spoken(&body).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, ["Anders Holmgren", "Anders Holmgren"], "{headline}");
        }
    }

    #[test]
    fn a_weekday_goes_before_the_day_of_the_dateline() {
        let body = "Talks go on\n\nGENEVA, Oct. 11, 2024 — Minister Anders Holmgren said on Wednesday that the talks \
would go on for long.\n\nHolmgren added that the river was low, and that it would stay so.\n";
        let date = "2024-10-11".parse().map(|value| StatementDate::known(value, Basis::Dateline)).unwrap();
        let document = Document { date, ..Document::new("x.txt", body) };
        let statements = Extractor::default().extract(&document);
        let dates: Vec<_> =
            statements.iter().filter(|one| one.speaker.is_some()).map(|one| one.date.value).collect();
        assert_eq!(dates, ["2024-10-09".parse().ok(); 2]);
    }

    #[test]
    fn an_office_with_of_before_a_name_is_the_person_s_own() {
        let body = "Secretary of State Anders Holmgren said that the talks would go on for a long time.\n";
        assert_eq!(spoken(body)[0].0, "Anders Holmgren");
    }

    #[test]
    fn each_paragraph_of_a_quotation_has_its_words_attributed() {
        let body = "“The talks go on,” Minister Anders Holmgren said. “We want peace.\n\n“We want it soon.\n\n“And \
we want it for good,” he added. The river was low.\n";
        let statements = Extractor::default().extract(&Document::new("x.txt", body));
        let letters: Vec<char> = body.chars().collect();
        let slice = |span: &Span| letters[span.start..span.end].iter().collect::<String>();
        let second = statements.iter().find(|one| one.text.contains("soon")).expect("a second paragraph");
        let attribution = &second.attributions[0];
        assert_eq!(attribution.speaker.as_deref(), Some("Anders Holmgren"));
        assert_eq!(attribution.content.iter().map(slice).collect::<String>(), "“We want it soon.");
        assert!(attribution.direct && attribution.cue.is_none());
    }

    #[test]
    fn an_endless_paragraph_is_one_long_statement_and_its_offsets_hold() {
        // So long that anything that grows with the square of the length would be felt.
        let body = "“Élan,” Minister Ada Example said, and she noted that talks went on. ".repeat(4000);
        let statements = Extractor::default().extract(&Document::new("long.txt", body.as_str()));
        let letters: Vec<char> = body.chars().collect();
        let joined: String = statements.iter().map(|statement| statement.text.as_str()).collect();
        assert_eq!(joined, body);
        let attributions: Vec<_> = statements.iter().flat_map(|statement| &statement.attributions).collect();
        assert!(attributions.len() >= 4000, "{}", attributions.len());
        for attribution in attributions {
            let cue = attribution.cue.expect("a cue");
            let cue: String = letters[cue.start..cue.end].iter().collect();
            assert!(cue.contains("said") || cue.contains("noted"), "{cue}");
        }
    }
}
