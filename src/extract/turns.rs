//! Transcripts, by turn.

use std::collections::HashMap;

use super::cut::Cut;
use crate::authority::Authority;
use crate::model::{Document, Kind, Speaker};
use crate::read::{TurnHead, turn_head};

/// The name that stands for whoever asks: a transcript does not say who it was.
const JOURNALIST: &str = "Journalist";

/// Titles before a surname that say no office.
const COURTESY: [&str; 14] =
    ["MR", "MS", "MRS", "MISS", "DR", "SIR", "DAME", "LORD", "BARONESS", "MADAM", "H.E", "HON", "REV", "MX"];

/// Offices before a surname, in capitals, and how a role is written.
const OFFICES: [(&str, &str); 28] = [
    ("VICE PRESIDENT", "Vice President"),
    ("PRIME MINISTER", "Prime Minister"),
    ("FOREIGN MINISTER", "Foreign Minister"),
    ("FOREIGN SECRETARY", "Foreign Secretary"),
    ("SECRETARY-GENERAL", "Secretary-General"),
    ("SECRETARY GENERAL", "Secretary-General"),
    ("DEPUTY SECRETARY", "Deputy Secretary"),
    ("ASSISTANT SECRETARY", "Assistant Secretary"),
    ("UNDER SECRETARY", "Under Secretary"),
    ("PRESS SECRETARY", "Press Secretary"),
    ("FIRST LADY", "First Lady"),
    ("SECOND GENTLEMAN", "Second Gentleman"),
    ("PRESIDENT", "President"),
    ("SECRETARY", "Secretary"),
    ("AMBASSADOR", "Ambassador"),
    ("MINISTER", "Minister"),
    ("CHANCELLOR", "Chancellor"),
    ("SENATOR", "Senator"),
    ("GOVERNOR", "Governor"),
    ("GENERAL", "General"),
    ("ADMIRAL", "Admiral"),
    ("ADMINISTRATOR", "Administrator"),
    ("DIRECTOR", "Director"),
    ("KING", "King"),
    ("QUEEN", "Queen"),
    ("GEN", "General"),
    ("AMB", "Ambassador"),
    ("SEN", "Senator"),
];

/// One statement a turn; what comes before the first is the editor's.
pub(super) fn cut(document: &Document) -> Vec<Cut> {
    let mut cuts = vec![Cut::at(0, Kind::Narration)];
    let mut names = Names { document, known: HashMap::new() };
    let mut at = 0;
    let mut words = false;
    for line in document.body.split_inclusive('\n') {
        if let Some(head) = turn_head(line) {
            let cut = Cut { speaker: Some(names.speaker(&head)), ..Cut::at(at, Kind::Spoken) };
            if words { cuts.push(cut) } else { cuts[0] = Cut { start: 0, ..cut } }
        }
        words |= !line.trim().is_empty();
        at += line.len();
    }
    cuts
}

/// The speakers of one transcript, each worked out once.
struct Names<'d> {
    document: &'d Document,
    known: HashMap<String, Speaker>,
}

impl Names<'_> {
    fn speaker(&mut self, head: &TurnHead<'_>) -> Speaker {
        let key = format!("{}\n{}", head.label, head.bracket.unwrap_or_default());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let speaker = self.work_out(head);
        self.known.insert(key, speaker.clone());
        speaker
    }

    fn work_out(&self, head: &TurnHead<'_>) -> Speaker {
        let as_written = head.label.to_owned();
        if head.is_question() {
            let role = Some("journalist".to_owned());
            return Speaker { name: JOURNALIST.to_owned(), role, affiliation: None, as_written };
        }
        let affiliation =
            head.bracket.map(|name| Authority::builtin().country(name).unwrap_or(name).to_owned());
        let (role, surname) = split(head.label);
        let name = match surname {
            None => self.holder(head.label).unwrap_or_else(|| title_case(head.label)),
            Some(surname) => self.full_name(surname).unwrap_or_else(|| title_case(surname)),
        };
        Speaker { name, role, affiliation, as_written }
    }

    /// Who holds the office that a label like `THE PRESIDENT` names: the document's speaker, or the
    /// one person that the title calls so.
    fn holder(&self, label: &str) -> Option<String> {
        let office = label.trim_start_matches("THE ").trim_start_matches("The ");
        if let Some(speaker) = &self.document.speaker
            && speaker.role.as_deref().is_some_and(|role| role.eq_ignore_ascii_case(office))
        {
            return Some(speaker.name.clone());
        }
        let title = self.document.title.as_deref()?;
        let wanted = title_case(office);
        let mut found = title.match_indices(&wanted).filter(|(at, _)| !title[..*at].ends_with("Vice "));
        let (at, _) = found.next()?;
        let rest = title[at + wanted.len()..].trim_start();
        let name: Vec<_> =
            rest.split_whitespace().take_while(|word| word.starts_with(char::is_uppercase)).take(3).collect();
        let name = name.join(" ");
        let name = name.trim_end_matches([',', '.', ':']);
        let ambiguous = found.next().is_some();
        (!name.is_empty() && !ambiguous).then(|| name.to_owned())
    }

    /// The fullest name with that surname that the title or the body spells out: `Jean-Pierre` is
    /// `Karine Jean-Pierre`. Only a name that stands there is given.
    fn full_name(&self, surname: &str) -> Option<String> {
        let wanted = title_case(surname);
        let title = self.document.title.as_deref().into_iter();
        title.chain([self.document.body.as_str()]).find_map(|text| given_and_surname(text, &wanted))
    }
}

/// The first place where `surname` follows a given name that is no courtesy title or office.
fn given_and_surname(text: &str, surname: &str) -> Option<String> {
    for (at, found) in text.match_indices(surname) {
        let after = text[at + found.len()..].chars().next();
        if after.is_some_and(|c| c.is_alphanumeric() || c == '-') {
            continue;
        }
        let before = text[..at].strip_suffix([' ', '\u{a0}', '\n']).unwrap_or("");
        let given = before.rsplit([' ', '\u{a0}', '\n', '(', '“', '"']).next().unwrap_or("");
        if is_given_name(given) {
            return Some(format!("{given} {surname}"));
        }
    }
    None
}

fn is_given_name(word: &str) -> bool {
    let bare = word.trim_end_matches('.').to_uppercase();
    let mut chars = word.chars();
    let capitalised =
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase);
    let office = |name: &str| OFFICES.iter().any(|(office, _)| office.split(' ').any(|part| part == name));
    // Words that open sentences before a surname: `And Miller said`.
    let other = [
        "AND", "BUT", "THE", "THANK", "THANKS", "AS", "WHEN", "WITH", "FROM", "SO", "WHAT", "DID", "DOES",
        "HAS", "CAN",
    ];
    capitalised
        && !word.ends_with('.')
        && word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '’' || c == '\'')
        && !COURTESY.contains(&bare.as_str())
        && !office(&bare)
        && !other.contains(&bare.as_str())
}

/// A label's office, if it names one, and its surname: `MS. JEAN-PIERRE`, `SECRETARY BLINKEN`, `THE PRESIDENT`.
fn split(label: &str) -> (Option<String>, Option<&str>) {
    let upper = label.to_uppercase();
    let bare = upper.strip_prefix("THE ").unwrap_or(&upper);
    let bare = bare.strip_prefix("ACTING ").unwrap_or(bare);
    for (office, role) in OFFICES {
        if bare == office {
            return (Some(role.to_owned()), None);
        }
        if let Some(rest) = upper.strip_prefix(office)
            && rest.starts_with([' ', '.'])
            && upper.len() == label.len()
        {
            let surname = label[office.len()..].trim_start_matches(['.', ' ']);
            return (Some(role.to_owned()), Some(surname).filter(|name| !name.is_empty()));
        }
    }
    if upper.len() != label.len() || upper.starts_with("THE ") {
        return (None, if upper.starts_with("THE ") { None } else { Some(label) });
    }
    for title in COURTESY {
        if let Some(rest) = upper.strip_prefix(title)
            && rest.starts_with(['.', ' ', '\n'])
        {
            let surname = label[title.len()..].trim_start_matches(['.', ' ', '\n']);
            return (None, Some(surname).filter(|name| !name.is_empty()));
        }
    }
    (None, Some(label))
}

/// A name in capitals as names are written: `JEAN-PIERRE` is `Jean-Pierre`, `McGURK` stays `McGurk`.
/// A name that has small letters but for a prefix is left as it is.
fn title_case(name: &str) -> String {
    let small = name.chars().filter(|c| c.is_lowercase()).count();
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    if small > capitals {
        return name.to_owned();
    }
    let mut cased = String::with_capacity(name.len());
    let mut inside = false;
    let mut prefix = false;
    for c in name.chars() {
        if !c.is_alphabetic() {
            inside = false;
            prefix = c == '’' || c == '\'';
            cased.push(c);
        } else if inside && !prefix {
            // `McGURK`: the small letter says that the next capital opens a part of the name.
            prefix = c.is_lowercase();
            cased.extend(c.to_lowercase());
        } else {
            cased.push(c);
            inside = true;
            prefix = false;
        }
    }
    cased
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::model::Layout;

    const BRIEFING: &str = "Briefing with Press Secretary Karine Jean-Pierre\n\nMS. JEAN-PIERRE:  Good afternoon. I have \
the national security advisor, Jake Sullivan, here.\n\nMR. SULLIVAN:  Thank you.\n\nQ    Is there a deal?\n\nSECRETARY BLINKEN: No. \
[Laughter.]\n\nMr. Nebenzia (Russian Federation) (spoke in Russian): We object.\n";

    fn turns(body: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let document = Document { layout: Layout::Transcript, ..Document::new("x.txt", body) };
        let statements = Extractor::default().extract(&document);
        assert_eq!(statements.iter().map(|s| s.text.as_str()).collect::<String>(), body);
        let speakers = statements.into_iter().filter_map(|statement| statement.speaker);
        speakers.map(|speaker| (speaker.name, speaker.role, speaker.affiliation)).collect()
    }

    #[test]
    fn turns_belong_to_who_speaks() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            turns(BRIEFING),
            [
                ("Karine Jean-Pierre".to_owned(), None, None),
                ("Jake Sullivan".to_owned(), None, None),
                ("Journalist".to_owned(), some("journalist"), None),
                ("Blinken".to_owned(), some("Secretary"), None),
                ("Nebenzia".to_owned(), None, some("Russia")),
            ]
        );
    }

    #[test]
    fn the_president_is_who_the_title_says() {
        let document = Document {
            layout: Layout::Transcript,
            title: Some("Remarks by President Biden on the Middle East".into()),
            ..Document::new("x.txt", "THE PRESIDENT:  Good evening.\n\nQ    Sir?\n")
        };
        let statements = Extractor::default().extract(&document);
        let name = |at: usize| statements[at].speaker.as_ref().map(|speaker| speaker.name.as_str());
        assert_eq!((name(0), name(1)), (Some("Biden"), Some("Journalist")));
    }

    #[test]
    fn names_in_capitals_are_written_as_names() {
        for (capitals, name) in [
            ("JEAN-PIERRE", "Jean-Pierre"),
            ("O’BRIEN", "O’Brien"),
            ("McGURK", "McGurk"),
            ("Wang Yi", "Wang Yi"),
        ] {
            assert_eq!(title_case(capitals), name);
        }
    }
}
