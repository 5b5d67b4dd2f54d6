//! RIS (Research Information Systems, 2001). It has no type for speeches: they are unpublished works.

use std::io::{self, Write};

use super::{Author, Citation};
use crate::model::Kind;

/// One record. Lines end as the format asks, with CR LF; no value holds a line's end.
pub(super) fn write(out: &mut dyn Write, citation: &Citation) -> io::Result<()> {
    let kind = match citation.kind {
        Kind::Spoken => "UNPB",
        _ if citation.url.is_some() => "ELEC",
        _ => "GEN",
    };
    let mut tags: Vec<(&str, String)> = vec![("TY", kind.to_owned()), ("ID", citation.statement.clone())];
    tags.extend(citation.authors().map(|author| ("AU", name(&author))));
    tags.extend(citation.title.clone().map(|title| ("TI", title)));
    // The format has no years before Christ: they are told in the note.
    if let Some(date) = citation.issued().filter(|date| super::parts(*date)[0] > 0) {
        let parts = super::parts(date);
        let part = |at: usize| parts.get(at).map(|part| format!("{part:02}")).unwrap_or_default();
        tags.push(("PY", format!("{:04}", parts[0])));
        tags.push(("DA", format!("{:04}/{}/{}/", parts[0], part(1), part(2))));
    }
    tags.extend(citation.source.clone().map(|source| ("PB", source)));
    tags.extend(citation.number.clone().map(|number| ("M1", number)));
    tags.extend(citation.page.clone().map(|page| ("SP", page)));
    tags.extend(citation.language.clone().map(|language| ("LA", language)));
    tags.extend(citation.url.clone().map(|url| ("UR", url)));
    tags.push(("CN", citation.archive_place.clone()));
    tags.extend(citation.words().map(|words| ("AB", words)));
    tags.push(("N1", citation.note()));
    for (tag, value) in tags {
        write!(out, "{tag}  - {value}\r\n")?;
    }
    write!(out, "ER  - \r\n\r\n")
}

/// `von der Leyen, Ursula`, `King, Martin Luther, Jr.`; a name that cannot be taken apart whole.
fn name(author: &Author) -> String {
    match author {
        Author::Whole(name) => name.clone(),
        Author::Person(parts) => {
            let suffix = parts.suffix.as_ref().map(|suffix| format!(", {suffix}")).unwrap_or_default();
            format!("{}, {}{suffix}", super::family(parts), parts.given)
        }
    }
}
