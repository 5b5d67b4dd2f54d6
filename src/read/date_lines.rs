//! Lines that say when a text was published: `By Jane Doe | Mar. 14, 2024`, `Updated 5:42 PM EDT, Thu March 14, 2024`.
//!
//! Such a line holds a date and nothing that a reader would miss: what it is called, a time, a zone, a byline, a place.

use super::date_words::{LISTS, is_beside};
use super::dates::{Written, find, plain_digits};

/// A longer line, in code points, is no line of a date.
const LONGEST: usize = 160;

/// What a line says of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateLine {
    pub date: Written,
    pub of: Of,
}

/// What a date is the date of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    /// It is called that of publication.
    Publication,
    /// It has no name.
    Line,
    /// It is called that of a later change.
    Change,
}

/// What a line says of a date; `None` where it says anything else.
pub(super) fn read(line: &str) -> Option<DateLine> {
    let line = plain_digits(line.trim());
    if line.is_empty() || line.chars().nth(LONGEST).is_some() || !line.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    // A piece between bars is a line of its own; between dashes only beside a name of the date.
    let bars = |c: char| matches!(c, '|' | '•' | '·' | '∙' | '\t');
    let pieces = line.split(bars).flat_map(|piece| piece.split(" / "));
    pieces.filter_map(piece).min_by_key(|found| found.of)
}

/// What a piece of a line says of a date.
fn piece(piece: &str) -> Option<DateLine> {
    let piece = piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#' | '>'));
    let (date, range) = find(piece).filter(|(date, _)| !matches!(date, Written::DayOfYear(..)))?;
    let (before, after) = (&piece[..range.start], &piece[range.end..]);
    let lower = before.to_lowercase();
    // A first publication goes before a change that the same piece names: `Published … Updated …`.
    if let Some((of, rest)) = named(&lower) {
        let rest = rest.trim_start_matches([':', '-', '–', '—', ' ', '.']);
        let short = rest.split_whitespace().count() <= 4 && !rest.ends_with(['.', ';']);
        let open = is_beside(rest) || (rest.starts_with("by ") && short);
        return open.then_some(DateLine { date, of });
    }
    let after = cut_change(after);
    let byline = lower.strip_prefix("by ").is_some_and(|name| name.split_whitespace().count() <= 8);
    let alone =
        is_beside(before) || is_place_alone(before) || byline || lower.trim_end().ends_with("updated");
    (alone && is_beside(after.trim_matches(['(', ')', '[', ']']))).then_some(DateLine { date, of: Of::Line })
}

/// What a date is called at the beginning of a line, in small letters, and the rest.
fn named(lower: &str) -> Option<(Of, &str)> {
    let lower = lower.trim_start_matches(['(', '[', '*', '_']);
    let strip = |words: &[&str]| {
        words.iter().find_map(|word| {
            let rest = lower.strip_prefix(word)?;
            rest.chars().next().is_none_or(|c| !c.is_alphanumeric()).then_some(rest)
        })
    };
    let updated = strip(&LISTS.updated).map(|rest| (Of::Change, rest));
    updated.or_else(|| strip(&LISTS.published).map(|rest| (Of::Publication, rest)))
}

/// What follows a date, without what is said of a later change.
fn cut_change(after: &str) -> &str {
    let lower = after.to_lowercase();
    // A text whose small letters take other bytes is not cut.
    let at = LISTS.updated.iter().filter_map(|word| lower.find(word)).min();
    at.filter(|_| lower.len() == after.len()).map_or(after, |at| &after[..at])
}

/// Whether a place alone stands before a date: `Geneva,`.
fn is_place_alone(before: &str) -> bool {
    let words: Vec<&str> = before.split_whitespace().collect();
    let name = |word: &str| word.starts_with(char::is_uppercase) || ["le", "of", "the", "de"].contains(&word);
    let names = words.iter().all(|word| name(word)) && words.first().is_some_and(|first| first.len() > 2);
    before.trim_end().ends_with(',') && words.len() <= 4 && names
        || before.trim_end().ends_with(", le") && words.len() <= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(line: &str) -> Option<String> {
        read(line)?.date.date(None).map(|date| date.to_string())
    }

    #[test]
    fn lines_under_headlines_give_their_day() {
        for line in [
            "By Ada Example | Oct. 9, 2024",
            "By Ada Example and Ana Weiss, Oct. 9, 2024",
            "Published 9 October 2024 17:42 GMT",
            "Published: 09 Oct 2024, 04:05 pm",
            "Updated 5:42 PM EDT, Wed October 9, 2024",
            "Updated - October 09, 2024 11:05 pm IST",
            "Wed 9 Oct 2024 18.04 BST",
            "9 Oct 2024, 14:05",
            "October 9, 2024 5:24 PM GMT+2 Updated 2 hours ago",
            "Date: 2024-10-09T14:05:00Z",
            "(2024/10/09)",
            "Published on October 9, 2024",
            "Last updated: 9 Oct 2024, 14:05 UTC",
            "First published on Wed 9 Oct 2024 12.00 BST",
            "Posted on Wednesday, October 9, 2024 at 5:42 p.m. ET",
            "Publié le 9 octobre 2024 à 17h42",
            "Publicado el 9 de octubre de 2024",
            "Опубликовано 9 октября 2024 г., 17:42",
            "发布时间：2024年10月9日",
            "نشر في ٩ أكتوبر ٢٠٢٤",
            "Geneva, 9 October 2024",
            "News | 9 October 2024 | 3 min read",
            "October 9, 2024 / 5:24 PM EDT / Example News",
            "This article was first published on 9 October 2024.",
            "**October 9, 2024**",
            "Date: 13/10/2024",
        ] {
            let wanted = if line.contains("13/") { "2024-10-13" } else { "2024-10-09" };
            assert_eq!(day(line).as_deref(), Some(wanted), "{line}");
        }
    }

    #[test]
    fn a_publication_goes_before_a_change() {
        let both = read("Published 9 October 2024 | Updated 11 October 2024").unwrap();
        assert_eq!(
            (both.of, both.date.date(None)),
            (Of::Publication, crate::model::PartialDate::ymd(2024, 10, 9))
        );
    }

    #[test]
    fn headlines_and_sentences_are_no_such_lines() {
        for line in [
            "What happened on 7 October 2023",
            "The attack of 7 October 2023",
            "Orlov was born on 9 October 1950.",
            "Talks resume in Geneva, 9 October 2024 deadline looms",
            "The date of the vote, 9 October 2024, was set in May.",
            "Resolution 2024 of 9 October",
        ] {
            assert_eq!(day(line), None, "{line}");
        }
    }
}
