//! What was found out about quotations: one as text and JSON, those of a manuscript as text, CSV and a page.

#[cfg(feature = "render")]
mod diff;
mod echoes;
#[cfg(feature = "render")]
mod html;
mod json;
mod report;
#[cfg(feature = "render")]
mod text;

use super::plain::together;
use crate::model::{Kind, Speaker};
use crate::quotation::{Difference, DifferenceKind, Place};

#[cfg(feature = "web")]
pub(crate) use diff::{Piece, diff};
pub use echoes::{EchoJson, write_echoes, write_echoes_of};
pub(in crate::output) use echoes::{by, link, written};
#[cfg(feature = "render")]
pub use html::write_reviews_html;
pub use json::{FindingJson, write_finding_json};
pub(crate) use json::{citation, permalink};
pub(crate) use report::fault;
#[cfg(feature = "web")]
pub(crate) use report::faults;
pub use report::{Review, write_reviews};
#[cfg(feature = "render")]
pub use text::write_finding;

/// Whose words a place has, and how they came to stand there.
pub(crate) fn who(place: &Place) -> String {
    let names =
        |speakers: &[Speaker]| together(speakers.iter().map(|speaker| speaker.name.clone()).collect());
    let voice = &place.voice;
    let said = names(&voice.speakers);
    match (voice.kind, said, names(&voice.quoted_by)) {
        (Kind::Narration, ..) => "(narration)".to_owned(),
        (_, Some(said), Some(by)) => format!("{said}, quoted by {by}"),
        (_, None, Some(by)) => format!("somebody quoted by {by}"),
        (kind, Some(said), None) => format!("{said} ({})", kind.as_str()),
        (kind, None, None) => format!("nobody named ({})", kind.as_str()),
    }
}

/// A difference in a line.
pub(crate) fn told(difference: &Difference) -> String {
    let (quoted, said) = (shortened(&difference.quoted.text), shortened(&difference.source.text));
    let what = match difference.kind {
        DifferenceKind::Omission if said.is_empty() => {
            format!("omission marked: {quoted}, where nothing is left out")
        }
        DifferenceKind::Omission => format!("omission marked: “{said}” left out"),
        DifferenceKind::Insertion if said.is_empty() => format!("insertion marked: {quoted}"),
        DifferenceKind::Insertion => format!("insertion marked: {quoted} for “{said}”"),
        DifferenceKind::Added => format!("added: “{quoted}”"),
        DifferenceKind::LeftOut => format!("left out: “{said}”"),
        DifferenceKind::Changed => format!("changed: “{quoted}” for “{said}”"),
        kind => format!("{}: {} for {}", kind.as_str(), shown(&quoted), shown(&said)),
    };
    let senses: Vec<&str> = difference.may_turn_the_sense.iter().map(|sense| sense.as_str()).collect();
    if senses.is_empty() { what } else { format!("{what} (may turn the sense: {})", senses.join(", ")) }
}

/// Signs between two words, so that one sees that there are none.
fn shown(text: &str) -> String {
    if text.trim().is_empty() { "nothing".to_owned() } else { format!("“{}”", text.trim()) }
}

/// Long words are told by their beginning and end.
fn shortened(text: &str) -> String {
    const WORDS: usize = 24;
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= WORDS {
        return words.join(" ");
    }
    let (first, last) = (&words[..WORDS / 2], &words[words.len() - WORDS / 4..]);
    format!("{} … [{} words] … {}", first.join(" "), words.len(), last.join(" "))
}
