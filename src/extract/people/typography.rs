//! Typography: headlines, where a capital says nothing of a name, and credits of writers and photographers.

use super::tokens::{Word, has_capital};

/// Lines whose words have capitals as those of headlines do: there a capital says nothing of a name.
pub(super) fn headlines(text: &str, words: &[Word]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let (mut at, mut start, mut blank) = (0, 0, true);
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let first = at;
        let opens = std::mem::replace(&mut blank, line.trim().is_empty());
        while at < words.len() && words[at].start < end {
            at += 1;
        }
        if !opens {
            start = end;
            continue;
        }
        let long = |word: &&Word| word.end - word.start > 3;
        let count = words[first..at].iter().filter(long).count();
        let high = words[first..at]
            .iter()
            .filter(long)
            .filter(|word| has_capital(&text[word.start..word.end]))
            .count();
        if count >= 4
            && high * 4 >= count * 3
            && line.len() < 300
            && !line.trim_end().ends_with(['.', '?', '!', ',', '”'])
        {
            found.push(start..end);
        }
        start = end;
    }
    found
}

/// Whether a name is a credit: alone in its line after `By`, or after a word like `Reporting by`, in brackets or at the
/// beginning of a line.
pub(super) fn is_credit(text: &str, start: usize, end: usize) -> bool {
    // Most names stand after something else.
    let last = text[..start].trim_end();
    if !["by", "By", "BY", "and"].iter().any(|word| last.ends_with(word)) {
        return false;
    }
    let from = (start.saturating_sub(120)..start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let before = text[from..start].rsplit(['\n', '(', '[']).next().unwrap_or("");
    let opened = text[..start].len() - before.len();
    let bracket = text[..opened].ends_with(['(', '[']);
    let line = opened == 0 || text[..opened].ends_with('\n');
    let words: Vec<&str> = before.split_whitespace().collect();
    let by = |word: &&str| word.eq_ignore_ascii_case("by");
    let Some(at) = words.iter().position(by) else { return false };
    let made = |word: &str| {
        word.ends_with("ing")
            || word.ends_with("ed")
            || word.ends_with('s')
            || word.eq_ignore_ascii_case("photo")
    };
    let rest = &text[end..];
    let short = rest.split('\n').next().unwrap_or("").trim();
    let alone = at == 0 && line && !short.ends_with(['.', '?', '!', '”', '"']) && short.len() < 80;
    alone
        || (bracket || line)
            && at > 0
            && at <= 2
            && words[..at].iter().all(|word| made(word) || word.starts_with(char::is_uppercase))
}
