//! Labels of quotations: `Ana Weiss, Director, Port Authority: “…”`, as pages have it that list what many have said. The
//! whole label is the source: its name is who says it, whatever known names stand in it.

use std::ops::Range;

use super::unnamed::{bare, is_name, is_written_as_name, tidy};
use super::{People, Rule, Who};
use crate::extract::attribution::AttributionSpans;
use crate::model::Speaker;

/// A label is no longer than this, in bytes.
const LONGEST: usize = 200;

impl People<'_> {
    /// The label that opens the paragraph right before the words said, if one does, and its colon.
    pub(super) fn label(&self, found: &AttributionSpans) -> Option<(Range<usize>, Range<usize>)> {
        let text = self.context.text;
        let content = found.content.first().filter(|_| found.direct)?;
        let quoted = text[content.clone()].starts_with(['“', '"', '«', '„']);
        let before = text[..content.start].trim_end();
        let colon = before.strip_suffix(':').filter(|_| quoted)?.len();
        let from = (colon.saturating_sub(LONGEST)..colon).find(|&at| text.is_char_boundary(at))?;
        let line = text[from..colon].rfind('\n').map(|at| from + at + 1).or((from == 0).then_some(0))?;
        let start = line + text[line..colon].find(char::is_alphanumeric)?;
        is_label(&text[start..colon]).then_some((start..colon, colon..colon + 1))
    }

    /// Who a label names; `None` where the source is none.
    pub(super) fn labelled(&mut self, source: &Range<usize>, written: &str) -> Option<Who> {
        let text = self.context.text;
        let before = text[..source.start].chars().rev().take(LONGEST).take_while(|c| *c != '\n');
        let opens = !before.into_iter().any(char::is_alphanumeric);
        let quoted = text[source.end..].strip_prefix(':')?.trim_start().starts_with(['“', '"', '«', '„']);
        if !opens || !quoted || !is_label(&text[source.clone()]) {
            return None;
        }
        let parts = parts(text, source);
        let person = |part: &Range<usize>| {
            self.within(part)
                .last()
                .is_some_and(|(name, _)| name.full && !name.possessive && name.end == part.end)
        };
        if let Some(part) = parts.iter().find(|part| person(part)) {
            let (name, person) = self.within(part).last().map(|(name, person)| (name.start, *person))?;
            if self.persons.all[person].post.role.is_none() && name > part.start {
                let post = super::post::inside(text, part.start..name, self.context.mentions);
                self.persons.all[person].post.fill(post);
            }
            return Some(self.person(person, Rule::Name, source, written));
        }
        // A body that the lists know as a whole; else the name as it stands: `Save the Children U.S.` is no state.
        let first = parts.first()?;
        let whole = |mention: &crate::authority::Mention| {
            let before = text.get(first.start..mention.start)?.trim();
            (mention.end == first.end && (before.is_empty() || before.eq_ignore_ascii_case("the")))
                .then_some(())
        };
        if self.context.mentions.iter().any(|mention| whole(mention).is_some()) {
            return self.body(first, &text[first.clone()]).map(|who| Who { source: source.clone(), ..who });
        }
        let name = bare(&text[first.clone()]);
        let speaker = Speaker { as_written: tidy(written), unnamed: !is_name(&name), ..Speaker::named(name) };
        Some(Who::of_words(speaker, Rule::Words, source))
    }
}

/// The parts of a label between commas and before a bracket, in bytes of the text.
fn parts(text: &str, label: &Range<usize>) -> Vec<Range<usize>> {
    let whole = &text[label.clone()];
    let whole = &whole[..whole.find(" (").unwrap_or(whole.len())];
    let mut start = label.start;
    let part = |part: &str| {
        let range = start..start + part.len();
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
