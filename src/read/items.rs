//! Cuts a file of JSON into its objects, without holding more than one: the items of a list, or objects one
//! after the other, over as many lines as they like.

use std::io::{self, BufRead};

/// The items of one file.
pub(super) struct Items<'t> {
    input: &'t mut dyn BufRead,
    most: usize,
    line: u64,
    /// Whether the list that the whole file may be is open.
    in_list: bool,
    begun: bool,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Whether it is longer than was asked for, and was passed over.
    pub too_long: bool,
}

impl<'t> Items<'t> {
    /// The items of at most so many bytes.
    pub fn new(input: &'t mut dyn BufRead, most: usize) -> Self {
        Self { input, most, line: 1, in_list: false, begun: false }
    }

    /// Reads the next item, JSON or not, into `item`; `None` after the last.
    pub fn next(&mut self, item: &mut Vec<u8>) -> io::Result<Option<Item>> {
        item.clear();
        let mut found: Option<Item> = None;
        let mut state = State::default();
        loop {
            let block = self.input.fill_buf()?;
            if block.is_empty() {
                return Ok(found);
            }
            let (mut used, mut from, mut ends) = (0, 0, false);
            for &byte in block {
                // A byte that begins an item is part of it, also a `]` that closes nothing.
                let begins = found.is_none();
                if begins {
                    let opens_list = byte == b'[' && !std::mem::replace(&mut self.begun, true);
                    self.begun = self.begun && !byte.is_ascii_whitespace() || opens_list || self.in_list;
                    let between = byte.is_ascii_whitespace() || byte == b',' || byte == b']' && self.in_list;
                    self.in_list |= opens_list;
                    if opens_list || between {
                        used += 1;
                        self.line += u64::from(byte == b'\n');
                        continue;
                    }
                    found = Some(Item { line: self.line, too_long: false });
                    from = used;
                }
                if !begins && state.ends_before(byte) {
                    ends = true;
                    break;
                }
                used += 1;
                self.line += u64::from(byte == b'\n');
                if state.ends_with(byte) {
                    ends = true;
                    break;
                }
            }
            if let Some(found) = &mut found {
                let part = &block[from..used];
                found.too_long |= item.len() + part.len() > self.most;
                if found.too_long {
                    item.clear();
                } else {
                    item.extend_from_slice(part);
                }
            }
            self.input.consume(used);
            if ends {
                return Ok(found);
            }
        }
    }
}

/// Where in an item a byte stands.
#[derive(Default)]
struct State {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl State {
    /// Whether a bare word or number is over before this byte.
    fn ends_before(&self, byte: u8) -> bool {
        self.depth == 0 && !self.in_string && (byte.is_ascii_whitespace() || matches!(byte, b',' | b']'))
    }

    /// Whether an object, a list or a string is over with this byte.
    fn ends_with(&mut self, byte: u8) -> bool {
        if self.in_string {
            let closes = byte == b'"' && !self.escaped;
            self.escaped = byte == b'\\' && !self.escaped;
            self.in_string = !closes;
            return closes && self.depth == 0;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str, block: usize) -> Vec<(u64, String)> {
        let mut input = io::BufReader::with_capacity(block, text.as_bytes());
        let mut items = Items::new(&mut input, 30);
        let (mut item, mut all) = (Vec::new(), Vec::new());
        while let Some(found) = items.next(&mut item).unwrap() {
            let text =
                if found.too_long { "too long".to_owned() } else { String::from_utf8(item.clone()).unwrap() };
            all.push((found.line, text));
        }
        all
    }

    #[test]
    fn items_are_cut_wherever_blocks_end() {
        for block in [1, 2, 3, 7, 100] {
            let cut = |text: &str| {
                let texts = items(text, block).into_iter().map(|(line, text)| format!("{line} {text}"));
                texts.collect::<Vec<_>>()
            };
            assert_eq!(
                cut("\n[{\"a\": \"}]\\\"\"},\n {\"b\":[1,{}]}, 3 ,\"x\"\n]"),
                ["2 {\"a\": \"}]\\\"\"}", "3 {\"b\":[1,{}]}", "3 3", "3 \"x\""]
            );
            assert_eq!(cut("{\n\"a\":1}\n{}"), ["1 {\n\"a\":1}", "3 {}"]);
            assert_eq!(cut("[[1],[]]"), ["1 [1]", "1 []"]);
            assert_eq!(
                cut(&format!("[{{\"a\":\"{}\"}},\n{{}},{{", "x".repeat(40))),
                ["1 too long", "2 {}", "2 {"]
            );
            assert!(cut(" \n[]\n").is_empty());
            assert_eq!(cut("{}]]\n{}"), ["1 {}", "1 ]", "1 ]", "2 {}"], "a stray end is an item by itself");
        }
    }
}
