use super::*;
use crate::model::Entity;

fn passage() -> StoredPassage {
    StoredPassage {
        id: "0123456789abcdef-01234567".into(),
        document: "0123456789abcdef".into(),
        record: None,
        kind: Kind::Spoken,
        speaker: Some(Speaker {
            role: Some("spokeswoman".into()),
            affiliation: Some("Ministry of Rivers & Seas".into()),
            ..Speaker::named("Ada Example")
        }),
        speakers: Vec::new(),
        date: StatementDate::known("2024-10".parse().unwrap(), Basis::Filename),
        published: None,
        topics: Vec::new(),
        topic_evidence: Vec::new(),
        forms: Vec::new(),
        entities: Vec::<Entity>::new(),
        mentions: Vec::new(),
        title: Some("On 50% of the {river}\n\u{1b}[31m".into()),
        source: Some("Office of Records".into()),
        url: Some("https://example.org/a_b?c=1&d=2".into()),
        author: None,
        number: None,
        language: None,
        path: "briefings/x_1.txt".into(),
        line: 7,
        page: None,
        statement: Span::new(812, 1204),
        span: Span::new(812, 900),
        text: "We have said so.".into(),
        attributions: Vec::new(),
        tags: Vec::new(),
        corrected: Vec::new(),
    }
}

fn written(passage: &StoredPassage, format: CiteFormat) -> String {
    let mut out = Vec::new();
    write_citations(&mut out, &[Citation::statement(passage)], format).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_is_printed_on_a_page_is_cited_by_its_number() {
    let page = StoredPassage {
        number: Some("S/PV.1".into()),
        page: Some("2/6".into()),
        language: Some("en".into()),
        path: "records/pv_1.pdf".into(),
        line: 0,
        ..passage()
    };
    let text = written(&page, CiteFormat::Text);
    assert!(text.contains("S/PV.1, 2024-10, p. 2/6. pv_1.pdf, page 2/6"), "{text}");
    assert!(written(&page, CiteFormat::Bibtex).contains("pages = {2/6}"));
    assert!(written(&page, CiteFormat::Ris).contains("SP  - 2/6"));
    assert!(written(&page, CiteFormat::CslJson).contains("\"page\": \"2/6\""));
}

#[test]
fn an_article_is_its_author_s_and_not_his_whom_it_quotes() {
    let article = StoredPassage { kind: Kind::Quoted, author: Some("Jane Doe".into()), ..passage() };
    let text = written(&article, CiteFormat::Text);
    assert!(text.starts_with("Jane Doe, “On 50% of the {river}"), "{text}");
    assert!(text.contains("words of Ada Example"), "{text}");
}

#[test]
fn a_speech_is_cited_with_all_that_is_known() {
    let passage = passage();
    insta::assert_snapshot!("csl", written(&passage, CiteFormat::CslJson));
    insta::assert_snapshot!("bibtex", written(&passage, CiteFormat::Bibtex));
    insta::assert_snapshot!("ris", written(&passage, CiteFormat::Ris));
    insta::assert_snapshot!("text", written(&passage, CiteFormat::Text));
}

#[test]
fn who_is_quoted_is_no_author() {
    let passage = StoredPassage { kind: Kind::Quoted, ..passage() };
    let item: serde_json::Value = serde_json::from_str(&written(&passage, CiteFormat::CslJson)).unwrap();
    assert_eq!((item[0].get("author"), &item[0]["type"]), (None, &"webpage".into()));
    let words = "words of Ada Example (spokeswoman, Ministry of Rivers & Seas), quoted";
    assert!(item[0]["note"].as_str().unwrap().starts_with(words), "{item}");
    assert_eq!(item[0]["custom"]["speaker"], "Ada Example");
    assert!(!written(&passage, CiteFormat::Ris).contains("AU  -"));
    assert!(!written(&passage, CiteFormat::Bibtex).contains("author ="));
}

#[test]
fn a_report_is_cited_by_its_publication_s_date_with_that_of_the_words_beside_it() {
    let said = StatementDate {
        words: Some("on Tuesday".into()),
        ..StatementDate::known("2024-10-08".parse().unwrap(), Basis::Relative)
    };
    let published = Some(StatementDate::known("2024-10-09".parse().unwrap(), Basis::Dateline));
    let passage = StoredPassage { kind: Kind::Quoted, date: said, published, ..passage() };
    let item: serde_json::Value = serde_json::from_str(&written(&passage, CiteFormat::CslJson)).unwrap();
    assert_eq!(item[0]["issued"]["date-parts"], serde_json::json!([[2024, 10, 9]]));
    assert_eq!(
        (&item[0]["custom"]["date"], &item[0]["custom"]["published"]),
        (&"2024-10-08".into(), &"2024-10-09".into())
    );
    let text = written(&passage, CiteFormat::Text);
    assert!(
        text.contains(", 2024-10-09. ")
            && text.contains("said on 2024-10-08; date worked out from “on Tuesday”"),
        "{text}"
    );
    assert!(written(&passage, CiteFormat::Bibtex).contains("date = {2024-10-09}"));
    assert!(written(&passage, CiteFormat::Ris).contains("DA  - 2024/10/09/"));
}

#[test]
fn nothing_is_invented() {
    let bare = StoredPassage {
        speaker: None,
        kind: Kind::Narration,
        date: StatementDate { words: Some("last spring".into()), ..StatementDate::unknown() },
        title: None,
        source: None,
        url: None,
        ..passage()
    };
    let item: serde_json::Value = serde_json::from_str(&written(&bare, CiteFormat::CslJson)).unwrap();
    let keys: Vec<&str> = item[0].as_object().unwrap().keys().map(String::as_str).collect();
    for absent in ["author", "title", "issued", "publisher", "URL"] {
        assert!(!keys.contains(&absent), "{absent}");
    }
    assert!(item[0]["note"].as_str().unwrap().contains("date not known (“last spring”)"));
    let ris = written(&bare, CiteFormat::Ris);
    for absent in ["AU", "TI", "PY", "DA", "PB", "UR"] {
        assert!(!ris.contains(&format!("{absent}  -")), "{absent}");
    }
    assert!(written(&bare, CiteFormat::Text).starts_with("no date. x_1.txt:7 ("));
}

#[test]
fn dates_are_as_exact_as_they_are_known() {
    for (date, in_parts, ris, extended) in [
        ("1950-06-27", "[1950,6,27]", "1950/06/27/", "1950-06-27"),
        ("1790-01", "[1790,1]", "1790/01//", "1790-01"),
        ("2017", "[2017]", "2017///", "2017"),
    ] {
        let date = StatementDate::known(date.parse().unwrap(), Basis::Stated);
        let passage = StoredPassage { date, ..passage() };
        let item: serde_json::Value = serde_json::from_str(&written(&passage, CiteFormat::CslJson)).unwrap();
        assert_eq!(item[0]["issued"]["date-parts"][0].to_string(), in_parts);
        assert_eq!(item[0]["custom"]["date"], extended);
        assert!(written(&passage, CiteFormat::Ris).contains(&format!("DA  - {ris}\r\n")));
        assert!(written(&passage, CiteFormat::Bibtex).contains(&format!("date = {{{extended}}}")));
    }
}

/// What the published schema of CSL-JSON (citation-style-language/schema, `csl-data.json`) says of the keys that
/// are written, in our words: an item has an id and a type, holds no key but those of the schema, names are
/// objects, and dates are one or two lists of one to three numbers.
fn assert_fits_the_schema(item: &serde_json::Value) {
    let item = item.as_object().unwrap();
    assert!(item["id"].is_string());
    assert!(["speech", "webpage", "article"].contains(&item["type"].as_str().unwrap()));
    for (key, value) in item {
        match key.as_str() {
            "id" | "type" | "title" | "publisher" | "URL" | "archive_location" | "abstract" | "note" => {
                assert!(value.is_string(), "{key}: {value}");
            }
            "author" => {
                for name in value.as_array().unwrap() {
                    let keys: Vec<&String> = name.as_object().unwrap().keys().collect();
                    let known = ["family", "given", "non-dropping-particle", "suffix", "literal"];
                    assert!(keys.iter().all(|key| known.contains(&key.as_str())), "{name}");
                    assert!(name["literal"].is_string() || name["family"].is_string(), "{name}");
                }
            }
            "issued" => {
                assert_eq!(value.as_object().unwrap().keys().collect::<Vec<_>>(), ["date-parts"]);
                let dates = value["date-parts"].as_array().unwrap();
                assert!((1..=2).contains(&dates.len()), "{value}");
                for date in dates.iter().map(|date| date.as_array().unwrap()) {
                    assert!(
                        (1..=3).contains(&date.len()) && date.iter().all(serde_json::Value::is_i64),
                        "{value}"
                    );
                }
            }
            "custom" => assert!(value.is_object(), "{value}"),
            _ => panic!("no key of the schema: {key}"),
        }
    }
}

#[test]
fn items_fit_the_published_schema() {
    let bare = StoredPassage {
        speaker: None,
        date: StatementDate::unknown(),
        title: None,
        source: None,
        url: None,
        ..passage()
    };
    for passage in [passage(), bare, StoredPassage { kind: Kind::Quoted, ..passage() }] {
        let items: serde_json::Value = serde_json::from_str(&written(&passage, CiteFormat::CslJson)).unwrap();
        items.as_array().unwrap().iter().for_each(assert_fits_the_schema);
    }
}

#[test]
fn persons_are_cited_by_family_and_given_name_with_particles_and_suffixes() {
    for (name, bibtex, ris, csl) in [
        (
            "Ursula von der Leyen",
            "von der Leyen, Ursula",
            "von der Leyen, Ursula",
            r#"{"family":"Leyen","given":"Ursula","non-dropping-particle":"von der"}"#,
        ),
        (
            "John Q. Example Jr.",
            "Example, Jr., John Q.",
            "Example, John Q., Jr.",
            r#"{"family":"Example","given":"John Q.","suffix":"Jr."}"#,
        ),
        ("Security Council", "{Security Council}", "Security Council", r#"{"literal":"Security Council"}"#),
    ] {
        let passage = StoredPassage { speaker: Some(Speaker::named(name)), ..passage() };
        assert!(written(&passage, CiteFormat::Bibtex).contains(&format!("author = {{{bibtex}}}")), "{name}");
        assert!(written(&passage, CiteFormat::Ris).contains(&format!("AU  - {ris}\r\n")), "{name}");
        let item: serde_json::Value = serde_json::from_str(&written(&passage, CiteFormat::CslJson)).unwrap();
        assert_eq!(item[0]["author"][0].to_string(), csl);
        assert!(written(&passage, CiteFormat::Text).starts_with(name), "{name}");
    }
}

#[test]
fn the_words_are_in_the_citation_and_folders_are_not() {
    let home = StoredPassage { path: "/home/ada/private/x_1.txt".into(), ..passage() };
    for format in [CiteFormat::Text, CiteFormat::Bibtex, CiteFormat::Ris, CiteFormat::CslJson] {
        let text = written(&home, format);
        assert!(text.contains("“We have said so. […]”"), "{text}");
        assert!(!text.contains("ada") && text.contains("1.txt:7"), "{text}");
    }
}

#[test]
fn years_before_christ_are_no_other_years() {
    let date = StatementDate::known("-0044-03-15".parse().unwrap(), Basis::Stated);
    let passage = StoredPassage { date, ..passage() };
    let bibtex = written(&passage, CiteFormat::Bibtex);
    assert!(bibtex.contains("date = {-0044-03-15}") && bibtex.contains("year = {45 BC}"), "{bibtex}");
    let item: serde_json::Value = serde_json::from_str(&written(&passage, CiteFormat::CslJson)).unwrap();
    assert_eq!(item[0]["issued"]["date-parts"], serde_json::json!([[-45, 3, 15]]));
    let ris = written(&passage, CiteFormat::Ris);
    assert!(!ris.contains("PY  -") && ris.contains("of 45 BC"), "{ris}");
}

#[test]
fn braces_neither_break_an_entry_nor_change_an_address() {
    let url = Some("https://example.org/{a}?q=b c".into());
    let passage = StoredPassage { title: Some("On the { river".into()), url, ..passage() };
    let text = written(&passage, CiteFormat::Bibtex);
    assert!(text.contains("url = {https://example.org/%7Ba%7D?q=b%20c}"), "{text}");
    assert_eq!(text.matches('{').count(), text.matches('}').count(), "{text}");
}
