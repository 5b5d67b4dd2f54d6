//! Posts beside names: the office before a name, the post that a title gives, whether two posts are one.

use std::ops::Range;

use super::label::is_office;
use crate::authority::offices;
use crate::extract::people::given_name;

/// Whether an office is that of a head of state or government.
pub(super) fn is_of_state(role: &str) -> bool {
    let lower = role.to_lowercase();
    let office = offices().starting_at(&lower, 0);
    office.is_some_and(|office| office.kind == "state" || office.name.ends_with("prime minister"))
}

/// Whether one of the words stands right before a name: `my wife, Ada Example`.
pub(super) fn follows(text: &str, name: usize, words: &[&str]) -> bool {
    let end = text[..name].trim_end_matches([' ', '\u{a0}', '\n', ',', '—']).len();
    let near = (end.saturating_sub(24)..=end).find(|&at| text.is_char_boundary(at)).unwrap_or(end);
    let before = text[near..end].to_lowercase();
    words
        .iter()
        .any(|word| before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
}

/// Whether two posts share their first or last word: `EPA Administrator` and `Administrator`.
pub(super) fn meet(post: &str, role: &str) -> bool {
    let role = role.to_lowercase();
    let post = post.to_lowercase();
    let apart =
        |word: &str| post.split(' ').any(|other| other == word) != role.split(' ').any(|other| other == word);
    if ["vice", "former", "deputy"].iter().any(|word| apart(word)) {
        return false;
    }
    role.split(' ')
        .filter(|word| word.len() > 3 && *word != "vice")
        .any(|word| post.split(' ').any(|other| other == word))
}

pub(super) fn trimmed(word: &str) -> &str {
    let word = word.trim_end_matches(['’', '\'', '-']);
    let word = ["’s", "'s"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    // The dot of an initial or a short title belongs to it; one that ends a sentence does not.
    let bare = word.trim_end_matches('.');
    if bare.chars().count() <= 1 || bare.contains('.') { word } else { bare }
}

/// Whether a word is written as names are: with a capital, but not in capitals; or an initial.
pub(super) fn is_name_word(word: &str) -> bool {
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let small = word.chars().filter(|c| c.is_lowercase()).count();
    let initials = word.ends_with('.') && small == 0;
    // `I’m`, `We’ll` open a sentence.
    let short = word.rsplit_once(['’', '\'']).is_some_and(|(_, end)| end.starts_with(char::is_lowercase));
    (small >= capitals || initials) && !short
}

pub(super) fn joined(text: &str, words: &[Range<usize>]) -> String {
    let words: Vec<&str> = words.iter().map(|word| &text[word.clone()]).collect();
    words.join(" ")
}

/// The office right before a name: `Press Secretary`, `the national security advisor,`.
pub(super) fn office_before(text: &str, name: usize) -> Option<String> {
    let end = text[..name].trim_end_matches([' ', '\u{a0}', '\n', ',', '\\']).len();
    let near = (end.saturating_sub(80)..=end).find(|&at| text.is_char_boundary(at))?;
    let before = text[near..end].split_whitespace().collect::<Vec<_>>().join(" ");
    match offices().ending_at(&before, before.len()) {
        Some(office) => Some(before[office.start..office.end].to_owned()),
        None => {
            // `First Lady`, `Administrator`.
            let starts = before.rmatch_indices(' ').map(|(at, _)| at + 1).take(3).chain([0]);
            starts.map(|at| &before[at..]).filter(|post| is_office(post)).last().map(str::to_owned)
        }
    }
}

/// The post that a title gives before a name: `NSC Coordinator for Strategic Communications`. It begins
/// after `by`, `with`, `and` or a comma, and holds an office.
pub(super) fn post_in_title(title: &str, name: usize) -> Option<String> {
    let near = (name.saturating_sub(160)..=name).find(|&at| title.is_char_boundary(at))?;
    let before = title[near..name].split_whitespace().collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = before.split(' ').collect();
    let opens = |at: usize| {
        at == 0
            || ["by", "with", "and", "from", "to"].contains(&words[at - 1].to_lowercase().as_str())
            || words[at - 1].ends_with([',', ':', '–', '—'])
    };
    for from in (0..words.len()).rev().filter(|&at| opens(at)).take(4) {
        let post = &words[from..];
        if post.iter().any(|word| given_name(word).is_some_and(|sex| sex.is_some())) {
            return None;
        }
        // `Vice President Example in a Conversation with` is somebody else's.
        let small = |word: &&&str| word.starts_with(char::is_lowercase);
        let joins = |word: &&&str| {
            ["of", "for", "to", "the", "and", "on"].contains(*word)
                || offices().starting_at(word, 0).is_some()
        };
        if post.iter().filter(small).any(|word| !joins(&word)) {
            return None;
        }
        let text = post.join(" ");
        let holds = (0..post.len()).any(|at| offices().starting_at(&post[at..].join(" "), 0).is_some());
        if holds && post.len() <= 12 && from > 0 {
            return Some(text.trim_end_matches(',').to_owned());
        }
    }
    None
}
