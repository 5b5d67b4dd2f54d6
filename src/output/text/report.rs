//! What an indexing run did, as text.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use super::super::numbers::{count, thousands};
use super::super::plain::plain;
use crate::index::{Change, Deed, Report};
use crate::read::Skip;

/// What an indexing run did, with every skip.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_report(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let mb = report.bytes as f64 / 1e6;
    for Change { path, deed } in &report.would {
        let deed = match deed {
            Deed::Add => "add",
            Deed::Replace => "replace",
            Deed::Remove => "remove",
        };
        writeln!(out, "would {deed} {}", plain(path))?;
    }
    writeln!(
        out,
        "{} added, {} replaced, {} unchanged, {} removed; {}; {} left aside",
        count(report.added, "file"),
        thousands(report.replaced),
        thousands(report.unchanged),
        thousands(report.removed),
        count(report.skips.len() as u64, "skip"),
        report.left_aside.len()
    )?;
    if !report.left_aside.is_empty() {
        writeln!(out, "left aside: {}", plain(&left_aside(&report.left_aside)))?;
    }
    if report.copies > 0 {
        let hold = if report.copies == 1 { "holds" } else { "hold" };
        let copies = thousands(report.copies);
        writeln!(out, "{copies} of them {hold} the same document as another file; it is kept once")?;
    }
    if report.passages > 0 {
        writeln!(
            out,
            "{}, {}, {}; {mb:.1} MB of text in {:.1} s ({:.1} MB/s)",
            count(report.documents, "document"),
            count(report.statements, "statement"),
            count(report.passages, "passage"),
            report.seconds,
            mb / report.seconds.max(1e-9)
        )?;
    }
    write_skips(out, &report.skips, "skipped")?;
    write_skips(out, &report.remarks, "note:")?;
    let lack = |number: u64, what: &str| {
        let have = if number == 1 { "has" } else { "have" };
        (number > 0).then(|| format!("{} {have} no {what}", count(number, "document")))
    };
    let lacks = [lack(report.undated, "date"), lack(report.speakerless, "speaker")];
    let lacks: Vec<String> = lacks.into_iter().flatten().collect();
    if !lacks.is_empty() {
        writeln!(out, "{}", lacks.join("; "))?;
    }
    Ok(())
}

/// Files in folders that are left aside, by what they are: `9,962 hidden files, 3 .png files`.
fn left_aside(files: &[Skip]) -> String {
    let mut counts: Vec<(&Skip, usize)> = Vec::new();
    for file in files {
        match counts.iter_mut().find(|(known, _)| known.reason == file.reason) {
            Some((_, count)) => *count += 1,
            None => counts.push((file, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let one = |(skip, count): (&Skip, usize)| format!("{} {}", thousands(count as u64), skip.counted(count));
    counts.into_iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Skips, those of one file that are alike in one line, and whole files that are left out for one reason too.
fn write_skips(out: &mut dyn Write, skips: &[Skip], what: &str) -> io::Result<()> {
    /// From so many files on, one reason is one line.
    const MANY: usize = 6;
    let mut by_reason: HashMap<&str, usize> = HashMap::new();
    for skip in skips.iter().filter(|skip| skip.line.is_none()) {
        *by_reason.entry(&skip.reason).or_default() += 1;
    }
    let mut told: HashSet<&str> = HashSet::new();
    for alike in skips.chunk_by(|one, next| one.path == next.path && one.reason == next.reason) {
        let (first, reason) = (&alike[0], alike[0].reason.as_str());
        let files = by_reason.get(reason).copied().filter(|files| first.line.is_none() && *files >= MANY);
        let more = match (files, alike.len() - 1) {
            (Some(_), _) if !told.insert(reason) => continue,
            (Some(files), _) => {
                format!("; so are {} other files, which --json lists", thousands(files as u64 - 1))
            }
            (None, 0) => String::new(),
            (None, more) => format!("; {more} more like it"),
        };
        writeln!(out, "{what} {}: {}{more}", plain(&first.place()), plain(reason))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::SkipCause;

    #[test]
    fn what_is_left_aside_is_counted_by_what_it_is() {
        let hidden = |at: usize| Skip::of_cause(format!(".{at}"), None, SkipCause::Hidden);
        let mut files: Vec<Skip> = (0..1200).map(hidden).collect();
        files.push(Skip::of_cause("a.png", None, SkipCause::NotRead { ending: "png".to_owned() }));
        assert_eq!(left_aside(&files), "1,200 hidden files; 1 .png file");
    }

    #[test]
    fn many_files_left_out_for_one_reason_are_one_line() {
        let scan = |at: usize| Skip::new(format!("{at}.pdf"), None, "is a scan without text");
        let mut skips: Vec<Skip> = (0..9).map(scan).collect();
        skips.push(Skip::new("a.csv", Some(3), "holds no text"));
        let report = Report { skips, documents: 2000, undated: 3, speakerless: 1001, ..Report::default() };
        let mut out = Vec::new();
        write_report(&mut out, &report).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text.lines().skip(1).collect::<Vec<_>>(),
            [
                "skipped 0.pdf: is a scan without text; so are 8 other files, which --json lists",
                "skipped a.csv:3: holds no text",
                "3 documents have no date; 1,001 documents have no speaker",
            ]
        );
    }
}
