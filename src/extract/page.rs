//! Whole pages: whose words a page is, by its title or the line under it.
//!
//! `Remarks by President Biden on Ukraine`, `Statement from NATO`, `Secretary Blinken’s Remarks at …`, and the byline
//! `Antony J. Blinken, Secretary of State` under a title say that all that follows is one speaker's. A report on what they
//! said is not: there the text names them as its source.

use std::ops::Range;

use super::people::{self, Naming, Setting};
use crate::authority::{Mention, offices};
use crate::model::{Document, EntityType, Layout, Speaker};

/// What a page of somebody's words is called.
const WORKS: [&str; 24] = [
    "remarks",
    "statement",
    "speech",
    "address",
    "message",
    "letter",
    "testimony",
    "lecture",
    "keynote",
    "toast",
    "intervention",
    "comments",
    "op-ed",
    "essay",
    "commentary",
    "tribute",
    "eulogy",
    "greeting",
    "greetings",
    "video",
    "presentation",
    "proclamation",
    "sermon",
    "homily",
];

/// What joins such a word to whose it is.
const JOINS: [&str; 6] = [" by ", " from ", " of ", " By ", " From ", " Of "];

/// So many lines that are not empty open a page: title, kind, byline, place, date.
const HEAD: usize = 7;

/// How many bytes of a page show whether it reports on somebody.
const REPORT: usize = 3000;

/// Whose words a page is, all who speak together; nobody where its head does not say, and where it is a report. Of a
/// transcript that several hold, each speaks for themselves: nobody too.
pub(super) fn speakers(document: &Document, setting: Setting<'_>) -> Vec<Speaker> {
    let found = of_head(document, setting).unwrap_or_default();
    if found.len() > 1 && document.layout == Layout::Transcript { Vec::new() } else { found }
}

/// Whose words a page is by its title alone, the name as it stands there: what a file states, with nothing looked for in the
/// text or in lists. Nobody where several speak.
pub(super) fn stated(document: &Document, setting: Setting<'_>) -> Option<Speaker> {
    if document.speaker.is_some() || document.layout != Layout::Article {
        return None;
    }
    let title = plain(document.title.as_deref()?);
    let whose = after_work(&title).or_else(|| before_work(&title))?;
    let naming = Naming::new(&title, &[], setting);
    let named = naming.first_in(&whose).filter(|named| is_titles(title[whose.start..named.start].trim()))?;
    let alone =
        naming.first_in(&(named.end..title.len())).is_none() || !title[named.end..].starts_with(" and ");
    let speaker = named.speaker(&title[whose.start..named.end]);
    alone.then(|| Speaker { name: title[named.start..named.end].to_owned(), ..speaker })
}

fn of_head(document: &Document, setting: Setting<'_>) -> Option<Vec<Speaker>> {
    if document.speaker.is_some() || document.layout == Layout::Speech {
        return None;
    }
    let body = opening(&document.body);
    let title = document.title.as_deref().map(plain);
    let by_title = title.as_deref().and_then(|title| of_title(title, body, setting));
    let by_line = || (document.layout == Layout::Article).then(|| byline(body, setting)).flatten();
    let found = by_title.or_else(|| by_line().map(|speaker| vec![speaker]))?;
    // What states declare together speaks of them by name: `The United States and India reaffirmed`.
    let declared = found.len() > 1 && found.iter().all(|one| setting.is_body(&one.name));
    let reported = !declared && found.iter().any(|speaker| reports(body, &speaker.name));
    (document.layout == Layout::Transcript || !reported).then_some(found)
}

/// A title with single spaces; one in capitals with a capital a word.
fn plain(title: &str) -> String {
    let words = title.split_whitespace();
    if title.contains(char::is_lowercase) {
        return words.collect::<Vec<_>>().join(" ");
    }
    let small = ["BY", "FROM", "OF", "THE", "TO", "AT", "ON", "IN", "AND", "FOR", "WITH"];
    let cased = words.map(|word| {
        let mut chars = word.chars();
        let first = chars.next().filter(|_| !small.contains(&word));
        first.into_iter().collect::<String>()
            + &(if first.is_some() { chars.as_str() } else { word }).to_lowercase()
    });
    cased.collect::<Vec<_>>().join(" ")
}

/// The beginning of a body, cut at a character.
fn opening(body: &str) -> &str {
    let end = (0..=REPORT.min(body.len())).rev().find(|&at| body.is_char_boundary(at)).unwrap_or(0);
    &body[..end]
}

/// Who a title says speaks.
fn of_title(title: &str, body: &str, setting: Setting<'_>) -> Option<Vec<Speaker>> {
    let whose = after_work(title).or_else(|| before_work(title))?;
    // Names are told from the title and the page together: a surname may have its given name there.
    let text = format!("{title}\n\n{body}");
    let mentions = setting.authority.find(&text);
    let naming = Naming::new(&text, &mentions, setting);
    let person = naming.first_in(&whose);
    let opens = |start: usize| is_titles(title[whose.start..start].trim());
    if let Some(person) = person.filter(|person| opens(person.start)) {
        let first = person.speaker(title[whose.start..person.end].trim_start_matches("the "));
        let mut all = vec![first];
        // Two who speak together are neither alone.
        let mut end = person.end;
        while let Some(next) = naming.first_in(&(end..title.len())) {
            let between = &title[end..next.start];
            let joined = [" and ", ", and ", ", ", " And "].iter().find(|join| between.starts_with(**join));
            let Some(joined) = joined.filter(|_| is_titles(&between[1..])) else { break };
            all.push(next.speaker(&title[end + joined.len()..next.end]));
            end = next.end;
        }
        // Somebody more, whom nothing names in full, speaks too.
        let more = title[end..].starts_with(" and ") && title[end + 5..].starts_with(char::is_uppercase);
        return (!more || all.len() > 1).then_some(all);
    }
    // `Statement from the President`: whoever held the office on the date, on a page of the state's own.
    let bare = title[whose.clone()].trim_start_matches("the ");
    if let Some(office) = offices().starting_at(bare, 0)
        && let Some(identity) = setting.holder(office.name, setting.home)
    {
        let speaker = Speaker::named(identity.name);
        return Some(vec![Speaker {
            role: Some(office.name.to_owned()),
            as_written: bare[..office.end].to_owned(),
            ..speaker
        }]);
    }
    bodies(title, &whose, &mentions)
}

/// The bodies and states whose words a title says a page is, those that it joins together: `Joint Statement from the United
/// States and India`, `Joint Statement by the Leaders of Chile and Peru`. Nobody where it goes on with somebody else.
fn bodies(title: &str, whose: &Range<usize>, mentions: &[Mention]) -> Option<Vec<Speaker>> {
    let mut all: Vec<Speaker> = Vec::new();
    let mut at = whose.start;
    for words in ["the ", "Leaders of ", "leaders of ", "Governments of ", "governments of "] {
        at += if title[at..].starts_with(words) { words.len() } else { 0 };
    }
    loop {
        let start = at + if title[at..].starts_with("the ") { 4 } else { 0 };
        let body = mentions.iter().find(|mention| mention.start == start && mention.end <= whose.end)?;
        if !matches!(body.entity.kind, EntityType::Organisation | EntityType::Country) {
            return None;
        }
        let written = title[start..body.end].to_owned();
        all.push(Speaker { as_written: written, ..Speaker::named(body.entity.name.clone()) });
        let rest = &title[body.end..whose.end];
        match [", and ", " and ", ", "].iter().find(|join| rest.starts_with(**join)) {
            Some(join) => at = body.end + join.len(),
            None => {
                let next = rest.split_whitespace().next().unwrap_or("on");
                return next.starts_with(|c: char| !c.is_uppercase()).then_some(all);
            }
        }
    }
}

/// Whether words before a name are titles and offices: words with capitals, and the small ones between them.
fn is_titles(words: &str) -> bool {
    let small = ["of", "to", "for", "the", "and", "&"];
    words.split(' ').all(|word| {
        word.is_empty() || word.starts_with(char::is_uppercase) || small.contains(&word.trim_end_matches(','))
    })
}

/// The part of a title after `Remarks by`: who may speak, up to the title's end.
fn after_work(title: &str) -> Option<Range<usize>> {
    JOINS.iter().find_map(|join| {
        let at = title.find(join)?;
        let before = title[..at]
            .trim_end_matches(" as Prepared for Delivery")
            .trim_end_matches(" As Prepared for Delivery");
        let words: Vec<&str> = before.split([' ', ':']).filter(|word| !word.is_empty()).collect();
        let work = words.last()?.to_lowercase();
        let short = words.len() <= 6
            && words.iter().all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3);
        (short && WORKS.contains(&work.as_str())).then(|| at + join.len()..title.len())
    })
}

/// The part of a title before `Statement`: `President Biden’s Statement on …`.
fn before_work(title: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for word in title.split(' ') {
        let bare = word.trim_end_matches([':', ',']).to_lowercase();
        if WORKS[..4].contains(&bare.as_str()) && at > 1 {
            let before = title[..at - 1].trim_end_matches(['’', '\'']);
            let end = before.strip_suffix("’s").or_else(|| before.strip_suffix("'s")).unwrap_or(before).len();
            let high = before.split(' ').all(|word| {
                word.starts_with(char::is_uppercase) || matches!(word, "of" | "the" | "for" | "to")
            });
            return high.then_some(0..end);
        }
        at += word.len() + 1;
    }
    None
}

/// Who a line under the title says wrote or spoke: a name and an office alone, `Antony J. Blinken, Secretary of State`; or
/// `By Jane Doe` where the page says that it is an opinion.
fn byline(body: &str, setting: Setting<'_>) -> Option<Speaker> {
    // A byline stands alone: no line of its paragraph follows.
    let all: Vec<&str> = body.lines().map(str::trim).collect();
    let alone =
        |at: usize| all.get(at + 1).is_none_or(|next| next.is_empty()) && (at == 0 || all[at - 1].is_empty());
    let lines: Vec<&str> = (0..all.len())
        .filter(|&at| !all[at].is_empty())
        .take(HEAD)
        .filter(|&at| alone(at))
        .map(|at| all[at])
        .collect();
    let opinion = lines.iter().any(|line| {
        let line = line.to_lowercase();
        line.len() < 40
            && ["opinion", "op-ed", "guest essay", "commentary"].iter().any(|word| line.starts_with(word))
    });
    lines.iter().find_map(|line| {
        let by = line.strip_prefix("By ").filter(|_| opinion);
        let (name, office) = match by {
            Some(name) => (name, None),
            None => {
                let (name, post) = line.split_once(", ")?;
                let post = post.strip_prefix("the ").unwrap_or(post);
                let office = offices().starting_at(post, 0)?;
                // After the office its body may stand, and no verb.
                let alone =
                    line.len() < 120 && !line.ends_with(['.', ':', ';']) && is_titles(&post[office.end..]);
                (name, Some(post[..office.end].to_owned()).filter(|_| alone)?.into())
            }
        };
        let mentions = setting.authority.find(name);
        let naming = Naming::new(name, &mentions, setting);
        let person =
            naming.first_in(&(0..name.len())).filter(|person| person.end == name.len() && person.full)?;
        let mut speaker = person.speaker(line);
        speaker.role = office.map(|office: String| office.to_lowercase()).or(speaker.role);
        Some(speaker)
    })
}

/// Whether a text reports on somebody: it names them as a source of its own.
fn reports(body: &str, name: &str) -> bool {
    let surname = name.rsplit(' ').next().unwrap_or(name);
    body.match_indices(surname).any(|(at, _)| {
        let said = |word: &str| people::attributes(word);
        let after = body[at + surname.len()..].split_whitespace().next().unwrap_or("");
        let before = body[..at].trim_end();
        let titled = before.rsplit(' ').next().unwrap_or("");
        (body[at + surname.len()..].starts_with(' ') && said(after)) || said(titled)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(title: &str, body: &str) -> Option<(String, Option<String>)> {
        let document = Document { title: Some(title.into()), ..Document::new("x.txt", body) };
        let authority = crate::authority::Authority::builtin();
        let found = speakers(&document, Setting { authority, date: None, home: None });
        found.into_iter().next().map(|speaker| (speaker.name, speaker.role))
    }

    #[test]
    fn a_title_says_whose_words_a_page_is() {
        for (title, name, role) in [
            ("Remarks by President Holmgren on the River", "Holmgren", Some("president")),
            ("Remarks by President Holmgren Honoring the Rowers", "Holmgren", Some("president")),
            (
                "Statement from National Security Advisor Jake Sandal on Talks",
                "Jake Sandal",
                Some("national security advisor"),
            ),
            (
                "Remarks as Prepared for Delivery by First Lady Ana Weiss at the UN",
                "Ana Weiss",
                Some("first lady"),
            ),
            (
                "Press Statement by Secretary of State Anders Holmgren",
                "Anders Holmgren",
                Some("secretary of state"),
            ),
            ("Statement of Ambassador Ana Weiss", "Ana Weiss", Some("ambassador")),
            ("Secretary Holmgren’s Remarks at a Dinner", "Holmgren", Some("secretary")),
            ("Statement by NATO on the Bridge", "NATO", None),
        ] {
            let found =
                of(title, "We have come here today to speak of the river and of those who row on it.\n");
            assert_eq!(found, Some((name.to_owned(), role.map(str::to_owned))), "{title}");
        }
    }

    #[test]
    fn who_speak_together_are_all_named() {
        let title = "Statement From President Ada Holmgren and First Lady Ana Weiss on the River";
        let document =
            Document { title: Some(title.into()), ..Document::new("x.txt", "The river is high.\n") };
        let authority = crate::authority::Authority::builtin();
        let found = speakers(&document, Setting { authority, date: None, home: None });
        let names: Vec<&str> = found.iter().map(|speaker| speaker.name.as_str()).collect();
        assert_eq!(names, ["Ada Holmgren", "Ana Weiss"]);
    }

    #[test]
    fn what_states_declare_together_is_theirs_though_it_speaks_of_them_by_name() {
        let declared = |title: &str| -> Vec<String> {
            let body = "Chile and Peru reaffirmed their bond. The leaders spoke of the river, and Chile said it would help.\n";
            let document = Document { title: Some(title.into()), ..Document::new("x.txt", body) };
            let authority = crate::authority::Authority::builtin();
            let found = speakers(&document, Setting { authority, date: None, home: None });
            found.into_iter().map(|speaker| speaker.name).collect()
        };
        assert_eq!(declared("Joint Statement from Chile and Peru"), ["Chile", "Peru"]);
        assert_eq!(
            declared("Joint Statement by the Leaders of Chile, Peru, and Bolivia on Water"),
            ["Chile", "Peru", "Bolivia"]
        );
        assert!(declared("Joint Statement from Chile and Partners").is_empty());
        // One alone is reported on.
        assert!(declared("Statement from Chile").is_empty());
    }

    #[test]
    fn what_is_given_is_the_title_s_name_as_it_stands() {
        let authority = crate::authority::Authority::shared();
        let given = crate::extract::Extractor::new(authority).as_given();
        let first = |title: &str, body: &str| {
            let document = Document { title: Some(title.into()), ..Document::new("x.txt", body) };
            given.extract(&document)[0].speaker.as_ref().map(|speaker| speaker.name.clone())
        };
        let byline = "Ana J. Weiss, Secretary of State\n\nThe river is high.\n";
        assert_eq!(
            first("Remarks by President Biden on the River", "It is high.\n").as_deref(),
            Some("Biden")
        );
        assert_eq!(first("On the River", byline), None);
    }

    #[test]
    fn titles_that_say_nobody() {
        for title in [
            "Press Briefing by Press Secretary Ana Weiss",
            "Readout of President Holmgren’s Call with Prime Minister Weiss",
            "Statement of Support",
            "A Letter of Hope",
        ] {
            assert_eq!(of(title, "The talks went on for a long time.\n"), None, "{title}");
        }
    }

    #[test]
    fn a_report_on_a_statement_is_the_reporters() {
        let body = "“We will stay,” Holmgren said on Monday in a statement.\n";
        assert_eq!(of("Statement by President Holmgren on the River", body), None);
    }

    #[test]
    fn a_sentence_that_opens_with_name_and_office_is_no_byline() {
        let body =
            "Ana Weiss, the president of Norway, said on Monday that the river was\nhigh and would rise.\n";
        assert_eq!(of("The River Rises", body), None);
    }

    #[test]
    fn a_line_of_name_and_office_is_a_byline() {
        let body =
            "Press Statement\n\nAna J. Weiss, Secretary of State\n\nMay 3, 2024\n\nThe river is high.\n";
        assert_eq!(
            of("On the River", body),
            Some(("Ana J. Weiss".to_owned(), Some("secretary of state".to_owned())))
        );
    }
}
