//! What is asked of every engine: the kinds of the search-benchmark-game and those of this program's users,
//! drawn from the first statements of the corpus by how many of them hold a word.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use demarche::index::analysis::{stem, words};

use crate::corpus::{Corpus, Numbers, Record};
pub use crate::slow::Words;

/// What the questions are drawn with.
const SEED: u64 = 1648;
/// From so many statements.
const SAMPLE: usize = 10_000;
/// So many questions of each class of a kind.
const EACH: usize = 10;

/// What is wanted for the words.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub enum Want {
    /// The ten best, by the text alone, without marks.
    Top,
    /// How many there are, by the text alone.
    Count,
    /// The ten best of a speaker in a range of days.
    Filtered { speaker: String, from: NaiveDate, to: NaiveDate },
    /// What a user types without any sign: the ten best by all fields, with what matched marked. Passages with
    /// all the words come first; where they are fewer than ten, passages with some follow.
    Default,
    /// The same, passages with any of the words ranked together.
    DefaultAny,
    /// How many of each speaker.
    Speakers,
    /// How many in each month.
    Months,
}

/// One question.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Question {
    /// The kind it is reported under.
    pub kind: &'static str,
    /// How common its words are.
    pub class: String,
    pub words: Words,
    pub want: Want,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Rare,
    Middle,
    Common,
}
use Class::{Common, Middle, Rare};

impl Class {
    /// By how many of [`SAMPLE`] statements hold it.
    fn of(statements: usize) -> Option<Self> {
        match statements {
            3..=20 => Some(Rare),
            50..=300 => Some(Middle),
            600.. => Some(Common),
            _ => None,
        }
    }

    /// The same for phrases, which are all rarer.
    fn of_phrase(statements: usize) -> Option<Self> {
        match statements {
            1..=2 => Some(Rare),
            5..=20 => Some(Middle),
            40.. => Some(Common),
            _ => None,
        }
    }
}

fn names(classes: &[Class]) -> String {
    classes.iter().map(|class| format!("{class:?}").to_lowercase()).collect::<Vec<_>>().join("+")
}

struct Sample {
    numbers: Numbers,
    records: Vec<Record>,
    /// The words of each statement that questions may ask for, with their class.
    statements: Vec<Vec<(String, Class)>>,
    by_class: BTreeMap<Class, Vec<String>>,
    phrases: BTreeMap<(usize, Class), Vec<Vec<String>>>,
}

impl Sample {
    fn new() -> Self {
        let records: Vec<Record> = Corpus::default().take(SAMPLE).collect();
        let folded: Vec<Vec<String>> =
            records.iter().map(|record| words(&record.text).map(|word| word.folded).collect()).collect();
        let known: HashSet<&str> = folded.iter().flatten().map(String::as_str).collect();
        let mut held: HashMap<String, usize> = HashMap::new();
        for words in &folded {
            let stems: HashSet<String> = words.iter().map(|word| stem(word)).collect();
            stems.into_iter().for_each(|stem| *held.entry(stem).or_default() += 1);
        }
        let class = |word: &String| {
            let plain = word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
            let asked = plain && !crate::corpus::is_function(word) && !is_compound(word, &known);
            if asked { Class::of(held[&stem(word)]) } else { None }
        };
        let statements: Vec<Vec<(String, Class)>> = folded
            .iter()
            .map(|words| words.iter().filter_map(|word| Some((word.clone(), class(word)?))).collect())
            .collect();
        let mut by_class: BTreeMap<Class, Vec<String>> = BTreeMap::new();
        for (word, class) in statements.iter().flatten() {
            by_class.entry(*class).or_default().push(word.clone());
        }
        for words in by_class.values_mut() {
            words.sort_unstable();
            words.dedup();
        }
        let phrases = phrases(&folded);
        Self { numbers: Numbers(SEED), records, statements, by_class, phrases }
    }

    /// A word of a class.
    fn word(&mut self, class: Class) -> String {
        let words = &self.by_class[&class];
        words[self.numbers.below(words.len())].clone()
    }

    /// Different words of these classes, each drawn by itself.
    fn apart(&mut self, classes: &[Class]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        while found.len() < classes.len() {
            let word = self.word(classes[found.len()]);
            if found.iter().all(|other| stem(other) != stem(&word)) {
                found.push(word);
            }
        }
        found
    }

    /// Different words of these classes that one statement holds.
    fn together(&mut self, classes: &[Class]) -> Vec<String> {
        loop {
            let at = self.numbers.below(self.statements.len());
            let mut found: Vec<String> = Vec::new();
            for class in classes {
                let words: Vec<&String> = self.statements[at]
                    .iter()
                    .filter(|(word, of)| of == class && found.iter().all(|other| stem(other) != stem(word)))
                    .map(|(word, _)| word)
                    .collect();
                if !words.is_empty() {
                    found.push(words[self.numbers.below(words.len())].clone());
                }
            }
            if found.len() == classes.len() {
                return found;
            }
        }
    }

    fn phrase(&mut self, length: usize, class: Class) -> Option<Vec<String>> {
        let phrases = self.phrases.get(&(length, class))?;
        Some(phrases[self.numbers.below(phrases.len())].clone())
    }
}

/// Phrases of two to four words by their class, each beginning and ending with a word that says something.
fn phrases(statements: &[Vec<String>]) -> BTreeMap<(usize, Class), Vec<Vec<String>>> {
    let mut held: HashMap<&[String], usize> = HashMap::new();
    for words in statements {
        for length in 2..=4 {
            let here: HashSet<&[String]> = words.windows(length).filter(|window| is_phrase(window)).collect();
            here.into_iter().for_each(|window| *held.entry(window).or_default() += 1);
        }
    }
    let mut found: BTreeMap<(usize, Class), Vec<Vec<String>>> = BTreeMap::new();
    for (words, statements) in held {
        if let Some(class) = Class::of_phrase(statements) {
            found.entry((words.len(), class)).or_default().push(words.to_vec());
        }
    }
    found.values_mut().for_each(|phrases| phrases.sort_unstable());
    found
}

fn is_phrase(words: &[String]) -> bool {
    let says = |word: &String| word.len() > 3 && !crate::corpus::is_function(word);
    let ends = words.first().is_some_and(says) && words.last().is_some_and(says);
    ends && words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// Whether a word is two other words written as one: demarche looks for these apart, too.
fn is_compound(word: &str, known: &HashSet<&str>) -> bool {
    word.len() >= 8
        && (4..=word.len() - 4).any(|at| {
            let (first, second) = word.split_at(at);
            known.contains(first) && known.contains(second)
        })
}

/// The questions, the same on every run and for every size of the corpus.
pub fn questions() -> Vec<Question> {
    let mut sample = Sample::new();
    let mut all = Vec::new();
    let mut add = |kind, class: String, words, want| all.push(Question { kind, class, words, want });
    let pairs = [[Common, Common], [Common, Rare], [Middle, Middle]];
    let triples = [[Common, Common, Common], [Common, Middle, Middle], [Middle, Middle, Middle]];
    for _ in 0..EACH {
        for class in [Rare, Middle, Common] {
            let word = vec![sample.word(class)];
            add("term", names(&[class]), Words::All(word.clone()), Want::Top);
            add("term, count", names(&[class]), Words::All(word.clone()), Want::Count);
            add("default, 1 word", names(&[class]), Words::All(word), Want::Default);
        }
        for classes in pairs {
            let words = sample.together(&classes);
            add("and of 2", names(&classes), Words::All(words.clone()), Want::Top);
            add("and of 2, count", names(&classes), Words::All(words.clone()), Want::Count);
            let words = sample.together(&classes);
            add("default, 2 words", names(&classes), Words::All(words.clone()), Want::Default);
            add("default, 2 words, any", names(&classes), Words::Any(words), Want::DefaultAny);
            let words = sample.apart(&classes);
            add("or of 2", names(&classes), Words::Any(words), Want::Top);
        }
        for classes in triples {
            let words = sample.together(&classes);
            add("and of 3", names(&classes), Words::All(words), Want::Top);
            let words = sample.together(&classes);
            add("default, 3 words", names(&classes), Words::All(words.clone()), Want::Default);
            add("default, 3 words, any", names(&classes), Words::Any(words), Want::DefaultAny);
            let words = sample.apart(&classes);
            add("or of 3", names(&classes), Words::Any(words.clone()), Want::Top);
            add("or of 3, count", names(&classes), Words::Any(words), Want::Count);
        }
        for classes in [[Common; 5], [Common, Middle, Middle, Rare, Rare], [Middle; 5]] {
            add("or of 5", names(&classes), Words::Any(sample.apart(&classes)), Want::Top);
        }
        for length in 2..=4 {
            for class in [Rare, Middle, Common] {
                if let Some(words) = sample.phrase(length, class) {
                    let kind = ["phrase of 2", "phrase of 3", "phrase of 4"][length - 2];
                    add(kind, names(&[class]), Words::Phrase(words.clone()), Want::Top);
                    if length == 2 {
                        add("phrase, count", names(&[class]), Words::Phrase(words), Want::Count);
                    }
                }
            }
        }
        for class in [Middle, Common] {
            let words = Words::All(vec![sample.word(class)]);
            let of = sample.numbers.below(sample.records.len());
            let year = 1950 + sample.numbers.below(60) as i32;
            let until = year + 5 + sample.numbers.below(15) as i32;
            let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
            let want = Want::Filtered {
                speaker: sample.records[of].speaker.clone(),
                from: day(year, 3, 9),
                to: day(until, 10, 24),
            };
            add("top 10 of a speaker and a time", names(&[class]), words, want);
        }
        for class in [Middle, Common] {
            let words = Words::All(vec![sample.word(class)]);
            add("counts by speaker", names(&[class]), words.clone(), Want::Speakers);
            add("counts by month", names(&[class]), words, Want::Months);
        }
    }
    all
}
