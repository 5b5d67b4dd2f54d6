//! BibTeX. `date` is read by biblatex and holds EDTF; `year` is there for the older styles.

use std::io::{self, Write};

use super::{Author, Citation, edtf};

/// One `@misc` entry: BibTeX has no type for speeches.
pub(super) fn write(out: &mut dyn Write, citation: &Citation) -> io::Result<()> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let authors: Vec<String> = citation.authors().map(|author| name(&author)).collect();
    fields.extend((!authors.is_empty()).then(|| ("author", authors.join(" and "))));
    // Braces keep a title's capitals.
    fields.extend(citation.title.as_ref().map(|title| ("title", format!("{{{}}}", escaped(title)))));
    if let Some(date) = citation.issued() {
        fields.push(("date", edtf(date)));
        fields.push(("year", super::year(date)));
    }
    fields.extend(citation.source.as_ref().map(|source| ("howpublished", escaped(source))));
    fields.extend(citation.number.as_ref().map(|number| ("number", escaped(number))));
    fields.extend(citation.page.as_ref().map(|page| ("pages", escaped(page))));
    fields.extend(citation.language.as_ref().map(|language| ("langid", escaped(language))));
    fields.extend(citation.url.as_ref().map(|url| ("url", url.clone())));
    fields.push(("library", escaped(&citation.archive_place)));
    fields.extend(citation.words().map(|words| ("abstract", escaped(&words))));
    fields.push(("note", escaped(&citation.note())));
    writeln!(out, "@misc{{{},", citation.statement)?;
    for (name, value) in fields {
        writeln!(out, "  {name} = {{{value}}},")?;
    }
    writeln!(out, "}}\n")
}

/// `von der Leyen, Ursula`, `King, Jr., Martin Luther`; a name that cannot be taken apart whole, in braces.
fn name(author: &Author) -> String {
    match author {
        Author::Whole(name) => format!("{{{}}}", escaped(name)),
        Author::Person(parts) => {
            let suffix = parts.suffix.iter().cloned();
            let words = std::iter::once(super::family(parts)).chain(suffix).chain([parts.given.clone()]);
            words.map(|words| escaped(&words)).collect::<Vec<_>>().join(", ")
        }
    }
}

/// What TeX would take for a command stands as itself.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // BibTeX counts braces, those with a backslash too.
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            _ => escaped.push(c),
        }
    }
    escaped
}
