//! docs/dependencies.md names every crate that is depended on directly, and no other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The crates of a table of Cargo.toml.
fn depended_on(table: &str) -> BTreeSet<String> {
    let manifest: toml::Table = file("Cargo.toml").parse().unwrap();
    manifest[table].as_table().unwrap().keys().cloned().collect()
}

fn names(list: &str) -> BTreeSet<String> {
    list.split(',').map(|name| name.trim().trim_end_matches('.').to_owned()).collect()
}

#[test]
fn every_direct_dependency_is_listed_with_why_it_is_trusted() {
    let text = file("docs/dependencies.md");
    let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| crate "));
    let mut listed = BTreeSet::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [crates, purpose, licence, trust] = cells[..] else { panic!("{row}") };
        assert!([purpose, licence, trust].iter().all(|cell| cell.len() > 2), "{row}");
        for name in names(crates) {
            assert!(listed.insert(name), "listed twice: {row}");
        }
    }
    assert_eq!(listed, depended_on("dependencies"));
    let others = text.split("For tests and benchmarks only: ").nth(1).unwrap();
    let others = others.split("\n\n").next().unwrap();
    assert_eq!(names(others.trim()), depended_on("dev-dependencies"));
}
