//! Citations as the libraries that people read them with understand them: bibtexparser, pybtex, rispy, citeproc-py.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::common::{demarche, folder};

/// Reads the three formats and prints what was understood.
const READER: &str = "tests/data/read_citations.py";

const SAID: &str = "\
speaker,date,title,url,source,text
Ursula von der Leyen,2024-03-01,On 50% of the {river & sea_bed,https://example.org/{a}/b c?x=1&y=2%20z,The Record,We hold the line #1 ~ and $5 \\ more.
John Quincy Example Jr.,-0044-03-15,Old words,,Office of Records,Peace in the city.
Security Council,1950,Resolution,,,The Council calls for a halt.
,2024,No speaker,https://example.org,,Nobody spoke.
";

/// The Python to ask: `DEMARCHE_PYTHON`, else `python3`.
fn python() -> PathBuf {
    std::env::var_os("DEMARCHE_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from)
}

/// Whether there is a Python with all four libraries.
pub fn readers_are_here() -> bool {
    let imports = "import bibtexparser, pybtex, rispy, citeproc";
    Command::new(python()).args(["-c", imports]).output().is_ok_and(|run| run.status.success())
}

pub fn citations_are_read_as_they_are_meant() {
    let dir = folder(&[("said.csv", SAID.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    let files = [("bibtex", "bib"), ("ris", "ris"), ("csl-json", "json")].map(|(format, ending)| {
        let run = demarche(dir.path())
            .args(["search", "*", "--sort", "-date", "--format", format])
            .output()
            .unwrap();
        let file = dir.path().join(format!("cited.{ending}"));
        std::fs::write(&file, run.stdout).unwrap();
        file
    });
    let reader = Path::new(env!("CARGO_MANIFEST_DIR")).join(READER);
    let run = Command::new(python()).arg(reader).args(&files).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let read: Value = serde_json::from_slice(&run.stdout).unwrap();

    assert_eq!(read["failed"], 0, "{read:#}");
    let by_title = |list: &str, word: &str| -> Value {
        let entries = read[list].as_array().unwrap();
        entries
            .iter()
            .find(|entry| entry["title"].as_str().unwrap_or_default().contains(word))
            .unwrap()
            .clone()
    };
    let persons = read["persons"].as_array().unwrap();
    assert!(persons.contains(&json!(["Ursula", "", "von der", "Leyen", ""])), "{persons:?}");
    assert!(persons.contains(&json!(["John", "Quincy", "", "Example", "Jr."])), "{persons:?}");
    let old = by_title("bibtex", "Old words");
    assert_eq!((&old["date"], &old["year"]), (&json!("-0044-03-15"), &json!("45 BC")));
    let address = "https://example.org/%7Ba%7D/b%20c?x=1&y=2%20z";
    assert_eq!(by_title("bibtex", "river")["url"], address);

    let speech = by_title("ris", "river");
    assert_eq!(speech["type_of_reference"], "UNPB");
    assert_eq!((&speech["authors"], &speech["urls"]), (&json!(["von der Leyen, Ursula"]), &json!([address])));
    assert!(speech["abstract"].as_str().unwrap().contains("We hold the line #1"), "{speech:#}");
    assert_eq!(by_title("ris", "No speaker")["type_of_reference"], "ELEC");
    let unknown = |entry: &Value| entry.get("unknown_tag").is_some();
    assert!(!read["ris"].as_array().unwrap().iter().any(unknown), "{:#}", read["ris"]);

    let printed = read["printed"].to_string();
    for words in ["von der Leyen, U. (2024)", "Example, J.Q., Jr. (45 BC)", "Security Council (1950)"] {
        assert!(printed.contains(words), "{words}: {printed}");
    }
}
