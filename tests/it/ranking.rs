//! Which hit comes first, and what is no hit: answers before questions, what is said before what is only a title or a
//! role, no document filling the page, names and questions as people type them.

use crate::common::{demarche, folder, json, stdout};
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

const BRIEFING: &str = "\
MS. EXAMPLE: Good afternoon, everyone. I have one announcement on grain, and then I am glad to take questions.

Q On the river treaty?

MS. EXAMPLE: The delegations met twice last week, and both sides agreed to exchange maps of the upper valley before the \
end of the month. We expect the surveyors to return in May.

Q And the fishing quota in the northern straits?

MS. EXAMPLE: The quota in the northern straits stands as it was agreed, and the inspectors of both coasts will count the \
boats again in summer.
";

fn indexed(files: &[(&str, &str)]) -> TempDir {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let dir = folder(&files);
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

fn hits(dir: &TempDir, args: &[&str]) -> Vec<Value> {
    let found = json(dir.path(), &[&["search", "--format", "json"], args].concat());
    found["hits"].as_array().unwrap().clone()
}

fn speaker(hit: &Value) -> &str {
    hit["speaker"]["name"].as_str().unwrap_or_default()
}

fn text(hit: &Value) -> &str {
    hit["passage"]["text"].as_str().unwrap()
}

#[test]
fn a_question_stood_before_its_answer() {
    let dir =
        indexed(&[("briefing.txt", BRIEFING), ("other.txt", "MR. SAMPLE: The river is high this spring.\n")]);
    let found = hits(&dir, &["river treaty"]);
    assert!(text(&found[0]).contains("exchange maps"), "{found:#?}");
    let asked = found[0]["question"]["text"].as_str().unwrap();
    assert!(asked.ends_with("On the river treaty?"), "the hit shows what was asked: {asked}");
    assert_eq!(found[0]["match"], "answer", "the question has the words, and is shown");
    let question = found.iter().position(|hit| speaker(hit) == "Journalist");
    assert!(question.is_none_or(|at| at > 0), "{found:#?}");
    let shown = stdout(dir.path(), &["search", "river treaty"]);
    assert!(shown.contains("asked:") && shown.contains("answered:"), "{shown}");
}

#[test]
fn an_answer_that_was_broken_off_was_a_hit() {
    let briefing = "MS. EXAMPLE: Good afternoon, everyone, and welcome to the house by the river.\n\nQ Will the herring quota be \
        raised before the summer?\n\nMS. EXAMPLE: Look —\n\nQ In the north, that is.\n\nMS. EXAMPLE: The fishermen of the \
        coast have waited long enough, and the ministers will settle it with both neighbours in May.\n";
    let dir =
        indexed(&[("briefing.txt", briefing), ("other.txt", "MR. SAMPLE: Herring is cheap this spring.\n")]);
    let found = hits(&dir, &["herring quota summer"]);
    assert!(text(&found[0]).contains("fishermen of the coast"), "{found:#?}");
    assert!(found[0]["question"]["text"].as_str().unwrap().contains("before the summer"), "{found:#?}");
}

#[test]
fn an_answer_that_a_filter_leaves_out_is_not_brought_back_by_its_question() {
    let dir = indexed(&[("briefing.txt", BRIEFING)]);
    let found = hits(&dir, &["river treaty", "--speaker", "Journalist"]);
    assert!(!found.is_empty() && found.iter().all(|hit| speaker(hit) == "Journalist"), "{found:#?}");
}

#[test]
fn a_title_stood_as_a_hit() {
    let page = "# The river treaty of Sampleton\n\nThe ministers signed the river treaty on Monday, and the towns on both \
        banks rang their bells until the evening came.\n";
    let dir = indexed(&[
        ("a.md", page),
        ("b.md", "# Grain\n\nThe price of grain rose, and no river treaty was named.\n"),
    ]);
    let found = hits(&dir, &["river treaty"]);
    assert!(found.iter().all(|hit| !text(hit).ends_with("Sampleton")), "{found:#?}");
    // What stands in the title alone is still found.
    assert!(!hits(&dir, &["\"treaty of Sampleton\""]).is_empty());
}

/// A page of five statements about one thing, and others with one each.
fn crowded() -> TempDir {
    let turn = |name: &str, at: usize| {
        format!(
            "{name}: The herring fleet of the northern harbour sailed on day {at}, and the herring were many.\n\n"
        )
    };
    let page: String = (1..6).map(|at| turn(["MS. EXAMPLE", "MR. SAMPLE"][at % 2], at)).collect();
    let other = |at| {
        format!(
            "MR. NOBODY: We spoke for an hour of the weather on day {at}, and once of herring, in passing.\n"
        )
    };
    let others: Vec<String> = (1..4).map(other).collect();
    indexed(&[("page.txt", &page), ("a.txt", &others[0]), ("b.txt", &others[1]), ("c.txt", &others[2])])
}

#[test]
fn one_page_filled_all_the_first_hits() {
    let dir = crowded();
    let found = hits(&dir, &["herring"]);
    let of_page = found.iter().filter(|hit| hit["path"] == "page.txt");
    assert_eq!((of_page.count(), found.len()), (2, 5), "{found:#?}");
    let held_back: Vec<u64> = found.iter().filter_map(|hit| hit["held_back"].as_u64()).collect();
    assert_eq!(held_back, [3], "the rest is told");
    let shown = stdout(dir.path(), &["search", "herring"]);
    assert!(shown.contains("3 more of this document further down (--per-document 0)"), "{shown}");
    assert_eq!(hits(&dir, &["herring", "--per-document", "0"]).len(), 8);
    assert_eq!(hits(&dir, &["herring", "-n", "50"]).len(), 8, "none is lost");
    assert_eq!(hits(&dir, &["herring", "--offset", "5"]).len(), 3, "the page after begins with them");
    demarche(dir.path())
        .args(["search", "herring"])
        .assert()
        .success()
        .stderr(contains("--offset 5 goes on"));
}

#[test]
fn a_document_that_is_found_alone_is_shown_whole() {
    let dir = crowded();
    assert_eq!(hits(&dir, &["northern harbour fleet"])[..2].len(), 2);
    assert_eq!(hits(&dir, &["harbour"]).len(), 5);
}

#[test]
fn a_role_outranked_the_words_said() {
    let said = "{\"speaker\":\"Ada Example\",\"affiliation\":\"State Department\",\"text\":\"The grain ships left the harbour on \
        Monday, and grain prices fell in all the towns along the coast that week.\"}\n\
        {\"speaker\":\"Ben Sample\",\"affiliation\":\"Harbour Board\",\"text\":\"No state may stop the grain ships that lie in the \
        harbour, and none has stopped them, whatever was written in the papers of the capital.\"}\n";
    let dir = indexed(&[("said.jsonl", said)]);
    let found = hits(&dir, &["state grain"]);
    assert_eq!((found.len(), speaker(&found[0])), (2, "Ben Sample"), "{found:#?}");
}

#[test]
fn a_name_of_two_words_was_two_words() {
    let said = "{\"speaker\":\"Jane Sampleton\",\"text\":\"The quota of herring stands, and the boats will be counted.\"}\n\
        {\"speaker\":\"Cy Third\",\"text\":\"Jane Sampleton spoke of herring for an hour, and nobody left the hall.\"}\n\
        {\"speaker\":\"Jane Other\",\"text\":\"The bakers of Sampleton Street sell no herring on Sundays or Mondays.\"}\n";
    let dir = indexed(&[("said.jsonl", said)]);
    let found = hits(&dir, &["jane sampleton herring"]);
    let all: Vec<&str> = found.iter().filter(|hit| hit["match"] == "all").map(speaker).collect();
    assert!(all.len() == 2 && !all.contains(&"Jane Other"), "{found:#?}");
    demarche(dir.path())
        .args(["search", "Jane Sampleton herring"])
        .assert()
        .success()
        .stderr(contains("understood as: by or about Jane Sampleton"));
    let literal = hits(&dir, &["jane sampleton herring", "--literal"]);
    assert_eq!(literal.iter().filter(|hit| hit["match"] == "all").count(), 3);
}

#[test]
fn a_question_as_one_asks_it_is_answered_within_its_dates() {
    let said = "{\"speaker\":\"Jane Sampleton\",\"date\":\"2024-03-09\",\"text\":\"The quota of herring stands in the north.\"}\n\
        {\"speaker\":\"Jane Sampleton\",\"date\":\"2024-05-09\",\"text\":\"We said all there is to say about herring in March.\"}\n";
    let dir = indexed(&[("said.jsonl", said)]);
    let asked = "What did Jane Sampleton say about herring in March 2024?";
    let found = hits(&dir, &[asked]);
    assert_eq!((found.len(), &found[0]["date"]["value"]), (1, &"2024-03-09".into()), "{found:#?}");
    assert_eq!(found[0]["match"], "all");
    demarche(dir.path())
        .args(["search", asked])
        .assert()
        .success()
        .stderr(contains("date:2024-03-01..2024-03-31").and(contains("--literal")));
    assert_eq!(hits(&dir, &[asked, "--literal"]).len(), 2);
}

#[test]
fn who_recalls_a_matter_in_other_words_finds_it_when_asked_near() {
    let said = "{\"speaker\":\"Ada Example\",\"text\":\"The ceasefire along the river was broken by both armies at dawn.\"}\n\
        {\"speaker\":\"Ben Sample\",\"text\":\"Grain is dear, and a truce between the bakers is not in sight.\"}\n";
    let dir = indexed(&[("said.jsonl", said)]);
    assert_eq!(hits(&dir, &["truce"]).len(), 1, "not mixed in unless asked");
    let found = hits(&dir, &["truce", "--near"]);
    let told: Vec<(&str, &Value)> = found.iter().map(|hit| (speaker(hit), &hit["match"])).collect();
    assert_eq!(told, [("Ben Sample", &"all".into()), ("Ada Example", &"near".into())]);
    let shown = stdout(dir.path(), &["search", "truce", "--near"]);
    assert!(shown.find("near in meaning").unwrap() < shown.find("Ada Example").unwrap(), "{shown}");
}

#[test]
fn all_the_words_come_before_some_under_the_heading_that_says_so() {
    let said = "{\"speaker\":\"Ada Example\",\"text\":\"Herring, herring and once more herring: the quota is all that anybody asks \
        us about in this house, and the quota is not what matters this year.\"}\n\
        {\"speaker\":\"Ben Sample\",\"text\":\"There was a long debate on ships, on grain and on the straits, and at its end one \
        member named the herring quota of the northern straits, without any answer.\"}\n";
    let dir = indexed(&[("said.jsonl", said)]);
    let found = hits(&dir, &["herring quota straits"]);
    assert_eq!(speaker(&found[0]), "Ben Sample", "{found:#?}");
    let shown = stdout(dir.path(), &["search", "herring quota straits"]);
    let heading = shown.find("with some of the words only").unwrap();
    assert!(
        shown.find("Ben Sample").unwrap() < heading && shown.find("Ada Example").unwrap() > heading,
        "{shown}"
    );
}
