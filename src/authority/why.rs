//! Why a name in a text names an entity.

use super::{Authority, COUNTRIES, MINISTRY, Mention, SEVERAL, key, rows, split};
use crate::model::EntityType;

/// The rule by which words name an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameRule {
    /// They are its canonical name.
    Name,
    /// They are a name of the user's list.
    OwnList,
    /// They are another name of it in the shipped lists.
    OtherName,
    /// They are the people or the adjective of a country.
    People,
    /// They are a seat of government, or what stands for one, that speaks or acts here.
    Seat,
    /// They are a foreign ministry after the name of its country.
    Ministry,
    /// They are a name of several states, of which the text names this one elsewhere.
    Context,
    /// They are a name of several states at once.
    Several,
    /// They are the symbol or number of a document.
    Symbol,
    /// They are the number of a document that the text names elsewhere with its year.
    SymbolElsewhere,
}

impl NameRule {
    /// The rule in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "its name",
            Self::OwnList => "a name of your own list",
            Self::OtherName => "another name in the lists",
            Self::People => "the people or the adjective of the country",
            Self::Seat => "a seat or name of the government, which speaks or acts here",
            Self::Ministry => "the foreign ministry of the country before it",
            Self::Context => "a name of several states: the one that the text names elsewhere",
            Self::Several => "a name of several states at once",
            Self::Symbol => "the symbol or number of a document",
            Self::SymbolElsewhere => "the number of a document that the text names elsewhere with its year",
        }
    }
}

impl Authority {
    /// The rule by which the words of a mention, in its text, name their entity.
    pub fn why(&self, text: &str, mention: &Mention) -> NameRule {
        let written = key(&text[mention.start..mention.end]);
        let wanted = self.by_key.get(&key(&mention.entity.name)).copied();
        let named = self.by_key.get(&written).copied();
        if let (Some(wanted), true) = (wanted, named == wanted) {
            return if key(&self.entities[wanted].name) == written {
                NameRule::Name
            } else if wanted < self.own && !is_shipped(self, wanted, &written) {
                NameRule::OwnList
            } else if is_people(&mention.entity.name, &written) {
                NameRule::People
            } else {
                NameRule::OtherName
            };
        }
        let seat = named.and_then(|place| self.seats.get(&place));
        if seat.is_some() && seat == wanted.as_ref() {
            return NameRule::Seat;
        }
        match mention.entity.kind {
            EntityType::Document if mention.entity.name.contains('(') && !written.contains('(') => {
                NameRule::SymbolElsewhere
            }
            EntityType::Document => NameRule::Symbol,
            _ if mention.entity.name.ends_with(MINISTRY) => NameRule::Ministry,
            _ if rows::<1>(SEVERAL).any(|[name]| key(name) == written) => NameRule::Several,
            _ => NameRule::Context,
        }
    }
}

fn is_people(country: &str, written: &str) -> bool {
    rows::<6>(COUNTRIES)
        .any(|[_, name, _, people, ..]| name == country && split(people).any(|one| key(one) == written))
}

/// Whether the shipped lists too have that name for an entity of the user's list.
fn is_shipped(authority: &Authority, at: usize, written: &str) -> bool {
    let shipped = Authority::builtin();
    let known = shipped.by_key.get(written).map(|&known| &shipped.entities[known]);
    known.is_some_and(|known| *known == authority.entities[at])
}
