//! Joint sources: `France, Germany and Italy said` has three, wherever the source that was found begins.

use std::ops::Range;

use super::recognise::{NameMention, Title};
use super::{People, Rule, Who, lexicon};
use crate::authority::offices;

/// How far before a source a list that it ends may begin, in bytes.
const FAR: usize = 400;

/// With these words an adverbial opens before the list that is the subject: `In Geneva, Weiss, Brandt and Haddad said`.
const OPENS: [&str; 7] = ["in", "on", "at", "after", "before", "during", "following"];

/// These words are an adverbial of their own: `Today the two states said`.
const ADVERBS: [&str; 11] = [
    "today",
    "yesterday",
    "earlier",
    "later",
    "also",
    "meanwhile",
    "together",
    "finally",
    "separately",
    "additionally",
    "both",
];

impl People<'_> {
    /// The sources that a source joins, each in bytes: `France, Germany and Italy` is three. One where it joins none.
    pub fn joint(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        if let Some(list) = self.list_before(range) {
            return list;
        }
        let parts = coordinated(&self.context.text[range.clone()]);
        let parts: Vec<_> =
            parts.into_iter().map(|part| range.start + part.start..range.start + part.end).collect();
        let named = |part: &Range<usize>| {
            let person = self.within(part).last().is_some_and(|(name, _)| {
                self.ends(name, part) && !name.possessive && self.is_head(name, part)
            });
            person || self.is_body(part)
        };
        // `Between Latvia and Estonia, the President and Prime Minister`: what `and` ends before is another list's.
        let other = parts.len() > 2 && {
            let before = self.context.text[..range.start].trim_end();
            before.ends_with(" and") || before.ends_with(" and the")
        };
        let parts = if other { parts[1..].to_vec() } else { parts };
        if parts.len() < 2 || !parts.iter().all(named) { vec![range.clone()] } else { parts }
    }

    /// The list of names that a source ends or stands in, where nothing but an adverbial stands before it in its sentence:
    /// `President Weiss, President Brandt, and Minister Haddad`, of which the last alone was taken for the source.
    fn list_before(&self, source: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let text = self.context.text;
        let from = (source.start.saturating_sub(FAR)..=source.start).find(|&at| text.is_char_boundary(at))?;
        let ends = [". ", "? ", "! ", ": ", "; ", "\n", "” "];
        let begins =
            ends.iter().filter_map(|end| Some(text[from..source.start].rfind(end)? + end.len())).max();
        let start = from + begins.unwrap_or(0);
        let start = start + text[start..].find(|c: char| c.is_alphanumeric())?;
        if start >= source.start {
            return None;
        }
        let parts = coordinated(text.get(start..source.end)?);
        let mut parts: Vec<_> = parts.into_iter().map(|part| start + part.start..start + part.end).collect();
        // An adverbial.
        let opens = |part: &Range<usize>| {
            let first = text[part.clone()].split(' ').next().unwrap_or("");
            OPENS.iter().chain(&ADVERBS).any(|word| first.eq_ignore_ascii_case(word))
        };
        if let Some(first) = parts.first_mut()
            && let Some((word, _)) = text[first.clone()].split_once(' ')
            && ADVERBS.iter().any(|adverb| word.eq_ignore_ascii_case(adverb))
        {
            first.start += word.len() + 1;
        }
        while parts.first().is_some_and(|part| !self.is_bare(part) && opens(part)) {
            parts.remove(0);
        }
        (parts.len() > 1 && parts.iter().all(|part| self.is_bare(part))).then_some(parts)
    }

    /// Whether words are a name with its title or office and no more, or a body: `Prime Minister Weiss`, `Ana Weiss of
    /// Latvia`, `the European Union`.
    fn is_bare(&self, part: &Range<usize>) -> bool {
        let text = self.context.text;
        let named = self.within(part).last().is_some_and(|(name, _)| {
            let own = match name.title {
                Title::Office(office) => office.start.max(part.start),
                _ => name.start,
            };
            !name.possessive && self.ends(name, part) && is_title(&text[part.start..own])
        });
        named || self.is_body(part)
    }

    /// Whether a name ends a part, or is followed in it by the place or body that it is of: `Weiss of Latvia`.
    fn ends(&self, name: &NameMention, part: &Range<usize>) -> bool {
        let rest = &self.context.text[name.end..part.end];
        let place = [" of the ", " of ", " from "].iter().find(|of| rest.starts_with(**of));
        rest.is_empty()
            || place.is_some_and(|of| {
                let place = name.end + of.len();
                self.context.mentions.iter().any(|one| one.start == place && one.end == part.end)
            })
    }

    /// Whether a part is a body or a state that speaks, and no clause that one stands in: `Building on the pact with
    /// Latvia`.
    fn is_body(&self, part: &Range<usize>) -> bool {
        let opens = || {
            let text = &self.context.text[part.clone()];
            let article = ["the ", "The "].iter().find(|article| text.starts_with(**article));
            let first = part.start + article.map_or(0, |article| article.len());
            let mentions = self.context.mentions;
            let next = mentions.get(mentions.partition_point(|mention| mention.end <= first));
            next.is_some_and(|mention| mention.start <= first)
        };
        let speaks = |who: Who| match who.rule {
            Rule::Body => opens(),
            rule => matches!(rule, Rule::Holder | Rule::OnDate),
        };
        self.body(part, &self.context.text[part.clone()]).is_some_and(speaks)
    }
}

/// Whether words are titles alone, of one or of several: nothing, `Mr.`, `the`, `Foreign ministers`.
fn is_title(words: &str) -> bool {
    let words = words.trim();
    let is = |word: &str| word.eq_ignore_ascii_case("the") || lexicon::honorific(word).is_some();
    let several = || {
        words
            .strip_suffix('s')
            .is_some_and(|one| offices().starting_at(one, 0).is_some_and(|office| office.end == one.len()))
    };
    words.split_whitespace().all(is) || several()
}

/// The parts that commas and a last `and` join, in bytes; `both` and `either` before them are left out.
fn coordinated(text: &str) -> Vec<Range<usize>> {
    let Some((at, joint)) =
        [" and ", " & "].iter().filter_map(|word| Some((text.rfind(word)?, word.len()))).max()
    else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    let mut start =
        ["Both ", "both "].iter().find(|word| text.starts_with(**word)).map_or(0, |word| word.len());
    for (comma, _) in text[..at].match_indices(", ") {
        if comma >= start {
            parts.push(start..comma);
            start = comma + 2;
        }
    }
    let end = text[..at].trim_end_matches(',').len();
    if start >= end {
        return Vec::new();
    }
    parts.push(start..end);
    let last = text.trim_end_matches([',', ' ']).len();
    if at + joint >= last {
        return Vec::new();
    }
    parts.push(at + joint..last);
    parts
}
