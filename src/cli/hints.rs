//! Hints: what errors of the library name as data, in the words of the command line.

use demarche::index::Report;
use demarche::query::{FilterError, Problem, QueryError};
use demarche::read::{Skip, SkipCause};

/// Says of skips which option helps.
pub fn add_to_skips(skips: &mut [Skip]) {
    skips.iter_mut().for_each(add_to_skip);
}

/// Says of a skip which option helps.
pub fn add_to_skip(skip: &mut Skip) {
    if let Some(reason) = skip.cause.take().as_ref().and_then(reason) {
        skip.reason = reason;
    }
}

/// The reason with the option in it, where there is one.
fn reason(cause: &SkipCause) -> Option<String> {
    match cause {
        SkipCause::MissingColumn { column, columns } => {
            Some(format!("has no column `{column}`, which --map asks for; its columns are {columns}"))
        }
        SkipCause::NoTextColumn { columns } => Some(format!(
            "has no column for the text; say which it is with --map text=COLUMN; its columns are {columns}"
        )),
        SkipCause::NoTextKey { keys } => {
            Some(format!("has no text; its keys are {keys}; say which holds the text with --map text=KEY"))
        }
        SkipCause::Misfit { .. } => {
            Some(format!("{cause}; say which it is with --encoding, such as --encoding windows-1251"))
        }
        SkipCause::NestedRecords { list, .. } => Some(format!("{cause}; read them with --records {list}")),
        SkipCause::NoRecords { .. } => {
            Some(format!("{cause}; write the keys that lead to it with full stops: --records response.docs"))
        }
        SkipCause::LongRecord { .. } => {
            Some(format!("{cause}, or say with --records KEY under which key its list of records lies"))
        }
        SkipCause::NoColumnFor { fields, .. } => {
            let maps: Vec<_> = fields.iter().map(|field| format!("--map {}=COLUMN", field.name())).collect();
            Some(format!("{cause}; if one of them has it, say so with {}", maps.join(" and ")))
        }
        SkipCause::OtherText { other, .. } => {
            Some(format!("{cause}; to take it instead, say --map text={other}"))
        }
        SkipCause::DateInDoubt { .. } => Some(format!(
            "{cause}; say which comes first, the day or the month, with --date-order dmy or --date-order mdy"
        )),
        SkipCause::FolderGone { .. } => {
            Some(format!("{cause}; connect it and run again, or take them out with `demarche delete FOLDER`"))
        }
        SkipCause::NameTaken => Some(format!("{cause}; give it another with --name NAME")),
        SkipCause::Special => Some(format!("{cause}; pipe what it gives into `demarche index -`")),
        _ => None,
    }
}

/// What a user may do about what a report says.
pub fn for_report(report: &Report) -> Vec<String> {
    let kept = report.standard_input.as_ref().filter(|name| name.starts_with('-')).map(|name| {
        format!("what came on standard input is kept as `{name}`; give it a name of its own with --name NAME")
    });
    let replaced =
        report.standard_input.as_ref().filter(|name| !name.starts_with('-') && report.replaced > 0);
    let replaced =
        replaced.map(|name| format!("`{name}` holds what came now, in place of what it held before"));
    kept.into_iter().chain(replaced).chain(for_undated(report)).chain(for_speakerless(report)).collect()
}

fn for_speakerless(report: &Report) -> Option<String> {
    let hint = "documents without a speaker are found by their words only: say which column or line of front matter \
         names the speaker with --map speaker=NAME, or write the name before each turn (`MS EXAMPLE: …`)";
    (report.speakerless > 0).then(|| hint.to_owned())
}

/// What to do about documents without a date.
fn for_undated(report: &Report) -> Option<String> {
    let hint = "searches from a day to a day and timelines pass documents without a date over: write the day into the \
         text (`Date: 2024-10-09`) or the file's name (2024-10-09-title.txt), or give one for all of a run with --date; \
         `demarche search date:none` lists them";
    (report.undated > 0).then(|| hint.to_owned())
}

/// What to write instead of a query that is refused.
pub fn for_query(error: &QueryError) -> String {
    match &error.problem {
        Problem::Strict(_) => "mend that place, or leave out --strict to have it repaired".to_owned(),
        _ => error.hint(),
    }
}

/// What is wrong with a filter, by the name of its option.
pub fn filter(error: &FilterError) -> String {
    match error {
        FilterError::Empty { filter, value } => format!("the filter --{filter} has no word in `{value}`"),
        _ => error.to_string(),
    }
}
