//! Which names of a list may be those of one person.

use std::collections::{BTreeSet, HashMap};

use super::Authority;
use super::holders::{Person, goes_by, key_words};

impl Authority {
    /// For each of the names, the others that may be the same person's: the same surname, with given names that do
    /// not tell two persons apart (`Biden`, `J. Biden` and `Joe Biden`, but not `Jill Biden`), or two forms of the
    /// name of one person of the lists. Which of them are is for the reader to say.
    pub fn may_be_same(&self, names: &[&str]) -> Vec<Vec<usize>> {
        let keys: Vec<Vec<String>> =
            names.iter().map(|name| key_words(self.without_honorifics(name))).collect();
        let mut surnames: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, key) in keys.iter().enumerate() {
            if let Some(surname) = key.last() {
                surnames.entry(surname).or_default().push(at);
            }
        }
        let mut same: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); names.len()];
        for bearers in surnames.values().filter(|bearers| bearers.len() > 1) {
            // Whom alone the lists have under a name of several words.
            let person = |at: &usize| match self.persons_named(names[*at])[..] {
                [person] if keys[*at].len() > 1 => Some(person),
                _ => None,
            };
            let persons: Vec<Option<&Person>> = bearers.iter().map(person).collect();
            for (place, &one) in bearers.iter().enumerate() {
                for (further, &other) in bearers.iter().enumerate().skip(place + 1) {
                    let listed = persons[place].zip(persons[further]);
                    if listed.map_or_else(|| fits(&keys[one], &keys[other]), |(a, b)| a == b) {
                        same[one].insert(other);
                        same[other].insert(one);
                    }
                }
            }
        }
        same.into_iter().map(|others| others.into_iter().collect()).collect()
    }
}

/// Whether one name is a way to write the other.
fn fits(one: &[String], other: &[String]) -> bool {
    let way = |asked: &[String], listed: &[String]| {
        goes_by(asked, &listed.iter().map(String::as_str).collect::<Vec<_>>())
    };
    way(one, other) || way(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_one_person_s_are_told() {
        let names = ["Ada Example", "Example", "A. Example", "Ben Example", "Ada Sample", "Mr. Example"];
        let same = Authority::builtin().may_be_same(&names);
        let told: Vec<Vec<&str>> =
            same.iter().map(|others| others.iter().map(|at| names[*at]).collect()).collect();
        assert_eq!(told[0], ["Example", "A. Example", "Mr. Example"]);
        assert_eq!(told[1], ["Ada Example", "A. Example", "Ben Example", "Mr. Example"]);
        assert_eq!(told[3], ["Example", "Mr. Example"]);
        assert!(told[4].is_empty());
    }

    #[test]
    fn forms_that_the_lists_have_of_one_person_are_told() {
        let same = Authority::builtin().may_be_same(&["Joseph Biden", "Joe Biden", "Jill Biden"]);
        assert_eq!(same, [vec![1], vec![0], vec![]]);
    }
}
