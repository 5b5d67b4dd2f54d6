//! Tables, JSON and front matter without a silent loss, and no words in the wrong mouth: one test a fault, named by
//! what went wrong.

use crate::common::{demarche, folder, json, stdout};
use demarche::extract::Extractor;
use demarche::model::Document;
use demarche::read::{Field, ReadOptions, Skip, read_bytes};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use proptest::prelude::*;

fn read_with(name: &str, bytes: &[u8], options: &ReadOptions) -> (Vec<Document>, Vec<Skip>) {
    let mut documents = Vec::new();
    let report = read_bytes(name, bytes, options, &mut |document| documents.push(document)).unwrap();
    (documents, report.skips)
}

fn read(name: &str, text: &str) -> (Vec<Document>, Vec<Skip>) {
    read_with(name, text.as_bytes(), &ReadOptions::default())
}

fn remarks(name: &str, text: &str) -> Vec<String> {
    let report = read_bytes(name, text.as_bytes(), &ReadOptions::default(), &mut |_| {}).unwrap();
    report.remarks.into_iter().map(|remark| remark.reason).collect()
}

/// Who says what, a line each.
fn said(documents: &[Document]) -> Vec<String> {
    let one = |one: &Document| {
        let name = one.speaker.as_ref().map_or("nobody", |speaker| speaker.name.as_str());
        format!("{name}: {}", one.body)
    };
    documents.iter().map(one).collect()
}

fn dates(documents: &[Document]) -> Vec<Option<String>> {
    documents.iter().map(|one| one.date.value.map(|date| date.to_string())).collect()
}

fn only(name: &str, text: &str) -> Document {
    let (mut documents, skips) = read(name, text);
    assert_eq!(documents.len(), 1, "{name}: {skips:?}");
    documents.remove(0)
}

#[test]
fn text_between_two_lines_of_hyphens_was_lost() {
    let text = "---\nMR MILLER: Good afternoon.\n\nQUESTION: And Gaza?\n---\n\nMR MILLER: We go on.\n";
    for name in ["briefing.md", "briefing.txt"] {
        assert_eq!(only(name, text).body, text, "{name}");
    }
    let broken = "---\ntitle: Talks: the end\ndate: 2001-03-09\n---\nThe talks went on.\n";
    let (documents, skips) = read("a.md", broken);
    assert_eq!(documents[0].title.as_deref(), Some("Talks: the end"));
    assert_eq!(dates(&documents)[0].as_deref(), Some("2001-03-09"));
    assert!(skips[0].reason.contains("line") && skips[0].line.is_some(), "{skips:?}");
}

#[test]
fn a_quotation_mark_left_open_put_other_rows_into_one_mouth() {
    let rows =
        "id,speaker,text\n1,Ada Example,\"We agree.\n2,Ben Sample,We do not.\n3,Cyd Third,\"Nor I, ever.\"\n";
    let (documents, skips) = read("a.csv", rows);
    let all = ["Ada Example: \"We agree.", "Ben Sample: We do not.", "Cyd Third: Nor I, ever."];
    assert_eq!(said(&documents), all);
    assert_eq!(skips.len(), 1, "{skips:?}");
    assert!(skips[0].line == Some(2) && skips[0].reason.contains("quotation mark"), "{skips:?}");
    // Databases quote no cell.
    let tabs = rows.replace(',', "\t").replace("I\t ever", "I, ever");
    let (documents, _) = read("a.tsv", &tabs);
    assert_eq!(said(&documents)[..2], all[..2]);
    assert_eq!(said(&documents)[2], "Cyd Third: \"Nor I, ever.\"");
}

#[test]
fn a_mark_out_of_place_made_a_row_of_what_another_said() {
    let rows = "speaker,text\nAda Example,\"One, two,\nhe said \"no\", and left\nthe room\nBen Sample,Yes.\n";
    let (documents, skips) = read("a.csv", rows);
    assert_eq!(said(&documents), ["Ben Sample: Yes."]);
    let told: Vec<_> = skips.iter().filter_map(|skip| skip.line).collect();
    assert_eq!(told, [2, 3], "{skips:?}");
    assert!(skips[1].reason.contains("up to line 4"), "{skips:?}");
}

#[test]
fn missing_values_became_persons_titles_and_topics() {
    for missing in ["NA", "NULL", "nan", "None", "\\N", "#N/A", "<NA>"] {
        let row =
            format!("speaker,title,topic,date,text\n{missing},{missing},{missing},{missing},We agree.\n");
        let one = only("a.csv", &row);
        assert_eq!(
            (one.speaker, one.title, one.topics, one.date.words),
            (None, None, vec![], None),
            "{missing}"
        );
    }
    let one =
        only("a.jsonl", "{\"speaker\": \"NA\", \"topic\": [\"nan\", \"sea\"], \"text\": \"None of us.\"}\n");
    assert_eq!((one.speaker, one.topics, one.body.as_str()), (None, vec!["sea".to_owned()], "None of us."));
    let (documents, skips) = read("b.csv", "speaker,date,text\nAda Example,2001,NA\n");
    assert!(documents.is_empty() && skips[0].reason.contains("no text"), "{skips:?}");
}

#[test]
fn an_array_in_a_file_of_json_lines_was_no_object() {
    let two = "{\"speaker\":\"Ada\",\"date\":\"2001\",\"text\":\"One.\"},\n{\"speaker\":\"Cy\",\"date\":\"2001\",\"text\":\"Two.\"}";
    for text in [
        format!("[{two}]\n"),
        format!("[\n{two}\n]"),
        two.replace("},\n", "}]\n[").replace("{\"speaker\":\"Ada", "[{\"speaker\":\"Ada") + "]\n",
    ] {
        let (documents, skips) = read("a.jsonl", &text);
        assert_eq!(
            (said(&documents), skips),
            (vec!["Ada: One.".into(), "Cy: Two.".into()], vec![]),
            "{text}"
        );
    }
}

#[test]
fn nested_values_of_json_were_lost() {
    let one = only(
        "a.jsonl",
        "{\"_id\": {\"$oid\": \"52f\"}, \"speaker\": {\"name\": \"Ada Example\", \"role\": \"envoy\", \"id\": 7}, \
         \"date\": {\"$date\": \"2014-03-18T09:00:00Z\"}, \"text\": [\"First of all, no.\", \"Then, yes.\"]}\n",
    );
    let speaker = one.speaker.as_ref().unwrap();
    assert_eq!((speaker.name.as_str(), speaker.role.as_deref()), ("Ada Example", Some("envoy")));
    assert_eq!(one.record.as_deref(), Some("52f"));
    assert_eq!(one.date.value.unwrap().to_string(), "2014-03-18");
    assert_eq!(one.body, "First of all, no.\n\nThen, yes.");
    let one = only("a.jsonl", "{\"date\": {\"$date\": 1395100800000}, \"text\": \"No.\"}\n");
    assert_eq!(one.date.value.unwrap().to_string(), "2014-03-18");
}

#[test]
fn several_speakers_became_one_person_of_both_names() {
    for (name, text) in [
        (
            "a.jsonl",
            "{\"speakers\": [\"Ada Example\", \"Cyd Sample\"], \"text\": \"We agree on all of it.\"}\n",
        ),
        ("a.csv", "speaker,text\n\"['Ada Example', 'Cyd Sample']\",We agree on all of it.\n"),
        ("b.csv", "speaker,text\nAda Example;Cyd Sample,We agree on all of it.\n"),
    ] {
        let statements = Extractor::default().extract(&only(name, text));
        let speakers: Vec<_> = statements[0].speakers.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(speakers, ["Ada Example", "Cyd Sample"], "{name}");
    }
    // Turns are each one's own.
    let text = "{\"speakers\": [\"Ada Example\", \"Cyd Sample\"], \"text\": \"MS EXAMPLE: We agree.\\n\\nMR SAMPLE: I do not.\\n\\nMS EXAMPLE: Why?\"}\n";
    let statements = Extractor::default().extract(&only("a.jsonl", text));
    let other = statements.iter().find(|one| one.text.contains("I do not")).unwrap();
    assert!(
        other.speakers.is_empty() && other.speaker.as_ref().unwrap().as_written.contains("SAMPLE"),
        "{other:?}"
    );
}

#[test]
fn questions_were_put_into_the_mouth_of_who_answered() {
    let text =
        "QUESTION: Will you go to Doha?\n\nMS EXAMPLE: We shall see.\n\nQUESTION: When?\n\nMS EXAMPLE: Soon.";
    let row =
        |text: &str| serde_json::json!({"speaker": "Ada Example", "date": "2001", "text": text}).to_string();
    let statements = Extractor::default().extract(&only("a.jsonl", &row(text)));
    for one in &statements {
        let written = one.speaker.as_ref().map(|speaker| speaker.as_written.as_str());
        let asks = one.text.contains("QUESTION");
        assert_eq!(written, Some(if asks { "QUESTION" } else { "MS EXAMPLE" }), "{one:?}");
    }
    // Headings of a speech are no speakers.
    let speech = "We have done much.\n\nGrain Reserve: We filled it.\n\nOlder Americans: We cared for them.\n\nGrain Reserve: It stays full.";
    let statements = Extractor::default().extract(&only("a.jsonl", &row(speech)));
    assert!(
        statements.iter().all(|one| one.speaker.as_ref().unwrap().name == "Ada Example"),
        "{statements:?}"
    );
}

#[test]
fn columns_that_were_not_known_were_passed_over_in_silence() {
    for heading in ["speakername", "member_name", "Sprecher", "SpeakerName", "speaker.name", "Orateur"] {
        let table = format!("country,{heading},date,text\nKenya,Ada Example,2001,We agree.\n");
        let (documents, skips) = read("a.csv", &table);
        assert_eq!((said(&documents)[0].as_str(), skips), ("Ada Example: We agree.", vec![]), "{heading}");
        assert_eq!(remarks("a.csv", &table), Vec::<String>::new(), "{heading}");
        assert_eq!(documents[0].speaker.as_ref().unwrap().affiliation.as_deref(), Some("Kenya"), "{heading}");
    }
    // A person whose column is not known does not make the country speak.
    let dir = folder(&[(
        "a.csv",
        b"country,who_spoke,speaker_key,when_said,text\nKenya,Ada Example,7,2001,We agree.\n",
    )]);
    let line: serde_json::Value =
        serde_json::from_str(stdout(dir.path(), &["extract", "a.csv"]).trim()).unwrap();
    assert!(line["speaker"].is_null(), "{line}");
    let told = contains(
        "no row has a speaker and no date; its columns are country, who_spoke, speaker_key, when_said, text",
    )
    .and(contains("--map speaker=COLUMN and --map date=COLUMN"));
    demarche(dir.path()).args(["index", "."]).assert().success().stdout(told);
    // Nothing is wrong with it: it stops no strict run.
    demarche(dir.path()).args(["index", ".", "--strict", "--rebuild"]).assert().success();
    let (documents, skips) = read("b.csv", "country,year,text\nKenya,2001,We agree.\n");
    assert_eq!((said(&documents), skips), (vec!["Kenya: We agree.".into()], vec![]));
}

#[test]
fn a_reporter_was_given_the_words_of_an_article() {
    let one = only(
        "a.csv",
        "author,title,date,text\nAda Example,Talks fail,2001,\"The talks failed, the envoy said.\"\n",
    );
    assert_eq!((one.author.as_deref(), one.speaker), (Some("Ada Example"), None));
    let one = only(
        "a.md",
        "---\ntitle: Talks fail\nauthor: \"[[Ada Example]]\"\n---\nThe talks failed, the envoy said.\n",
    );
    assert_eq!((one.author.as_deref(), one.speaker), (Some("Ada Example"), None));
}

#[test]
fn years_months_and_days_in_columns_of_their_own_gave_a_year_only() {
    let table = "speaker,Year,Month,Day,text\nA,2014,3,18,One.\nA,2014,March,18,Two.\nA,2014.0,3.0,NA,Three.\nA,2014,NA,NA,Four.\nA,NA,3,18,Five.\n";
    let (documents, skips) = read("a.csv", table);
    let found = dates(&documents);
    let found: Vec<_> = found.iter().map(|date| date.as_deref().unwrap_or("none")).collect();
    assert_eq!(found, ["2014-03-18", "2014-03-18", "2014-03", "2014", "none"], "{skips:?}");
    assert_eq!(
        only("b.csv", "Redner;Jahr;Monat;Tag;Rede\nAda;2014;3;18;Ja.\n").date.value.unwrap().to_string(),
        "2014-03-18"
    );
}

#[test]
fn lists_in_cells_were_one_topic() {
    for cell in ["\"['ceasefire', 'Gaza']\"", "ceasefire; Gaza", "\"[\"\"ceasefire\"\", \"\"Gaza\"\"]\""] {
        assert_eq!(
            only("a.csv", &format!("topics,text\n{cell},We agree.\n")).topics,
            ["ceasefire", "Gaza"],
            "{cell}"
        );
    }
}

#[test]
fn front_matter_in_other_forms_was_text() {
    for text in [
        "+++\ntitle = \"Talks\"\ndate = 2001-03-09\ntags = [\"sea\", \"law\"]\n+++\nWe met.\n",
        "{\n \"title\": \"Talks\", \"date\": \"2001-03-09\", \"tags\": [\"sea\", \"law\"]\n}\n\nWe met.\n",
        "---\nTitle: Talks\nDate: 2001-03-09\nTags: [sea, law]\n---\nWe met.\n",
        "---\ntitle: \"[[Talks]]\"\npublishDate: 2001-03-09\ntags: [\"[[sea]]\", \"#law\"]\n---\nWe met.\n",
        "---\ntitle: Talks\ncreated: 2001-03-09\ntags:\n  - sea\n  - law\n---\nWe met.\n",
    ] {
        let one = only("a.md", text);
        assert_eq!(one.title.as_deref(), Some("Talks"), "{text}");
        assert_eq!(one.date.value.unwrap().to_string(), "2001-03-09", "{text}");
        assert_eq!(one.topics, ["sea", "law"], "{text}");
        assert_eq!(one.body.trim(), "We met.", "{text}");
    }
    // When a page was saved is not when it was published.
    let clipped = "---\ntitle: Talks\nsource: https://example.org/talks\npublished:\ncreated: 2026-03-01\n---\nWe met.\n";
    let one = only("a.md", clipped);
    assert_eq!((one.date.value, one.url.as_deref()), (None, Some("https://example.org/talks")));
}

#[test]
fn map_had_no_effect_on_markdown() {
    let mut options = ReadOptions::default();
    options.map.insert(Field::Speaker, "wer".to_owned());
    let text = "---\ntitle: Talks\nWer: Ada Example\n---\nWe agree on all of it.\n";
    let (documents, skips) = read_with("a.md", text.as_bytes(), &options);
    assert_eq!((documents[0].speaker.as_ref().unwrap().name.as_str(), skips), ("Ada Example", vec![]));
    let (_, skips) = read_with("a.md", text.replace("Wer", "Who").as_bytes(), &options);
    assert!(skips[0].reason.contains("no column `wer`"), "{skips:?}");
}

#[test]
fn rows_of_a_table_with_carriage_returns_were_one_line_off() {
    let table = "speaker,date,text\r\nAda,2001,One.\r\n\r\nCyd,2001,\"Two,\r\nthree.\"\r\nDee,2001,Four.\r\n";
    for (text, body) in [(table.to_owned(), "Two,\r\nthree."), (table.replace('\r', ""), "Two,\nthree.")] {
        let (documents, _) = read("a.csv", &text);
        let lines: Vec<_> = documents.iter().map(|one| one.line).collect();
        assert_eq!((lines, documents[1].body.as_str()), (vec![2, 4, 6], body));
    }
}

#[test]
fn other_separators_and_a_line_that_names_them_were_not_known() {
    for (by, before) in [(";", ""), ("|", ""), (";", "sep=;\n"), (",", "sep=,\r\n"), ("\t", "")] {
        let table = format!("{before}speaker{by}date{by}text\nAda{by}2001{by}We agree.\n");
        let (documents, skips) = read("a.csv", &table);
        assert_eq!((said(&documents), skips), (vec!["Ada: We agree.".into()], vec![]), "{by} {before}");
    }
}

#[test]
fn records_in_an_object_were_one_record_without_text() {
    let page = r#"{"count": 2, "response": {"docs": [{"speaker": "Ada", "date": "2001", "text": "One."},
        {"speaker": "Cyd", "date": "2001", "text": "Two."}]}, "next": null}"#;
    let dir = folder(&[("page.json", page.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().code(2).stderr(contains("--records response.docs"));
    let lines = stdout(dir.path(), &["extract", "page.json", "--records", "response.docs"]);
    assert_eq!(lines.lines().count(), 2);
    demarche(dir.path())
        .args(["extract", "page.json", "--records", "docs"])
        .assert()
        .code(2)
        .stderr(contains("no list of records under `docs`"));
    // Turns in a record are not one text.
    let turns = r#"{"date": "2001", "turns": [{"speaker": "Ada", "text": "One."}, {"speaker": "Cyd", "text": "Two."}]}"#;
    let (documents, skips) = read("a.jsonl", turns);
    assert!(documents.is_empty() && skips[0].reason.contains("`turns`"), "{skips:?}");
    let mut options = ReadOptions::default();
    options.records = Some("turns".to_owned());
    let (documents, _) = read_with("a.jsonl", format!("{turns}\n{turns}\n").as_bytes(), &options);
    assert_eq!(said(&documents), ["Ada: One.", "Cyd: Two.", "Ada: One.", "Cyd: Two."]);
    assert_eq!(dates(&documents)[3].as_deref(), Some("2001"));
}

#[test]
fn words_with_marks_that_nobody_sees_were_not_found() {
    let said = "Der Waffen\u{ad}still\u{ad}stand ha\u{308}lt.\n\nΗ ΕΛΛΑΣ ΣΥΜΦΩΝΕΙ.\n\nLe délégué a signé.\n";
    let dir = folder(&[("a.txt", said.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    for query in [
        "Waffenstillstand",
        "hält",
        "ha\u{308}lt",
        "Ελλάς",
        "de\u{301}le\u{301}gue\u{301}",
        "Waffen\u{ad}stillstand",
    ] {
        assert_eq!(crate::common::texts(dir.path(), &[query]).len(), 1, "{query}");
    }
}

#[test]
fn a_name_in_letters_with_their_accents_apart_was_another_person() {
    let rows = "speaker,date,text\nJose\u{301} Ejemplo,2001,We agree.\nJosé Ejemplo,2001,We still do.\n";
    let dir = folder(&[("a.csv", rows.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    let facets = json(dir.path(), &["facets", "speaker", "--format", "json"]);
    assert_eq!(facets.to_string().matches("Ejemplo").count(), 1, "{facets}");
    for name in ["José Ejemplo", "Jose\u{301} Ejemplo"] {
        assert_eq!(crate::common::texts(dir.path(), &["*", "--speaker", name]).len(), 2, "{name}");
    }
}

#[test]
fn an_encoding_that_was_guessed_wrong_was_not_told() {
    let words = "Délégation signée à Genève. ".repeat(20);
    // One broken byte does not make another encoding of it.
    let broken = [words.as_bytes(), b"\xff"].concat();
    let (documents, skips) = read_with("a.txt", &broken, &ReadOptions::default());
    assert!(documents[0].body.starts_with("Délégation") && skips[0].reason.contains('\u{fffd}'), "{skips:?}");
    // Bytes of an old code page, which nothing on the web reads.
    let page = |c: char| match c {
        'é' => 0x82,
        'è' => 0x8a,
        'à' => 0x85,
        c => c as u8,
    };
    let mut old: Vec<u8> = words.chars().map(page).collect();
    old.extend([0x81, 0x8d, 0x8f, 0x90, 0x9d].repeat(12));
    let (_, skips) = read_with("a.txt", &old, &ReadOptions::default());
    assert!(skips.iter().any(|skip| skip.reason.contains("fit badly")), "{skips:?}");
    let dir = folder(&[("koi.txt", &encoding_rs::KOI8_R.encode("Мы согласны.").0)]);
    let text = stdout(dir.path(), &["extract", "koi.txt", "--encoding", "koi8-r"]);
    assert!(text.contains("Мы согласны."), "{text}");
    demarche(dir.path())
        .args(["extract", "koi.txt", "--encoding", "klingon"])
        .assert()
        .failure()
        .stderr(contains("windows-1251"));
}

#[test]
fn standard_input_took_the_place_of_what_came_before() {
    let dir = folder(&[("disk.txt", b"The file on the disk says fish.\n")]);
    let pipe = |args: &[&str], words: &str| {
        let all = [&["index", "-"], args].concat();
        demarche(dir.path()).args(all).write_stdin(words).assert()
    };
    pipe(&[], "The first letter speaks of salt.\n").success();
    pipe(&[], "The second letter speaks of grain.\n")
        .success()
        .stderr(contains("kept as `-2`").and(contains("--name")));
    for word in ["salt", "grain"] {
        assert_eq!(crate::common::texts(dir.path(), &[word]).len(), 1, "{word}");
    }
    pipe(&["--name", "letter.txt"], "The third letter speaks of wool.\n").success();
    pipe(&["--name", "letter.txt"], "The fourth letter speaks of iron.\n")
        .success()
        .stderr(contains("in place of what it held"));
    assert!(crate::common::texts(dir.path(), &["wool"]).is_empty());
    // Its name is no file's, and pruning leaves it.
    demarche(dir.path()).args(["index", ".", "--prune"]).assert().success().stdout(contains("0 removed"));
    assert_eq!(crate::common::texts(dir.path(), &["iron"]).len(), 1);
    pipe(&["--name", "disk.txt"], "Another text.\n").code(2).stderr(contains("--name NAME"));
    assert_eq!(crate::common::texts(dir.path(), &["fish"]).len(), 1);
    demarche(dir.path()).args(["index", ".", "--name", "x"]).assert().code(2).stderr(contains("--name NAME"));
}

#[test]
fn a_drive_that_was_not_there_emptied_the_index() {
    let dir = folder(&[
        ("drive/a.txt", b"Salt was dear.\n"),
        ("drive/b.txt", b"Grain was dear.\n"),
        ("near/c.txt", b"Wool was dear.\n"),
        ("near/d.txt", b"Iron was dear.\n"),
    ]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    std::fs::rename(dir.path().join("drive"), dir.path().join("near/.away")).unwrap();
    std::fs::remove_file(dir.path().join("near/d.txt")).unwrap();
    let prune = || demarche(dir.path()).args(["index", ".", "--prune"]).assert().success();
    let told = contains("1 removed")
        .and(contains("skipped drive:"))
        .and(contains("its 2 files stay"))
        .and(contains("demarche delete"));
    prune().stdout(told);
    assert_eq!(crate::common::texts(dir.path(), &["salt"]).len(), 1);
    // An empty folder is where a drive is not mounted.
    std::fs::create_dir(dir.path().join("drive")).unwrap();
    prune().stdout(contains("its 2 files stay"));
    demarche(dir.path()).args(["delete", "drive"]).assert().success();
    prune().stdout(contains("0 skips"));
}

#[test]
fn files_that_were_left_aside_were_a_number_only() {
    let dir = folder(&[
        (".a", b"x"),
        (".b", b"x"),
        ("c.png", b"x"),
        ("README.md", b"x"),
        ("d.txt", b"We met on 4 May 1990.\n"),
        ("e.txt", b"They met again.\n"),
    ]);
    let report = stdout(dir.path(), &["index", "."]);
    assert!(
        report.contains("left aside: 2 hidden files; 1 file about a folder (README, LICENSE); 1 .png file"),
        "{report}"
    );
    let last = report.lines().last().unwrap();
    assert_eq!(last, "2 documents have no date; 2 documents have no speaker");
    demarche(dir.path())
        .args(["index", ".", "--rebuild"])
        .assert()
        .stderr(contains("--date").and(contains("--map speaker=")));
}

/// Parts that texts for people and for programs are made of.
const PARTS: [&str; 16] = [
    "---\n",
    "+++\n",
    "title: x\n",
    "- x\n",
    "{\"title\": \"x\"}\n",
    "\n",
    "\r\n",
    "We agree",
    "MS EXAMPLE: ",
    "# ",
    "...\n",
    "* * *\n",
    "key = 1\n",
    "Title: ",
    "QUESTION: ",
    "[[link]]",
];

/// What may stand around the words of a cell.
const AROUND: [&str; 8] = ["", "\"", "\"\"", " he said \"no\" ", "a\"b ", "\"\"\"", ". ", " \" "];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn of_a_text_only_front_matter_is_no_text(
        parts in prop::collection::vec((0..PARTS.len(), "[a-zé ]{0,8}"), 1..16),
        name in 0..3usize,
    ) {
        let text: String = parts.iter().map(|(part, words)| format!("{}{words}", PARTS[*part])).collect();
        let (documents, skips) = read(["a.txt", "a.md", "a"][name], &text);
        let lines = documents.iter().any(|one| one.format == demarche::model::Format::Jsonl);
        prop_assume!(!lines && !documents.is_empty());
        let body = &documents[0].body;
        prop_assert!(documents.len() == 1 && text.ends_with(body.as_str()));
        let before = &text[..text.len() - body.len()];
        let marked = ["---", "+++", "{"].iter().any(|mark| before.starts_with(mark));
        let known = before.to_lowercase().contains("title") || !skips.is_empty();
        prop_assert!(before.is_empty() || marked && known && before.ends_with('\n'), "{before:?}");
        let joined: String = Extractor::default().extract(&documents[0]).into_iter().map(|one| one.text).collect();
        prop_assert_eq!(&joined, body);
    }

    #[test]
    fn of_a_table_every_row_is_its_speaker_s_or_is_told(
        rows in prop::collection::vec((0..AROUND.len(), 0..AROUND.len(), any::<bool>()), 1..12),
        tabs in any::<bool>(),
    ) {
        let mut table = "id,speaker,text\n".to_owned();
        for (at, (before, after, quoted)) in rows.iter().enumerate() {
            let words = format!("{}word{at}x{}", AROUND[*before], AROUND[*after]);
            let cell = if *quoted { format!("\"{}\"", words.replace('"', "\"\"")) } else { words };
            table.push_str(&format!("{at},Speaker{at}x,{cell}\n"));
        }
        let (name, table) = if tabs { ("a.tsv", table.replace(',', "\t")) } else { ("a.csv", table) };
        let (documents, skips) = read(name, &table);
        for at in 0..rows.len() {
            let (word, speaker, line) = (format!("word{at}x"), format!("Speaker{at}x"), at as u64 + 2);
            let holds: Vec<_> = documents.iter().filter(|one| one.body.contains(&word)).collect();
            for one in &holds {
                prop_assert_eq!(&one.speaker.as_ref().unwrap().name, &speaker, "{}", table);
                prop_assert_eq!(u64::from(one.line), line);
            }
            let told = skips.iter().any(|skip| skip.line.is_some_and(|told| told <= line));
            prop_assert!(holds.len() == 1 || told, "{word} of {table}");
        }
    }
}
