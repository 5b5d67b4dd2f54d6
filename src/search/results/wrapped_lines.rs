//! Lines that were wrapped by hand, joined.

/// A code point that is shown, and its place in the source.
pub(super) type Shown = (char, usize);

/// Lines are wrapped by hand at so many code points.
const WIDTHS: std::ops::RangeInclusive<usize> = 30..=120;

/// Blanks as one, blank lines as one, and lines joined that were wrapped: the first word of the next had no room.
pub(super) fn joined(out: &[Shown]) -> Vec<Shown> {
    let lines: Vec<&[Shown]> = out.split(|(c, _)| *c == '\n').collect();
    let width = lines.iter().map(|line| source_length(trimmed(line))).max().unwrap_or(0);
    let mut shown: Vec<Shown> = Vec::with_capacity(out.len());
    let mut before: Option<&[Shown]> = None;
    let mut blank = false;
    for line in &lines {
        let line = trimmed(line);
        if line.is_empty() {
            blank = before.is_some();
            continue;
        }
        if let Some(before) = before {
            let word = line.iter().take_while(|(c, _)| !c.is_whitespace()).count();
            let word = source_length(&line[..word]);
            let full =
                WIDTHS.contains(&width) && source_length(before) + 1 + word > width && !opens_item(line);
            let at = before.last().map_or(0, |(_, at)| at + 1);
            match (blank, full) {
                (true, _) => shown.extend([('\n', at), ('\n', at)]),
                (false, false) => shown.push(('\n', at)),
                // A word that is cut at its hyphen goes on.
                (false, true) if is_cut(before, line) => {}
                (false, true) => shown.push((' ', at)),
            }
        }
        let mut space = false;
        for (c, at) in line {
            if !(c.is_whitespace() && space) {
                shown.push((if c.is_whitespace() { ' ' } else { *c }, *at));
            }
            space = c.is_whitespace();
        }
        (before, blank) = (Some(line), false);
    }
    shown
}

/// How long a line is in the source, with marks that are not shown: lines were wrapped with them.
fn source_length(line: &[Shown]) -> usize {
    line.first().zip(line.last()).map_or(0, |((_, first), (_, last))| last + 1 - first)
}

fn trimmed(mut line: &[Shown]) -> &[Shown] {
    while let [(c, _), rest @ ..] = line
        && c.is_whitespace()
    {
        line = rest;
    }
    while let [rest @ .., (c, _)] = line
        && c.is_whitespace()
    {
        line = rest;
    }
    line
}

/// Whether a line is an item of a list.
fn opens_item(line: &[Shown]) -> bool {
    let first: String = line.iter().map(|(c, _)| *c).take_while(|c| !c.is_whitespace()).collect();
    let number = first.trim_end_matches(['.', ')']);
    matches!(first.as_str(), "-" | "*" | "•" | "–" | "—" | "+")
        || number.len() < first.len() && number.len() <= 3 && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word is cut at a hyphen between two lines.
fn is_cut(before: &[Shown], line: &[Shown]) -> bool {
    let letter = |shown: Option<&Shown>| shown.is_some_and(|(c, _)| c.is_lowercase());
    let hyphen = before.last().is_some_and(|(c, _)| matches!(c, '-' | '‐'));
    hyphen && letter(before.len().checked_sub(2).map(|at| &before[at])) && letter(line.first())
}
