//! Makes the lists by which persons' names are told from other words, in `src/extract/people/` and `src/authority/`:
//!
//! - `given_names.tsv`: given names with how many men and women of a table of office holders bear them;
//! - `ordinary_words.txt`: words that running text writes in small letters more often than not;
//! - `who_nouns.txt`: nouns that mean persons, or bodies of persons, who can say something.
//!
//! `cargo run --release --example make_name_lists -- OFFICE_HOLDERS.csv MALE FEMALE WORDNET FOLDER...`: the two files are the
//! given names of the US census of 1990 (`dist.male.first`, `dist.female.first`), `WORDNET` is the folder of WordNet's
//! `index.noun` and `data.noun`, the other folders hold text in English whose words may be counted. The same input gives the
//! same bytes.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

/// An ordinary word stands so often in small letters.
const TIMES: u32 = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let holders = arguments.next().ok_or("which table of office holders?")?;
    let to = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/extract/people");
    let [men, women] = [(); 2].map(|()| arguments.next());
    let census = [men.ok_or("which census of men?")?, women.ok_or("which census of women?")?];
    fs::write(to.join("given_names.tsv"), given_names(Path::new(&holders), &census)?)?;
    let wordnet = arguments.next().ok_or("where is WordNet?")?;
    fs::write(to.join("who_nouns.txt"), who_nouns(Path::new(&wordnet))?)?;
    let mut counts = BTreeMap::new();
    for folder in arguments {
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let entry = entry?;
            if entry.file_type().is_file() {
                count_words(&String::from_utf8_lossy(&fs::read(entry.path())?), &mut counts);
            }
        }
    }
    fs::write(to.join("../../authority/ordinary_words.txt"), ordinary_words(&counts))?;
    Ok(())
}

/// The first word of each person's name, with how many men and women bear it: office holders, each once, and thousandths
/// of a per cent of the census.
fn given_names(table: &Path, census: &[String; 2]) -> Result<String, Box<dyn Error>> {
    let mut names: BTreeMap<String, [u32; 2]> = BTreeMap::new();
    for (sex, file) in census.iter().enumerate() {
        for line in fs::read_to_string(file)?.lines() {
            let mut cells = line.split_whitespace();
            let (Some(name), Some(share)) = (cells.next(), cells.next()) else { continue };
            let name = name[..1].to_owned() + &name[1..].to_lowercase();
            names.entry(name).or_default()[sex] += (share.parse::<f64>()? * 1000.0) as u32;
        }
    }
    let mut seen = std::collections::HashSet::new();
    let mut rows = csv::Reader::from_path(table)?;
    let columns = rows.headers()?.clone();
    let column =
        |name: &str| columns.iter().position(|column| column == name).ok_or(format!("no column {name}"));
    let (name, sex, id) = (column("name")?, column("gender")?, column("id")?);
    for row in rows.records() {
        let row = row?;
        let mut words = row[name].split(' ');
        let (Some(first), Some(_)) = (words.next(), words.next()) else { continue };
        let letters = first.chars().filter(|c| c.is_lowercase()).count();
        let at = match &row[sex] {
            "male" => 0,
            "female" => 1,
            _ => continue,
        };
        if letters < 2
            || !first.chars().all(|c| c.is_alphabetic() || c == '-')
            || !seen.insert(row[id].to_owned())
        {
            continue;
        }
        names.entry(first.to_owned()).or_default()[at] += 1;
    }
    let mut list = String::from(
        "# Given names: name, how often men and women bear it. Counted by examples/make_name_lists.rs: holders of public office\n\
# in a table of 56,900 terms from Wikidata (CC0), the US Office of the Historian (CC0) and the US executive list (public\n\
# domain), and the US census of 1990, in thousandths of a per cent (public domain). Facts; no rights are claimed.\n",
    );
    for (name, [men, women]) in names.iter().filter(|(name, count)| count[0] + count[1] > 0 && name.len() > 1)
    {
        list += &format!("{name}\t{men}\t{women}\n");
    }
    Ok(list)
}

/// How often a word stands in small letters, and with a capital where it opens nothing.
fn count_words(text: &str, counts: &mut BTreeMap<String, [u32; 2]>) {
    let mut opens = true;
    for piece in text.split_whitespace() {
        let word = piece.trim_matches(|c: char| !c.is_alphabetic());
        let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '’');
        if plain {
            let small = !word.contains(|c: char| c.is_ascii_uppercase());
            let title = word.starts_with(|c: char| c.is_ascii_uppercase())
                && !word[1..].contains(|c: char| c.is_ascii_uppercase());
            if small || (title && !opens) {
                counts.entry(word.to_ascii_lowercase()).or_default()[usize::from(title)] += 1;
            }
        }
        opens = piece.ends_with(['.', '?', '!', ':', '”', '"', '*', '#'])
            || piece.starts_with(['“', '"', '*', '#']);
    }
}

fn ordinary_words(counts: &BTreeMap<String, [u32; 2]>) -> String {
    let mut list = String::from(
        "# Words that running text writes in small letters more often than with a capital, counted by\n\
# examples/make_name_lists.rs in pages of the White House (public domain) and speeches in the United Nations’ General\n\
# Debate. Counts of words; no rights are claimed.\n",
    );
    for (word, [small, capital]) in counts {
        if *small >= TIMES && small > capital && word.len() > 1 {
            list.push_str(word);
            list.push('\n');
        }
    }
    list
}

/// What a noun must be to say something: a person, a social group, people.
const WHO: [&str; 3] = ["00007846", "07967506", "07958392"];

/// So many senses of a noun count, the most frequent ones.
const SENSES: usize = 3;

/// The single nouns one of whose first senses is a kind of person or social group.
fn who_nouns(wordnet: &Path) -> Result<String, Box<dyn Error>> {
    let mut above: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let data = String::from_utf8_lossy(&fs::read(wordnet.join("data.noun"))?).into_owned();
    for line in data.lines().filter(|line| !line.starts_with(' ')) {
        let cells: Vec<&str> = line.split(' ').collect();
        let pointers =
            cells.windows(2).filter(|pair| matches!(pair[0], "@" | "@i")).map(|pair| pair[1].to_owned());
        above.insert(cells[0].to_owned(), pointers.collect());
    }
    let mut list = String::from(
        "# Nouns that mean persons or bodies of persons in one of their three most frequent senses, from WordNet 3.1, made by\n\
# examples/make_name_lists.rs. WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved; its licence permits\n\
# use, copying, modification and distribution for any purpose without fee: https://wordnet.princeton.edu/license-and-commercial-use\n",
    );
    let index = String::from_utf8_lossy(&fs::read(wordnet.join("index.noun"))?).into_owned();
    for line in index.lines().filter(|line| !line.starts_with(' ')) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let (word, count) = (cells[0], cells[2].parse::<usize>()?);
        let senses = &cells[cells.len() - count..];
        let plain = word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let group = word == "group" || word == "body";
        if plain && (group || senses.iter().take(SENSES).any(|sense| is_who(sense, &above, 0))) {
            list.push_str(word);
            list.push('\n');
        }
    }
    Ok(list)
}

/// Whether a sense is a kind of what can say something.
fn is_who(sense: &str, above: &BTreeMap<String, Vec<String>>, depth: usize) -> bool {
    WHO.contains(&sense)
        || depth < 20
            && above.get(sense).is_some_and(|kinds| kinds.iter().any(|kind| is_who(kind, above, depth + 1)))
}
