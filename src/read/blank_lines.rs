//! Blank lines, which part paragraphs: Markdown and text that was copied often have white space in them.

use std::ops::Range;

/// The blank lines of a text, in order, each from the line break before it to the byte after its own. Takes linear time.
pub(crate) fn blank_lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('\n').filter_map(|(at, _)| {
        let after = text[at + 1..].trim_start_matches([' ', '\t', '\r', '\u{a0}']);
        after.starts_with('\n').then(|| at..text.len() - after.len() + 1)
    })
}

/// The text up to its first blank line.
pub(crate) fn first_paragraph(text: &str) -> &str {
    blank_lines(text).next().map_or(text, |blank| &text[..blank.start])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_white_space_parts_paragraphs_as_an_empty_one_does() {
        for blank in ["\n\n", "  \n  \n", "\r\n\r\n", "\n\u{a0}\n"] {
            let text = format!("One line\nand another.{blank}The next.");
            assert_eq!(first_paragraph(&text).trim_end(), "One line\nand another.", "{blank:?}");
        }
        assert_eq!(first_paragraph("One line\nand another."), "One line\nand another.");
    }
}
