//! What stands beside a place's name decides whether it names the place or its government.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::homonyms::{Beside, beside};
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
