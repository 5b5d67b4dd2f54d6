//! What holds of pictures, pages and files for other programs.

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde_json::Value;

use super::sample::{HOSTILE, counted, date, empty, event, full, lanes};
use super::*;
use crate::timeline::{LaneBy, Timeline, Unit};

fn svg(timeline: &Timeline, relative: bool) -> String {
    let mut out = Vec::new();
    write_svg(&mut out, timeline, ChartOptions { relative, ..ChartOptions::default() }).unwrap();
    String::from_utf8(out).unwrap()
}

fn html(timeline: &Timeline) -> String {
    let options = HtmlOptions {
        made: "2026-11-24 23:40 UTC".into(),
        version: "demarche 0.0.0".into(),
        relative: false,
    };
    let mut out = Vec::new();
    write_html(&mut out, timeline, &options).unwrap();
    String::from_utf8(out).unwrap()
}

fn slides(timeline: &Timeline) -> Value {
    let mut out = Vec::new();
    write_timelinejs(&mut out, timeline, date("2026-11-24").first_day()).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn sketch(timeline: &Timeline) -> (String, TimesketchReport) {
    let mut out = Vec::new();
    let mut table = Timesketch::csv(&mut out).unwrap();
    timeline.events.iter().for_each(|event| table.event(event).unwrap());
    let report = table.finish().unwrap();
    (String::from_utf8(out).unwrap(), report)
}

/// The kinds of timeline that a page and a picture must bear.
fn all() -> Vec<(&'static str, Timeline)> {
    let mut queries = full();
    queries.series.push(super::sample::series("truce", 17));
    queries.lanes = Some(lanes(LaneBy::Query));
    let mut overlapping = full();
    overlapping.lanes = Some(lanes(LaneBy::Entity));
    let mut undated = empty();
    undated.undated.matched = 2;
    undated.events = vec![event("u", None, "No date.")];
    let mut coarse = empty();
    coarse.coarse = full().coarse;
    vec![
        ("full", full()),
        ("queries", queries),
        ("entities", overlapping),
        ("empty", empty()),
        ("undated", undated),
        ("coarse", coarse),
        ("one day", counted("2024-10-09", Unit::Day, &[(1, 1)])),
        ("antiquity", counted("-0480-01-01", Unit::Decade, &[(3, 9); 250])),
        ("days", counted("1990-01-01", Unit::Day, &[(1, 3); 10_000])),
    ]
}

/// Every element of a page with its attributes; a parse error is a failure.
fn elements(name: &str, page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(page);
    let errors = dom.errors.borrow();
    assert!(errors.is_empty(), "{name}: {errors:?}");
    let mut found = Vec::new();
    collect(&dom.document, &mut found);
    found
}

fn collect(node: &Handle, found: &mut Vec<(String, Vec<(String, String)>)>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attributes = attrs.borrow();
        let attributes = attributes.iter().map(|a| (a.name.local.to_string(), a.value.to_string()));
        found.push((name.local.to_string(), attributes.collect()));
    }
    node.children.borrow().iter().for_each(|child| collect(child, found));
}

#[test]
fn a_page_is_valid_and_fetches_nothing() {
    for (name, timeline) in all() {
        let page = html(&timeline);
        let elements = elements(name, &page);
        let scripts = elements.iter().filter(|(element, _)| element == "script").count();
        assert_eq!(scripts, 2, "{name}: the data and the page's own");
        let mut ids = std::collections::HashSet::new();
        for (element, attributes) in &elements {
            assert!(
                !["link", "img", "iframe", "object", "embed", "base", "image", "use"]
                    .contains(&element.as_str())
            );
            for (attribute, value) in attributes {
                assert!(
                    !attribute.starts_with("on") && attribute != "style" && attribute != "src",
                    "{attribute}"
                );
                match attribute.as_str() {
                    "href" => assert!(
                        value.starts_with('#') || value.starts_with("https://example.org/"),
                        "{value}"
                    ),
                    "id" => assert!(ids.insert(value.clone()), "{name}: {value} twice"),
                    _ => {}
                }
            }
        }
        let outside = page.replace("url(#", "");
        assert!(!outside.contains("url(") && !outside.contains("@import"), "{name}");
    }
}

#[test]
fn a_page_lets_its_own_script_run_and_no_other() {
    let page = html(&full());
    let policy =
        page.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    for part in ["default-src 'none'", "base-uri 'none'", "form-action 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    for (element, source) in [("style", "style-src"), ("script", "script-src")] {
        let inside = page.split(&format!("<{element}>")).nth(1).unwrap();
        let inside = inside.split(&format!("</{element}>")).next().unwrap();
        use base64::Engine;
        use sha2::Digest;
        let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(inside.as_bytes()));
        assert!(policy.contains(&format!("{source} 'sha256-{hash}'")), "{element}");
    }
}

#[test]
fn a_page_holds_its_data_as_json_gives_it() {
    let timeline = full();
    let page = html(&timeline);
    let data = page.split("id=\"data\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["events"][1]["quote"], HOSTILE);
    assert_eq!(data["total"], timeline.total());
}

#[test]
fn a_page_says_what_it_shows() {
    let page = html(&full());
    for said in [
        "<mark>ceasefire</mark>",
        "3 of 49 statements",
        "generation 12",
        "2026-11-24 23:40 UTC",
        "Kleinberg 2002",
        "no statements in the corpus",
        "statements, but no match",
        "1950: 1 · 2024: 4",
        "<b>3 statements</b> of 20 without one",
        "2024-03 <small>(month only, stated)</small>",
        "talks.txt:4, code points 10 to 34",
        "first mention by this speaker",
        "<h3>Without a date</h3>",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("href=\"javascript"));
    assert!(html(&empty()).contains("No statement matches"));
}

#[test]
fn a_page_of_500_statements_is_small() {
    let mut timeline = counted("1990-01-01", Unit::Month, &[(2, 9); 400]);
    let words = "We have said so before, and we say it again to all sides. ".repeat(12);
    timeline.events = (0..500).map(|at| event(&format!("{at:016x}"), Some("1991-02-03"), &words)).collect();
    let size = html(&timeline).len();
    assert!(size < 1_800_000, "{size}");
}

#[test]
fn a_picture_is_well_formed_and_stands_alone() {
    for (name, timeline) in all() {
        for relative in [false, true] {
            let picture = svg(&timeline, relative);
            // Inside a page, the parser of pages reads it without an error too.
            let page = format!("<!DOCTYPE html><title>x</title>{picture}");
            for (element, attributes) in elements(name, &page) {
                assert!(
                    !["script", "image", "use", "a", "foreignObject"].contains(&element.as_str()),
                    "{name}"
                );
                assert!(attributes.iter().all(|(name, _)| !name.contains("href") && !name.starts_with("on")));
            }
            assert!(
                picture.contains("role=\"img\"") && picture.contains("<title") && picture.contains("<desc")
            );
            assert!(!picture.contains("NaN") && !picture.contains("inf"), "{name}");
            assert!(picture.len() < 150_000, "{name}: {}", picture.len());
        }
    }
}

#[test]
fn a_picture_says_in_words_what_it_shows() {
    let picture = svg(&full(), false);
    let said = picture.split("<desc id=\"c-desc\">").nth(1).unwrap().split("</desc>").next().unwrap();
    insta::assert_snapshot!(said);
}

#[test]
fn columns_hold_all_that_bins_hold() {
    // 10,000 days in some 400 columns: what a pointer rests on adds up to the total.
    let picture = svg(&counted("1990-01-01", Unit::Day, &[(1, 3); 10_000]), false);
    let told = picture.split("<title>").skip(1).map(|part| part.split('<').next().unwrap());
    let matched = told.filter_map(|told| told.split(": ").nth(1)?.split(" of ").next()?.parse::<u64>().ok());
    assert_eq!(matched.sum::<u64>(), 10_000);
    assert!(picture.contains("per 23 days"));
}

#[test]
fn slides_satisfy_the_schema_of_timelinejs() {
    let schema = include_str!("../../../tests/data/timelinejs.schema.json");
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    for (name, timeline) in all() {
        let slides = slides(&timeline);
        let errors: Vec<String> = schema.iter_errors(&slides).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
    // The schema can say no.
    let mut slides = slides(&full());
    slides["events"][0]["start_date"]["month"] = 0.into();
    assert!(!schema.is_valid(&slides));
    slides["events"] = Value::Array(Vec::new());
    assert!(!schema.is_valid(&slides));
}

#[test]
fn slides_are_as_exact_as_their_dates_and_do_no_harm() {
    let found = slides(&full());
    assert_eq!(found["events"].as_array().unwrap().len(), 2);
    assert_eq!(
        found["events"][1]["start_date"],
        serde_json::json!({"year": 2024, "month": 3, "display_date": "2024-03"})
    );
    assert_eq!(found["events"][0]["unique_id"], "s-a-10");
    assert!(!found.to_string().contains("<script") && !found.to_string().contains("href=\\\"javascript"));
    let about = found["title"]["text"]["text"].as_str().unwrap();
    assert!(about.contains("1 statement without a date not shown"), "{about}");
    assert_eq!(slides(&empty())["events"][0]["unique_id"], "nothing-found");
}

#[test]
fn no_more_slides_than_a_browser_bears() {
    let mut timeline = full();
    timeline.events = (0..1000).map(|at| event(&at.to_string(), Some("2024-01-09"), "So be it.")).collect();
    let found = slides(&timeline);
    let events = found["events"].as_array().unwrap();
    assert_eq!(events.len(), 300);
    assert_eq!((&events[0]["unique_id"], &events[299]["unique_id"]), (&"s-0-10".into(), &"s-999-10".into()));
    assert!(found["title"]["text"]["text"].as_str().unwrap().contains("300 of 1,000"));
}

#[test]
fn timesketch_is_told_the_time_and_the_user_what_is_amiss() {
    let mut timeline = full();
    timeline.events.push(event("old", Some("1648-10-24"), &"long ".repeat(7_000)));
    let (table, report) = sketch(&timeline);
    let mut rows = ::csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<::csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(&rows[0][1], "2024-01-09T00:00:00+00:00");
    assert_eq!(&rows[0][2], "1704758400000000");
    assert_eq!((&rows[0][3], &rows[1][3]), ("statement", "statement (month only)"));
    assert!(rows[1][0].starts_with("'=1+1"));
    assert_eq!((report.rows, report.undated, report.coarse, report.far), (3, 1, 1, 1));
    assert_eq!(report.long, [("old".to_owned(), "message")]);
    assert_eq!(sketch(&empty()).0.lines().count(), 1);
}
