//! Parts of a person's name as lists of references are put in order by: given name, particle, family name, suffix.

use super::lexicon::given;
use super::tokens::{is_initials, is_suffix};
use super::words::words;
use crate::authority::Authority;
use crate::authority::holders::NameOrder;

/// The parts of a person's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameParts {
    /// All before the family name, or after it where that comes first: `Ursula`.
    pub given: String,
    /// What stands before the family name in small letters: `von der`.
    pub particle: Option<String>,
    /// `Leyen`, `Van Hollen`, `Sánchez Pérez-Castejón`.
    pub family: String,
    /// `Jr.`
    pub suffix: Option<String>,
}

impl NameParts {
    /// Takes a name apart; `None` where it is no person's name of several words, or which of them is the family's is not
    /// known: no listed given name, initial or particle shows it, and no list of office holders has the name.
    pub fn of(name: &str, authority: &Authority) -> Option<Self> {
        if authority.canonical(name).is_some() {
            return None;
        }
        let mut parts: Vec<&str> = name.split_whitespace().map(|word| word.trim_end_matches(',')).collect();
        let suffix = parts.pop_if(|last| is_suffix(last));
        if parts.len() < 2 || !parts[0].starts_with(char::is_uppercase) {
            return None;
        }
        let suffix = suffix.map(str::to_owned);
        let small = parts.iter().position(|word| word.starts_with(char::is_lowercase));
        if let Some(at) = small {
            return Self { suffix, ..Self::default() }.with_particle(&parts, at);
        }
        let order = authority.persons_named(name).first().map(|person| person.name_order());
        let is_given = |word: &str| given(word).is_some() || is_initials(word);
        let first = match order {
            // Two plain words may stand in either order: `Xi Jinping`, `John Lee`.
            Some(NameOrder::FamilyFirst) if parts.len() == 2 && !parts[1].contains('-') => return None,
            Some(NameOrder::FamilyFirst) if is_initials(parts[1]) => return None,
            Some(NameOrder::FamilyFirst) => {
                let (family, given) = (parts[0].to_owned(), parts[1..].join(" "));
                return Some(Self { given, family, suffix, ..Self::default() });
            }
            Some(NameOrder::TwoFamilies) if parts.len() > 2 && !is_given(parts[parts.len() - 2]) => {
                parts.len() - 2
            }
            None if !is_given(parts[0]) => return None,
            _ => parts.len() - 1,
        };
        // `Chris Van Hollen`: a particle with a capital is part of the name.
        let capital = |word: &&str| words().particles.contains(word.to_lowercase().as_str());
        let first = parts[1..first].iter().position(capital).map_or(first, |at| at + 1);
        Some(Self {
            given: parts[..first].join(" "),
            family: parts[first..].join(" "),
            suffix,
            ..Self::default()
        })
    }

    /// The parts around particles in small letters that begin at a word; `None` where no such word is one.
    fn with_particle(self, parts: &[&str], at: usize) -> Option<Self> {
        let small = parts[at..].iter().take_while(|word| word.starts_with(char::is_lowercase)).count();
        let particle = &parts[at..at + small];
        if at == 0 || at + small == parts.len() {
            return None;
        }
        // `al-Sisi` bears its particle itself.
        let known = particle.iter().all(|word| words().particles.contains(word) || word.contains('-'));
        known.then(|| Self {
            given: parts[..at].join(" "),
            particle: Some(particle.join(" ")),
            family: parts[at + small..].join(" "),
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> Option<[String; 4]> {
        let parts = NameParts::of(name, Authority::builtin())?;
        let text = |part: Option<String>| part.unwrap_or_default();
        Some([parts.given, text(parts.particle), parts.family, text(parts.suffix)])
    }

    #[test]
    fn a_name_is_taken_apart_where_its_order_is_known() {
        for (name, expected) in [
            ("Matthew Miller", ["Matthew", "", "Miller", ""]),
            ("Ursula von der Leyen", ["Ursula", "von der", "Leyen", ""]),
            ("Luiz Inácio Lula da Silva", ["Luiz Inácio Lula", "da", "Silva", ""]),
            ("Joseph Robinette Biden Jr.", ["Joseph Robinette", "", "Biden", "Jr."]),
            ("Chris Van Hollen", ["Chris", "", "Van Hollen", ""]),
            ("J. D. Example", ["J. D.", "", "Example", ""]),
            ("Lee Hsien Loong", ["Hsien Loong", "", "Lee", ""]),
        ] {
            assert_eq!(parts(name), Some(expected.map(str::to_owned)), "{name}");
        }
    }

    #[test]
    fn a_name_of_unknown_order_and_what_is_no_person_stay_whole() {
        for name in
            ["Example", "Xi Jinping", "United States", "US State Department", "the ministers", "Qwer Tzuiop"]
        {
            assert_eq!(parts(name), None, "{name}");
        }
    }
}
