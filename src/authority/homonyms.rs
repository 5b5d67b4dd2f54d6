//! Homonyms: whether what looks like a name of a state or a place is one here, by what stands beside it, and by what else
//! its text names where that does not tell.

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;

use super::borders::{closes, opens};
use super::{rows, split};

/// What follows a name in a compound that means another thing: `window` after `French`.
static COMPOUNDS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for (name, rest) in rows::<1>(include_str!("compounds.txt")).filter_map(|[line]| line.split_once(' ')) {
        all.entry(name).or_default().push(rest);
    }
    all
});

/// Whether a name and what follows it are a compound, one or many: `French windows`.
pub(super) fn in_compound(text: &str, start: usize, end: usize) -> bool {
    let Some(rest) = text[end..].strip_prefix(' ').filter(|rest| rest.starts_with(char::is_lowercase)) else {
        return false;
    };
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    let opens = |compound: &&str| {
        let after = rest.strip_prefix(*compound);
        after.is_some_and(|after| {
            ["", "s", "es"].iter().any(|many| after.strip_prefix(many).is_some_and(ends))
        })
    };
    COMPOUNDS.get(&text[start..end]).is_some_and(|compounds| compounds.iter().any(opens))
}

/// A name of `ambiguous.tsv`.
pub(super) struct Unsure {
    person: bool,
    given: bool,
    before: Vec<&'static str>,
    after: Vec<&'static str>,
    /// The states that bear the name, and what else stands in a text that means them.
    pub states: Vec<(&'static str, Vec<&'static str>)>,
    /// What else stands in a text that means the state, and in one that means another thing.
    own: Hints,
    other: Hints,
}

/// Words that a text may have, looked for all at once, at the first use.
struct Hints {
    words: Vec<&'static str>,
    finder: OnceLock<Option<AhoCorasick>>,
}

impl Hints {
    fn new(words: Vec<&'static str>) -> Self {
        Self { words, finder: OnceLock::new() }
    }

    /// How many of the words a text has, each as a whole.
    fn count_in(&self, text: &str) -> usize {
        let Some(finder) = self.finder.get_or_init(|| AhoCorasick::new(&self.words).ok()) else { return 0 };
        let mut found = vec![false; self.words.len()];
        for hint in finder.find_overlapping_iter(text) {
            found[hint.pattern()] |= opens(text, hint.start()) && closes(text, hint.end());
        }
        found.into_iter().filter(|found| *found).count()
    }
}

/// The names of `ambiguous.tsv`.
pub(super) static UNSURE: LazyLock<HashMap<&'static str, Unsure>> = LazyLock::new(|| {
    let lines = rows::<7>(include_str!("ambiguous.tsv"));
    let read = lines.map(|[name, person, before, after, states, own, other]| {
        let states = split(states).filter_map(|state| state.split_once('='));
        let states = states.map(|(state, hints)| (state, hints.split(',').collect())).collect();
        let other = split(other).flat_map(|hint| match hint {
            "@provinces" => PROVINCES.names.iter().copied().filter(|known| *known != name).collect(),
            hint => vec![hint],
        });
        let unsure = Unsure {
            person: person == "person",
            given: person == "given",
            before: split(before).collect(),
            after: split(after).collect(),
            states,
            own: Hints::new(split(own).collect()),
            other: Hints::new(other.collect()),
        };
        (name, unsure)
    });
    read.collect()
});

/// Parts of states that stand after the towns in them: `Texas`, `Tex.`, `TX`. A name that is a city's too says nothing.
struct Provinces {
    names: Vec<&'static str>,
    written: HashSet<&'static str>,
}

static PROVINCES: LazyLock<Provinces> = LazyLock::new(|| {
    let lines = || rows::<3>(include_str!("provinces.tsv"));
    let names: Vec<_> = lines().map(|row| row[1]).filter(|name| !name.starts_with('*')).collect();
    let short = lines().flat_map(|[code, _, short]| {
        let code = code.rsplit('-').next().unwrap_or(code);
        std::iter::once(code).chain(split(short)).collect::<Vec<_>>()
    });
    let written = short.chain(names.iter().copied()).collect();
    Provinces { names, written }
});

/// No name of a province is longer, in bytes.
const LONGEST: usize = 32;

/// Where the province ends that stands after a town, `, Texas`: the town is no capital and no state. The end is that
/// of the province's name.
pub(super) fn in_province(text: &str, end: usize) -> Option<usize> {
    let rest = text[end..].strip_prefix(", ")?;
    rest.starts_with(|c: char| c.is_ascii_uppercase()).then_some(())?;
    let last = (0..=LONGEST.min(rest.len())).rev().find(|&at| rest.is_char_boundary(at))?;
    let near = &rest[..last];
    let ends = near.char_indices().filter(|(_, c)| !c.is_alphanumeric()).flat_map(|(at, c)| {
        // The stop of an abbreviation is its own.
        [Some(at), (c == '.').then_some(at + 1)].into_iter().flatten()
    });
    let whole = (near.len() == rest.len()).then_some(near.len());
    let found = ends.chain(whole).filter(|&at| PROVINCES.written.contains(&near[..at])).max()?;
    Some(end + 2 + found)
}

/// The words beside a name, with nothing but a space between.
pub(super) struct Beside<'a> {
    pub before: &'a str,
    pub after: &'a str,
}

pub(super) fn beside(text: &str, start: usize, end: usize) -> Beside<'_> {
    // Words are looked for in a few bytes on either side, so that the whole takes linear time.
    let from = (start.saturating_sub(40)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let before = text[from..start].strip_suffix(' ').unwrap_or("");
    let before = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let rest = text[end..].strip_prefix(' ').unwrap_or("");
    let after = rest.split(|c: char| !c.is_alphabetic() && c != '-').next().unwrap_or("");
    Beside { before, after }
}

impl Unsure {
    /// Whether the name is here another thing than the lists say, by what stands beside it.
    pub fn is_other(&self, text: &str, start: usize, end: usize) -> bool {
        let Beside { before, after } = beside(text, start, end);
        let bare = before.trim_start_matches(['“', '"', '(', '‘']);
        if self.before.contains(&bare) || self.after.contains(&after) {
            return true;
        }
        let small = [
            "And", "In", "The", "But", "For", "To", "From", "With", "Of", "As", "If", "On", "At", "By",
            "When", "While",
        ];
        let named = is_capitalised(bare) && !small.contains(&bare) && bare.len() == before.len();
        (self.person && (is_capitalised(after) || named)) || (self.given && is_capitalised(after))
    }

    /// Whether what else the text names speaks for another thing rather than for the state.
    pub fn is_other_in(&self, text: &str) -> bool {
        let other = if self.other.words.is_empty() { 0 } else { self.other.count_in(text) };
        other > 0 && other > self.own.count_in(text)
    }
}

fn is_capitalised(word: &str) -> bool {
    word.chars().count() > 1
        && word.starts_with(char::is_uppercase)
        && word.chars().skip(1).all(char::is_lowercase)
}

/// What stands before a language and before no people: `speaks German`.
static BEFORE_LANGUAGE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| of("language"));

/// What follows a place in the name of a newspaper.
static PAPERS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| of("paper"));

/// Whether a place opens the name of a newspaper: `New York Times`.
pub(super) fn in_paper(text: &str, end: usize) -> bool {
    PAPERS.contains(beside(text, end, end).after)
}

/// What ends a noun's group, so that an adjective before it has no noun.
static ENDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| of("ends"));

fn of(wanted: &str) -> HashSet<&'static str> {
    let lines = rows::<2>(include_str!("beside.txt")).filter(|row| row[0] == wanted);
    lines.flat_map(|row| split(row[1])).collect()
}

/// Whether the adjective of a state is its language here: `in German`, `speaks German`, `the German word for`; `in German
/// hands` is not. `language` is where the last language ended: `speaks German and French`.
pub(super) fn is_language(text: &str, start: usize, end: usize, language: usize) -> bool {
    let Beside { before, after } = beside(text, start, end);
    if matches!(after, "language" | "languages" | "word" | "phrase" | "translation" | "subtitles")
        || text[end..].starts_with("-language")
        || text[end..].starts_with("-speaking")
    {
        return true;
    }
    let before = before.trim_start_matches(['“', '"', '(', '‘', '[']).to_lowercase();
    let joined = || matches!(text.get(language..start), Some(" and " | " or " | ", " | ", and "));
    (BEFORE_LANGUAGE.contains(before.as_str()) || joined()) && !is_followed_by_noun(&text[end..], 0)
}

/// Whether a noun follows, after other adjectives of states if some are joined: `in German and Austrian towns`.
fn is_followed_by_noun(rest: &str, depth: usize) -> bool {
    let Some(rest) = rest.strip_prefix(' ') else { return rest.starts_with('-') };
    let length = rest.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(rest.len());
    let word = &rest[..length];
    match word {
        "" => false,
        // `in German and French`: as the second is.
        "and" | "or" if depth < 2 => {
            let next = rest[length..].strip_prefix(' ').unwrap_or("");
            let length = next.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(next.len());
            next.starts_with(char::is_uppercase) && is_followed_by_noun(&next[length..], depth + 1)
        }
        word => !ENDS.contains(word),
    }
}
