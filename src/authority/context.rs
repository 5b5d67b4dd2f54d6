//! What stands beside a name decides what it names: the place or the government, the state or a person.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::{rows, split};

/// The words of `acts.txt`.
struct Acts {
    act: HashSet<&'static str>,
    owned: HashSet<&'static str>,
    between: HashSet<&'static str>,
    party: HashSet<&'static str>,
    place: HashSet<&'static str>,
}

static ACTS: LazyLock<Acts> = LazyLock::new(|| {
    let of = |wanted: &str| {
        let lines = rows::<2>(include_str!("acts.txt")).filter(|row| row[0] == wanted);
        lines.flat_map(|row| split(row[1])).collect()
    };
    Acts {
        act: of("act"),
        owned: of("owned"),
        between: of("between"),
        party: of("party"),
        place: of("place"),
    }
});

/// A name of `ambiguous.tsv`.
pub(super) struct Unsure {
    person: bool,
    given: bool,
    before: Vec<&'static str>,
    after: Vec<&'static str>,
    /// The states that bear the name, and what else stands in a text that means them.
    pub states: Vec<(&'static str, Vec<&'static str>)>,
}

/// The names of `ambiguous.tsv`.
pub(super) static UNSURE: LazyLock<HashMap<&'static str, Unsure>> = LazyLock::new(|| {
    let lines = rows::<5>(include_str!("ambiguous.tsv"));
    let read = lines.map(|[name, person, before, after, states]| {
        let states = split(states).filter_map(|state| state.split_once('='));
        let states = states.map(|(state, hints)| (state, hints.split(',').collect())).collect();
        let (before, after) = (split(before).collect(), split(after).collect());
        (name, Unsure { person: person == "person", given: person == "given", before, after, states })
    });
    read.collect()
});

/// The words beside a name, with nothing but a space between.
struct Beside<'a> {
    before: &'a str,
    after: &'a str,
}

fn beside(text: &str, start: usize, end: usize) -> Beside<'_> {
    // Words are looked for in a few bytes on either side, so that the whole takes linear time.
    let from = (start.saturating_sub(40)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let before = text[from..start].strip_suffix(' ').unwrap_or("");
    let before = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let rest = text[end..].strip_prefix(' ').unwrap_or("");
    let after = rest.split(|c: char| !c.is_alphabetic() && c != '-').next().unwrap_or("");
    Beside { before, after }
}

/// Whether the name is here another thing than the lists say.
pub(super) fn is_other(unsure: &Unsure, text: &str, start: usize, end: usize) -> bool {
    let Beside { before, after } = beside(text, start, end);
    let bare = before.trim_start_matches(['“', '"', '(', '‘']);
    if unsure.before.contains(&bare) || unsure.after.contains(&after) {
        return true;
    }
    let capital = |word: &str| {
        word.chars().count() > 1
            && word.starts_with(char::is_uppercase)
            && word.chars().skip(1).all(char::is_lowercase)
    };
    let small = [
        "And", "In", "The", "But", "For", "To", "From", "With", "Of", "As", "If", "On", "At", "By", "When",
        "While",
    ];
    let named = capital(bare) && !small.contains(&bare) && bare.len() == before.len();
    (unsure.person && (capital(after) || named)) || (unsure.given && capital(after))
}

/// Whether a place speaks or acts here, and is its government.
pub(super) fn is_government(text: &str, start: usize, end: usize) -> bool {
    let Beside { before, .. } = beside(text, start, end);
    let before = before.trim_start_matches(['“', '"', '(', '‘']).to_lowercase();
    let before = match before.as_str() {
        // `in the Kremlin`: the article hides the word that tells.
        "the" => word_before_article(text, start),
        _ => before,
    };
    if ACTS.place.contains(before.as_str()) {
        return false;
    }
    if let Some(rest) = text[end..].strip_prefix(['\'', '’']) {
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        return words(rest).take(2).any(|word| ACTS.owned.contains(word.as_str()));
    }
    if ACTS.party.contains(before.as_str()) || pairs(text, start) {
        return true;
    }
    let mut after = words(&text[end..]);
    let Some(mut word) = after.next() else { return false };
    for _ in 0..3 {
        let acts = ACTS.act.contains(word.as_str());
        if acts || !(ACTS.between.contains(word.as_str()) || word.ends_with("ly")) {
            return acts;
        }
        match after.next() {
            Some(next) => word = next,
            None => return false,
        }
    }
    false
}

/// `Between Washington and Moscow`: the second is what the first is.
fn pairs(text: &str, start: usize) -> bool {
    let from = (start.saturating_sub(60)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let before = &text[from..start];
    before.ends_with(" and ")
        && before.rsplit(['.', ';', ',']).next().is_some_and(|clause| clause.contains("between "))
}

fn word_before_article(text: &str, start: usize) -> String {
    let from = (start.saturating_sub(40)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let mut words = text[from..start].split_whitespace().rev();
    words.next();
    words.next().unwrap_or("").to_lowercase()
}

/// The next words, in lower case, as far as nothing but spaces stands between.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        let word = rest.strip_prefix(' ')?;
        let length = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len()).min(40);
        let length = (0..=length).rev().find(|&at| word.is_char_boundary(at))?;
        rest = &word[length..];
        (length > 0).then(|| word[..length].to_lowercase())
    })
}
