//! Which offices of the list the title of a source names: `Minister for Foreign Affairs and Trade`,
//! `Ambassador Extraordinary and Plenipotentiary to Belgium`.

use super::roles::{plain, roles};
use crate::authority::Authority;

/// An office that a title names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub role: &'static str,
    pub body: String,
    pub place: Option<String>,
}

/// The offices that a title of a state or body names; none where the list keeps none of them.
pub(super) fn offices_of(title: &str, body: &str) -> Vec<Named> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = title.split(" (").next().unwrap_or(&title).trim_end_matches(" ad interim");
    let mut found: Vec<Named> = Vec::new();
    for piece in pieces(title) {
        let named = accredited(piece, body).or_else(|| own(piece, body)).or_else(|| elsewhere(piece, body));
        found.extend(named.filter(|named| !found.contains(named)));
    }
    found
}

/// `Deputy Prime Minister and Minister of Foreign Affairs` is two offices.
fn pieces(title: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, gap) in title.match_indices(" and ").chain(title.match_indices(", ")) {
        let next = title[at + gap.len()..].to_lowercase();
        if at > start
            && ["minister of", "minister for", "foreign minister", "secretary for"]
                .iter()
                .any(|word| next.starts_with(word))
        {
            pieces.push(&title[start..at]);
            start = at + gap.len();
        }
    }
    pieces.push(&title[start..]);
    pieces
}

/// An ambassador, and to whom.
fn accredited(title: &str, body: &str) -> Option<Named> {
    let (office, place) = title.split_once(" to ")?;
    let office = plain(office);
    let special =
        ["special envoy", "special representative", "special coordinator"].contains(&office.as_str());
    let is_one = [
        "ambassador",
        "envoy extraordinary",
        "minister plenipotentiary",
        "minister resident",
        "charge d",
        "agent",
        "permanent representative",
        "representative of the usa",
        "consul general",
        "high commissioner",
        "us representative",
        "us permanent representative",
        "permanent observer",
        "principal officer",
    ];
    let is_one = is_one.iter().any(|start| office.starts_with(start) || office.ends_with("charge daffaires"));
    if !(is_one || special) || office.starts_with("ambassador at large") {
        return None;
    }
    let place = place.split([',', '(']).next().unwrap_or(place).trim().trim_start_matches("the ");
    let known = Authority::builtin().canonical(place);
    let place = known.map_or(place, |entity| entity.name.as_str()).to_owned();
    let role = match place.as_str() {
        _ if special => "special envoy",
        "United Nations" => "permanent representative",
        _ => "ambassador",
    };
    Some(Named { role, body: body.to_owned(), place: Some(place) })
}

/// An office of the state or body itself.
fn own(title: &str, body: &str) -> Option<Named> {
    let authority = Authority::builtin();
    let words = plain(title);
    let words = match title.rsplit_once(" of ") {
        Some((office, of)) if authority.canonical(of).is_some_and(|entity| entity.name == body) => {
            plain(office)
        }
        _ => words,
    };
    let form = roles().form(&words).iter().find(|form| form.is_of(body));
    let role = form
        .map(|form| form.role)
        .or_else(|| below_secretary(&words, body))
        .or_else(|| minister(&words, body))?;
    let place = (role == "permanent representative").then(|| "United Nations".to_owned());
    Some(Named { role, body: body.to_owned(), place })
}

/// An office of a body that the title names: `President of the European Commission`.
fn elsewhere(title: &str, body: &str) -> Option<Named> {
    if !["World", "European Union", "United States"].contains(&body) {
        return None;
    }
    if let Some((_, to)) = title.split_once("Permanent Representative on the Council of the ") {
        let place = Authority::builtin().canonical(to)?.name.clone();
        return Some(Named { role: "ambassador", body: body.to_owned(), place: Some(place) });
    }
    let title = title.split(" for ").next().unwrap_or(title);
    let phrase = Authority::builtin().office_in(title)?;
    if body == "United States" || !phrase.is_held() || phrase.name.is_some() {
        return None;
    }
    let [body] = <[String; 1]>::try_from(phrase.bodies).ok()?;
    Some(Named { role: phrase.role, body, place: phrase.place })
}

fn below_secretary(words: &str, body: &str) -> Option<&'static str> {
    let start = ["under secretary of state", "assistant secretary of state", "under secretary for"];
    let start = start.iter().find(|start| words.starts_with(**start) && body == "United States")?;
    Some(if start.starts_with("under") { "under secretary of state" } else { "assistant secretary of state" })
}

/// A minister whose title says more than the usual: `Federal Minister for Europe and Foreign Affairs`.
fn minister(words: &str, body: &str) -> Option<&'static str> {
    let words = ["federal ", "union ", "cabinet ", "senior "]
        .iter()
        .find_map(|word| words.strip_prefix(word))
        .unwrap_or(words);
    let below = [
        "deputy minister",
        "vice minister",
        "assistant minister",
        "associate minister",
        "minister of state",
        "state minister",
        "state secretary",
        "secretary of state",
        "minister delegate",
        "second minister",
        "parliamentary",
        "under secretary",
    ];
    let is_below = below.iter().any(|start| words.starts_with(start));
    if !is_below
        && !["minister of ", "minister for ", "minister in charge of ", "minister with "]
            .iter()
            .any(|start| words.starts_with(start))
    {
        return None;
    }
    let has = |subjects: &[&str]| subjects.iter().any(|subject| words.contains(subject));
    let foreign = has(&[
        "foreign affairs",
        "external affairs",
        "external relations",
        "foreign relations",
        "foreign and ",
        "foreign policy",
    ]);
    let defence = has(&["defence", "defense", "armed forces"])
        && !has(&[
            "civil",
            "home front",
            "production",
            "materiel",
            "industr",
            "procurement",
            "equipment",
            "veterans",
        ]);
    match (foreign, defence, is_below) {
        _ if body == "United States" => None,
        (true, _, false) => Some("foreign minister"),
        (true, _, true) => Some("deputy foreign minister"),
        (_, true, false) => Some("defence minister"),
        (_, true, true) => Some("deputy defence minister"),
        _ => None,
    }
}
