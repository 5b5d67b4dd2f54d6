//! Hints: what errors of the library name as data, in the words of the command line.

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
        SkipCause::Special => Some(format!("{cause}; pipe what it gives into `demarche index -`")),
        _ => None,
    }
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
