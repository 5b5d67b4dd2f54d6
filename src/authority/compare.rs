//! Whether two names may be one, and why.

use serde::Serialize;

use super::{key, name_key};

/// Why a name matches another, from the surest reason to the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NameMatch {
    /// The same name, but for case, accents and apostrophes.
    Exact,
    /// A word or several of the name: `Miller` of `Matthew Miller`.
    Part,
    /// Another name of the same entity, by the authority lists.
    Alias,
    /// Another spelling or romanisation: the same [`name_key`].
    Key,
    /// A spelling with one letter wrong, or two in a long name.
    Near,
}

/// A name that is looked for.
pub struct Wanted {
    folded: String,
    words: Vec<String>,
    keys: Vec<String>,
}

impl Wanted {
    /// Makes ready to compare names with `name`.
    pub fn new(name: &str) -> Self {
        let folded = key(name);
        let words = words(&folded);
        let keys = name_key(name).split(' ').filter(|key| !key.is_empty()).map(str::to_owned).collect();
        Self { folded, words, keys }
    }

    /// Why `name` matches, if it does.
    pub fn matches(&self, name: &str) -> Option<NameMatch> {
        if self.words.is_empty() {
            return None;
        }
        let folded = key(name);
        if folded == self.folded {
            return Some(NameMatch::Exact);
        }
        let words = words(&folded);
        if self.words.iter().all(|word| words.contains(word)) {
            return Some(NameMatch::Part);
        }
        let keys = name_key(name);
        if !self.keys.is_empty() && self.keys.iter().all(|wanted| keys.split(' ').any(|key| key == wanted)) {
            return Some(NameMatch::Key);
        }
        let near = self.words.iter().all(|wanted| words.iter().any(|word| is_near(wanted, word)));
        near.then_some(NameMatch::Near)
    }
}

fn words(folded: &str) -> Vec<String> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Short words are too easily like others: four letters allow no slip, eight allow two.
fn is_near(wanted: &str, word: &str) -> bool {
    let (letters, others) = (wanted.chars().count(), word.chars().count());
    let most = if letters.min(others) >= 8 { 2 } else { usize::from(letters.min(others) >= 5) };
    letters.abs_diff(others) <= most && strsim::osa_distance(wanted, word) <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_for_a_reason() {
        for (wanted, name, reason) in [
            ("Miller", "MILLER", Some(NameMatch::Exact)),
            ("Miller", "Matthew Miller", Some(NameMatch::Part)),
            ("Zelensky", "Volodymyr Zelenskyy", Some(NameMatch::Key)),
            ("Vladimir Zelensky", "Volodymyr Zelenskyy", Some(NameMatch::Key)),
            ("Qaddafi", "Muammar Gaddafi", Some(NameMatch::Key)),
            ("Лавров", "Sergey Lavrov", Some(NameMatch::Key)),
            ("Blinkin", "Antony Blinken", Some(NameMatch::Near)),
            ("Bush", "Wilhelm Busch", None),
            ("Kerry", "Kerr", None),
            ("Miller", "Matthew Mueller", None),
            ("", "Miller", None),
            ("…", "Miller", None),
        ] {
            assert_eq!(Wanted::new(wanted).matches(name), reason, "{wanted}, {name}");
        }
    }
}
