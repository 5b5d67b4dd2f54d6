//! Sources that end where names end: an attribution’s words are marked one by one, and a name may come out in part, or
//! not at all. A name is one thing: the source takes all of it, and nothing of it is content.

use std::ops::Range;

use super::People;
use super::recognise::{NameMention, Title};
use crate::authority::offices;
use crate::extract::attribution::{AttributionSpans, CueKind, kind};
use crate::model::EntityType;
use crate::read::blank_lines;

/// How far, in bytes, a name stands from the words that say whom an agency quotes: `quoted Weiss as saying`.
const NEAR: usize = 90;

/// How far back, in bytes, a quotation opens that ends right before its source.
const QUOTATION: usize = 600;

impl People<'_> {
    /// The same attribution with a source that holds whole names. Where it has none and a name stands right beside the
    /// verb, that name; where an agency quotes somebody, whom it quotes.
    pub fn align(&self, mut found: AttributionSpans) -> AttributionSpans {
        if let Some((source, from)) = self.quoted_as(&found) {
            found.content = found
                .content
                .iter()
                .flat_map(|part| without(part, &(source.start.min(from)..from)))
                .collect();
            found.source = Some(source);
            return found;
        }
        if self.is_label(&found) {
            return found;
        }
        let source = match &found.source {
            Some(source) => {
                let whole = self.after_label(self.whole_body(self.whole(source)), &found.cue);
                self.label_before(self.joined_before(whole), &found.cue)
            }
            None if speaks(&self.context.text[found.head.clone()]) => match self.beside(&found.cue) {
                Some(source) => source,
                None => return found,
            },
            None => return found,
        };
        let mut content: Vec<_> = found.content.iter().flat_map(|part| without(part, &source)).collect();
        // What is left of a name's words, `The`, is nobody's words.
        content.retain(|part| found.content.contains(part) || !is_article(&self.context.text[part.clone()]));
        let content =
            if content.is_empty() { self.quotation_before(&source).into_iter().collect() } else { content };
        if content.is_empty() {
            return found;
        }
        found.direct = content.iter().any(|part| opens_quotation(&self.context.text[part.clone()]))
            && (found.direct || content != found.content);
        found.content = content;
        found.source = Some(source);
        found
    }

    /// A source without the heading that a colon ends in it: `Trade: The two states`.
    fn after_label(&self, source: Range<usize>, cue: &Range<usize>) -> Range<usize> {
        let label = self.context.text[source.clone()].rfind(": ").map(|at| source.start + at + 2);
        let Some(start) = label.filter(|_| source.end <= cue.start) else { return source };
        let blank = self.context.text[start..source.end].find(|c: char| !c.is_whitespace());
        blank.map_or(source.clone(), |blank| start + blank..source.end)
    }

    /// A source before a colon with the name that opens its line, of which it is the office: `Ana Weiss, policy lead at the
    /// port:`.
    fn label_before(&self, source: Range<usize>, cue: &Range<usize>) -> Range<usize> {
        const LONGEST: usize = 160;
        let text = self.context.text;
        if &text[cue.clone()] != ":" || source.end > cue.start {
            return source;
        }
        let line = text[..source.start].rfind('\n').map_or(0, |at| at + 1);
        let Some(start) = text[line..source.start].find(char::is_alphanumeric).map(|at| line + at) else {
            return source;
        };
        let named = self.persons.named[self.before(start)..].iter().map(|(name, _)| name);
        let opens = named.take_while(|name| name.end <= source.start).next().is_some_and(|name| {
            self.with_title(name) == start && !name.possessive && text[name.end..].starts_with(", ")
        });
        if opens && cue.start - start <= LONGEST { start..source.end } else { source }
    }

    /// A source with the whole of the names that it has a part of.
    fn whole(&self, source: &Range<usize>) -> Range<usize> {
        let mut whole = source.clone();
        let first = self.before(source.start).saturating_sub(1);
        for (name, _) in self.persons.named[first..].iter().take_while(|(name, _)| name.start < source.end) {
            if name.end > source.start {
                whole.start = whole.start.min(name.start);
                whole.end = whole.end.max(name.end);
            }
        }
        // `the United`, of `the United States`.
        let mentions = self.context.mentions;
        let from = mentions.partition_point(|mention| mention.end <= source.start);
        for mention in mentions[from..].iter().take_while(|mention| mention.start < source.end) {
            whole.start = whole.start.min(mention.start);
            whole.end = whole.end.max(mention.end);
        }
        // `Vice`, of `Vice President`.
        let article =
            ["The ", "the "].iter().find(|word| self.context.text[whole.start..].starts_with(**word));
        let first = whole.start + article.map_or(0, |word| word.len());
        if let Some(office) = offices().starting_at(self.context.text, first) {
            whole.end = whole.end.max(office.end);
        }
        // `President`, the title of the name that follows.
        if let Some((name, _)) = self.persons.named.get(self.before(whole.end))
            && self.with_title(name) < whole.end
        {
            whole.end = name.end;
        }
        whole
    }

    /// A source with the whole name of a body that no list has, where it was given the end of it: `the Working Group on
    /// Coal and Economic Renewal`, of which the words after `and` were found.
    fn whole_body(&self, source: Range<usize>) -> Range<usize> {
        let text = self.context.text;
        let named = self.within(&source).next().is_some()
            || self.context.mentions
                [self.context.mentions.partition_point(|mention| mention.end <= source.start)..]
                .first()
                .is_some_and(|mention| mention.start < source.end);
        let ends =
            [" and ", " of ", " on ", " for ", " & "].iter().any(|word| text[..source.start].ends_with(word));
        if named || !ends || !text[source.start..].starts_with(char::is_uppercase) {
            return source;
        }
        let (mut start, mut whose) = (source.start, false);
        for word in text[..source.start].trim_end().rsplit(' ') {
            start = start.saturating_sub(word.len() + 1);
            match word {
                "the" | "The" if whose => return start..source.end,
                "of" | "on" | "for" => whose = true,
                "and" | "&" | "the" => {}
                _ if word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphanumeric) => {}
                _ => break,
            }
        }
        source
    }

    /// A source of several, `Germany and Italy`, with those that commas join to it before: `France, Germany and Italy`.
    fn joined_before(&self, source: Range<usize>) -> Range<usize> {
        let mut whole = source;
        while self.joint(&whole).len() > 1 {
            let text = &self.context.text[..whole.start];
            let Some(before) = text.strip_suffix(", ").map(str::len) else { break };
            let Some(start) = self.named_until(before) else { break };
            whole.start = start;
        }
        whole
    }

    /// Where the name of a person or a body begins that ends at a byte, unless it goes with a word like `in` before it.
    fn named_until(&self, end: usize) -> Option<usize> {
        let text = self.context.text;
        let person = self.before(end).checked_sub(1).map(|at| &self.persons.named[at].0);
        let start = match person.filter(|name| name.end == end && !name.possessive) {
            Some(name) => self.with_title(name),
            None => {
                let mentions = self.context.mentions;
                let mention = mentions[..mentions.partition_point(|mention| mention.end <= end)].last()?;
                let speaks = match mention.entity.kind {
                    EntityType::Place => {
                        self.context.setting.authority.stands_for(&mention.entity.name).is_some()
                    }
                    kind => kind != EntityType::Document,
                };
                (speaks && mention.end == end).then_some(mention.start)?
            }
        };
        let before = text[..start].trim_end();
        let before = ["The", "the"]
            .iter()
            .find_map(|article| before.strip_suffix(article))
            .map_or(before, str::trim_end);
        let last = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
        let joins = [
            "in", "to", "from", "at", "with", "for", "of", "by", "on", "near", "against", "and", "between",
            "into",
        ];
        (!joins.contains(&last.as_str())).then_some(start)
    }

    /// The name right after a verb, `said Weiss by phone`, or right before it, `Yesterday Weiss said`, `Tehran on Tuesday
    /// accused`; with its title.
    fn beside(&self, cue: &Range<usize>) -> Option<Range<usize>> {
        let text = self.context.text;
        let after = self.persons.named.get(self.before(cue.end)).map(|(name, _)| name).and_then(|name| {
            let start = self.with_title(name);
            let quoted = text[..cue.start].trim_end().ends_with(['”', '"', ',', '’', '“', '?', '!', '»']);
            let near = text.get(cue.end..start).is_some_and(|gap| gap.trim().is_empty() && !gap.is_empty());
            (quoted && near).then_some(start..name.end)
        });
        after.or_else(|| {
            let end = without_day(text[..cue.start].trim_end()).len();
            self.named_until(end).map(|start| start..end)
        })
    }

    /// Whom an agency quotes, `quoted Weiss as saying that …`, `Weiss was quoted by TASS as saying …`, and where what they
    /// said begins.
    fn quoted_as(&self, found: &AttributionSpans) -> Option<(Range<usize>, usize)> {
        let text = self.context.text;
        let verb = text[found.head.clone()].to_lowercase();
        if !(verb.starts_with("quot") || verb.starts_with("cit")) {
            return None;
        }
        let near = (found.head.end..text.len().min(found.head.end + NEAR))
            .rev()
            .find(|&at| text.is_char_boundary(at))?;
        let after = &text[found.head.end..near];
        let at = after.find(" as ")?;
        let told = after[at + 4..]
            .split(|c: char| !c.is_alphabetic())
            .next()
            .filter(|word| word.ends_with("ing"))?;
        let mut from = found.head.end + at + 4 + told.len();
        if text[from..].starts_with(" that ") {
            from += 5;
        }
        let object = found.head.end..found.head.end + at;
        let passive = text[object.clone()].starts_with(" by ") || text[object.clone()].trim().is_empty();
        if passive {
            let before = text[..found.head.start].trim_end();
            let before =
                ["was", "were", "is", "been"].iter().find_map(|word| before.strip_suffix(word))?.trim_end();
            return self.named_until(before.len()).map(|start| (start..before.len(), from));
        }
        Some((object.start + 1..object.end, from)).filter(|(source, _)| source.start < source.end)
    }

    /// The quotation that ends right before a source: `“It is over,” Weiss said`.
    fn quotation_before(&self, source: &Range<usize>) -> Option<Range<usize>> {
        let text = self.context.text;
        let before = text[..source.start].trim_end();
        let closing = before.chars().next_back().filter(|c| matches!(c, '”' | '"' | '’' | '»'))?;
        let opening = match closing {
            '”' => '“',
            '’' => '‘',
            '»' => '«',
            other => other,
        };
        let inside = before.len() - closing.len_utf8();
        let from = (inside.saturating_sub(QUOTATION)..inside).find(|&at| text.is_char_boundary(at))?;
        let start = from + text[from..inside].rfind(opening)?;
        blank_lines(&text[start..inside]).next().is_none().then_some(start..before.len())
    }

    /// Where a name begins with its title.
    fn with_title(&self, name: &NameMention) -> usize {
        match name.title {
            Title::Office(office) => office.start,
            _ => {
                let before = self.context.text[..name.start].trim_end().len();
                offices().ending_at(self.context.text, before).map_or(name.start, |office| office.start)
            }
        }
    }
}

/// Whether a verb says that somebody spoke or took a stand.
fn speaks(verb: &str) -> bool {
    kind(verb).is_some_and(|kind| !matches!(kind, CueKind::Act | CueKind::Show))
}

/// A text without the day at its end: `on Tuesday`, `late Tuesday`.
pub(super) fn without_day(text: &str) -> &str {
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let Some(before) = days.iter().find_map(|day| text.strip_suffix(day)) else { return text };
    let before = before.trim_end();
    let word = ["on", "late", "early", "last"]
        .iter()
        .find_map(|word| before.strip_suffix(word).filter(|rest| rest.ends_with(' ')));
    word.unwrap_or(before).trim_end()
}

/// What of a part is left without a source, but for marks alone.
fn without(part: &Range<usize>, source: &Range<usize>) -> Vec<Range<usize>> {
    if part.end <= source.start || part.start >= source.end {
        return vec![part.clone()];
    }
    [part.start..source.start.max(part.start), source.end.min(part.end)..part.end]
        .into_iter()
        .filter(|left| left.end > left.start + 1)
        .collect()
}

fn is_article(text: &str) -> bool {
    let word = text.trim_matches(|c: char| !c.is_alphabetic());
    word.is_empty() || ["the", "a", "an"].iter().any(|article| word.eq_ignore_ascii_case(article))
}

fn opens_quotation(content: &str) -> bool {
    content.contains(['“', '"', '«', '„', '‘', '\''])
}
