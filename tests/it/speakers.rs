//! Who is meant by `--speaker`: a name in any of its forms, an office, a state; and that the user is told.

use predicates::str::contains;
use tempfile::TempDir;

use crate::common::{demarche, folder, json};

/// Officials of record say invented nothings.
const TABLE: &str = "\
id,speaker,role,affiliation,date,text
joe,Joe Biden,president,United States,2022-03-01,The weather on the river was fair.
veep,Joe Biden,vice president,United States,2010-03-01,The weather on the river was mild.
jill,Jill Biden,first lady,United States,2022-03-02,The weather on the river was warm.
gromyko,Andrei Gromyko,foreign minister,Soviet Union,1970-03-01,The weather on the river was cold.
later,Andrei Gromyko,,Soviet Union,1987-03-01,The weather on the river was dull.
nobody,Ada Example,foreign minister,Soviet Union,1988-03-01,The weather on the river was grey.
deputy,Ben Sample,deputy foreign minister,Soviet Union,1970-03-02,The weather on the river was foul.
state,Cy Nobody,spokesman,US State Department,2022-03-03,The weather on the river was dry.
kirby,Di Kirby,,,2022-03-04,The weather on the river was wet.
";

fn indexed() -> TempDir {
    let dir = folder(&[("table.csv", TABLE.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

fn rows(dir: &TempDir, asked: &[&str]) -> Vec<String> {
    let found = json(dir.path(), &[&["search", "weather", "--format", "json", "-n", "50"], asked].concat());
    let hits = found["hits"].as_array().unwrap().iter();
    let mut rows: Vec<String> = hits.map(|hit| hit["record"].as_str().unwrap().to_owned()).collect();
    rows.sort();
    rows
}

#[test]
fn every_form_of_a_speaker_finds_them() {
    let dir = indexed();
    for (asked, wanted) in [
        ("Joe Biden", ["joe", "veep"].as_slice()),
        ("President Biden", &["joe", "veep"]),
        ("Joseph R. Biden", &["joe", "veep"]),
        ("US President Joe Biden", &["joe", "veep"]),
        ("First Lady Biden", &["jill"]),
        ("Biden", &["jill", "joe", "veep"]),
        ("Admiral Kirby", &["kirby"]),
        ("Foreign Minister Gromyko", &["gromyko", "later"]),
        // In his years as minister; and whoever a statement names as such.
        ("the Soviet foreign minister", &["gromyko", "nobody"]),
        ("President of the United States", &["joe"]),
        ("State Department spokesman", &["state"]),
        ("USA", &["jill", "joe", "state", "veep"]),
        ("State Department", &["state"]),
    ] {
        assert_eq!(rows(&dir, &["--speaker", asked]), wanted, "{asked}");
    }
    assert_eq!(rows(&dir, &["--speaker", "President Biden", "--speaker", "Kirby"]), ["joe", "kirby", "veep"]);
}

#[test]
fn how_a_speaker_was_understood_is_said() {
    let dir = indexed();
    let said = |asked: &str, wanted: &str| {
        let search = ["search", "weather", "--speaker", asked];
        demarche(dir.path()).args(search).assert().stderr(contains(wanted));
    };
    said("President Biden", "speaker `President Biden` understood as Joe Biden");
    said("Admiral Kirby", "`Admiral` is no part of the name");
    said("the Soviet foreign minister", "Andrei Gromyko from 1957-02-15 to 1985-07-02");
    said("Soviet Union", "those who speak for Soviet Union");
    said("President Nobody", "the name alone is looked for");
    said("the president", "no state or body is named");
    let found = json(dir.path(), &["search", "weather", "--speaker", "President Biden", "--format", "json"]);
    assert_eq!(found["query"]["filters"]["meant"][0]["names"][0]["name"], "Joe Biden");
}

#[test]
fn a_name_of_the_index_is_taken_as_it_stands() {
    let dir = indexed();
    let search = ["search", "weather", "--speaker", "Ada Example"];
    demarche(dir.path()).args(search).assert().success().stderr(contains("understood").count(0));
    assert_eq!(rows(&dir, &["--speaker", "Ada Example"]), ["nobody"]);
    assert_eq!(rows(&dir, &["role:=\"foreign minister\""]), ["gromyko", "nobody"]);
}

#[test]
fn people_lists_persons_with_their_forms_and_who_may_be_the_same() {
    let text =
        "# A briefing\n\nMS. EXAMPLE: We are on the river.\n\nQUESTION: Whose is it?\n\nMS. EXAMPLE: Ours.\n";
    let table = "speaker,date,text\nAda Example,2001,It is ours.\nBen Example,2002,It is not.\nNorway,2003,It is nobody's.\n";
    let dir = folder(&[("briefing.txt", text.as_bytes()), ("table.csv", table.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    let listed = json(dir.path(), &["people", "--json", "-n", "0"]);
    let of = |name: &str| {
        let people = listed["people"].as_array().unwrap().iter();
        people.clone().find(|one| one["name"] == name).cloned().unwrap_or_default()
    };
    let ada = of("Ada Example");
    assert_eq!((&ada["statements"], &ada["forms"][0]["written"]), (&1.into(), &"Ada Example".into()));
    assert_eq!(of("Norway"), serde_json::Value::Null, "a state is no person");
    assert_eq!(listed["bodies"], 1);
    let surname = of("Example");
    assert_eq!((&surname["statements"], &surname["forms"][0]["written"]), (&2.into(), &"MS. EXAMPLE".into()));
    let may_be: Vec<&str> =
        surname["may_be"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(may_be, ["Ada Example", "Ben Example"]);
    demarche(dir.path())
        .args(["people", "--same"])
        .assert()
        .success()
        .stdout(contains("written MS. EXAMPLE (2)"))
        .stdout(contains("may be the same: Ada Example, Ben Example"));
    demarche(dir.path()).args(["people", "Nobody"]).assert().code(1);
}

#[test]
fn one_whom_the_text_does_not_name_is_found_and_counted_under_no_name() {
    let text = "Two officials said the river would fall by Friday.\n\nAda Example, a spokeswoman for the harbour board, \
                said the river was high.\n";
    let dir = folder(&[("river.txt", text.as_bytes())]);
    demarche(dir.path()).args(["index", ".", "--date", "2024-10-09"]).assert().success();
    let found = json(dir.path(), &["search", "river", "--speaker", "officials", "--format", "json"]);
    let speaker = &found["hits"][0]["speaker"];
    assert_eq!((&found["total"], &speaker["name"]), (&1.into(), &serde_json::Value::Null));
    assert_eq!(speaker["description"], "Two officials");
    let facets = json(dir.path(), &["facets", "speaker", "--format", "json"]);
    let values: Vec<&str> = facets["facets"][0]["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["value"].as_str().unwrap())
        .collect();
    assert_eq!(values, ["Ada Example"]);
    demarche(dir.path())
        .args(["search", "river", "--speaker", "officials"])
        .assert()
        .success()
        .stdout(contains("Two officials"));
    demarche(dir.path()).args(["facets", "speaker"]).assert().success().stdout(contains("(nobody named)"));
    let table = demarche(dir.path())
        .args(["search", "river", "--speaker", "officials", "--format", "csv"])
        .output()
        .unwrap()
        .stdout;
    let mut table = csv::Reader::from_reader(&*table);
    let headings = table.headers().unwrap().clone();
    let row = table.records().next().unwrap().unwrap();
    let cell = |name: &str| &row[headings.iter().position(|heading| heading == name).unwrap()];
    assert_eq!((cell("speaker"), cell("unnamed_speaker")), ("", "Two officials"));
}
