//! Titles as they are kept.

/// A title on one line, without the no-break spaces of web pages.
pub(super) fn clean(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a title of a file's own description is one: programs write the name of a file there.
#[cfg(any(feature = "pdf", feature = "office"))]
pub(super) fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let endings = [
        ".doc", ".docx", ".pdf", ".rtf", ".odt", ".qxd", ".indd", ".tex", ".dvi", ".xls", ".wpd", ".tmp",
        ".html",
    ];
    let made = ["microsoft word", "untitled", "powerpoint", "slide 1", "print job", "normal"];
    title.chars().filter(|c| c.is_alphabetic()).count() > 3
        && title.contains(' ')
        && !endings.iter().any(|ending| lower.ends_with(ending))
        && !made.iter().any(|words| lower.starts_with(words))
}

/// Whether an author of a file's own description looks like a person: programs write the name of a login there.
#[cfg(any(feature = "pdf", feature = "office"))]
pub(super) fn is_person(author: &str) -> bool {
    let other = |c: char| c.is_ascii_digit() || matches!(c, '@' | '\\' | '_');
    author.split_whitespace().count() >= 2 && !author.chars().any(other)
}
