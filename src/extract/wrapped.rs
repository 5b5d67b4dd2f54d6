//! Hard-wrapped lines: a line break inside a sentence is a space to whoever looks for names.

use std::borrow::Cow;

/// A line that was wrapped has so many bytes at least.
const WIDTH: usize = 50;

/// The same text with a space for each line break inside a paragraph that only wraps its lines. Every byte keeps its
/// place.
pub(super) fn unwrapped(text: &str) -> Cow<'_, str> {
    let mut joined = String::new();
    let (mut start, mut kept) = (0, 0);
    for (at, _) in text.match_indices('\n') {
        if is_wrap(&text[start..at], &text[at + 1..]) {
            joined.push_str(&text[kept..at]);
            joined.push(' ');
            kept = at + 1;
        }
        start = at + 1;
    }
    if joined.is_empty() {
        return Cow::Borrowed(text);
    }
    joined.push_str(&text[kept..]);
    Cow::Owned(joined)
}

/// Whether a line was broken for its width: it is long, and what follows goes on with it.
pub(super) fn is_wrap(line: &str, rest: &str) -> bool {
    let next = || rest[..rest.find('\n').unwrap_or(rest.len())].trim();
    line.trim_end().len() >= WIDTH && goes_on(next())
}

/// Whether a line may go on with the one before: it is not empty, and opens no item of a list, quotation or table.
fn goes_on(line: &str) -> bool {
    let item = line.starts_with(['-', '*', '•', '>', '#', '|'])
        || line.split_once(['.', ')']).is_some_and(|(number, _)| number.bytes().all(|b| b.is_ascii_digit()));
    !line.is_empty() && !item
}

#[cfg(test)]
mod tests {
    use super::unwrapped;

    #[test]
    fn lines_of_a_paragraph_are_joined_and_those_of_a_list_are_not() {
        let text = "The President of the Republic spoke for an hour with the\nVice President of the other one.\n\nShort\nlines\n\n\
The first of the items is a long one that fills its own line\n- the second\n2. the third\n";
        let joined = unwrapped(text);
        assert_eq!(joined.len(), text.len());
        assert_eq!(joined.replacen("the Vice", "the\nVice", 1), text);
    }
}
