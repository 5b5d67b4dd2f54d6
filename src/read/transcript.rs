//! The heads that open the turns of a transcript.

use std::sync::LazyLock;

use regex::Regex;

/// The opening of a turn: who speaks, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnHead<'a> {
    /// How many bytes of the line it takes, the colon included.
    pub length: usize,
    /// The name or office: `MR MILLER`, `Mr. Nebenzia`, `Q`.
    pub label: &'a str,
    /// What stands in the first brackets after the name: `Russian Federation`.
    pub bracket: Option<&'a str>,
}

impl TurnHead<'_> {
    /// Whether a journalist asks: such a turn has no name.
    pub fn is_question(&self) -> bool {
        static ASKERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
            include_str!("askers.txt").lines().filter(|line| !line.starts_with('#')).collect()
        });
        let label = self.label.to_uppercase();
        ASKERS.contains(&label.as_str())
            // A slip of the keyboard: `QUESITON`, `REPOTER`.
            || label.len() >= 6
                && ["QUESTION", "REPORTER"].iter().any(|asker| strsim::osa_distance(asker, &label) <= 1)
    }
}

/// Labels before a colon that are no speakers.
const NO_SPEAKERS: [&str; 16] = [
    "NOTE",
    "SOURCE",
    "BACKGROUND",
    "PARTICIPANTS",
    "WHAT",
    "WHO",
    "WHERE",
    "WHEN",
    "WHY",
    "TITLE",
    "DATE",
    "SUBJECT",
    "LOCATION",
    "IMMEDIATE RELEASE",
    "CONTACT",
    "UPDATE",
];

/// The head that opens a line, if it opens a turn. The line may begin with white space.
pub fn turn_head(line: &str) -> Option<TurnHead<'_>> {
    let start = line.len() - line.trim_start_matches([' ', '\t', '\u{a0}', '*', '_']).len();
    let rest = &line[start..];
    if let Some(after) = rest.strip_prefix('Q') {
        // `Q    What about …`, `Q What about …`: before a small letter, `Q` is a word of the text.
        let after = after.trim_start_matches('*');
        let blank = after.len() - after.trim_start_matches([' ', '\t', '\u{a0}']).len();
        if after.starts_with(':')
            || blank >= 2
            || after.starts_with('\t')
            || (blank > 0 && after.trim_start().chars().next().is_none_or(begins_speech))
        {
            let length = start + 1 + usize::from(after.starts_with(':'));
            return Some(TurnHead { length, label: &rest[..1], bracket: None });
        }
    }
    if !rest.starts_with(char::is_uppercase) {
        return None;
    }
    let near = rest.len().min(160);
    let near = (0..=near).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(0);
    memchr::memchr(b':', &rest.as_bytes()[..near])?;
    static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?x)^
            (?:
              (?:MR|MS|MRS|MISS|DR|GEN|AMB|SEN|REP|GOV|LT|COL|ADM|CAPT|SGT|H\.E)\b\.?\s*[\p{Lu}][\p{Lu}’'.\s-]{1,50}?
            | [\p{Lu}][\p{Lu}’'.\s,-]{1,60}?
            | (?:Mr|Ms|Mrs|Miss|Dr|Sir|Dame|Lord|Baroness)\.?\s+(?:(?:d[aeiou]|del|dos|de[rn]|l[ae]|van|von|al|el|bin|ben|ibn|bint|ter|y|e|zu|af|ul)\s+){0,2}\p{Lu}[\p{L}’'.-]*(?:\s+(?:\p{Lu}[\p{L}’'.-]*|d[aeiou]|del|dos|de[rn]|l[ae]|van|von|al|el|bin|ben|ibn|bint|ter|y|e|zu|af|ul)){0,4}?
            | The\ (?:Acting\ |Vice-)?(?:President|Chair|Chairman|Chairperson|Secretary-General|Prime\ Minister|Presidente?)
            | (?:Question|Reporter|Moderator|Journalist)
            | (?:President|Secretary|Ambassador|Minister|Prime\ Minister|Foreign\ Minister|Chancellor|Senator|General|King|Queen|Prince|Sheikh|Vice\ President)
              (?:\s+\p{Lu}[\p{L}’'.-]*){1,4}?
            )
            \s*(?:\([^()\n]{1,80}\))?\s*(?:\([^()\n]{1,60}\))?\s*(?:\[[^\]\n]{1,40}\])?\s*:",
        )
        .ok()
    });
    let found = HEAD.as_ref()?.find(&rest[..near])?;
    // A label holds neither brackets nor a colon.
    let after = found.as_str().find(['(', '[', ':'])?;
    let label = found.as_str()[..after].trim();
    if NO_SPEAKERS.contains(&label.to_uppercase().as_str()) || label.len() < 2 {
        return None;
    }
    let bracket = found.as_str()[after..].strip_prefix('(').and_then(|inside| inside.split(')').next());
    let bracket = bracket.filter(|part| !part.starts_with("spoke"));
    let mut length = start + found.end();
    length += line[length..].len() - line[length..].trim_start_matches('*').len();
    Some(TurnHead { length, label, bracket })
}

/// Whether what somebody says may begin with it.
fn begins_speech(c: char) -> bool {
    c.is_uppercase() || matches!(c, '—' | '–' | '“' | '"' | '(' | '[' | '…')
}

/// Whether a text is laid out in turns: two of them, or one and nothing long before it.
pub(super) fn has_turns(text: &str) -> bool {
    let mut heads = text.lines().filter_map(turn_head);
    heads.next().is_some() && heads.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_turns() {
        for (line, label, bracket) in [
            ("MR MILLER: Good afternoon.", "MR MILLER", None),
            ("MS. JEAN-PIERRE:  Hey.", "MS. JEAN-PIERRE", None),
            ("SECRETARY BLINKEN: Thank you.", "SECRETARY BLINKEN", None),
            ("THE PRESIDENT:  Well.", "THE PRESIDENT", None),
            ("The President: I give the floor.", "The President", None),
            ("QUESTION: And Gaza?", "QUESTION", None),
            ("Q    Good afternoon.", "Q", None),
            ("Q Thank you. Does that hold?", "Q", None),
            ("Q — the talks?", "Q", None),
            ("**MR. SULLIVAN:** Hello.", "MR. SULLIVAN", None),
            (
                "Mr. Nebenzia (Russian Federation) (spoke in Russian): We",
                "Mr. Nebenzia",
                Some("Russian Federation"),
            ),
            (
                "Ms. Thomas-Greenfield (United States of America): I",
                "Ms. Thomas-Greenfield",
                Some("United States of America"),
            ),
            ("PRIME MINISTER SUNAK: Yes.", "PRIME MINISTER SUNAK", None),
            ("Mr. Wang Yi (China) (spoke in Chinese):", "Mr. Wang Yi", Some("China")),
        ] {
            let head = turn_head(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((head.label, head.bracket), (label, bracket), "{line}");
            assert!(line[..head.length].contains(label));
        }
    }

    #[test]
    fn what_is_no_head() {
        for line in [
            "Note: this is a summary.",
            "Source: US Department of State.",
            "He said this: no.",
            "Q and A followed.",
            "Q is a letter.",
            "State Department: Hamas’ refusal to engage",
            "The question is: when?",
            "At 10:30 the talks began.",
            "",
            "PARTICIPANTS: five",
            "Dr. Example said so cogently: no.",
        ] {
            assert_eq!(turn_head(line), None, "{line}");
        }
    }
}
