//! Namesakes of states and places: whether `Israel`, `Malta` or `Holland` is somebody's name here, by what stands beside it.

use super::lexicon::{given, is_ordinary, is_other, is_who};
use super::recognise::{Reader, Title};
use super::tokens::{has_capital, is_capitals};
use super::words::words;
use crate::authority::{Mention, offices};
use crate::model::EntityType;

impl Reader<'_> {
    /// Whether what may name a state or a place is somebody's name here: `Israel Katz`, `Jordan Weiss`, `Mr. Holland`.
    pub(super) fn is_persons(&self, at: usize, mention: &Mention) -> bool {
        let word = &self.words[at];
        let placed = matches!(mention.entity.kind, EntityType::Country | EntityType::Place);
        placed
            && mention.start == word.start
            && mention.end == word.end
            && (self.is_given_name(at) || self.is_titled_surname(at))
    }

    /// Whether a name with a capital after it is a given name with its surname: the lists have it, a title stands before it,
    /// or what stands after the two says who that is. Not before an office, `Georgia Governor`, and not after what joins a
    /// state to an office: `ambassador of Jordan Samir Haddad`.
    fn is_given_name(&self, at: usize) -> bool {
        let word = &self.words[at];
        let Some(next) = self.words.get(at + 1).filter(|_| self.gap(at) == " " && !word.possessive) else {
            return false;
        };
        let surname = self.at(at + 1);
        let before = self.text[..word.start].trim_end().rsplit(' ').next().unwrap_or("");
        let joined = ["of", "to", "in", "for", "from"].contains(&before);
        let longer =
            self.joined(at + 1) && self.words.get(at + 2).is_some_and(|_| has_capital(self.at(at + 2)));
        let shown = || {
            let article = ["the", "The"].contains(&before);
            given(self.at(at)).is_some() || self.title.is_some() || !article && self.is_described(next.end)
        };
        has_capital(surname)
            && !is_capitals(surname)
            && !is_ordinary(surname)
            && !is_other(surname)
            && !(joined && (given(surname).is_some() || longer))
            && offices().starting_at(self.text, next.start).is_none()
            && shown()
    }

    /// Whether the words after a name say that it is a person's: `, an aide`, `, the defence minister`, `, 45,`, `, who`.
    fn is_described(&self, end: usize) -> bool {
        let Some(rest) = self.text[end..].strip_prefix(", ") else { return false };
        let near: String = rest.chars().take(60).collect();
        let mut pieces = near.split([' ', '\n']);
        let first = pieces.next().unwrap_or("");
        let age = first.trim_end_matches(',');
        if first == "who" || first != age && age.len() == 2 && age.bytes().all(|b| b.is_ascii_digit()) {
            return true;
        }
        if !["a", "an", "the", "his", "her"].contains(&first) {
            return false;
        }
        // The noun is the last word before the comma, or before what goes on with it: `an aide to the minister`.
        let group = pieces.take_while(|word| !words().of.iter().any(|of| of.trim() == *word));
        let mut last = "";
        for word in group.take(5) {
            last = word;
            if word.ends_with([',', '.', ';']) {
                break;
            }
        }
        let noun = last.trim_end_matches([',', '.', ';']);
        noun.starts_with(char::is_lowercase) && is_person_noun(noun)
    }

    /// Whether a name alone right after a title is a surname: `Mr. England`, `President Holland`; what follows an office that
    /// has a field, `Special Envoy Sudan`, may be the field.
    fn is_titled_surname(&self, at: usize) -> bool {
        let called = match self.title {
            Title::None => false,
            Title::Honorific => true,
            Title::Office(office) => {
                let personal = [
                    "minister",
                    "ambassador",
                    "senator",
                    "governor",
                    "general",
                    "chancellor",
                    "premier",
                    "judge",
                    "mayor",
                ];
                office.kind == "state" || personal.iter().any(|word| office.name.ends_with(word))
            }
        };
        let before = self.text[..self.words[at].start].strip_suffix(' ');
        called && before.is_some_and(|before| !before.ends_with(' '))
    }
}

/// Whether a noun means one person and no body: `aide`; `company` may be either, and `group` is none.
fn is_person_noun(noun: &str) -> bool {
    is_who(noun) && (offices().whole(noun).is_some() || PERSONAL.iter().any(|end| noun.ends_with(end)))
}

/// How nouns of persons end in English.
const PERSONAL: [&str; 14] = [
    "er", "or", "ist", "ant", "ent", "ian", "ee", "man", "woman", "person", "aide", "chief", "teacher",
    "student",
];
