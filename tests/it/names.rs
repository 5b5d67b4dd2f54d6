//! Names in several spellings, asked for in any of them.

use crate::common::{demarche, folder, json};
use predicates::str::contains;
use tempfile::TempDir;

/// Each speaker, in the spelling of the source.
const TABLE: &str = "\
id,speaker,date,text
exact,Muammar Qaddafi,1990-01-01,The wells of the desert belong to all of us.
gaddafi,Muammar Gaddafi,1991-01-01,The wells of the desert belong to all of us.
kadhafi,Mouammar Kadhafi,1992-01-01,The wells of the desert belong to all of us.
zelensky,Volodymyr Zelensky,2020-01-01,We ask for grain ships to pass.
zelenskyy,Volodymyr Zelenskyy,2021-01-01,We ask for grain ships to pass.
zelenskiy,Vladimir Zelenskiy,2022-01-01,We ask for grain ships to pass.
sharaa,Ahmed al-Sharaa,2025-01-01,The roads are open once more.
sisi,Abdel Fattah el-Sisi,2016-01-01,The canal is wider now.
rahman,Abdul Rahman Example,2017-01-01,The canal is narrow still.
gore,Al Gore,1997-01-01,The ice melts as we speak.
mueller,Ada Mueller,1980-01-01,A toll on the river was never agreed.
miller,Ada Miller,1981-01-01,A toll on the river was never agreed.
";

fn indexed() -> TempDir {
    let dir = folder(&[("table.csv", TABLE.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

/// The rows found, in order.
fn rows(dir: &TempDir, asked: &[&str]) -> Vec<String> {
    let found = json(dir.path(), &[&["search", "--format", "json"], asked].concat());
    let hits = found["hits"].as_array().unwrap();
    hits.iter().map(|hit| hit["record"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_speaker_is_found_in_every_spelling_and_the_one_typed_comes_first() {
    let dir = indexed();
    for (asked, wanted) in [
        (["speaker:Qaddafi"].as_slice(), ["exact", "gaddafi", "kadhafi"].as_slice()),
        (&["speaker:Kadhafi"], &["kadhafi", "exact", "gaddafi"]),
        (&["*", "--speaker", "Zelenskiy"], &["zelenskiy", "zelensky", "zelenskyy"]),
        (&["grain", "--speaker", "Zelenskiy"], &["zelenskiy", "zelensky", "zelenskyy"]),
        (&["*", "--speaker", "Volodymyr Zelenskyy"], &["zelenskyy", "zelensky", "zelenskiy"]),
        (&["speaker:\"Volodymyr Zelenskyy\""], &["zelenskyy", "zelensky", "zelenskiy"]),
        (&["Qaddafi"], &["exact", "gaddafi", "kadhafi"]),
        (&["Qaddafi", "wells"], &["exact", "gaddafi", "kadhafi"]),
        (&["Каддафи"], &["exact", "gaddafi", "kadhafi"]),
        (&["القذافي"], &["exact", "gaddafi", "kadhafi"]),
    ] {
        let found = rows(&dir, asked);
        assert_eq!(found.len(), wanted.len(), "{asked:?}: {found:?}");
        assert!(wanted.iter().all(|row| found.contains(&(*row).to_owned())), "{asked:?}: {found:?}");
        if asked.iter().all(|word| word.is_ascii()) {
            assert_eq!(found[0], wanted[0], "{asked:?}: {found:?}");
        }
    }
}

#[test]
fn articles_and_hyphens_of_names_may_differ() {
    let dir = indexed();
    for (asked, wanted) in [
        (["speaker:ash-Sharaa"].as_slice(), ["sharaa"].as_slice()),
        (&["speaker:Al-Shara"], &["sharaa"]),
        (&["*", "--speaker", "Ahmed ash-Sharaa"], &["sharaa"]),
        (&["*", "--speaker", "Abdelfattah Al-Sissi"], &["sisi"]),
        (&["*", "--speaker", "Abdul Fattah as-Sisi"], &["sisi"]),
        (&["speaker:\"Al Gore\""], &["gore"]),
        (&["Al-Shara’s", "roads"], &["sharaa"]),
    ] {
        assert_eq!(rows(&dir, asked), wanted, "{asked:?}");
    }
}

#[test]
fn names_that_only_look_alike_stay_apart() {
    let dir = indexed();
    assert_eq!(rows(&dir, &["speaker:Miller"]), ["miller"]);
    assert_eq!(rows(&dir, &["speaker:Müller"]), ["mueller"]);
}

#[test]
fn explained_hits_say_that_a_name_is_another_spelling() {
    let dir = indexed();
    for asked in [["Qaddafi"].as_slice(), &["speaker:Qaddafi"], &["*", "--speaker", "Qaddafi"]] {
        let found = json(dir.path(), &[&["search", "--explain", "--format", "json"], asked].concat());
        for hit in found["hits"].as_array().unwrap() {
            let why = hit["why"].to_string();
            assert!(why.contains("names spelt like Qaddafi"), "{asked:?}: {why}");
            assert_eq!(why.contains("speaker: qaddafi"), hit["record"] == "exact", "{asked:?}: {why}");
        }
    }
    demarche(dir.path())
        .args(["search", "--explain", "speaker:Qaddafi"])
        .assert()
        .success()
        .stderr(contains("names spelt like Qaddafi"));
}

#[test]
fn a_whole_name_in_another_spelling_is_explained_too() {
    let dir = indexed();
    let found = json(
        dir.path(),
        &["search", "--explain", "--format", "json", "*", "--speaker", "Volodymyr Zelenskyy"],
    );
    let why: Vec<String> =
        found["hits"].as_array().unwrap().iter().map(|hit| hit["why"].to_string()).collect();
    assert!(why.iter().all(|why| why.contains("names spelt like Volodymyr Zelenskyy")), "{why:?}");
    assert!(why[0].contains("speaker: volodymyr + zelenskyy"), "{why:?}");
    assert!(!why[1].contains("speaker: volodymyr + zelenskyy"), "{why:?}");
}

#[test]
fn a_name_in_running_text_is_found_in_its_other_spellings() {
    let table = "\
id,speaker,date,text
said,Ada Example,1990-01-01,We spoke of the colonel Gaddafi and of his wells.
other,Ada Example,1991-01-01,Nobody spoke of the wells that day.
russian,Ada Example,2021-01-01,A letter from Zelenskyj came late.
";
    let dir = folder(&[("table.csv", table.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    for asked in ["Qaddafi", "Khadafy", "Каддафи", "text:Qaddafi"] {
        assert_eq!(rows(&dir, &[asked]), ["said"], "{asked}");
    }
    assert_eq!(rows(&dir, &["Zelensky letter"]), ["russian"]);
    let lines = json(dir.path(), &["kwic", "Qaddafi", "--format", "json"]);
    assert_eq!(lines["lines"][0]["keyword"], "Gaddafi");
    // Exactly what was typed, and what is no name, find no other spelling.
    for asked in ["qaddafi", "\"Qaddafi\""] {
        demarche(dir.path()).args(["search", asked]).assert().code(1);
    }
    let found = json(dir.path(), &["search", "--explain", "--format", "json", "Qaddafi"]);
    assert!(found["hits"][0]["why"].to_string().contains("names spelt like Qaddafi: gaddafi"), "{found}");
}

#[test]
fn a_name_of_the_users_own_list_stands_for_the_canonical_one_in_a_query_too() {
    let table = "\
id,speaker,date,text
hers,Ada Example,1990-01-01,The wells are ours.
his,Ben Sample,1991-01-01,The wells are theirs.
";
    let own = "name,type,variants\nAda Example,person,the Envoy\n";
    let dir = folder(&[("table.csv", table.as_bytes()), ("own.csv", own.as_bytes())]);
    demarche(dir.path()).args(["index", "table.csv"]).assert().success();
    for asked in ["speaker:\"the Envoy\"", "wells speaker:(Nobody OR \"the Envoy\")", "wells -speaker:Sample"]
    {
        assert_eq!(rows(&dir, &[asked, "--authority", "own.csv"]), ["hers"], "{asked}");
    }
    assert_eq!(rows(&dir, &["wells -speaker:\"the Envoy\"", "--authority", "own.csv"]), ["his"]);
    demarche(dir.path()).args(["search", "speaker:\"the Envoy\""]).assert().code(1);
}

#[test]
fn a_person_s_offices_and_an_office_s_holders_are_told() {
    let dir = folder(&[]);
    demarche(dir.path())
        .args(["names", "Gromyko"])
        .assert()
        .success()
        .stdout(contains("Andrei Gromyko (man"))
        .stdout(contains("Minister of Foreign Affairs, Soviet Union, 1957-02-15 to 1985-07-02"));
    let on = |office: &str, date: &str| {
        let told = json(dir.path(), &["names", office, "--date", date, "--json"]);
        let holders = told["office"]["holders"].as_array().unwrap().clone();
        holders.iter().map(|holder| holder["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(on("the Soviet foreign minister", "1980"), ["Andrei Gromyko"]);
    assert_eq!(on("US President", "2009-01-20"), ["Barack Obama", "George W. Bush"]);
    demarche(dir.path())
        .args(["names", "deputy US president", "--date", "2015"])
        .assert()
        .code(1)
        .stderr(contains("no holder of this office is known"));
    demarche(dir.path())
        .args(["names", "former Foreign Secretary"])
        .assert()
        .success()
        .stdout(contains("do not name who holds it"));
}
