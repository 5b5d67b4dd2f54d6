//! A manuscript's quotations and what was found out about each, as text and CSV.

use std::io::{self, Write};

use super::super::csv::harmless;
use super::super::plain::plain;
use super::json::{citation, permalink};
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
pub(super) fn fault(one: &Reviewed) -> &'static str {
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
    match one.quoted.line {
        0 => format!("{}, code point {}", review.manuscript.name, one.quoted.span.start),
        line => format!("{}:{line}", review.manuscript.name),
    }
}

/// All that differs from what was said, a line each; what leaves the words as they are is not told.
pub(super) fn faults(finding: &Finding) -> Vec<String> {
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

const HEADINGS: [&str; 18] = [
    "file",
    "line",
    "start",
    "end",
    "quotation",
    "sentence",
    "speaker",
    "date",
    "note",
    "verdict",
    "fault",
    "speaker_agrees",
    "date_agrees",
    "link_agrees",
    "differences",
    "said_by",
    "said_on",
    "permalink",
];

/// Reviews as CSV, a row each quotation, the gravest of each manuscript first.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_reviews_csv(out: &mut dyn Write, reviews: &[Review]) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(HEADINGS)?;
    for review in reviews {
        for one in review.gravest_first() {
            table.write_record(row(review, one).map(harmless))?;
        }
    }
    table.flush()
}

fn row(review: &Review, one: &Reviewed) -> [String; 18] {
    let (quoted, finding) = (&one.quoted, &one.finding);
    let agrees = |agrees: Option<bool>| agrees.map_or(String::new(), |agrees| agrees.to_string());
    let places = |of: &dyn Fn(&crate::quotation::Place) -> String| {
        finding.places.iter().map(of).collect::<Vec<_>>().join(";")
    };
    [
        review.manuscript.name.clone(),
        if quoted.line == 0 { String::new() } else { quoted.line.to_string() },
        quoted.span.start.to_string(),
        quoted.span.end.to_string(),
        quoted.text.clone(),
        quoted.sentence.clone(),
        quoted.speaker.clone().unwrap_or_default(),
        quoted.date.map_or(String::new(), |date| date.to_string()),
        quoted.note.clone().unwrap_or_default(),
        finding.verdict.as_str().to_owned(),
        fault(one).to_owned(),
        agrees(finding.speaker_agrees),
        agrees(finding.date_agrees),
        agrees(finding.link_agrees),
        finding.differences.iter().map(told).collect::<Vec<_>>().join("; "),
        places(&super::who),
        places(&|place| place.stored.date.value.map_or(String::new(), |date| date.to_string())),
        places(&permalink),
    ]
}
