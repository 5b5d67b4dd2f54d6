//! Puts made-up queries to the query language and to an index: none may panic, each is answered or refused,
//! and each answer comes in time.
//!
//! `cargo run --release --example fuzz_queries -- [INDEX]`, with `FUZZ_COUNT` (how many, else 100,000),
//! `FUZZ_SEED` (else 1) and `FUZZ_SEARCH` (one in so many is searched too, else 1,000). Exits with 1
//! where a search took longer than 50 ms; a panic ends it with the query that caused it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use demarche::index::Index;
use demarche::query::{ParseOptions, Query};
use demarche::search::Options;

/// How long a search may take.
const IN_TIME: Duration = Duration::from_millis(50);
/// What queries are made of: words, names, signs and operators, whole and in part.
const PIECES: &[&str] = &[
    "ceasefire",
    "Hamas",
    "the",
    "of",
    "a",
    "US",
    "U.S.",
    "Qaddafi",
    "Каддафи",
    "القذافي",
    "北京",
    "naïve",
    "e\u{301}",
    "l'accord",
    "don't",
    "cease-fire",
    "1945",
    "10:30",
    "https://x.y",
    "😀",
    "\u{200b}",
    "\u{0}",
    "\t",
    "\n",
    "ﬁ",
    "İ",
    "ß",
    "\u{202e}",
    "\u{fffd}",
    " ",
    " ",
    " ",
    " ",
    "\"",
    "“",
    "”",
    "«",
    "»",
    "„",
    "'",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "+",
    "-",
    "!",
    "|",
    "||",
    "&&",
    "^",
    "^2",
    "^-1",
    "^1e9",
    "~",
    "~1",
    "~9",
    "~99999999999",
    "*",
    "?",
    "**",
    "a*",
    "*a",
    "n?g*",
    ":",
    ":=",
    "..",
    ">",
    ">=",
    "<",
    "=",
    "/",
    "\\",
    " AND ",
    " OR ",
    " NOT ",
    " NEAR ",
    " NEAR/5 ",
    " NEAR/0 ",
    " W/99999999999 ",
    " BEFORE/3 ",
    " PRE/2 ",
    " WITHIN sentence ",
    " TO ",
    "speaker:",
    "who:",
    "speker:",
    "entity:",
    "date:",
    "since:",
    "until:",
    "kind:",
    "id:",
    "topic:",
    "title:",
    "role:",
    "source:",
    "text:",
    "none",
    "today",
    "-30d",
    "2023",
    "2023-10",
    "2023-Q4",
    "2023-13-99",
    "9 Oct 2023",
    "spoken",
    "\"red line\"",
];
/// Queries that are changed a little.
const SEEDS: &[&str] = &[
    "Miller ceasefire Hamas",
    "speaker:(Miller OR Patel) \"humanitarian pause\"~3 -hostage date:2023-10..2024-01",
    "ceasefire NEAR/5 permanent",
    "the WITHIN sentence of",
    "negotiat* entity:hamas^2 topic:\"Middle East\"",
    "Zelenskyy~",
    "speaker:=“Matthew Miller”",
    "date:none",
    "(Hamas OR Hezbollah) talks",
    "a* NEAR/3 b*",
    "-speaker:*",
    "+peace war",
    "date:[2023-10 TO 2024-01]",
    "\"cease fi\"*",
    "Hamas WITHIN sentence hostages",
    "what did the minister say of it",
];

/// A small generator of numbers (xorshift64*, Vigna 2016): the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    fn letter(&mut self) -> char {
        let most = [0x7f, 0x500, 0x3000, 0x11_0000][self.below(4)];
        char::from_u32(self.below(most) as u32).unwrap_or('\u{d7ff}')
    }

    fn query(&mut self) -> String {
        let mut text: Vec<char> = match self.below(3) {
            0 => SEEDS[self.below(SEEDS.len())].chars().collect(),
            _ => Vec::new(),
        };
        for _ in 0..self.below(14) {
            let at = self.below(text.len() + 1);
            match self.below(6) {
                0 => text.insert(at, self.letter()),
                1 if at < text.len() => drop(text.remove(at)),
                2 if at < text.len() => {
                    let again = text[at..(at + 1 + self.below(12)).min(text.len())].to_vec();
                    text.splice(at..at, again);
                }
                3 => text.splice(at..at, PIECES[self.below(PIECES.len())].chars()).for_each(drop),
                _ => text.extend(PIECES[self.below(PIECES.len())].chars()),
            }
        }
        text.into_iter().collect()
    }
}

fn main() -> ExitCode {
    let number =
        |name: &str, or: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or);
    let (count, seed, search) =
        (number("FUZZ_COUNT", 100_000), number("FUZZ_SEED", 1), number("FUZZ_SEARCH", 1_000).max(1));
    let index = std::env::args().nth(1).map(|dir| Index::open(Path::new(&dir)).expect("an index"));
    let mut numbers = Numbers(seed.max(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let (mut refused, mut searched, mut slow) = (0_u64, 0_u64, Vec::new());
    let begun = Instant::now();
    for at in 0..count {
        let text = numbers.query();
        let mut reading = ParseOptions::default();
        reading.strict = at % 7 == 0;
        reading.literal = at % 11 == 0;
        let done = catch_unwind(AssertUnwindSafe(|| {
            let query = Query::parse(&text, &reading).ok()?;
            let index = index.as_ref().filter(|_| at % search == 0)?;
            let before = Instant::now();
            let answer = index.search(&query, &Options::default());
            Some((before.elapsed(), answer.map(drop).map_err(|error| error.to_string())))
        }));
        match done {
            Err(_) => {
                eprintln!("panic on query {at}: {text:?}");
                return ExitCode::FAILURE;
            }
            Ok(Some((_, Err(error)))) => {
                eprintln!("no answer to query {at}, {text:?}: {error}");
                return ExitCode::FAILURE;
            }
            Ok(Some((time, Ok(())))) => {
                searched += 1;
                if time > IN_TIME {
                    slow.push((time, text));
                }
            }
            Ok(None) => refused += u64::from(Query::parse(&text, &reading).is_err()),
        }
    }
    println!(
        "{count} queries in {:.0} s, seed {seed}: {refused} refused, {searched} searched, {} of them in more than 50 ms",
        begun.elapsed().as_secs_f64(),
        slow.len()
    );
    slow.sort();
    slow.iter()
        .rev()
        .take(20)
        .for_each(|(time, text)| println!("{:>6.1} ms  {text:?}", time.as_secs_f64() * 1e3));
    if slow.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
