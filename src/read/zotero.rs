//! A Zotero library: each file lies in `storage/ABCD2345/`, and goes by `Member - 2017 - Title` where it was renamed
//! from its metadata, which is Zotero's default.

use crate::model::{Basis, Document, PartialDate, StatementDate};

/// Fills in from the file's name what a document of a Zotero library does not say itself.
pub(super) fn fill(document: &mut Document, path: &str) {
    let Some((author, year, title)) = parts(path) else { return };
    document.author.get_or_insert_with(|| author.to_owned());
    document.title.get_or_insert_with(|| title.to_owned());
    if document.date.value.is_none()
        && let Some(year) = PartialDate::year(year)
    {
        document.date = StatementDate {
            words: document.date.words.take(),
            ..StatementDate::known(year, Basis::Filename)
        };
    }
}

/// Who, when and what, by the name of a file in a library.
fn parts(path: &str) -> Option<(&str, i32, &str)> {
    let (folder, file) = path.rsplit_once('/')?;
    let (storage, key) = folder.rsplit_once('/')?;
    // Keys are eight of the letters and digits that are not taken for one another.
    let is_key = key.len() == 8 && key.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !is_key || storage.rsplit('/').next() != Some("storage") {
        return None;
    }
    let (stem, _) = file.rsplit_once('.')?;
    let (author, rest) = stem.split_once(" - ")?;
    let (year, title) = rest.split_once(" - ")?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then_some((author, year.parse().ok()?, title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_a_library_are_named_so() {
        let path = "lib/storage/USFAIFSC/Weiss et al. - 2017 - On talks - a history.pdf";
        assert_eq!(parts(path), Some(("Weiss et al.", 2017, "On talks - a history")));
        assert_eq!(parts("lib/papers/USFAIFSC/Weiss - 2017 - On talks.pdf"), None);
        assert_eq!(parts("lib/storage/USFAIFSC/snapshot.html"), None);
        let mut document = Document::new(path, "Text");
        document.title = Some("Its own title".to_owned());
        fill(&mut document, path);
        assert_eq!(
            (document.author.as_deref(), document.title.as_deref()),
            (Some("Weiss et al."), Some("Its own title"))
        );
        assert_eq!(
            (document.date.basis, document.date.value.map(|it| it.to_string())),
            (Basis::Filename, Some("2017".into()))
        );
    }
}
