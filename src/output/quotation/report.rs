//! A manuscript's quotations and what was found out about each, as text.

use std::io::{self, Write};

use super::super::plain::plain;
use super::json::citation;
use super::told;
use crate::quotation::{DifferenceKind, Finding, Gravity, Manuscript, Reviewed};

/// A manuscript with its reviewed quotations.
#[derive(Clone, Debug)]
pub struct Review {
    /// The manuscript.
    pub manuscript: Manuscript,
    /// Its quotations, in its order.
    pub reviewed: Vec<Reviewed>,
}

impl Review {
    /// The quotations, the gravest first.
    pub fn gravest_first(&self) -> Vec<&Reviewed> {
        let mut order: Vec<&Reviewed> = self.reviewed.iter().collect();
        order.sort_by_key(|one| (one.gravity(), one.quoted.span.start));
        order
    }

    /// How many are faithful, and agree with the speaker, day and link that the manuscript gives.
    pub fn fine(&self) -> usize {
        self.reviewed.iter().filter(|one| one.gravity() == Gravity::Fine).count()
    }

    /// What was checked and what was not, in a sentence.
    pub fn summary(&self) -> String {
        let Manuscript { short, titles, long, .. } = &self.manuscript;
        let long = if *long > 0 { format!(", {long} too long to be checked at once") } else { String::new() };
        let checked = super::super::count(self.reviewed.len() as u64, "quotation");
        format!(
            "{checked} checked: {} in order, {} not; left out: {short} of fewer than {} words, {titles} that look like titles{long}. \
             `not-found` means: not in this corpus.",
            self.fine(),
            self.reviewed.len() - self.fine(),
            crate::quotation::QUOTATION_WORDS
        )
    }
}

/// What is wrong with a quotation, in a few words.
pub(crate) fn fault(one: &Reviewed) -> &'static str {
    match one.gravity() {
        Gravity::NotFound => "not in this corpus",
        Gravity::Spliced => "put together of several statements, or in another order",
        Gravity::SenseTurned => "words changed so that the sense may turn",
        Gravity::Altered => "words changed, added or left out without a mark",
        Gravity::OtherSpeaker => "not that speaker's words",
        Gravity::OtherPlace => "not of that day or place",
        Gravity::Fine => "in order",
    }
}

/// Where a quotation stands in its manuscript.
pub(super) fn place(review: &Review, one: &Reviewed) -> String {
    let name = &review.manuscript.name;
    match (&one.quoted.page, one.quoted.line) {
        (Some(page), _) => format!("{name}, page {page}"),
        (None, 0) => format!("{name}, code point {}", one.quoted.span.start),
        (None, line) => format!("{name}:{line}"),
    }
}

/// All that differs from what was said, a line each; what leaves the words as they are is not told.
pub(crate) fn faults(finding: &Finding) -> Vec<String> {
    let told_of = |kind: DifferenceKind| !kind.keeps_words();
    let shown = finding.differences.iter();
    shown.filter(|one| told_of(one.kind) || !one.may_turn_the_sense.is_empty()).map(told).collect()
}

/// Reviews as text, the gravest quotations of each manuscript first.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_reviews(out: &mut dyn Write, reviews: &[Review]) -> io::Result<()> {
    for review in reviews {
        for one in review.gravest_first() {
            let verdict = one.finding.verdict.as_str();
            writeln!(out, "{}: {verdict}, {}", plain(&place(review, one)), fault(one))?;
            let by =
                one.quoted.speaker.as_deref().map(|name| format!(" — {}", plain(name))).unwrap_or_default();
            writeln!(out, "  “{}”{by}", plain(&one.quoted.text))?;
            for line in faults(&one.finding) {
                writeln!(out, "  {}", plain(&line))?;
            }
            for place in &one.finding.places {
                writeln!(out, "  stands: {}, {}", plain(&super::who(place)), plain(&citation(place)))?;
            }
            if let Some(place) = one.finding.nearest.first() {
                writeln!(
                    out,
                    "  nearest, no match: {}, “{}”",
                    plain(&super::who(place)),
                    plain(&place.text)
                )?;
            }
            writeln!(out)?;
        }
        writeln!(out, "{}: {}\n", plain(&review.manuscript.name), review.summary())?;
    }
    Ok(())
}
