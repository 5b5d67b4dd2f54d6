//! Datelines: the place and the day that open a report, `WASHINGTON, Oct. 9, 2024 (Reuters) —`.

use super::date_words::is_weekday;
use super::dates::{Written, find};

/// So many code points hold a dateline.
const LONGEST: usize = 120;

/// Words that open a sentence or a heading, not a place.
const NO_PLACE: [&str; 24] = [
    "in",
    "on",
    "at",
    "by",
    "since",
    "from",
    "until",
    "after",
    "before",
    "during",
    "for",
    "to",
    "of",
    "date",
    "published",
    "updated",
    "posted",
    "issued",
    "as",
    "when",
    "while",
    "with",
    "about",
    "between",
];

/// What a dateline says, and where it ends.
pub(super) struct Dateline {
    pub date: Written,
    /// The byte of its dash, or the byte after its date.
    pub end: usize,
}

/// The dateline that opens a line, with or without its year.
pub(super) fn read(line: &str) -> Option<Dateline> {
    let head = line.char_indices().nth(LONGEST).map_or(line, |(end, _)| &line[..end]);
    // Most lines that open a paragraph are none: no sign and few words stand before a number.
    let number = head.find(|c: char| c.is_ascii_digit())?;
    let before = &head[..number];
    if !before.contains([',', '(', '—', '–', '-', ':']) || before.split_whitespace().count() > 9 {
        return None;
    }
    let (date, range) = find(head).filter(|(date, _)| date.is_day())?;
    if !is_place(&head[..range.start]) {
        return None;
    }
    // After the date the agency may stand: `(Reuters) —`, `/TASS/.`.
    let after = &head[range.end..];
    let dash = [after.find(['—', '–']), after.find(" - "), after.find(" -- ")].into_iter().flatten().min();
    let dash = dash.or_else(|| after.ends_with(" -").then(|| after.len() - 1));
    let agency = |words: &str| {
        let words = words.trim().trim_start_matches(',').trim();
        words.is_empty() || (words.starts_with(['(', '/', '[']) && words.len() < 60)
    };
    if let Some(dash) = dash.filter(|dash| agency(&after[..*dash])) {
        return Some(Dateline { date, end: range.end + dash });
    }
    let closes = after.trim_start().chars().next().is_none_or(|c| matches!(c, '.' | ':' | ')' | '/' | '('));
    let stop = after.len() - after.trim_start_matches([')', '.', ':']).len();
    closes.then_some(Dateline { date, end: range.end + stop })
}

/// The bytes of a dateline that opens a line, with or without its year, up to its dash or after its date.
pub(crate) fn dateline(line: &str) -> Option<usize> {
    read(line).map(|dateline| dateline.end)
}

/// Whether words name a place, as they stand before the day: `GENEVA/MOSCOW,`, `The Hague,`, `TEHRAN, Iran —`, `Paris, le`.
fn is_place(words: &str) -> bool {
    let words = words.trim();
    let words = words.strip_suffix(" le").or_else(|| words.strip_suffix(" den")).unwrap_or(words);
    let last = words.rsplit(' ').next().unwrap_or("");
    let words = if is_weekday(last) { words[..words.len() - last.len()].trim_end() } else { words };
    if !words.ends_with([',', '(', '—', '–', '-', ':']) {
        return false;
    }
    let mut names = words.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | '—' | '–' | ':'));
    let first = names.clone().find(|word| !word.is_empty()).unwrap_or("");
    if NO_PLACE.contains(&first.to_lowercase().as_str()) {
        return false;
    }
    let mut count = 0;
    let small = ["of", "the", "de", "la", "al", "and", "el", "du", "am", "sur", "upon"];
    let named = names.all(|word| {
        let weekday = is_weekday(word);
        count += usize::from(!word.is_empty() && !weekday);
        let caseless = word.chars().all(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
        let name =
            word.starts_with(char::is_uppercase) || small.contains(&word) || (caseless && !word.is_empty());
        (word.is_empty() || matches!(word, "-" | "/") || name || weekday)
            && !word.contains(|c: char| c.is_ascii_digit())
    });
    named && (1..=5).contains(&count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(line: &str) -> Option<String> {
        read(line)?.date.date(None).map(|date| date.to_string())
    }

    #[test]
    fn datelines_of_agencies_and_ministries() {
        for line in [
            "WASHINGTON, Oct. 9, 2024 (Reuters) — Talks",
            "GENEVA/MOSCOW, Oct. 9, 2024 - Talks",
            "VIENNA, Wednesday, 9 October 2024 – Talks",
            "New York, Wednesday 9 October 2024 - Talks",
            "TEHRAN, Iran — October 9, 2024",
            "The Hague, 9.X.2024. Talks",
            "Berne, 09.10.2024 – Talks went on",
            "MOSCOW, October 9, 2024. /TASS/. Talks",
            "Paris, le 9 octobre 2024",
            "WASHINGTON (Oct. 9, 2024) – Talks",
            "BEIJING, Oct. 9, 2024 (Xinhua) -- Talks",
            "LONDON, Oct. 9, 2024 /PRNewswire/ -- Talks",
            "МОСКВА, 9 октября 2024 г. – Переговоры",
        ] {
            let line = line.replace("09.10.2024", "9.10.2024");
            assert_eq!(day(&line).as_deref(), Some("2024-10-09"), "{line}");
        }
        assert_eq!(day("Moscow, 3 March 2022 — The").as_deref(), Some("2022-03-03"));
        assert!(
            read("WASHINGTON, Oct. 9 — Talks").is_some_and(|line| line.date == Written::DayOfYear(10, 9))
        );
    }

    #[test]
    fn sentences_are_no_datelines() {
        for line in [
            "The talks, he said — in vain — went on",
            "In Geneva, 9 October 2024 was a Wednesday.",
            "On Monday, 9 October 2024, talks began",
            "Talks in Geneva were held on 9 October 2024.",
            "Orlov, 9 October 2024 being a holiday, left",
        ] {
            assert!(read(line).is_none(), "{line}");
        }
    }

    #[test]
    fn a_dateline_ends_at_its_dash() {
        let head = |line: &str| dateline(line).map(|end| line[..end].to_owned());
        assert_eq!(head("GENEVA, Oct. 9 (Reuters) — Talks").as_deref(), Some("GENEVA, Oct. 9 (Reuters) "));
        assert_eq!(head("Moscow, 3 March 2022 — The").as_deref(), Some("Moscow, 3 March 2022 "));
        assert_eq!(head("MOSCOW, October 9. /TASS/. Talks").as_deref(), Some("MOSCOW, October 9."));
        assert_eq!(head("The talks, he said — in vain — went on"), None);
    }
}
