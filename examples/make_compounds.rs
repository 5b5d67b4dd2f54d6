//! Makes `src/authority/compounds.txt`: compounds such as `French window` in which the name of a state, a people or a
//! seat of government means none of them.
//!
//! `cargo run --release --example make_compounds -- WORDNET`: the folder of WordNet's `data.noun`. The same input gives the
//! same bytes.

use std::collections::{BTreeSet, HashSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use demarche::authority::Authority;
use demarche::model::EntityType;

/// The numbers of WordNet's lexicographer files whose compounds are no states: acts (games, customs), animals, artifacts,
/// attributes, food, phenomena, plants, shapes, states (diseases), substances, times.
const FILES: [&str; 11] = ["04", "05", "06", "07", "13", "19", "20", "25", "26", "27", "28"];

/// What is traded under the name of the state it comes from: `Indian rice`.
const TRADED: [&str; 24] = [
    "rice", "cotton", "tobacco", "coffee", "corn", "wheat", "rye", "millet", "tea", "banana", "potato",
    "onion", "mahogany", "rosewood", "cedar", "pepper", "cinnamon", "rum", "whiskey", "whisky", "steel",
    "iron", "oyster", "lobster",
];

/// What is more often the state's: `a Russian bank`, `the Chinese white paper`, `the American flag`.
const OWN: [&str; 16] = [
    "bank",
    "white",
    "red",
    "blue",
    "green",
    "date",
    "flag",
    "leather",
    "lesson",
    "organ",
    "telephone",
    "weed",
    "leaf",
    "trail",
    "deer",
    "meal",
];

fn main() -> Result<(), Box<dyn Error>> {
    let wordnet = std::env::args().nth(1).ok_or("where is WordNet?")?;
    let data = String::from_utf8_lossy(&fs::read(Path::new(&wordnet).join("data.noun"))?).into_owned();
    let mut compounds = BTreeSet::new();
    let names = names();
    for line in data.lines().filter(|line| !line.starts_with(' ')) {
        let cells: Vec<&str> = line.split(' ').collect();
        if !FILES.contains(&cells[1]) {
            continue;
        }
        let count = usize::from_str_radix(cells[3], 16)?;
        for lemma in cells[4..].iter().step_by(2).take(count) {
            if let Some(compound) = compound(lemma, &names) {
                compounds.insert(compound);
            }
        }
    }
    let mut list = String::from(
        "# Compounds that name a thing, an animal, a plant, a dish or a game, no state and no people: from WordNet 3.1, made by\n\
# examples/make_compounds.rs. WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved; its licence permits\n\
# use, copying, modification and distribution for any purpose without fee: https://wordnet.princeton.edu/license-and-commercial-use\n",
    );
    for compound in compounds {
        list.push_str(&compound);
        list.push('\n');
    }
    fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/authority/compounds.txt"), list)?;
    Ok(())
}

/// The names of one word that the lists have for states, peoples and places.
fn names() -> HashSet<String> {
    let mut names = HashSet::new();
    for known in Authority::builtin().known() {
        if matches!(known.entity.kind, EntityType::Country | EntityType::Place) {
            names.insert(known.entity.name);
            names.extend(known.variants);
        }
    }
    names.retain(|name| !name.contains([' ', '.']));
    names
}

/// A lemma that begins with a name and goes on with ordinary words, as a text writes it.
fn compound(lemma: &str, names: &HashSet<String>) -> Option<String> {
    let bare = lemma.split('(').next().unwrap_or(lemma);
    let (first, rest) = bare.split_once('_')?;
    let mut letters = first.chars();
    let name: String = letters.next()?.to_uppercase().chain(letters).collect();
    let ordinary = !rest.chars().any(char::is_uppercase);
    let head = rest.rsplit('_').next().unwrap_or(rest);
    (names.contains(&name) && ordinary && !OWN.contains(&rest) && !TRADED.contains(&head))
        .then(|| format!("{name} {}", rest.replace('_', " ")))
}
