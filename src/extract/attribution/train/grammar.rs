//! Small documents with their attributions, drawn from a grammar: forms that annotated news rarely has.

use std::collections::HashMap;
use std::ops::Range;

use super::{Annotated, Gold, Random};

/// So deep a symbol is expanded: a grammar without end is cut off.
const DEPTH: usize = 12;

/// Texts drawn from the grammar, always the same.
pub(super) fn texts(count: usize) -> Vec<Annotated> {
    let rules = rules();
    let mut random = Random(0x94d0_49bb_1331_11eb);
    (0..count).map(|_| Writer::new(&rules, &mut random).write()).collect()
}

/// What each symbol can be.
type Rules = HashMap<&'static str, Vec<&'static str>>;

fn rules() -> Rules {
    let mut rules = Rules::new();
    let lines = include_str!("grammar.txt").lines().filter(|line| !line.starts_with('#'));
    for (symbol, choices) in lines.filter_map(|line| line.split_once(" = ")) {
        rules.entry(symbol).or_default().extend(choices.split(" | "));
    }
    rules
}

/// A document that is being written.
struct Writer<'a> {
    rules: &'a Rules,
    random: &'a mut Random,
    text: String,
    attributions: Vec<Gold>,
    /// Where the span that is open begins.
    open: usize,
    /// What opens and closes a quotation in this document.
    marks: [&'static str; 2],
}

impl<'a> Writer<'a> {
    fn new(rules: &'a Rules, random: &'a mut Random) -> Self {
        let marks = match random.below(10) {
            0 => ["‘", "’"],
            1 => ["'", "'"],
            2 => ["«", "»"],
            3..=5 => ["“", "”"],
            _ => ["\"", "\""],
        };
        Self { rules, random, text: String::new(), attributions: Vec::new(), open: 0, marks }
    }

    fn write(mut self) -> Annotated {
        self.symbol("DOC", 0);
        self.text.push('\n');
        Annotated { text: self.text, attributions: self.attributions }
    }

    /// Writes one of the things that a symbol can be.
    fn symbol(&mut self, symbol: &str, depth: usize) {
        let (symbol, capital) = symbol.strip_prefix('^').map_or((symbol, false), |symbol| (symbol, true));
        let Some(choices) = self.rules.get(symbol).filter(|_| depth < DEPTH) else { return };
        let choice = choices[self.random.below(choices.len())];
        if symbol.starts_with("SAY") {
            self.attributions.push(Gold::default());
        }
        let start = self.text.len();
        self.choice(choice, depth);
        if capital && let Some(first) = self.text[start..].chars().next() {
            let end = start + first.len_utf8();
            self.text.replace_range(start..end, &first.to_uppercase().to_string());
        }
    }

    fn choice(&mut self, mut rest: &'a str, depth: usize) {
        while let Some(c) = rest.chars().next() {
            let (opening, closing) = ('{', '}');
            let tag = c == '<' && rest.contains('>');
            let end = if c == opening {
                rest.find(closing)
            } else if tag {
                rest.find('>')
            } else {
                None
            };
            let Some(end) = end else {
                self.character(c);
                rest = &rest[c.len_utf8()..];
                continue;
            };
            let name = &rest[1..end];
            rest = &rest[end + 1..];
            if tag { self.tag(name) } else { self.symbol(name, depth + 1) }
        }
    }

    fn character(&mut self, c: char) {
        match c {
            '“' => self.text.push_str(self.marks[0]),
            '”' => self.text.push_str(self.marks[1]),
            '¶' => self.text.push_str("\n\n"),
            '⏎' => self.text.push('\n'),
            _ => self.text.push(c),
        }
    }

    fn tag(&mut self, name: &str) {
        let span: Range<usize> = self.open..self.text.len();
        self.open = self.text.len();
        let Some(gold) = self.attributions.last_mut() else { return };
        match name {
            "/s" => gold.source.push(span),
            "/q" => gold.cue.push(span),
            "/c" => gold.content.push(span),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_has_a_rule_and_every_attribution_its_parts() {
        let rules = rules();
        for choice in rules.values().flatten() {
            for symbol in choice.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                assert!(rules.contains_key(symbol.trim_start_matches('^')), "{symbol}");
            }
        }
        let texts = texts(300);
        assert!(texts.iter().map(|text| text.attributions.len()).sum::<usize>() > 300);
        for text in &texts {
            for gold in &text.attributions {
                let parts = [&gold.source, &gold.cue, &gold.content];
                assert!(parts.iter().all(|part| !part.is_empty()), "{}", text.text);
                for range in gold.source.iter().chain(&gold.cue).chain(&gold.content) {
                    assert!(!range.is_empty() && text.text.get(range.clone()).is_some(), "{}", text.text);
                }
            }
        }
        assert!(texts.iter().any(|text| text.attributions.is_empty()));
    }
}
