//! Whether two names may be those of one person, word by word of their keys.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Person;
use crate::authority::{name_key, rows, split};

/// Where the family's name stands in a person's, as is usual in the country of the offices held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameOrder {
    /// At the end.
    GivenFirst,
    /// It may stand first: `Xi Jinping`.
    FamilyFirst,
    /// A father's and a mother's at the end: `Pedro Sánchez Pérez-Castejón`.
    TwoFamilies,
}

impl Person {
    /// The usual order in the name, by the states whose offices the person held.
    pub fn name_order(&self) -> NameOrder {
        static ORDERS: LazyLock<HashMap<&'static str, NameOrder>> = LazyLock::new(|| {
            let listed = rows::<2>(include_str!("name_order.tsv")).flat_map(|[order, countries]| {
                let order = if order == "first" { NameOrder::FamilyFirst } else { NameOrder::TwoFamilies };
                split(countries).map(move |country| (country, order))
            });
            listed.collect()
        });
        let known = self.terms.iter().find_map(|term| ORDERS.get(term.body.as_ref()).copied());
        known.unwrap_or(NameOrder::GivenFirst)
    }
}

/// Words after a name that are no part of it.
const SUFFIXES: [&str; 8] = ["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"];

/// The words of a name as its key has them; `Jr.` and the like are left out.
pub(crate) fn key_words(name: &str) -> Vec<String> {
    let key = name_key(name);
    let mut words: Vec<String> = key.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    while words.len() > 1 && words.last().is_some_and(|last| SUFFIXES.contains(&last.as_str())) {
        words.pop();
    }
    words
}

/// Whether `asked` is a way to write the listed name: all of it, its end (`von der Leyen`), its first word and its
/// last with some of those between, an initial for a word. A patronymic or an initial more does not matter.
pub(in crate::authority) fn goes_by(asked: &[String], listed: &[&str]) -> bool {
    let (Some(first), Some(last)) = (asked.first(), asked.last()) else { return false };
    if asked.len() == 1 {
        return listed.last().is_some_and(|word| word == last);
    }
    if asked.len() <= listed.len() && listed[listed.len() - asked.len()..].iter().eq(asked) {
        return true;
    }
    if listed.len() < 2 || !same(first, listed[0]) || listed.last().is_none_or(|word| word != last) {
        return false;
    }
    let mut between = listed[1..listed.len() - 1].iter();
    asked[1..asked.len() - 1].iter().all(|word| {
        word.chars().count() == 1 && listed.len() == 2
            || is_patronymic(word)
            || between.any(|listed| same(word, listed))
    })
}

/// The same word, or one the initial of the other.
fn same(one: &str, other: &str) -> bool {
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    one == other || initial(one, other) || initial(other, one)
}

fn is_patronymic(word: &str) -> bool {
    ["ovich", "evich", "ovna", "evna", "ovic"].iter().any(|end| word.ends_with(end))
}
