//! Tables of who spoke for which country: `Speakers_by_session.xlsx` of the UN General Debate Corpus.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::ReadError;

/// Who spoke for a country in a session, and in which post.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SpeakerTable {
    /// By country code and year: the name and the post. Keys are `USA 2017`.
    by_year: BTreeMap<String, (String, Option<String>)>,
}

impl SpeakerTable {
    /// Reads an Excel or CSV table with the columns `Year` (or `Session`), `ISO Code`, `Name of Person Speaking`
    /// and `Post`; columns are found by these words in their headings.
    ///
    /// # Errors
    /// Where it cannot be read, has not the columns, or names nobody; a spreadsheet also where the feature `xlsx` is left
    /// out.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let shown = path.display().to_string();
        let bad = |reason: String| ReadError::Speakers { path: shown.clone(), reason };
        let csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        let rows = if csv { csv_rows(path) } else { sheet_rows(path) }.map_err(bad)?;
        let mut rows = rows.into_iter();
        let headings = rows.next().unwrap_or_default();
        let column = |words: &[&str]| {
            let named = |heading: &String| words.iter().any(|word| heading.to_lowercase().contains(word));
            headings.iter().position(named)
        };
        let (Some(year), Some(code), Some(name)) =
            (column(&["year"]), column(&["iso"]), column(&["name", "speaker"]))
        else {
            let found = headings.join(", ");
            return Err(bad(format!("has no columns for year, ISO code and name; its columns are {found}")));
        };
        let post = column(&["post", "role"]);
        let mut table = Self::default();
        for row in rows {
            let cell = |at: usize| row.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
            if let (Some(year), Some(code), Some(name)) = (cell(year), cell(code), cell(name)) {
                let year = year.split('.').next().unwrap_or(year);
                let post = post.and_then(cell).map(str::to_owned);
                table.by_year.insert(format!("{code} {year}"), (super::title::clean(name), post));
            }
        }
        if table.by_year.is_empty() {
            return Err(bad("names no speaker".to_owned()));
        }
        Ok(table)
    }

    /// The name and post of who spoke for the country (ISO 3166 alpha-3) that year.
    pub(super) fn find(&self, code: &str, _session: u32, year: i32) -> Option<(&str, Option<&str>)> {
        let (name, post) = self.by_year.get(&format!("{code} {year}"))?;
        Some((name, post.as_deref()))
    }

    /// How many speakers it names.
    pub fn len(&self) -> usize {
        self.by_year.len()
    }

    /// Whether it names none.
    pub fn is_empty(&self) -> bool {
        self.by_year.is_empty()
    }
}

fn csv_rows(path: &Path) -> Result<Vec<Vec<String>>, String> {
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(path)
        .map_err(|e| e.to_string())?;
    let rows = table.records().map(|row| row.map(|row| row.iter().map(str::to_owned).collect()));
    rows.collect::<Result<_, _>>().map_err(|error| error.to_string())
}

#[cfg(feature = "xlsx")]
fn sheet_rows(path: &Path) -> Result<Vec<Vec<String>>, String> {
    use calamine::Reader;

    let mut book = calamine::open_workbook_auto(path).map_err(|error| error.to_string())?;
    let first = book.worksheet_range_at(0).ok_or("has no sheet")?.map_err(|error| error.to_string())?;
    Ok(first.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect())
}

#[cfg(not(feature = "xlsx"))]
fn sheet_rows(_: &Path) -> Result<Vec<Vec<String>>, String> {
    Err("is no CSV, and this build reads no spreadsheets: save it as CSV, or build with the feature `xlsx`"
        .to_owned())
}

#[cfg(all(test, not(feature = "xlsx")))]
mod tests {
    use super::*;

    #[test]
    fn without_its_feature_a_spreadsheet_is_refused_with_what_to_do() {
        let error = SpeakerTable::open(Path::new("Speakers.xlsx")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Speakers.xlsx: is no CSV, and this build reads no spreadsheets: save it as CSV, \
             or build with the feature `xlsx`"
        );
    }
}
