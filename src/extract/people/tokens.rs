//! Words of a text as names are read from it: capitals, possessives, and whether a word opens something.

use super::lexicon::honorific;
use super::words::words;

/// A word: letters, with hyphens, apostrophes and the stops of initials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes; the mark of a possessive is left out.
    pub start: usize,
    pub end: usize,
    /// Whether it opens a sentence, a quotation or a line.
    pub opens: bool,
    /// Whether `’s` follows.
    pub possessive: bool,
}

/// The words of a text, in order. Takes linear time.
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
    opens: bool,
}

impl<'a> Words<'a> {
    pub fn of_text(text: &'a str) -> Self {
        Self { text, at: 0, opens: true }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let rest = &self.text[self.at..];
        let mut breaks = 0;
        let skipped = rest.find(|c: char| {
            if matches!(c, '.' | '?' | '!' | ':' | '“' | '"' | '‘' | '«' | '…') {
                self.opens = true;
            } else if c == '\n' {
                breaks += 1;
                self.opens |= breaks > 1;
            }
            c.is_alphanumeric()
        })?;
        let start = self.at + skipped;
        let word = &self.text[start..];
        let end = length(word);
        let whole = &word[..end];
        let bare = ["'s", "’s"].iter().find_map(|mark| whole.strip_suffix(mark)).unwrap_or(whole);
        let possessive = bare.len() < whole.len() || word[end..].starts_with("’ ") && bare.ends_with('s');
        self.at = start + end;
        let found = Word { start, end: start + bare.len(), opens: self.opens, possessive };
        self.opens = false;
        Some(found)
    }
}

/// The bytes of the word that a text begins with.
fn length(word: &str) -> usize {
    let mut at = 0;
    loop {
        // Most letters are small ones.
        at += word.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let mut chars = word[at..].chars();
        let Some(c) = chars.next() else { return at };
        let next = chars.next().unwrap_or(' ');
        let mut back = word[..at].chars().rev();
        let mut letter = || back.next().is_some_and(char::is_uppercase);
        let initial = c == '.' && letter() && back.next().is_none_or(|c| c == '.');
        let inside =
            c.is_alphanumeric() || (matches!(c, '-' | '’' | '\'') && next.is_alphanumeric()) || initial;
        let short = c == '.' && (honorific(&word[..at]).is_some() || is_suffix(&word[..at]));
        if !(inside || short) {
            return at;
        }
        at += c.len_utf8();
    }
}

/// Whether a word follows a surname and tells father from son: `Jr.`, `III`.
pub(super) fn is_suffix(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "Jr" | "Sr" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "XII" | "XIV" | "XVI" | "XXIII"
    )
}

/// Whether a word begins with a capital, after a particle if one is joined to it.
pub(super) fn has_capital(word: &str) -> bool {
    // A particle is short: `al-`, `ibn-`.
    word.starts_with(char::is_uppercase)
        || word.as_bytes().iter().take(6).any(|byte| *byte == b'-') && after_particle(word).is_some()
}

/// What follows the particle in a word such as `al-Sisi`, where it has a capital.
pub(super) fn after_particle(word: &str) -> Option<&str> {
    let (particle, rest) = word.split_once('-')?;
    let known = words().particles.contains(particle.to_lowercase().as_str());
    Some(rest).filter(|rest| known && rest.starts_with(char::is_uppercase))
}

/// Whether a word is written in capitals alone, as initials of bodies and some surnames are.
pub(super) fn is_capitals(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some() && !word.contains(char::is_lowercase)
}

/// Whether a word is the initials of given names: `J.`, `J.D.`, `R`.
pub(super) fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_uppercase()).count();
    letters > 0
        && letters <= 3
        && word.chars().all(|c| c.is_uppercase() || c == '.')
        && (letters == 1 || word.contains('.'))
}
