//! The speakers of an index as text.

use std::io::{self, Write};

use super::super::people::{People, PersonRow};
use super::super::plain::plain;
use super::{NAME, QUIET};

/// So many forms of a name are shown.
const FORMS: usize = 8;

/// A line for each person, below it the forms in which texts write the name, and who may be the same.
pub fn write_people(out: &mut dyn Write, people: &People) -> io::Result<()> {
    people.people.iter().try_for_each(|row| write_person(out, row))
}

fn write_person(out: &mut dyn Write, row: &PersonRow) -> io::Result<()> {
    let speaker = row.speaker;
    writeln!(out, "{:>8}  {NAME}{}{NAME:#}", speaker.statements, plain(&speaker.name))?;
    let other = |written: &str| written != speaker.name;
    if speaker.forms.iter().any(|form| other(&form.written)) {
        let forms = speaker.forms.iter().take(FORMS);
        let mut shown: Vec<String> =
            forms.map(|form| format!("{} ({})", plain(&form.written), form.statements)).collect();
        let more = speaker.forms.len().saturating_sub(FORMS);
        shown.extend((more > 0).then(|| format!("{more} more")));
        writeln!(out, "          {QUIET}written {}{QUIET:#}", shown.join(", "))?;
    }
    if !row.may_be.is_empty() {
        writeln!(out, "          {QUIET}may be the same: {}{QUIET:#}", plain(&row.may_be.join(", ")))?;
    }
    Ok(())
}
