//! What a person writes down from the page, and where it is seen.

use super::{Site, encoded, read};

#[test]
fn a_correction_is_seen_everywhere_at_the_next_page() {
    let site = Site::new(&[]);
    let id = site.id_of("tariffs");
    let form = site.page(&format!("/record/{id}?q=tariffs"));
    assert!(form.contains("value=\"Ada Example\""));
    let fields = [
        ("id", id.as_str()),
        ("speaker", "Eva Exempel"),
        ("role", ""),
        ("affiliation", ""),
        ("kind", "spoken"),
        ("date", "1995-06-02"),
        ("topics", "trade"),
        ("why", "misread"),
        ("by", "A. Reader"),
    ];
    let page: serde_json::Value = serde_json::from_str(&site.page("/search.json?q=tariffs")).unwrap();
    let known = &page["hits"][0];
    let (role, affiliation) = (known["speaker"]["role"].as_str(), known["speaker"]["affiliation"].as_str());
    let fields: Vec<(&str, &str)> = fields
        .into_iter()
        .map(|(name, value)| match name {
            "role" => (name, role.unwrap_or_default()),
            "affiliation" => (name, affiliation.unwrap_or_default()),
            "kind" => (name, known["kind"].as_str().unwrap()),
            _ => (name, value),
        })
        .collect();
    let answer = site.post("/record/correct?q=tariffs", &fields);
    assert_eq!(answer.status, 303, "{}", answer.body);
    let to = answer.header("location").unwrap().split('#').next().unwrap().to_owned();
    assert!(to.contains("note=read"), "{to}");
    assert!(read(&site.page(&to)).contains("Written down"));
    let found = read(&site.page("/search?q=tariffs"));
    assert!(found.contains("Eva Exempel") && found.contains("speaker corrected by A. Reader"), "{found}");
    assert!(read(&site.page("/facets/speaker?q=tariffs")).contains("Eva Exempel"));
    assert!(read(&site.page("/timeline?q=tariffs")).contains("1995-06-02"));
    assert!(read(&site.page("/record")).contains("applied"));
    let written = std::fs::read_to_string(site.folder.path().join("corrections.toml")).unwrap();
    assert!(written.contains("speaker = \"Eva Exempel\"") && !written.contains("topics ="), "{written}");
}

#[test]
fn a_correction_is_taken_back() {
    let site = Site::new(&[]);
    let id = site.id_of("tariffs");
    assert_eq!(site.post("/record/correct", &[("id", &id), ("topics", "wrong")]).status, 303);
    let again = site.post("/record/correct", &[("id", &id), ("topics", "right")]);
    assert!(
        again.status == 400 && read(&again.body).contains("take the earlier correction back"),
        "{}",
        again.body
    );
    let page = site.page("/record");
    let line = super::between(&page, "name=\"line\" value=\"", "\"");
    let path = super::between(&page, "name=\"path\" value=\"", "\"");
    assert_eq!(site.post("/record/withdraw", &[("line", line), ("path", path)]).status, 303);
    assert!(!read(&site.page("/search?q=tariffs")).contains("topics corrected"));
    assert_eq!(site.post("/record/withdraw", &[("line", line), ("path", path)]).status, 400);
    assert_eq!(site.post("/record/correct", &[("id", &id), ("topics", "right")]).status, 303);
}

#[test]
fn what_is_not_changed_is_not_written() {
    let site = Site::new(&[]);
    let id = site.id_of("tariffs");
    let answer = site.post("/record/correct", &[("id", &id), ("speaker", "Ada Example")]);
    assert_eq!(answer.status, 400);
    assert!(!site.folder.path().join("corrections.toml").exists());
    let wrong = site.post("/record/correct", &[("id", &id), ("date", "early summer")]);
    assert_eq!(wrong.status, 400);
    let nowhere = site.post("/record/correct?c=0-99999", &[("id", &id), ("speaker", "Eva")]);
    assert_eq!(nowhere.status, 400);
}

#[test]
fn codes_notes_and_collections_are_kept_and_given_out() {
    let site = Site::new(&[]);
    let id = site.id_of("tariffs");
    assert_eq!(site.post("/record/tag", &[("id", &id), ("codes", "trade/tariffs; hope")]).status, 303);
    assert!(read(&site.page(&format!("/search?tag={}", encoded("=trade")))).contains("1 passage"));
    assert_eq!(site.post("/record/note", &[("id", &id), ("text", "Compare with 1996.")]).status, 303);
    assert_eq!(site.post("/record/collect", &[("id", &id), ("collection", "chapter 3")]).status, 303);
    let page = read(&site.page("/record"));
    for said in ["trade/tariffs", "Compare with 1996.", "chapter 3"] {
        assert!(page.contains(said), "{said} in {page}");
    }
    let collection = site.page("/record?collection=chapter%203");
    assert!(collection.contains("We shall lower tariffs"), "{collection}");
    assert!(site.page("/record?order=codes").contains("trade/tariffs"));
    assert_eq!(site.post("/record/tag", &[("id", &id), ("codes", "hope"), ("remove", "1")]).status, 303);
    assert!(read(&site.page(&format!("/search?tag={}", encoded("=hope")))).contains("Nothing found"));
    assert_eq!(site.post("/record/tag", &[("id", &id), ("codes", "a//b")]).status, 400);
}

#[test]
fn a_search_is_kept_with_its_filters() {
    let site = Site::new(&[]);
    let asked = "q=talks&not_topic=%3Dfisheries&from=1990&date=none";
    assert_eq!(site.post(&format!("/record/save?{asked}"), &[("name", "talks-1")]).status, 303);
    let page = site.page("/record").replace("&amp;", "&");
    assert!(page.contains("/search?q=talks&not_topic=%3Dfisheries&from=1990&date=none"), "{page}");
    assert_eq!(site.post("/record/save?q=x", &[("name", "talks-1")]).status, 400, "a name is kept once");
    assert_eq!(site.post("/record/save?q=x", &[("name", "../x")]).status, 400);
    let news = crate::common::demarche(site.folder.path()).args(["news", "talks-1"]).output().unwrap();
    assert!(String::from_utf8_lossy(&news.stderr).contains("0 new"), "{news:?}");
}

#[test]
fn a_sample_is_checked_blind_and_scored_at_the_end() {
    let site = Site::new(&[]);
    let begun = site.post(
        "/record/check",
        &[("begin", "first"), ("count", "2"), ("seed", "7"), ("query", "speaker:Example")],
    );
    assert_eq!(begun.status, 303, "{}", begun.body);
    let page = site.page("/check?sheet=first");
    let text = read(&page);
    assert!(text.contains("1 of 2") && !text.contains("How often the program is right"), "{text}");
    // Nothing that the program says stands in a field.
    assert!(page.contains("name=\"speaker\" value=\"\"") && !page.contains("checked"));
    for row in ["1", "2"] {
        let fields = [("sheet", "first"), ("row", row), ("speaker", "Nobody Else"), ("kind", "spoken")];
        assert_eq!(site.post("/record/check", &fields).status, 303);
    }
    let end = read(&site.page("/check?sheet=first"));
    assert!(end.contains("2 of 2 are answered") && end.contains("How often the program is right"), "{end}");
    assert!(end.contains("Nobody Else"));
    let sheet = site.page("/check?sheet=first&order=csv");
    assert_eq!(sheet.matches("Nobody Else").count(), 2);
    assert_eq!(site.post("/record/check", &[("begin", "first"), ("count", "2"), ("seed", "7")]).status, 400);
    assert_eq!(site.post("/record/check", &[("sheet", "first"), ("row", "9"), ("speaker", "x")]).status, 400);
}

#[test]
fn files_are_added_from_the_page() {
    let site = Site::new(&[]);
    let folder = site.folder.path().join("more");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("more.txt"), "Ada Example said that the zeppelin had left.").unwrap();
    let path = folder.to_str().unwrap();
    assert_eq!(site.post("/corpus/add", &[("path", path)]).status, 303);
    assert!(site.added().contains("1 document"));
    assert!(read(&site.page("/search?q=zeppelin")).contains("1 passage"));
    assert_eq!(site.post("/corpus/add", &[("path", "more")]).status, 400);
    assert_eq!(site.post("/corpus/add", &[("path", "/nothing/there")]).status, 400);
    let closed = Site::new(&["--read-only"]);
    assert!(!closed.page("/corpus").contains("/corpus/add"));
}

#[test]
fn dropped_files_are_stored_where_the_user_says_and_read() {
    let site = Site::new(&[]);
    let token = site.token();
    let talks = b"Ana Weiss of Latvia said that the airship had left.";
    let sent = site.upload(
        &[("token", &token), ("folder", "added/2024")],
        &[
            ("talks.txt", talks),
            ("more: talks.txt", b"Ana Weiss said that the dirigible had landed."),
            ("", b""),
        ],
    );
    assert_eq!(sent.status, 303, "{}", sent.body);
    let done = site.added();
    assert!(
        done.contains("2 documents") && done.contains("more: talks.txt is stored as more_ talks.txt"),
        "{done}"
    );
    let folder = site.folder.path().join("added/2024");
    assert_eq!(std::fs::read(folder.join("talks.txt")).unwrap(), talks);
    assert!(read(&site.page("/search?q=dirigible")).contains("1 passage"));
    assert!(site.page("/corpus.csv").contains("added/2024/talks.txt"));

    // What is there stays as it is, and the others are stored.
    let again = site.upload(
        &[("token", &token), ("folder", "added/2024")],
        &[("talks.txt", b"Something else."), ("third.txt", b"Ana Weiss said that the balloon was late.")],
    );
    assert_eq!(again.status, 303, "{}", again.body);
    assert!(site.added().contains("talks.txt: there is a file of that name already"));
    assert_eq!(std::fs::read(folder.join("talks.txt")).unwrap(), talks);
    let none = site.upload(&[("token", &token), ("folder", "added/2024")], &[("talks.txt", b"x")]);
    assert!(none.status == 400 && read(&none.body).contains("not stored"), "{}", none.body);
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "nothing is left over: {names:?}");
}

#[test]
fn what_is_new_in_a_kept_search_is_told_until_it_is_looked_at() {
    let site = Site::new(&[]);
    assert_eq!(site.post("/record/save?q=airship", &[("name", "airships")]).status, 303);
    assert!(read(&site.page("/news")).contains("0 new passages of 0 passages, since"));
    std::fs::write(site.folder.path().join("new.txt"), "Ana Weiss said that the airship had left.").unwrap();
    crate::common::stdout(site.folder.path(), &["--quiet", "index", "."]);
    let page = site.page("/news?search=airships");
    let text = read(&page);
    assert!(
        text.contains("1 new passage of 1 passage, since") && text.contains("the airship had left"),
        "{text}"
    );
    // Looking at the page is not looking at the news: that is said.
    assert!(read(&site.page("/news")).contains("1 new passage"));
    let generation = super::between(&page, "name=\"generation\" value=\"", "\"");
    let older = site.post("/record/looked", &[("search", "airships"), ("generation", "1")]);
    assert!(older.status == 400 && read(&older.body).contains("has changed"), "{}", older.body);
    let looked = site.post("/record/looked", &[("search", "airships"), ("generation", generation)]);
    assert_eq!(looked.status, 303, "{}", looked.body);
    assert!(read(&site.page("/news")).contains("0 new passages of 1 passage, since"));
    let told = crate::common::demarche(site.folder.path()).args(["news", "airships"]).output().unwrap();
    assert!(String::from_utf8_lossy(&told.stderr).contains("0 new"), "{told:?}");
    assert_eq!(site.get("/news?search=nothing").status, 404);
    assert_eq!(site.post("/record/looked", &[("search", "../x"), ("generation", generation)]).status, 404);
}
