//! What a reader finds on the pages, without a script.

use super::{Site, between, encoded, read};

#[test]
fn a_search_shows_who_said_what_and_where_it_stands() {
    let site = Site::new(&[]);
    let page = site.page("/search?q=ceasefire");
    let text = read(&page);
    assert!(page.contains("<mark>cease-fire</mark>"), "{text}");
    assert!(text.contains("9 October 2024") && text.contains("briefing.txt:4"), "{text}");
    assert_eq!(page.matches("<h1").count(), 1);
    // Everything that is asked stands in the address: the same address gives the same page.
    let again = site.page("/search?q=ceasefire");
    assert_eq!(page, again);
}

#[test]
fn the_query_is_shown_part_by_part_and_each_can_be_taken_away() {
    let site = Site::new(&[]);
    let page = site.page("/search?q=talks%20-river%20speaker:Example&not_topic=%3Dfisheries&from=1990");
    let pills = between(&page, "<ul class=\"pills\">", "</ul>");
    let text = read(pills);
    for pill in ["talks", "not river", "speaker:Example", "not topic: fisheries", "from: 1990"] {
        assert!(text.to_lowercase().contains(&pill.to_lowercase()), "{pill} in {text}");
    }
    // The link of the first takes away the first and nothing else.
    let without = between(pills, "class=\"remove\" href=\"", "\"").replace("&amp;", "&");
    let rest = read(between(&site.page(&without), "<ul class=\"pills\">", "</ul>"));
    assert!(!rest.contains("talks") && rest.contains("river") && rest.contains("fisheries"), "{rest}");
}

#[test]
fn a_query_that_cannot_be_meant_is_told_with_its_place() {
    let site = Site::new(&[]);
    for (query, told) in [
        ("q=speker:Miller", "speker"),
        ("q=talks&kind=song", "song"),
        ("q=talks&speeker=Miller", "speeker"),
        ("q=talks&from=2013&to=2012", "2012"),
        ("q=talks&sort=best", "sort"),
        ("q=talks&page=0", "page"),
    ] {
        let answer = site.get(&format!("/search?{query}"));
        assert_eq!(answer.status, 400, "{query}");
        assert!(read(&answer.body).contains(told), "{query}");
        assert_eq!(answer.body.matches("<h1").count(), 1);
    }
}

#[test]
fn what_is_found_nowhere_is_told_with_what_one_may_ask() {
    let site = Site::new(&[]);
    let page = site.page("/search?q=talks%20tarifs%20Qatarr&from=1990");
    let advice = between(&page, "<ul class=\"advice\">", "</ul>").replace("&amp;", "&");
    assert!(read(&advice).contains("found nowhere: Qatarr; the index has qatar"), "{advice}");
    // The other words and the filters stay.
    assert!(advice.contains("/search?from=1990&q=talks+tarifs+qatar\""), "{advice}");
}

#[test]
fn counts_narrow_and_leave_out() {
    let site = Site::new(&[]);
    let all: serde_json::Value = serde_json::from_str(&site.page("/facets/speaker.json?q=*")).unwrap();
    let values = all["facets"][0]["values"].as_array().unwrap().clone();
    assert!(!values.is_empty());
    for value in &values {
        let (name, wanted) = (value["value"].as_str().unwrap(), value["statements"].as_u64().unwrap());
        let only: serde_json::Value = serde_json::from_str(
            &site.page(&format!("/facets/kind.json?speaker={}", encoded(&format!("={name}")))),
        )
        .unwrap();
        assert_eq!(only["statements"], wanted, "{name}");
        let not: serde_json::Value = serde_json::from_str(
            &site.page(&format!("/facets/kind.json?not_speaker={}", encoded(&format!("={name}")))),
        )
        .unwrap();
        assert_eq!(
            not["statements"].as_u64().unwrap() + wanted,
            all["statements"].as_u64().unwrap(),
            "{name}"
        );
    }
    // Several values are alternatives, and both stay to be chosen.
    let two: Vec<&str> = values.iter().take(2).map(|value| value["value"].as_str().unwrap()).collect();
    let query = two
        .iter()
        .map(|name| format!("speaker={}", encoded(&format!("={name}"))))
        .collect::<Vec<_>>()
        .join("&");
    let page = site.page(&format!("/search?{query}"));
    let list = between(&page, "id=\"f-speaker\"", "</section>");
    assert_eq!(list.matches("aria-current=\"true\"").count(), 2);
    assert!(list.matches("<li").count() > 2);
    // Values are found wherever they stand in the list.
    let found = read(&site.page("/facets/speaker?contains=examp"));
    assert!(found.contains("Ada Example") && !found.contains("Ben Sample"), "{found}");
}

#[test]
fn what_has_no_date_or_speaker_is_a_link_away() {
    let site = Site::new(&[]);
    let undated: serde_json::Value =
        serde_json::from_str(&site.page("/search.json?date=none&n=100")).unwrap();
    let hits = undated["hits"].as_array().unwrap();
    assert!(!hits.is_empty());
    assert!(hits.iter().all(|hit| hit["date"]["value"].is_null()), "{undated}");
    let coarse: serde_json::Value = serde_json::from_str(&site.page("/search.json?date=1995&n=100")).unwrap();
    assert!(coarse["hits"].as_array().unwrap().iter().all(|hit| hit["date"]["value"] == "1995"), "{coarse}");
    let nobody: serde_json::Value =
        serde_json::from_str(&site.page("/search.json?speaker=%3D&n=100")).unwrap();
    let hits = nobody["hits"].as_array().unwrap();
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit["speaker"]["name"].is_null()));
    assert!(site.page("/corpus").contains("href=\"/search?date=none\""));
    assert!(site.page("/search?q=quota").contains("date=none"));
}

#[test]
fn every_page_has_its_twin_and_says_what_it_was_made_of() {
    let site = Site::new(&[]);
    let generation = |text: &str| {
        between(text, "index generation ", "\"")
            .split(|c: char| !c.is_ascii_digit())
            .next()
            .unwrap()
            .to_owned()
    };
    let csv = site.page("/search.csv?q=ceasefire");
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    let last = table.headers().unwrap().len() - 1;
    assert_eq!(&table.headers().unwrap()[last], "found_by");
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert!(
        !rows.is_empty()
            && rows.iter().all(|row| row[last].starts_with("found by ceasefire, index generation "))
    );
    let jsonl = site.page("/search.jsonl?q=ceasefire");
    assert_eq!(jsonl.lines().count(), rows.len());
    for (path, holds) in [
        ("/search.bib?q=ceasefire", "found by ceasefire"),
        ("/search.ris?q=ceasefire", "found by ceasefire"),
        ("/search.csl.json?q=ceasefire", "found by ceasefire"),
        ("/timeline.csv?q=ceasefire", "2024"),
        ("/timeline.events.csv?q=ceasefire", "briefing.txt"),
        ("/timeline.svg?q=ceasefire", "<svg"),
        ("/timeline.html?q=ceasefire", "Content-Security-Policy"),
        ("/timeline.json?q=ceasefire", "index_generation"),
        ("/concordance.csv?q=ceasefire", "cease-fire"),
        ("/concordance.json?q=ceasefire", "cease-fire"),
        ("/collocates.csv?q=the&min=1", "log_likelihood"),
        ("/corpus.csv", "briefing.txt"),
        ("/corpus.json", "\"documents\""),
        ("/facets/entity.csv?q=*", "Hamas"),
    ] {
        assert!(site.page(path).contains(holds), "{path}");
    }
    assert!(!generation(&jsonl).is_empty());
    // A table of fewer than all has a name that says so.
    let some = site.get("/search.csv?q=*&n=2");
    assert!(some.header("content-disposition").unwrap().contains("2-of-"));
}

#[test]
fn a_document_stands_as_it_was_read_with_what_was_found_in_it() {
    let site = Site::new(&[]);
    let page = site.page("/search?q=ceasefire&sort=date");
    let href = between(&page, "class=\"title\" href=\"", "#").replace("&amp;", "&");
    let document = site.page(&href);
    let text = read(&document);
    for line in [
        "Ministry of Foreign Affairs, Daily Briefing",
        "QUESTION: When did you last hear from Doha?",
        "[Laughter.]",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(document.contains("id=\"m-1\"") && text.contains("1 of 1"), "{text}");
    assert!(document.contains("data-back"));
    let back = between(&document, "data-back href=\"", "\"").replace("&amp;", "&");
    assert_eq!(back, "/search?q=ceasefire&sort=date");
    assert!(text.contains("what to do with the words") && text.contains("written “MS. EXAMPLE”"), "{text}");
}

#[test]
fn a_document_tells_by_which_rules_its_statements_are_what_they_are() {
    let article = "OSLO, 11 October 2024 – The talks are over.\n\nForeign Minister Ana Weiss of Latvia said on Wednesday that \
        the port of Ventspils would stay open.\n";
    let folder = crate::common::folder(&[("article.txt", article.as_bytes())]);
    let site = Site::of(folder, &[]);
    let id = site.id_of("Ventspils");
    let text = read(&site.page(&format!("/document/{id}")));
    for told in [
        "Ana Weiss, written “Foreign Minister Ana Weiss of Latvia” — the source names a person",
        "much of it is what the cue attributes, with no quotation : “said”",
        "2024-10-09, relative (from “Wednesday”) — a weekday: the last one not after the document&#39;s date",
        "counted from 11 October 2024",
    ] {
        let told = told.replace(" :", ":").replace("&#39;", "'");
        assert!(text.contains(&told), "{told} in {text}");
    }
    // A file that says something else now explains nothing of what it said before.
    let changed = Site::of(crate::common::folder(&[("article.txt", article.as_bytes())]), &[]);
    let path = changed.folder.path().join("article.txt");
    std::fs::write(path, article.replace("Wednesday", "Tuesday")).unwrap();
    let text = read(&changed.page(&format!("/document/{id}")));
    assert!(text.contains("cannot be told now") && !text.contains("a weekday"), "{text}");
}

#[test]
fn a_link_tells_whether_its_words_changed() {
    let site = Site::new(&[]);
    let csv = site.page("/search.csv?q=tariffs");
    let link = between(&csv, "demarche:s/", ",").to_owned();
    let link = format!("demarche:s/{link}");
    // The link is followed from the field of the search.
    let answer = site.get(&format!("/search?q={}", encoded(&link)));
    assert_eq!(answer.status, 303);
    let place = answer.header("location").unwrap().to_owned();
    let place = place.split('#').next().unwrap();
    assert!(read(&site.page(place)).contains("as they were cited"));
    let (before, _) = place.split_once("h=").unwrap();
    assert!(read(&site.page(&format!("{before}h=00000000"))).contains("not those that were cited"));
    let gone = site.get("/document/0123456789abcdef-01234567?c=1-2&h=00000000");
    assert_eq!(gone.status, 404);
}

#[test]
fn words_are_cited_in_every_form() {
    let site = Site::new(&[]);
    let id = site.id_of("tariffs");
    let page = read(&site.page(&format!("/cite/{id}")));
    for form in ["@misc{", "TY - ", "\"id\"", "Ada Example"] {
        let form = if form == "\"id\"" { "&quot;id&quot;" } else { form };
        assert!(page.contains(form), "{form} in {page}");
    }
    assert!(site.page(&format!("/cite/{id}.bib")).starts_with("@misc{"));
    assert_eq!(site.get(&format!("/cite/{id}.doc")).status, 404);
}

#[test]
fn a_question_and_its_answer_stand_together() {
    let site = Site::new(&[]);
    let found: serde_json::Value = serde_json::from_str(&site.page("/search.json?q=Doha%20hear")).unwrap();
    let id = found["hits"][0]["id"].as_str().unwrap();
    let page = site.page(&format!("/search?q=Doha%20hear&open={id}"));
    assert!(page.contains("The statement after") || page.contains("The statement before"));
    let around = read(&site.page(&format!("/around/{id}")));
    assert!(around.contains("When did you last hear from Doha?"), "{around}");
}

#[test]
fn time_is_shown_with_what_it_is_a_part_of() {
    let site = Site::new(&[]);
    let page = site.page("/timeline?q=ceasefire&split=speaker");
    let text = read(&page);
    assert!(page.contains("<svg") && text.contains("all statements there are"), "{text}");
    assert!(text.contains("First and last mention") && text.contains("What is not covered"));
    // A bar is a link to its days.
    assert!(page.contains("&amp;from=2024-10-09&amp;to=2024-10-09\" tabindex"));
    let two = read(&site.page("/timeline?q=ceasefire&q2=tariffs&by=year"));
    assert!(two.contains("“ceasefire”: 1") || two.contains("“ceasefire”:"), "{two}");
}

#[test]
fn new_texts_are_found_at_the_next_page() {
    let site = Site::new(&[]);
    assert!(read(&site.page("/search?q=zeppelin")).contains("Nothing found"));
    std::fs::write(site.folder.path().join("new.txt"), "Ada Example said that the zeppelin had left.")
        .unwrap();
    crate::common::stdout(site.folder.path(), &["--quiet", "index", "."]);
    assert!(read(&site.page("/search?q=zeppelin")).contains("1 passage"));
}

#[test]
fn two_speakers_or_two_times_stand_side_by_side_in_a_concordance() {
    let rows = "speaker,date,text\nAna Weiss,2012-03-04,The port stays open in winter.\n\
        Ana Weiss,2015-03-04,The port is closed to them.\nKarl Brandt,2012-05-06,A port is no bargain for us.\n";
    let site = Site::of(crate::common::folder(&[("talks.csv", rows.as_bytes())]), &[]);
    let sides = |query: &str| -> Vec<String> {
        let page = site.page(&format!("/concordance?q=port&{query}"));
        page.split("<section aria-label=\"")
            .skip(1)
            .map(|side| read(&format!("<section aria-label=\"{side}")))
            .collect()
    };
    let speakers = sides("speaker=%3DAna+Weiss&beside_speaker=%3DKarl+Brandt");
    let [ana, karl] = &speakers.iter().filter(|side| side.contains("line")).collect::<Vec<_>>()[..] else {
        panic!("{speakers:#?}")
    };
    assert!(
        ana.starts_with("Ana Weiss, all times: 2 lines in 2 passages") && ana.contains("closed to them"),
        "{ana}"
    );
    assert!(
        karl.starts_with("Karl Brandt, all times: 1 line in 1 passage") && karl.contains("no bargain"),
        "{karl}"
    );
    assert!(!karl.contains("closed to them"), "{karl}");
    let times = sides("to=2012&beside_from=2013");
    assert!(times.iter().any(|side| side.starts_with("All speakers, up to 2012: 2 lines")), "{times:#?}");
    assert!(times.iter().any(|side| side.starts_with("All speakers, from 2013 on: 1 line")), "{times:#?}");
    // A side that cannot be meant is told.
    assert_eq!(site.get("/concordance?q=port&beside_from=soon").status, 400);
}

/// A body that came in parts, put together.
fn unchunked(body: &str) -> String {
    let (mut rest, mut whole) = (body, String::new());
    while let Some((length, more)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            return whole;
        }
        whole.push_str(&more[..length]);
        rest = &more[length + 2..];
    }
    panic!("the answer broke off")
}

#[test]
fn tables_of_more_than_ten_thousand_rows_are_sent_whole() {
    let mut table = String::from("speaker,date,text\n");
    for row in 0..10_500 {
        table.push_str(&format!("Ana Weiss,2012-03-04,The port number {row} stays open.\n"));
    }
    let site = Site::of(crate::common::folder(&[("talks.csv", table.as_bytes())]), &[]);
    let page = site.page("/search?q=port").replace("&amp;", "&");
    assert!(
        page.contains("/search.csv?q=port&n=all") && page.contains("/search.jsonl?q=port&n=all"),
        "{page}"
    );
    let sent = site.get("/search.csv?q=port&n=all");
    assert!(sent.header("content-disposition").unwrap().contains("port-all.csv"));
    let csv = unchunked(&sent.body);
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let ids: std::collections::BTreeSet<String> =
        rows.records().map(|row| row.unwrap()[2].to_owned()).collect();
    assert_eq!(ids.len(), 10_500);
    assert_eq!(csv.matches("found by port, index generation").count(), 10_500);
    let jsonl = unchunked(&site.get("/search.jsonl?q=port&n=all&sort=date").body);
    let hits: Vec<serde_json::Value> =
        jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(
        hits.len() == 10_500 && hits[0]["found_by"].as_str().unwrap().starts_with("found by port"),
        "{}",
        hits.len()
    );
    let lines = unchunked(&site.get("/concordance.csv?q=port&n=all").body);
    assert_eq!(csv::Reader::from_reader(lines.as_bytes()).records().count(), 10_500);
    // Who asks and takes nothing holds no place for good.
    for _ in 0..3 {
        let mut stream = std::net::TcpStream::connect(&site.host).unwrap();
        let request = format!("GET /search.jsonl?q=port&n=all HTTP/1.1\r\nHost: {}\r\n\r\n", site.host);
        std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
        std::io::Read::read_exact(&mut stream, &mut [0; 100]).unwrap();
    }
    let again = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        Some(site.get("/search.csv?q=port&n=all")).filter(|answer| answer.status == 200)
    });
    assert_eq!(unchunked(&again.expect("a place is free").body).matches("found by port").count(), 10_500);
    // Citations are made of no more than they were.
    assert_eq!(site.get("/search.bib?q=port&n=all").status, 400);
    assert!(
        site.get("/search.bib?q=port&n=10000")
            .header("content-disposition")
            .unwrap()
            .contains("10000-of-10500")
    );
}

const SPEECH: &str = "speaker,date,text\nAna Weiss,2014-09-24,\"The river feeds both our towns, and the cease-fire holds. We shall \
    not sign before the spring, and nobody will sign for us.\"\n";
const REPORT: &str = "Minister will not sign yet\n\nRIGA, 26 September 2014 – The talks are over for this year.\n\n“We shall not sign \
    before the summer, and nobody will sign for us,” Foreign Minister Ana Weiss of Latvia said on Wednesday.\n";

#[test]
fn a_statement_tells_where_its_quotations_were_said_and_who_quotes_it() {
    let files = [("speech.csv", SPEECH.as_bytes()), ("2014-09-26-report.txt", REPORT.as_bytes())];
    let site = Site::of(crate::common::folder(&files), &[]);
    let (speech, report) = (site.id_of("river"), site.id_of("\"before the summer\""));
    let page = site.page(&format!("/document/{report}"));
    assert!(!page.contains("class=\"echoes\""), "only where it is asked");
    assert!(page.contains(&format!("/document/{report}?echoes=1#s-{report}")), "{page}");
    let text = read(&site.page(&format!("/document/{report}?echoes=1")));
    let said = text.split_once("Said in ").expect(&text).1;
    assert!(said.contains("altered , speech.csv , Ana Weiss, 24 September 2014"), "{said}");
    assert!(said.contains("changed: “summer” for “spring”"), "{said}");
    let text = read(&site.page(&format!("/document/{speech}?echoes=1")));
    let quoted = text.split_once("Quoted by ").expect(&text).1;
    assert!(quoted.contains("2014-09-26-report.txt , 26 September 2014, 2 days later"), "{quoted}");
}

#[test]
fn the_quotations_of_a_pasted_text_are_checked() {
    for options in [&[][..], &["--read-only"]] {
        let site = Site::of(crate::common::folder(&[("speech.csv", SPEECH.as_bytes())]), options);
        let token = between(&site.page("/quotations"), "name=\"token\" value=\"", "\"").to_owned();
        let origin = format!("http://{}", site.host);
        let check =
            |text: &str| site.post_from("/quotations", &[("token", &token), ("text", text)], Some(&origin));
        let pasted = "Ana Weiss said, “We shall sign before the spring, and nobody will sign for us.” She added: “The river \
            feeds both our towns, and the cease-fire holds.” <b>“The committee takes note of the report with thanks.”</b>";
        let answer = check(pasted);
        assert_eq!(answer.status, 200, "{}", answer.body);
        let text = read(&answer.body);
        assert!(text.contains("3 quotations checked: 1 in order, 2 not"), "{text}");
        let places = [
            "not-found: not in this corpus",
            "altered: words changed so that the sense may turn",
            "exact: in order",
        ];
        let at: Vec<usize> = places.iter().map(|place| text.find(place).expect(place)).collect();
        assert!(at.is_sorted(), "the gravest first: {text}");
        assert!(
            answer.body.contains("<del>") && text.contains("left out: “not” (may turn the sense: negation)"),
            "{text}"
        );
        assert!(!answer.body.contains("<b>") && answer.body.contains("&lt;b&gt;"));
        assert!(read(&check("She went home.").body).contains("put marks round them"));
        assert_eq!(check(" ").status, 400);
        // Nothing of it is kept, and no other site may ask.
        assert_eq!(site.post_from("/quotations", &[("text", pasted)], Some(&origin)).status, 403);
        assert_eq!(site.post_from("/quotations", &[("token", &token), ("text", pasted)], None).status, 403);
    }
}
