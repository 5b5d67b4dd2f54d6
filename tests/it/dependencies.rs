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

/// The wheel has the program too: all of it but the allocator, which a program that loads it has of its own.
#[test]
fn the_wheel_has_all_that_the_program_has() {
    let features = |list: &toml::Value| -> BTreeSet<String> {
        list.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let ours: toml::Table = file("Cargo.toml").parse().unwrap();
    let wheel: toml::Table = file("python/Cargo.toml").parse().unwrap();
    let mut all = features(&ours["features"]["default"]);
    // Tables are written with what reads them.
    for other in ["mimalloc", "parquet"] {
        assert!(all.remove(other));
    }
    assert_eq!(features(&wheel["dependencies"]["demarche"]["features"]), all);
}
