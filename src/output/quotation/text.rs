//! Findings as text.

use std::io::{self, Write};

use super::super::plain::plain;
use super::super::text::{HEAD, Look, MATCHED, NAME, QUIET, dates, wrapped};
use super::json::{citation, permalink};
use super::{told, who};
use crate::quotation::{Disagreement, Finding, Place, Verdict};

/// The verdict, what agrees with what was given, and each place with what differs there.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_finding(out: &mut dyn Write, finding: &Finding, look: Look) -> io::Result<()> {
    writeln!(out, "{HEAD}{}{HEAD:#}: {}", finding.verdict.as_str(), meaning(finding))?;
    for line in agreement(finding) {
        writeln!(out, "{MATCHED}{line}{MATCHED:#}")?;
    }
    writeln!(out)?;
    for (at, place) in finding.places.iter().enumerate() {
        write_place(out, place, &format!("{:>2}. ", at + 1), finding, look)?;
    }
    if finding.more_places > 0 {
        writeln!(
            out,
            "{QUIET}and {} more{QUIET:#}\n",
            super::super::count(finding.more_places as u64, "place")
        )?;
    }
    if !finding.nearest.is_empty() {
        writeln!(out, "{QUIET}── the nearest passages; these are no matches ──{QUIET:#}\n")?;
        for place in &finding.nearest {
            write_place(out, place, "  · ", finding, look)?;
        }
    }
    Ok(())
}

/// A verdict in words.
fn meaning(finding: &Finding) -> String {
    let turns = finding.differences.iter().any(|one| !one.may_turn_the_sense.is_empty());
    let turns = if turns { "; this may turn the sense" } else { "" };
    match finding.verdict {
        Verdict::Exact => "it stands so, character for character".to_owned(),
        Verdict::SameWords => format!("the same words in the same order{turns}"),
        Verdict::Altered => format!("words were changed, added or left out without a mark{turns}"),
        Verdict::Spliced => "its pieces stand in several statements, or in another order".to_owned(),
        Verdict::NotFound if finding.words == 0 => "there is no word in it".to_owned(),
        Verdict::NotFound => "it does not stand in this corpus".to_owned(),
    }
}

/// What does not agree with the speaker, the day or the link that was given.
fn agreement(finding: &Finding) -> Vec<String> {
    let mut lines = Vec::new();
    if finding.speaker_agrees == Some(false) {
        lines.push(match finding.disagreement {
            Some(Disagreement::Narrator) => "not a speaker's words: the narrator's own".to_owned(),
            Some(Disagreement::Questioner) => {
                "not that speaker's words: a question put by somebody else".to_owned()
            }
            Some(Disagreement::QuotesAnother) => {
                "not that speaker's own words: the speaker quotes somebody".to_owned()
            }
            Some(Disagreement::SpeakerUnknown) => "the corpus does not say whose words they are".to_owned(),
            _ => "not that speaker's words: somebody else's".to_owned(),
        });
    }
    if finding.date_agrees == Some(false) {
        lines.push("not said on that date".to_owned());
    }
    if finding.link_agrees == Some(false) && finding.verdict != Verdict::NotFound {
        lines.push("not in the statement or document that was named".to_owned());
    }
    lines
}

fn write_place(
    out: &mut dyn Write,
    place: &Place,
    rank: &str,
    finding: &Finding,
    look: Look,
) -> io::Result<()> {
    let piece = finding.verdict == Verdict::Spliced;
    let verdict = match piece || place.verdict == finding.verdict {
        true => String::new(),
        false => format!("  {}", place.verdict.as_str()),
    };
    write!(out, "{QUIET}{rank}{QUIET:#}{NAME}{}{NAME:#}", plain(&who(place)))?;
    writeln!(out, "  {}{verdict}", plain(&dates(&place.stored)))?;
    let indent = " ".repeat(rank.chars().count());
    if piece {
        writeln!(out, "{indent}{QUIET}quoted: “{}”{QUIET:#}", plain(&place.quoted.text))?;
    }
    for line in wrapped(&format!("“{}”", place.text), &[], Look { whole: true, ..look }, indent.len()) {
        writeln!(out, "{indent}{line}")?;
    }
    for difference in place.differences.iter().filter(|_| place.verdict != Verdict::NotFound) {
        writeln!(out, "{indent}{}", plain(&told(difference)))?;
    }
    if !place.copies.is_empty() {
        let copies: Vec<&str> = place.copies.iter().map(|copy| copy.path.as_str()).collect();
        writeln!(out, "{indent}{QUIET}near-identical: {}{QUIET:#}", plain(&copies.join(", ")))?;
    }
    writeln!(out, "{indent}{QUIET}{}{QUIET:#}", plain(&citation(place)))?;
    writeln!(out, "{indent}{QUIET}{}  {}{QUIET:#}\n", plain(&place.stored.place()), permalink(place))
}
