//! A text with its white space folded: every run of it is one space. Words stay the same words when a file is wrapped anew.

/// A folded text that knows where its bytes stand in the text it was made of.
pub(crate) struct Folded {
    /// The text, every run of white space one space.
    pub text: String,
    /// From these bytes of the folded text on it runs in step with the other text from that byte on.
    steps: Vec<(usize, usize)>,
}

impl Folded {
    pub fn new(body: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(body.len()), steps: vec![(0, 0)] };
        let mut space = false;
        for (at, c) in body.char_indices() {
            if c.is_whitespace() {
                if !space {
                    folded.text.push(' ');
                }
                space = true;
                continue;
            }
            if space && at - folded.to_body(folded.text.len()) != 0 {
                folded.steps.push((folded.text.len(), at));
            }
            space = false;
            folded.text.push(c);
        }
        folded
    }

    /// Where a byte of the folded text stands in the other, at the beginning of a character.
    pub fn to_body(&self, byte: usize) -> usize {
        let step = self.steps.partition_point(|(folded, _)| *folded <= byte) - 1;
        let (folded, body) = self.steps[step];
        body + (byte - folded)
    }
}

/// A text with its white space folded, without that at its ends.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_the_text() {
        let body = "  “We\n\n will”\tgo \u{a0} on.\n";
        let folded = Folded::new(body);
        assert_eq!(folded.text, " “We will” go on. ");
        for word in ["“We", "will”", "go", "on."] {
            let at = folded.to_body(folded.text.find(word).unwrap());
            assert!(body[at..].starts_with(word), "{word}");
        }
        assert_eq!(fold(body), folded.text.trim());
    }
}
