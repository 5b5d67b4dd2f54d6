//! BibTeX. `date` is read by biblatex and holds EDTF; `year` is there for the older styles.

use std::io::{self, Write};

use super::{Citation, edtf};

/// One `@misc` entry: BibTeX has no type for speeches.
pub(super) fn write(out: &mut dyn Write, citation: &Citation) -> io::Result<()> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    // Braces keep a name whole and a title's capitals.
    let authors: Vec<String> = citation.authors().map(|name| format!("{{{}}}", escaped(&name))).collect();
    fields.extend((!authors.is_empty()).then(|| ("author", authors.join(" and "))));
    fields.extend(citation.title.as_ref().map(|title| ("title", format!("{{{}}}", escaped(title)))));
    if let Some(date) = citation.issued() {
        fields.push(("date", edtf(date)));
        fields.push(("year", super::parts(date)[0].to_string()));
    }
    fields.extend(citation.source.as_ref().map(|source| ("howpublished", escaped(source))));
    fields.extend(citation.number.as_ref().map(|number| ("number", escaped(number))));
    fields.extend(citation.page.as_ref().map(|page| ("pages", escaped(page))));
    fields.extend(citation.language.as_ref().map(|language| ("langid", escaped(language))));
    fields.extend(citation.url.as_ref().map(|url| ("url", url.replace(['{', '}', ' '], ""))));
    fields.push(("library", escaped(&citation.archive_place)));
    fields.push(("note", escaped(&citation.note())));
    writeln!(out, "@misc{{{},", citation.key)?;
    for (name, value) in fields {
        writeln!(out, "  {name} = {{{value}}},")?;
    }
    writeln!(out, "}}\n")
}

/// What TeX would take for a command stands as itself.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
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
