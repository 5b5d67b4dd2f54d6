//! How well copies are told from statements that look like them, on a generated set where it is known.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use demarche::extract::Extractor;
use demarche::index::Index;
use demarche::model::{Document, Layout, Speaker};
use demarche::query::{ParseOptions, Query};
use demarche::search::Options;

const WORDS: &str = "agree border call talks peace council force treaty region support demand refuse open close \
    before after under over aid convoy water river people child school army soldier market price grain port \
    ship vote law court right duty trade tariff loan debt bank money road bridge train plane border camp \
    village town capital office paper letter message speech answer question reason cause effect change plan \
    step round week month year day night morning evening summer winter year hope fear anger trust doubt";
const SMALL: &str =
    "the of and to in that for we on with is our this be by as have it has at all their from are";
const NAMES: &str = "Geneva,Vienna,Kenya,Norway,Peru,Oman,Bern,Cairo,Lima,Oslo,Accra,Quito";
const SPEAKERS: [&str; 4] = ["Ada Example", "Ben Sample", "Cyd Nobody", "Dee Exempla"];
const BOILERPLATE: &str =
    "The spokesperson said the ministry would have nothing further to add on the matter at this time.";

/// Numbers that are the same on every run: SplitMix64.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn word(&mut self) -> &'static str {
        let small = self.below(3) == 0;
        let words: Vec<&str> = if small { SMALL } else { WORDS }.split_whitespace().collect();
        words[self.below(words.len())]
    }

    /// A sentence of 15 to 28 words with a name and a figure.
    fn sentence(&mut self) -> String {
        let mut text = String::from("They");
        let length = 14 + self.below(14);
        let names: Vec<&str> = NAMES.split(',').collect();
        for at in 0..length {
            match at {
                4 => write!(text, " {}", self.pick(&names)).unwrap(),
                8 => write!(text, " {}", 10 + self.below(900)).unwrap(),
                _ => write!(text, " {}", self.word()).unwrap(),
            }
        }
        text + ". "
    }

    fn statement(&mut self) -> String {
        (0..1 + self.below(5)).map(|_| self.sentence()).collect()
    }

    /// The text with one word in so many replaced, names and figures left alone.
    fn edited(&mut self, text: &str, one_in: usize) -> String {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        for _ in 0..(words.len() / one_in).max(1) {
            let at = self.below(words.len());
            if words[at].chars().all(|c| c.is_ascii_lowercase()) && !words[at].is_empty() {
                words[at] = self.word().to_owned();
            }
        }
        words.join(" ")
    }
}

/// The statements with the family that each belongs to, its speaker and its words.
fn statements() -> Vec<(usize, Option<&'static str>, String)> {
    let mut numbers = Numbers(1648);
    let mut all = Vec::new();
    let mut family = 0;
    for _ in 0..300 {
        let text = numbers.statement();
        let speaker = numbers.below(SPEAKERS.len());
        let who = Some(SPEAKERS[speaker]);
        family += 1;
        all.push((family, who, text.clone()));
        // Copies: as it is, edited, cut short, in other quotation marks and capitals, of a speaker unknown.
        all.push((family, who, text.clone()));
        all.push((family, who, numbers.edited(&text, 30)));
        let sentences: Vec<&str> = text.split_inclusive(". ").collect();
        if sentences.len() >= 4 {
            all.push((family, who, sentences[..sentences.len() - 1].concat()));
        }
        all.push((family, who, format!("“{}”", text.trim().replace("They", "THEY"))));
        if numbers.below(3) == 0 {
            all.push((family, None, text.clone()));
        } else {
            // The same words by somebody else.
            family += 1;
            all.push((family, Some(SPEAKERS[(speaker + 1) % SPEAKERS.len()]), text.clone()));
        }
        // False friends: another figure, another name, a negation.
        let digits = text.find(|c: char| c.is_ascii_digit()).unwrap();
        family += 1;
        all.push((family, who, format!("{}7{}", &text[..digits], &text[digits..])));
        let name = NAMES.split(',').find(|name| text.contains(name)).unwrap();
        family += 1;
        all.push((family, who, text.replacen(name, "Tonga", 1)));
        family += 1;
        all.push((family, who, text.replacen("They", "They did not", 1)));
        // A boilerplate sentence round other words.
        family += 1;
        all.push((family, who, format!("{BOILERPLATE} {}", numbers.sentence())));
    }
    all
}

#[test]
fn copies_are_found_and_false_friends_are_not() {
    let all = statements();
    let index = Index::in_memory().unwrap();
    let writer = index.writer().unwrap();
    let extractor = Extractor::default();
    let mut families: BTreeMap<String, usize> = BTreeMap::new();
    for (at, (family, speaker, text)) in all.iter().enumerate() {
        let speaker = speaker.map(Speaker::named);
        let path = format!("{at}.txt");
        families.insert(path.clone(), *family);
        let document = Document { speaker, layout: Layout::Speech, ..Document::new(path, text.as_str()) };
        writer.add(&document, &extractor.extract(&document)).unwrap();
        // Part is found in the index, part among what was just added.
        if at % 500 == 499 {
            writer.commit().unwrap();
        }
    }
    writer.commit().unwrap();
    let query = Query::parse("*", &ParseOptions::default()).unwrap();
    let mut options = Options::default();
    options.limit = all.len();
    options.all_copies = true;
    let mut found: BTreeSet<(String, String)> = BTreeSet::new();
    for hit in index.search(&query, &options).unwrap().hits {
        for copy in hit.others.copies {
            if hit.stored.path < copy.path {
                found.insert((hit.stored.path.clone(), copy.path));
            }
        }
    }
    let mut known: BTreeSet<(String, String)> = BTreeSet::new();
    for (a, family) in &families {
        known.extend(
            families
                .range(a.clone()..)
                .skip(1)
                .filter(|(_, other)| *other == family)
                .map(|(b, _)| (a.clone(), b.clone())),
        );
    }
    for (what, pairs) in [("wrong", found.difference(&known)), ("missed", known.difference(&found))] {
        for (a, b) in pairs.take(8) {
            let text = |path: &str| &all[path.trim_end_matches(".txt").parse::<usize>().unwrap()];
            println!("{what}:\n  {:?}\n  {:?}", text(a), text(b));
        }
    }
    let right = found.intersection(&known).count() as f64;
    let (precision, recall) = (right / found.len() as f64, right / known.len() as f64);
    println!(
        "{} statements, {} pairs of copies: precision {precision:.3}, recall {recall:.3}",
        all.len(),
        known.len()
    );
    assert!(precision >= 0.95 && recall >= 0.95, "precision {precision:.3}, recall {recall:.3}");
}
