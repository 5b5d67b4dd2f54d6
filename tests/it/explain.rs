//! `extract --explain`: every derived value says which rule gave it and which words it rests on.

use crate::common::{demarche, folder};
use serde_json::Value;

/// A wire report of made-up people.
const WIRE: &str = "\
Ruritanian envoy rules out a ceasefire before the hostages are free

GENEVA, Oct. 11 — Swiss Foreign Ministry spokeswoman Ada Example said on Wednesday that the talks with \
Hamas would go on. “The mediators are still in Doha,” she told reporters, adding that Egypt had sent a new text.

Ben Sample asked for more time. Washington has been told, a senior diplomat said.

The Swiss spokeswoman declined to name a date. Nobody expects one.

The river was low.
";

const PEOPLE: &str = "\
name,role,affiliation,from,to
Ben Sample,negotiator,Ruritania,2021,2023
Ben Sample,envoy,Ruritania,2024,
Ada Example,ambassador,Switzerland,2020,
";

fn explained(args: &[&str]) -> Vec<Value> {
    let dir = folder(&[("wire.txt", WIRE.as_bytes()), ("people.csv", PEOPLE.as_bytes())]);
    let run = demarche(dir.path()).args(["extract", "wire.txt"]).args(args).assert().success();
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Every reason as a line: what, its value, its rule, and the words with their places.
fn told(statements: &[Value]) -> String {
    let mut text = String::new();
    for statement in statements {
        text += &format!("“{}”\n", statement["text"].as_str().unwrap().trim());
        let explain = statement["explain"].as_object().unwrap();
        for (what, reasons) in explain.iter().filter(|(_, reasons)| !reasons.is_null()) {
            for reason in reasons.as_array().unwrap_or(&vec![reasons.clone()]) {
                let words: Vec<String> = reason["words"].as_array().unwrap().iter().map(words).collect();
                let from = reason.get("from").map_or(String::new(), |from| {
                    format!(
                        " (from {}, {})",
                        from["value"].as_str().unwrap(),
                        from["basis"].as_str().unwrap()
                    )
                });
                let value = reason["value"].as_str().unwrap_or("unknown");
                text += &format!(
                    "  {what} {value}: {}{from} {}\n",
                    reason["rule"].as_str().unwrap(),
                    words.join(" ")
                );
            }
        }
    }
    text
}

fn words(words: &Value) -> String {
    match words["at"].as_array() {
        Some(at) => format!("[{} {}–{}]", words["text"].as_str().unwrap(), at[0], at[1]),
        None => format!("[{} in the {}]", words["text"].as_str().unwrap(), words["in"].as_str().unwrap()),
    }
}

#[test]
fn every_value_says_what_it_rests_on() {
    let statements = explained(&["--explain", "--date", "2024-10-11", "--authority", "people.csv"]);
    insta::assert_snapshot!(told(&statements));
}

#[test]
fn the_words_stand_where_they_are_said_to_stand() {
    let body: Vec<char> = WIRE.chars().collect();
    let mut places = 0;
    let mut look = vec![Value::Array(explained(&["--explain"]))];
    while let Some(value) = look.pop() {
        if let (Some(text), Some(at)) = (value.get("text"), value.get("at").and_then(Value::as_array)) {
            let at = |end: usize| at[end].as_u64().unwrap() as usize;
            assert_eq!(body[at(0)..at(1)].iter().collect::<String>(), text.as_str().unwrap());
            places += 1;
        }
        match value {
            Value::Array(values) => look.extend(values),
            Value::Object(values) => look.extend(values.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    assert!(places > 15, "{places}");
}

#[test]
fn explaining_changes_nothing_else() {
    let mut explained_ones = explained(&["--explain"]);
    for statement in &mut explained_ones {
        assert!(statement.as_object_mut().unwrap().remove("explain").is_some());
    }
    assert_eq!(explained_ones, explained(&[]));
}

#[test]
fn the_office_of_the_day_is_given_where_the_text_has_none() {
    let speaker = |date: &str, name: &str| {
        let statements = explained(&["--date", date, "--authority", "people.csv"]);
        let found = statements.iter().find(|statement| statement["speaker"]["name"] == name);
        found.map(|statement| statement["speaker"]["role"].clone()).unwrap()
    };
    assert_eq!(speaker("2024-10-11", "Ben Sample"), "envoy");
    assert_eq!(speaker("2022-05-03", "Ben Sample"), "negotiator");
    // In that year he may have held neither.
    assert_eq!(speaker("2020-05-03", "Ben Sample"), Value::Null);
    // The text's own words win.
    assert_eq!(speaker("2024-10-11", "Ada Example"), "foreign ministry spokeswoman");
}
