//! The post that stands beside a name: `US State Department spokesman Matthew Miller`,
//! `Matthew Miller, a spokesman for the State Department`.

use std::ops::Range;

use super::Pronoun;
use super::is_no_name;
use super::lexicon::is_who;
use super::words::words;
use crate::authority::{Mention, Office, individual, offices};

/// A role and the body it is held in, as far as the text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Post {
    pub role: Option<String>,
    pub affiliation: Option<String>,
    /// The pronoun that the role's word shows: `spokeswoman`.
    pub pronoun: Option<Pronoun>,
    /// The bytes in which the role and the affiliation were read.
    pub role_at: Option<Range<usize>>,
    pub affiliation_at: Option<Range<usize>>,
}

impl Post {
    /// Takes from `other` what is missing.
    pub fn fill(&mut self, other: Post) {
        if self.role.is_none() && other != Post::default() {
            let before = std::mem::take(self);
            *self = Post { pronoun: before.pronoun.or(other.pronoun), ..other };
            if self.affiliation.is_none() {
                (self.affiliation, self.affiliation_at) = (before.affiliation, before.affiliation_at);
            }
        } else if self.affiliation.is_none() && self.role == other.role {
            (self.affiliation, self.affiliation_at) = (other.affiliation, other.affiliation_at);
        }
    }

    /// No role, but the body that somebody is of.
    fn in_body(body: Option<&Mention>) -> Self {
        Self {
            affiliation: body.map(|body| body.entity.name.clone()),
            affiliation_at: body.map(|body| body.start..body.end),
            ..Self::default()
        }
    }

    fn of(text: &str, office: &Office, body: Option<&Mention>) -> Self {
        let pronoun = if office.name.ends_with("woman") || office.name.ends_with("queen") {
            Some(Pronoun::She)
        } else if office.name.ends_with("sman") || office.name.ends_with("king") {
            Some(Pronoun::He)
        } else {
            None
        };
        let role_at = Some(office.start..office.end);
        let before = body.filter(|body| body.end <= office.start).map_or(office.start, |body| body.start);
        if let Some(aide) = aide(text, office.start) {
            let role = format!("{} {}", text[aide..office.start].trim_end().to_lowercase(), office.name);
            return Self { role: Some(role), role_at: Some(aide..office.end), ..Self::in_body(body) };
        }
        let role = match qualifier(text, before).or_else(|| qualifier(text, office.start)) {
            Some(word) => format!("{word} {}", office.name),
            None => office.name.to_owned(),
        };
        Self { role: Some(role), pronoun, role_at, ..Self::in_body(body) }
    }

    /// Whether somebody of this post may be called by `role`: `the spokesman` is a foreign ministry spokesman, and `the
    /// president` no vice president and no former one.
    pub fn is_called(&self, role: &str) -> bool {
        self.role.as_deref().is_some_and(|held| {
            let (held, role) = (plain_role(held), plain_role(role));
            let (longer, shorter) = if held.len() > role.len() { (&held, &role) } else { (&role, &held) };
            // `the secretary` is a secretary of state.
            let of = longer
                .strip_prefix(shorter.as_str())
                .is_some_and(|rest| rest.starts_with(" of ") || rest.starts_with(" for "));
            of || longer.strip_suffix(shorter.as_str()).is_some_and(|rest| {
                let more = rest.trim_end_matches([' ', '-']);
                (more.is_empty() || more.len() < rest.len())
                    && !more.split([' ', '-']).any(|word| {
                        words().other_office.contains(word) || matches!(word, "to" | "for" | "of")
                    })
            })
        })
    }
}

/// An office as it is compared: `vice-president` and `vice president`, `spokeswoman` and `spokesman` are one.
fn plain_role(role: &str) -> String {
    let role =
        role.to_lowercase().replace('-', " ").replace("defense", "defence").replace("advisor", "adviser");
    let sexless = ["swoman", "sman", "sperson"].iter().find_map(|ending| role.strip_suffix(ending));
    let role = sexless.map(|stem| format!("{stem}s")).unwrap_or(role);
    let same = |word: &&str| !words().same_office.contains(*word);
    role.split(' ').filter(same).collect::<Vec<_>>().join(" ")
}

/// Where the word begins of whom an office at `at` is served by: `Assistant to the President`, `a spokesman for the mayor`.
pub(super) fn aide(text: &str, at: usize) -> Option<usize> {
    let before = [" to the ", " for the "].iter().find_map(|joins| text[..at].strip_suffix(joins))?;
    let start = before.rfind(|c: char| !c.is_alphabetic());
    let start = start.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    is_who(&before[start..].to_lowercase()).then_some(start)
}

/// The word right before `at` that says that an office is no longer, not yet or not fully held: `former`, `acting`.
fn qualifier(text: &str, at: usize) -> Option<&'static str> {
    let before = text[..at].trim_end_matches([' ', '-', '\u{a0}']);
    let start = before
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = before[start..].to_lowercase();
    let known = words().other_office.get(word.as_str()).or_else(|| words().same_office.get(word.as_str()));
    known.copied()
}

/// The post of the person whose name stands at `name`: right before it, or after it between commas.
pub(super) fn around(text: &str, name: Range<usize>, mentions: &[Mention]) -> Post {
    before(text, name.start, mentions)
        .or_else(|| after(text, name.end, mentions))
        .unwrap_or_else(|| Post::in_body(owner(text, &name, mentions)))
}

/// The body that a person is of, with no post: `Russia’s Igor Ivanov`, `Franjo Tuđman of Croatia`.
fn owner<'m>(text: &str, name: &Range<usize>, mentions: &'m [Mention]) -> Option<&'m Mention> {
    let gap = ["’s ", "'s ", "’ "].iter().find(|gap| text[..name.start].ends_with(**gap));
    let before = gap.and_then(|_| body_before(text, name.start, mentions));
    before.or_else(|| {
        text[name.end..].starts_with(" of ").then(|| body_after(text, name.end, mentions)).flatten()
    })
}

fn before(text: &str, name: usize, mentions: &[Mention]) -> Option<Post> {
    let end = text[..name].trim_end_matches([' ', '\u{a0}', '\n', ',']).len();
    let end = if name - end <= 2 { end } else { return None };
    if let Some(office) = offices().ending_at(text, end) {
        return Some(Post::of(text, &office, body_before(text, office.start, mentions)));
    }
    // `President of Latvia Juris Kalnins`, `the UN special envoy for Chad, Ingrid Solheim`.
    let next = mentions.partition_point(|mention| mention.end <= end);
    let body = mentions[..next].last().filter(|body| body.end == end)?;
    let joined = text[..body.start].strip_suffix("the ").unwrap_or(&text[..body.start]);
    let word = JOINS.iter().find(|word| joined.ends_with(**word))?;
    let office = offices().ending_at(text, joined.len() - word.len())?;
    let own = body_before(text, office.start, mentions).or((*word == " of ").then_some(body));
    Some(Post::of(text, &office, own))
}

/// What joins an office to its body or its field.
const JOINS: [&str; 5] = [" of ", " for ", " at ", " to ", " with "];

fn after(text: &str, name: usize, mentions: &[Mention]) -> Option<Post> {
    let rest = text[name..].strip_prefix(", ")?;
    let mut at = name + 2;
    let article = ["the ", "a ", "an "].iter().find(|article| rest.starts_with(**article));
    at += article.map_or(0, |article| article.len());
    let start = at;
    // At most one body and a few words stand between the article and the office.
    let mut body = None;
    let mut past = false;
    for _ in 0..5 {
        if let Some(office) = offices().starting_at(text, at) {
            let affiliation =
                body.or_else(|| body_before(text, office.start, mentions).filter(|_| at > start));
            let affiliation = affiliation.or_else(|| body_after(text, office.end, mentions));
            let post = Post::of(text, &office, affiliation);
            // `Ana Weiss, who was trade minister`
            let role = post.role.map(|role| if past { format!("former {role}") } else { role });
            return Some(Post { role, ..post });
        }
        let from = mentions.partition_point(|mention| mention.start < at);
        if let Some(mention) = mentions.get(from).filter(|mention| mention.start == at) {
            body = Some(mention);
            at = mention.end;
            at += ["’s ", "'s ", " "].iter().find(|gap| text[at..].starts_with(**gap))?.len();
            continue;
        }
        let word = text[at..].find(|c: char| !(c.is_alphabetic() || matches!(c, '-' | '’')))?;
        if word == 0 || !text[at + word..].starts_with(' ') {
            return None;
        }
        past |= matches!(&text[at..at + word], "was" | "served");
        at += word + 1;
    }
    None
}

/// The post that a source's words name: `a State Department spokesman`, `the foreign minister of Iran`.
pub(super) fn inside(text: &str, range: Range<usize>, mentions: &[Mention]) -> Post {
    let mut starts = vec![range.start];
    starts.extend(text[range.clone()].match_indices([' ', '-']).map(|(at, _)| range.start + at + 1));
    // A source is short; of a long one only the head is looked at.
    for start in starts.into_iter().take(12) {
        let covered = mentions.partition_point(|mention| mention.end <= start);
        if mentions.get(covered).is_some_and(|mention| mention.start <= start) {
            continue;
        }
        let own = |office: &Office| office.end <= range.end && !is_of_body(text, office, range.end);
        if let Some(office) = offices().starting_at(text, start).filter(own) {
            let body =
                body_before(text, office.start, mentions).or_else(|| body_after(text, office.end, mentions));
            return Post::of(text, &office, body);
        }
    }
    Post::default()
}

/// Whether the word after an office with a capital shows that it is a part of a body's name: `General Services
/// Administration`.
fn is_of_body(text: &str, office: &Office, end: usize) -> bool {
    let mut words = text[office.end..end].split_whitespace();
    let capital = text[office.start..].starts_with(char::is_uppercase);
    capital && text[office.end..].starts_with(' ') && words.next().is_some_and(is_no_name)
}

/// The body named right before `at`.
fn body_before<'m>(text: &str, at: usize, mentions: &'m [Mention]) -> Option<&'m Mention> {
    let end = text[..at].trim_end_matches([' ', '\u{a0}', '\n']).len();
    let next = mentions.partition_point(|mention| mention.end <= end);
    let mention = mentions[..next].last()?;
    matches!(&text[mention.end..end], "" | "’s" | "'s" | "’" | "'").then_some(mention)
}

/// The body that `of`, `for`, `at` or `to` joins to what ends at `at`.
fn body_after<'m>(text: &str, at: usize, mentions: &'m [Mention]) -> Option<&'m Mention> {
    let rest = &text[at..];
    let word = JOINS.iter().find(|word| rest.starts_with(**word))?;
    let mut start = at + word.len();
    if text[start..].starts_with("the ") {
        start += 4;
    }
    let from = mentions.partition_point(|mention| mention.start < start);
    mentions.get(from).filter(|mention| {
        // `President of American Federation of Teachers` is no state's; `spokeswoman for the Austrian Foreign Ministry` is.
        let more = text[mention.end..].strip_prefix(' ').is_some_and(|rest| {
            let state = words()
                .heads
                .iter()
                .any(|head| rest.get(..head.len()).is_some_and(|first| first.eq_ignore_ascii_case(head)));
            rest.starts_with(char::is_uppercase) && !state
        });
        mention.start == start && !(more && individual(&text[mention.start..mention.end]))
    })
}
