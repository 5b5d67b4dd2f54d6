//! Text from files made harmless for a terminal: no control characters, no marks that reorder a line.

/// A text for one line of a terminal: white space folded, control characters (which could drive the
/// terminal) replaced.
pub fn plain(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        push(&mut line, c);
    }
    line
}

/// Whether a character could drive a terminal, or reorders what is shown: a passage could read as what it is
/// not.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Appends one character of a text; `false` where white space was folded away.
pub(super) fn push(line: &mut String, c: char) -> bool {
    if c.is_whitespace() {
        if line.is_empty() || line.ends_with(' ') {
            return false;
        }
        line.push(' ');
    } else if is_unsafe(c) {
        line.push('\u{fffd}');
    } else {
        line.push(c);
    }
    true
}

/// Names of those who say it together, as one reads them: `A, B and C`; `None` for none.
pub(super) fn together(mut names: Vec<String>) -> Option<String> {
    let last = names.pop()?;
    Some(if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_drive_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mred\u{7} \u{202e}x"), "a\u{fffd}[31mred\u{fffd} \u{fffd}x");
    }
}
