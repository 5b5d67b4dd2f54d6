//! Press briefings: whoever speaks for a government is named in full, and no journalist by an official's name.
//!
//! Reads the pages in the folder that `DEMARCHE_BRIEFINGS` names, one transcript a file.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use crate::common::demarche;

/// The share of the turns that must have a full name.
const SHARE: f64 = 0.95;

/// Last words of heads that name nobody: they keep their head as the name, and are counted apart.
const UNNAMED: [&str; 14] = [
    "moderator",
    "operator",
    "aide",
    "official",
    "officials",
    "spokesperson",
    "audience",
    "member",
    "members",
    "crew",
    "participant",
    "modertor",
    "speaker",
    "interpreter",
];

#[derive(Default)]
struct Counts {
    journalists: usize,
    apart: usize,
    full: usize,
    short: BTreeMap<String, usize>,
    nowhere: usize,
}

pub fn officials_are_named_in_full() {
    let folder = std::env::var_os("DEMARCHE_BRIEFINGS").unwrap();
    let folder = Path::new(&folder);
    let run = demarche(folder)
        .args(["extract", "."])
        .timeout(std::time::Duration::from_secs(1800))
        .assert()
        .success();
    let mut counts = Counts::default();
    let mut page = (String::new(), String::new());
    let mut officials: HashSet<String> = HashSet::new();
    let mut askers: HashSet<String> = HashSet::new();
    for line in String::from_utf8_lossy(&run.get_output().stdout).lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let path = value["path"].as_str().or(value["document"].as_str()).unwrap_or_default().to_owned();
        if value["kind"] != "spoken" {
            continue;
        }
        if page.0 != path {
            page = (path.clone(), std::fs::read_to_string(folder.join(&path)).unwrap_or_default());
        }
        let name = value["speaker"]["name"].as_str().unwrap_or_default().to_owned();
        if value["speaker"]["role"] == "journalist" {
            counts.journalists += 1;
            askers.insert(name);
            continue;
        }
        let last = name.to_lowercase().split(' ').next_back().unwrap_or_default().to_owned();
        if UNNAMED.contains(&last.as_str()) {
            counts.apart += 1;
        } else if name.split(' ').count() > 1 && !name.to_uppercase().starts_with("THE ") {
            counts.full += 1;
            officials.insert(name);
        } else if somewhere_in_full(&page.1, &name) {
            *counts.short.entry(format!("{path}: {}", value["speaker"]["as_written"])).or_default() += 1;
        } else {
            counts.nowhere += 1;
        }
    }
    let short: usize = counts.short.values().sum();
    let all = counts.full + short;
    assert!(all > 0, "no turns in {}", folder.display());
    let share = counts.full as f64 / all as f64;
    println!(
        "{} of {all} turns are named in full: {:.1} %; {} of journalists, {} of nobody named, {} whom the page never \
         names in full",
        counts.full,
        100.0 * share,
        counts.journalists,
        counts.apart,
        counts.nowhere
    );
    counts.short.iter().for_each(|(turn, count)| println!("  short: {turn} ×{count}"));
    assert!(askers.is_disjoint(&officials), "{askers:?}");
    assert!(share >= SHARE, "{share}");
}

/// Whether a word with a capital that is no title stands before the surname somewhere in the page.
fn somewhere_in_full(page: &str, surname: &str) -> bool {
    let titles = [
        "Mr",
        "Ms",
        "Mrs",
        "Dr",
        "Secretary",
        "President",
        "Administrator",
        "Director",
        "Chair",
        "Ambassador",
    ];
    let words: Vec<&str> = page.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let bare = pair[1].trim_end_matches(|c: char| !c.is_alphanumeric()).trim_end_matches("’s");
        let small = pair[0].chars().skip(1).any(char::is_lowercase);
        bare.eq_ignore_ascii_case(surname)
            && small
            && pair[0].starts_with(char::is_uppercase)
            && pair[0].chars().all(|c| c.is_alphabetic() || c == '-')
            && !titles.contains(&pair[0])
            && !page.contains(&format!(" {} ", pair[0].to_lowercase()))
    })
}
