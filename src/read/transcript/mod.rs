//! The heads that open the turns of a transcript.

mod candidates;
mod convention;
mod form;
mod label;
mod opening;
mod prose;
mod titles;

use form::{End, Opening};

pub(crate) use prose::is_clause;
pub(crate) use titles::{
    Courtesy, LabelKind, is_answerer, is_asker, is_label, is_outlet, is_part, is_slip, is_unnamed, titles,
};

/// The opening of a turn: who speaks, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnHead<'a> {
    /// How many bytes of the line it takes, the colon included.
    pub length: usize,
    /// The name or office: `MR MILLER`, `Mr. Nebenzia`, `Q`.
    pub label: &'a str,
    /// What stands in the first brackets after the name: `Russian Federation`. Notes on the language are none.
    pub bracket: Option<&'a str>,
    /// What a comma or `of` joins to the label: `CNN ANCHOR`, `New York`.
    pub description: Option<&'a str>,
    /// The bytes of the line that a note takes, its brackets included: `(spoke in Russian)`.
    pub note: Option<(usize, usize)>,
    /// Whether what follows is reported: `Mr. Perez (Mexico) said that`.
    pub reports: bool,
}

impl<'a> TurnHead<'a> {
    fn of(opening: &Opening<'a>) -> Self {
        let Opening { length, label, description, bracket, note, form, .. } = *opening;
        Self { length, label, bracket, description, note, reports: form.end == End::Said }
    }

    /// Whether a journalist asks: such a turn has no name.
    pub fn is_question(&self) -> bool {
        is_asker(self.label) || is_outlet(self.label)
    }
}

/// Where a turn of a transcript begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn<'a> {
    /// The first byte of its line.
    pub start: usize,
    /// Who speaks; `None` where a part of the document begins that nobody speaks: `NOTE: …`.
    pub head: Option<TurnHead<'a>>,
}

/// The head that opens a line, if it opens a turn whatever the rest of the text is. The line may begin with
/// white space.
pub fn turn_head(line: &str) -> Option<TurnHead<'_>> {
    opening::opening(line)
        .filter(|opening| opening.certain && !label::is_no_speaker(opening.label))
        .map(|opening| TurnHead::of(&opening))
}

/// The turns of a text, by its own convention: which openings of lines recur, in which typography, and whom
/// the page names. `title` is the page's, if it has one.
pub fn turns<'a>(body: &'a str, title: Option<&str>) -> Vec<Turn<'a>> {
    let turn = |found: convention::Found<'a>| Turn {
        start: found.start,
        head: found.opening.map(|opening| TurnHead::of(&opening)),
    };
    convention::heads(body, title).into_iter().map(turn).collect()
}

/// Whether a text is laid out in turns: two of them, or one and nothing long before it.
pub(super) fn has_turns(text: &str, title: Option<&str>) -> bool {
    convention::is_transcript(text, title, &convention::heads(text, title))
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
