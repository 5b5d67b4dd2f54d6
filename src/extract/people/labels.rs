//! Labels of quotations: `Ana Weiss, Director, Port Authority: “…”`, as pages have it that list what many have said. The
//! whole label is the source: its name is who says it, whatever known names stand in it.

use std::ops::Range;

use super::lexicon;
use super::recognise::{NameMention, Title};
use super::tokens::has_capital;
use super::unnamed::{bare, is_name, is_written_as_name, tidy};
use super::{People, Rule, Who};
use crate::extract::attribution::AttributionSpans;
use crate::model::Speaker;
use crate::read::{first_paragraph, is_part};

/// A label is no longer than this, in bytes.
const LONGEST: usize = 200;

/// What a label tells ends within so many bytes.
const LONGEST_PARAGRAPH: usize = 20_000;

/// So many quotations with a label make a page of them.
const MANY: usize = 3;

/// Marks that open a quotation, and those that close one.
const OPENING: [char; 5] = ['“', '"', '«', '„', '‘'];
const CLOSING: [char; 5] = ['”', '"', '»', '“', '’'];

/// A label and the words after it.
struct Label {
    found: AttributionSpans,
    /// Whether the words are in quotation marks.
    quoted: bool,
    /// Whether the label names a person in full.
    person: bool,
}

impl Label {
    fn source(&self) -> Range<usize> {
        self.found.source.clone().unwrap_or_default()
    }
}

impl People<'_> {
    /// The attributions of a text with those that labels make: `Ana Weiss: “…”` is hers, whatever else was found there. On a
    /// page of such quotations a person's label without marks of quotation is one too. In the order of their cues.
    pub(in crate::extract) fn with_labels(&self, mut found: Vec<AttributionSpans>) -> Vec<AttributionSpans> {
        let text = self.context.text;
        let (mut labels, mut start) = (Vec::new(), text.len());
        // The last first: what a label tells ends before the next.
        let mut until = text.len();
        for line in text.split_inclusive('\n').rev() {
            start -= line.len();
            if let Some(label) = self.label_of(start..start + line.len(), until) {
                until = if label.quoted || label.person { start } else { until };
                labels.push(label);
            }
        }
        labels.reverse();
        let quoted = labels.iter().filter(|one| one.quoted).count();
        labels.retain(|one| one.quoted || quoted >= MANY && one.person);
        if labels.is_empty() {
            return found;
        }
        found.retain(|one| {
            let told = one.content.first().map_or(one.cue.start, |content| content.start);
            let before = labels.partition_point(|label| label.found.cue.start <= told.max(one.cue.start));
            let same = |label: &Label| {
                let content = &label.found.content[0];
                told <= content.start + 1 && one.cue.start < content.end
                    || label.source().contains(&one.cue.start)
            };
            !labels[before.saturating_sub(1)..before].iter().any(same)
        });
        found.extend(labels.into_iter().map(|label| label.found));
        found.sort_by_key(|one| one.cue.start);
        found
    }

    /// Whether an attribution is one that a label makes: its source is whole.
    pub(super) fn is_label(&self, found: &AttributionSpans) -> bool {
        let text = self.context.text;
        found.direct
            && &text[found.cue.clone()] == ":"
            && found
                .source
                .as_ref()
                .is_some_and(|source| source.end == found.cue.start && opens_line(text, source))
    }

    /// The label that opens a line of the text, and the words after it, before `until`.
    fn label_of(&self, line: Range<usize>, until: usize) -> Option<Label> {
        let text = self.context.text;
        let end = line.start + text[line.clone()].trim_end().len();
        let start = line.start + text[line.start..end].find(char::is_alphanumeric)?;
        let near = end.min(start + LONGEST);
        let near = (start..=near).rev().find(|&at| text.is_char_boundary(at))?;
        let colon = start + text[start..near].find(':')?;
        let written = &text[start..colon];
        let bare = written.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if !is_label(written) || is_part(written) || super::words::words().labels.contains(bare.as_str()) {
            return None;
        }
        // What is said goes on over lines to the paragraph's end.
        let far = text.floor_char_boundary((colon + LONGEST_PARAGRAPH).min(until).max(end));
        let paragraph = first_paragraph(&text[colon + 1..far]).trim_end();
        let end = colon + 1 + paragraph.len();
        let words = without_marks(paragraph);
        if words.is_empty() {
            return None;
        }
        let (told, quoted) = (end - words.len(), is_quoted(words));
        let label = start..colon;
        let person = parts(text, &label).iter().any(|part| self.is_person(part));
        let close = words.rmatch_indices(CLOSING).next().map(|(at, mark)| told + at + mark.len());
        let content = close.filter(|_| quoted).unwrap_or(end);
        let cue = colon..colon + 1;
        let found = AttributionSpans {
            source: Some(label),
            cue: cue.clone(),
            head: cue,
            content: std::iter::once(told..content).collect(),
            direct: true,
        };
        Some(Label { found, quoted, person })
    }

    /// Whether a source is a heading inside a text: it opens a line, a colon ends it, and no quotation follows.
    pub(super) fn is_heading(&self, source: &Range<usize>) -> bool {
        let text = self.context.text;
        let Some(told) = text[source.end..].strip_prefix(':') else { return false };
        let inside = text[..source.start].chars().rev().any(char::is_alphanumeric);
        inside && !is_quoted(told) && opens_line(text, source)
    }

    /// Whether a part of a label is the name of a person whom the text names in full or with a title, with what stands
    /// before it.
    fn is_person(&self, part: &Range<usize>) -> bool {
        self.within(part).last().is_some_and(|(name, person)| {
            let named = name.full || self.persons.all[*person].full || self.is_titled(name, part);
            named && !name.possessive && name.end == part.end
        })
    }

    /// Whether a part of a label is a surname with its office, and the state before it: `California Governor Weiss`.
    fn is_titled(&self, name: &NameMention, part: &Range<usize>) -> bool {
        let text = self.context.text;
        let Title::Office(office) = name.title else { return false };
        let beside = text.get(office.end..name.start).is_some_and(|gap| gap.trim().is_empty());
        let before = text.get(part.start..office.start).map(str::trim);
        let is_of_state = |word: &str| has_capital(word) && lexicon::given(word).is_none();
        beside && before.is_some_and(|before| before.split_whitespace().all(is_of_state))
    }

    /// Who a label names; `None` where the source is none.
    pub(super) fn labelled(&mut self, source: &Range<usize>, written: &str) -> Option<Who> {
        let text = self.context.text;
        let told = text[source.end..].strip_prefix(':').filter(|_| opens_line(text, source))?;
        let parts = parts(text, source);
        if let Some(part) = parts.iter().find(|part| self.is_person(part)) {
            let (name, person) = self.within(part).last().map(|(name, person)| (name.start, *person))?;
            self.fill_post(person, part.start..name);
            return Some(self.person(person, Rule::Name, source, written));
        }
        // `Key dates: the treaty was signed in May`: without marks of quotation a heading tells nobody's words.
        if !is_quoted(told) {
            return None;
        }
        // A body that the lists know as a whole; else the name as it stands: `Save the Children U.S.` is no state.
        let first = parts.first()?;
        let mentions = self.context.mentions;
        let from = mentions.partition_point(|mention| mention.start < first.start);
        let whole = mentions.get(from).is_some_and(|mention| {
            let before = text.get(first.start..mention.start).unwrap_or("").trim();
            mention.end == first.end && (before.is_empty() || before.eq_ignore_ascii_case("the"))
        });
        if whole {
            return self.body(first, &text[first.clone()]).map(|who| Who { source: source.clone(), ..who });
        }
        let name = bare(&text[first.clone()]);
        let speaker = Speaker { as_written: tidy(written), unnamed: !is_name(&name), ..Speaker::named(name) };
        Some(Who::of_words(speaker, Rule::Words, source))
    }
}

/// Whether a source is a label by where it stands and how it is written.
fn opens_line(text: &str, source: &Range<usize>) -> bool {
    let before = text[..source.start].chars().rev().take(LONGEST).take_while(|c| *c != '\n');
    !before.into_iter().any(char::is_alphanumeric) && is_label(&text[source.clone()])
}

/// A text without white space and marks of type at its beginning.
fn without_marks(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'))
}

/// Whether a quotation opens a text.
fn is_quoted(text: &str) -> bool {
    without_marks(text).starts_with(OPENING)
}

/// The parts of a label between commas and before a bracket, in bytes of the text.
fn parts(text: &str, label: &Range<usize>) -> Vec<Range<usize>> {
    let whole = &text[label.clone()];
    let whole = &whole[..whole.find(" (").unwrap_or(whole.len())];
    let mut start = label.start;
    let part = |part: &str| {
        let range = start..start + part.trim_end_matches(['*', '_']).len();
        start += part.len() + 2;
        range
    };
    whole.split(", ").map(part).collect()
}

/// Whether words before a colon are written as a name with what is said of it.
fn is_label(written: &str) -> bool {
    let plain: String = written.chars().filter(|c| !matches!(c, ',' | '(' | ')' | '*' | '_')).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    !written.contains(['?', '!', '“', '”', ';', ':']) && is_written_as_name(&words)
}
