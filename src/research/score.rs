//! How often the program is right, by a checked sample.

use serde::Serialize;

use super::sheet::{CheckedField, Sheet};
use crate::authority::Authority;
use crate::index::{IndexError, Snapshot, StoredPassage};
use crate::model::{CorrectedField, Document, PartialDate};
use crate::record::{Anchor, Found};

/// How often the program is right in one field.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FieldScore {
    /// How many answers of the program were checked; of topics each.
    pub checked: u64,
    /// How many of them are right.
    pub right: u64,
    /// The share of them, with its Wilson interval of 95 %; `None` where none was checked.
    pub precision: Option<(f64, f64, f64)>,
    /// Where the program gave no answer, and the coder did.
    pub missed: u64,
    /// Where both say that there is none.
    pub both_none: u64,
}

/// A wrong answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// The row's number.
    pub number: String,
    /// The field.
    pub field: CheckedField,
    /// What the program said.
    pub program: String,
    /// What the coder said.
    pub coder: String,
    /// The statement's id now.
    pub id: String,
}

/// How often the program is right.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Score {
    /// How the sample was drawn, as the sheet says.
    pub drawn: String,
    /// Rows of the sheet.
    pub rows: usize,
    /// Rows whose words are not in the index any more, by their numbers: they are not counted.
    pub lost: Vec<String>,
    /// Rows and fields of which coders say different things: they are not counted.
    pub apart: u64,
    /// Rows whose statements were corrected since: counted as the program had them.
    pub corrected: u64,
    /// The fields, in their order.
    pub fields: Vec<(CheckedField, FieldScore)>,
    /// The answers that are wrong.
    pub wrong: Vec<Wrong>,
}

/// What the program itself says of words.
struct Program {
    id: String,
    speakers: Vec<String>,
    date: Option<PartialDate>,
    kind: String,
    topics: Vec<String>,
    corrected: bool,
}

/// Counts how often the program is right, by what coders said. What was corrected since counts as the program had it: the
/// sample stands for what was not checked.
///
/// # Errors
/// Where the index cannot be read.
pub fn score(snapshot: &Snapshot, sheet: &Sheet) -> Result<Score, IndexError> {
    let mut score = Score { drawn: sheet.drawn.clone(), rows: sheet.rows.len(), ..Score::default() };
    let mut fields = CheckedField::ALL.map(|field| (field, FieldScore::default()));
    for row in &sheet.rows {
        let Some(program) = program_of(snapshot, &row.at)? else {
            score.lost.push(row.number.clone());
            continue;
        };
        score.corrected += u64::from(program.corrected);
        for (field, counts) in &mut fields {
            let mut said: Vec<&String> =
                row.answers.values().filter_map(|answers| answers.get(field)).collect();
            said.dedup_by(|a, b| plain(*field, a) == plain(*field, b));
            match said[..] {
                [] => {}
                [coder] => {
                    let wrong = judge(*field, &program, coder, counts);
                    score.wrong.extend(wrong.map(|said| Wrong {
                        number: row.number.clone(),
                        field: *field,
                        program: said,
                        coder: coder.clone(),
                        id: program.id.clone(),
                    }));
                }
                _ => score.apart += 1,
            }
        }
    }
    for (_, counts) in &mut fields {
        counts.precision = (counts.checked > 0).then(|| {
            let (low, high) = wilson(counts.right, counts.checked);
            (counts.right as f64 / counts.checked as f64, low, high)
        });
    }
    score.fields = fields.into();
    Ok(score)
}

impl Score {
    /// What a methods section can say.
    pub fn sentence(&self) -> String {
        let mut said = Vec::new();
        for (field, counts) in &self.fields {
            if let Some((share, low, high)) = counts.precision {
                said.push(format!(
                    "{} in {:.1} % of {} cases (95 % interval {:.1} to {:.1} %)",
                    field.as_str(),
                    share * 100.0,
                    counts.checked,
                    low * 100.0,
                    high * 100.0
                ));
            }
        }
        let counted = self.rows - self.lost.len();
        let drawn = if self.drawn.is_empty() { String::new() } else { format!(" ({})", self.drawn) };
        format!(
            "In a sample of {counted} statements{drawn}, read and judged by hand, demarche {} gives rightly: {}. Intervals are Wilson's.",
            env!("CARGO_PKG_VERSION"),
            if said.is_empty() { "nothing that was checked".to_owned() } else { said.join("; ") }
        )
    }
}

/// What the program itself says of the words of a row, of the statement that has most of them.
fn program_of(snapshot: &Snapshot, at: &Anchor) -> Result<Option<Program>, IndexError> {
    let passages = snapshot.show(&at.document_id())?;
    let body: String = passages.iter().map(|passage| passage.text.as_str()).collect();
    let document = Document { id: at.document_id(), ..Document::new(at.path.as_str(), body) };
    let (Found::Here(bytes) | Found::Moved(bytes)) = at.find(&document.body) else { return Ok(None) };
    let mut start = 0;
    let mut shares: Vec<(usize, &StoredPassage)> = Vec::new();
    for passage in &passages {
        let end = start + passage.text.len();
        let share = end.min(bytes.end).saturating_sub(start.max(bytes.start));
        match shares.iter_mut().find(|(_, other)| other.id == passage.id) {
            Some((known, _)) => *known += share,
            None => shares.push((share, passage)),
        }
        start = end;
    }
    let most = shares.into_iter().rev().max_by_key(|(share, _)| *share);
    Ok(most.map(|(_, passage)| as_the_program_had_it(passage)))
}

fn as_the_program_had_it(passage: &StoredPassage) -> Program {
    let list =
        |text: &str| text.split("; ").filter(|one| !one.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let mut program = Program {
        id: passage.id.clone(),
        speakers: passage.all_speakers().iter().map(|speaker| speaker.name.clone()).collect(),
        date: passage.date.value,
        kind: passage.kind.as_str().to_owned(),
        topics: passage.topics.clone(),
        corrected: !passage.corrected.is_empty(),
    };
    // Of several corrections of one value the first has what the program said.
    for mark in passage.corrected.iter().rev() {
        match mark.field {
            CorrectedField::Speaker => program.speakers = list(&mark.was),
            CorrectedField::Date | CorrectedField::Published => program.date = mark.was.parse().ok(),
            CorrectedField::Kind => program.kind.clone_from(&mark.was),
            CorrectedField::Topics => program.topics = list(&mark.was),
            _ => {}
        }
    }
    program
}

/// Counts one answer; what the program said, where that is wrong.
fn judge(field: CheckedField, program: &Program, coder: &str, counts: &mut FieldScore) -> Option<String> {
    let none = is_none(coder);
    let (said, right) = match field {
        CheckedField::Topic => return judge_topics(program, coder, counts),
        CheckedField::Speaker => {
            let said: Vec<&str> = program.speakers.iter().map(String::as_str).collect();
            let wanted: Vec<&str> = coder.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
            let right = said.len() == wanted.len()
                && wanted.iter().all(|name| said.iter().any(|said| same_person(name, said)));
            (said.join("; "), right)
        }
        CheckedField::Date => {
            let said = program.date;
            let right =
                said.zip(coder.parse::<PartialDate>().ok()).is_some_and(|(said, coder)| fits(said, coder));
            (said.map(|date| date.to_string()).unwrap_or_default(), right)
        }
        CheckedField::Kind => (program.kind.clone(), program.kind == coder.to_lowercase()),
    };
    match (said.is_empty(), none) {
        (true, true) => counts.both_none += 1,
        (true, false) => counts.missed += 1,
        (false, none) => {
            counts.checked += 1;
            if right && !none {
                counts.right += 1;
            } else {
                return Some(said);
            }
        }
    }
    None
}

/// Each topic is an answer of its own.
fn judge_topics(program: &Program, coder: &str, counts: &mut FieldScore) -> Option<String> {
    let wanted: Vec<String> = if is_none(coder) {
        Vec::new()
    } else {
        coder.split(';').map(|topic| topic.trim().to_lowercase()).collect()
    };
    let is_right = |topic: &&String| wanted.contains(&topic.to_lowercase());
    let right = program.topics.iter().filter(is_right).count() as u64;
    counts.checked += program.topics.len() as u64;
    counts.right += right;
    counts.missed += wanted.len() as u64 - right.min(wanted.len() as u64);
    counts.both_none += u64::from(program.topics.is_empty() && wanted.is_empty());
    let wrong: Vec<&str> =
        program.topics.iter().filter(|topic| !is_right(topic)).map(String::as_str).collect();
    (!wrong.is_empty()).then(|| wrong.join("; "))
}

/// Whether a coder says that there is none.
fn is_none(said: &str) -> bool {
    ["none", "nobody", "no", "-", "–", "unknown"].contains(&said.trim().to_lowercase().as_str())
}

/// What a coder said, without what does not count: two who said the same are told by it. Empty where there is none.
pub fn plain_answer(field: CheckedField, said: &str) -> String {
    plain(field, said)
}

fn plain(field: CheckedField, said: &str) -> String {
    if is_none(said) {
        return String::new();
    }
    let fold = |text: &str| {
        let words: Vec<String> = crate::index::analysis::words(text).map(|word| word.folded).collect();
        words.join(" ")
    };
    match field {
        CheckedField::Speaker | CheckedField::Kind => fold(said),
        CheckedField::Date => {
            said.parse::<PartialDate>().map_or_else(|_| fold(said), |date| date.to_string())
        }
        CheckedField::Topic => {
            let mut topics: Vec<String> =
                said.split(';').map(fold).filter(|topic| !topic.is_empty()).collect();
            topics.sort();
            topics.join(";")
        }
    }
}

/// Whether two names are forms of one person's.
fn same_person(one: &str, other: &str) -> bool {
    plain(CheckedField::Speaker, one) == plain(CheckedField::Speaker, other)
        || !Authority::builtin().may_be_same(&[one, other])[0].is_empty()
}

/// Whether one date lies in the other.
fn fits(one: PartialDate, other: PartialDate) -> bool {
    let inside =
        |a: PartialDate, b: PartialDate| b.first_day() <= a.first_day() && a.last_day() <= b.last_day();
    inside(one, other) || inside(other, one)
}

/// The interval of 95 % for a share of so many (Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
/// *Journal of the American Statistical Association* 22, 1927).
pub fn wilson(right: u64, of: u64) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    let (count, share) = (of as f64, right as f64 / of as f64);
    let middle = share + Z * Z / (2.0 * count);
    let reach = Z * (share * (1.0 - share) / count + Z * Z / (4.0 * count * count)).sqrt();
    let all = 1.0 + Z * Z / count;
    (((middle - reach) / all).max(0.0), ((middle + reach) / all).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe, "Two-sided confidence intervals for the single proportion", *Statistics in Medicine* 17 (1998), table I, method 3.
    #[test]
    fn intervals_are_those_of_the_worked_examples() {
        for (right, of, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let (a, b) = wilson(right, of);
            assert!((a - low).abs() < 6e-5 && (b - high).abs() < 6e-5, "{right}/{of}: {a} {b}");
        }
    }
}
