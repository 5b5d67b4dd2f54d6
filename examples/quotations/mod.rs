//! Test quotations made from an index by a seed: faithful ones, ones with a fault, and ones that nobody said, each with the
//! verdict that is due.
#![allow(dead_code, reason = "each program uses a part of it")]

use demarche::extract::sentences;
use demarche::index::{Snapshot, StoredPassage};
use demarche::model::Kind;
use demarche::query::Bound;
use demarche::quotation::{Finding, QuoteOptions, Verdict};
use demarche::search::{SearchError, Searcher, quotation};
use fastrand::Rng;

/// What was done to words that were said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    Untouched,
    Typographic,
    Omission,
    Insertion,
    WordChanged,
    WordLeftOut,
    NegationLost,
    NumberChanged,
    Spliced,
    OrderChanged,
    WrongName,
    WrongDay,
    OfAnotherCorpus,
    HalfInCommon,
}

impl Made {
    pub const ALL: [Self; 14] = [
        Self::Untouched,
        Self::Typographic,
        Self::Omission,
        Self::Insertion,
        Self::WordChanged,
        Self::WordLeftOut,
        Self::NegationLost,
        Self::NumberChanged,
        Self::Spliced,
        Self::OrderChanged,
        Self::WrongName,
        Self::WrongDay,
        Self::OfAnotherCorpus,
        Self::HalfInCommon,
    ];

    /// Whether such a quotation must never pass for a faithful one.
    pub fn is_false(self) -> bool {
        !matches!(
            self,
            Self::Untouched
                | Self::Typographic
                | Self::Omission
                | Self::Insertion
                | Self::WrongName
                | Self::WrongDay
        )
    }

    /// Whether a finding is what is due.
    pub fn is_right(self, finding: &Finding) -> bool {
        match self {
            Self::Untouched => finding.verdict == Verdict::Exact,
            Self::Typographic | Self::Omission | Self::Insertion => finding.verdict.is_faithful(),
            Self::WordChanged | Self::WordLeftOut | Self::NegationLost | Self::NumberChanged => {
                finding.verdict == Verdict::Altered
            }
            Self::Spliced | Self::OrderChanged => finding.verdict == Verdict::Spliced,
            Self::WrongName => finding.verdict.is_faithful() && finding.speaker_agrees == Some(false),
            Self::WrongDay => finding.verdict.is_faithful() && finding.date_agrees == Some(false),
            Self::OfAnotherCorpus | Self::HalfInCommon => finding.verdict == Verdict::NotFound,
        }
    }
}

/// A quotation that was made, and what is asked beside it.
#[derive(Clone, Debug)]
pub struct MadeQuotation {
    pub made: Made,
    pub text: String,
    pub speaker: Option<String>,
    pub date: Option<String>,
    /// The statement it was made from, where it was made from one.
    pub from: String,
}

impl MadeQuotation {
    /// Holds it against the corpus.
    pub fn ask(&self, searcher: &Searcher) -> Result<Finding, SearchError> {
        let mut options = QuoteOptions::default();
        options.speaker.clone_from(&self.speaker);
        options.date = self.date.as_deref().map(Bound::read).transpose()?;
        searcher.quote(&self.text, &options)
    }
}

/// Passages of a corpus that quotations are made from.
pub struct Maker {
    passages: Vec<StoredPassage>,
    /// Passages of a corpus in which nobody said what was said in this one.
    others: Vec<StoredPassage>,
    rng: Rng,
}

/// So many passages are drawn of a corpus.
const DRAWN: usize = 20_000;
/// A quotation has so many words.
const WORDS: std::ops::Range<usize> = 12..36;

impl Maker {
    /// Of two corpora; the first is the one that will be asked.
    pub fn new(corpus: &Snapshot, other: &Snapshot, seed: u64) -> Result<Self, SearchError> {
        let mut rng = Rng::with_seed(seed);
        let passages = drawn(corpus, &mut rng)?;
        let others = drawn(other, &mut rng)?;
        Ok(Self { passages, others, rng })
    }

    /// So many quotations of a kind; fewer where the corpus has not enough that can be changed so.
    pub fn make(&mut self, made: Made, count: usize) -> Vec<MadeQuotation> {
        let mut quotations = Vec::with_capacity(count);
        for _ in 0..count * 400 {
            if quotations.len() == count {
                break;
            }
            quotations.extend(self.one(made));
        }
        quotations
    }

    fn one(&mut self, made: Made) -> Option<MadeQuotation> {
        let (words, passage) = self.run(false)?;
        let mut quotation =
            MadeQuotation { made, text: String::new(), speaker: None, date: None, from: passage.id.clone() };
        quotation.text = match made {
            Made::Untouched => words.join(" "),
            Made::Typographic => self.typographic(&words),
            Made::Omission => self.omission(&words),
            Made::Insertion => self.insertion(words),
            Made::WordChanged => self.changed(words)?,
            Made::WordLeftOut => {
                let mut words = words;
                let at = self.rng.usize(1..words.len() - 1);
                let spoken = |word: &&String| !plain(word).is_empty();
                // Where the words before it or after it end in the same, or only signs follow, nothing is left out.
                let before = words[..at].iter().rfind(spoken).map(|word| plain(word));
                let after = words[at + 1..].iter().find(spoken).map(|word| plain(word))?;
                let word = plain(&words[at]);
                if word.is_empty() || before.as_ref() == Some(&word) || after == word {
                    return None;
                }
                words.remove(at);
                words.join(" ")
            }
            Made::NegationLost => negation_lost(words)?,
            Made::NumberChanged => self.number_changed(words)?,
            Made::Spliced => {
                let (others, other) = self.run(false)?;
                if other.id == passage.id {
                    return None;
                }
                let (first, last) = (self.rng.usize(7..12), self.rng.usize(7..12));
                format!(
                    "{} {}",
                    words[..first].join(" "),
                    others[others.len() - last.min(others.len())..].join(" ")
                )
            }
            Made::OrderChanged => {
                let at = self.rng.usize(5..words.len() - 5);
                format!("{} {}", words[at..].join(" "), words[..at].join(" "))
            }
            Made::WrongName => {
                let own = passage.speaker.as_ref()?.name.clone();
                let other = self.rng.choice(&self.passages)?.speaker.as_ref()?.name.clone();
                if shares_word(&own, &other) {
                    return None;
                }
                quotation.speaker = Some(other);
                words.join(" ")
            }
            Made::WrongDay => {
                let year = chrono_year(&passage)?;
                quotation.date = Some(format!("{}", year - self.rng.i32(1..4) - 30));
                words.join(" ")
            }
            Made::OfAnotherCorpus => {
                let (words, _) = self.run(true)?;
                words.join(" ")
            }
            Made::HalfInCommon => self.half_in_common(&words)?,
        };
        Some(quotation)
    }

    /// Words of a passage, from the beginning of a sentence, and the passage.
    fn run(&mut self, of_other: bool) -> Option<(Vec<String>, StoredPassage)> {
        let passages = if of_other { &self.others } else { &self.passages };
        let passage = self.rng.choice(passages)?.clone();
        let text = quotation(&passage.text, &[]).map_or(passage.text.clone(), |quotation| quotation.text);
        let found = sentences(&text);
        let start = self.rng.choice(&found)?.start;
        let length = self.rng.usize(WORDS);
        let words: Vec<String> = text[start..].split_whitespace().take(length).map(str::to_owned).collect();
        (words.len() >= WORDS.start && !words.join(" ").contains(['[', '…', '|', '\u{fffd}']))
            .then_some((words, passage))
    }

    fn typographic(&mut self, words: &[String]) -> String {
        let mut words = words.to_vec();
        for word in &mut words {
            match self.rng.u8(0..12) {
                0 => *word = word.replace(['’', '‘'], "'"),
                1 => *word = word.replace(['“', '”'], "\""),
                2 => *word = word.replace(['—', '–'], " - "),
                3 => *word = word.replace('\'', "’"),
                4 => *word = word.trim_end_matches([',', ';']).to_owned(),
                5 if word.chars().all(|c| c.is_ascii_lowercase()) && word.len() > 3 => {
                    *word = word[..1].to_uppercase() + &word[1..];
                }
                6 if word.len() > 8 && word.bytes().all(|byte| byte.is_ascii_lowercase()) => {
                    word.insert_str(4, "-\n")
                }
                _ => {}
            }
        }
        if let Some(first) = words.first_mut().filter(|word| *word != "I" && *word != "US" && word.is_ascii())
        {
            *first = first[..1].to_lowercase() + &first[1..];
        }
        let text = words.join(" ");
        let text = text.trim_end_matches(['.', ',', ';', ':', '?']);
        format!("“{text}”")
    }

    fn omission(&mut self, words: &[String]) -> String {
        let length = self.rng.usize(1..(words.len() / 2).min(9));
        let at = self.rng.usize(3..words.len() - length - 2);
        let mark = self.rng.choice(["…", "[…]", "...", "[...]", ". . ."]).unwrap_or("…");
        format!("{} {mark} {}", words[..at].join(" "), words[at + length..].join(" "))
    }

    fn insertion(&mut self, mut words: Vec<String>) -> String {
        let pronoun = |word: &String| {
            matches!(word.as_str(), "he" | "she" | "it" | "they" | "this" | "him" | "them" | "we")
        };
        let inserted = self
            .rng
            .choice(["[the delegate]", "[Norland]", "[that is]", "[sic]", "[as he put it]"])
            .unwrap_or("[sic]");
        match words.iter().position(pronoun).filter(|_| self.rng.bool()) {
            Some(at) => words[at] = inserted.to_owned(),
            None => {
                let at = self.rng.usize(1..words.len());
                words.insert(at, inserted.to_owned());
            }
        }
        words.join(" ")
    }

    fn changed(&mut self, mut words: Vec<String>) -> Option<String> {
        let at = self.rng.usize(0..words.len());
        let other =
            self.rng.choice(&self.passages)?.text.split_whitespace().nth(self.rng.usize(0..30))?.to_owned();
        let other: String = other.chars().filter(|c| c.is_alphabetic()).collect();
        if other.is_empty() || plain(&other) == plain(&words[at]) || plain(&words[at]).is_empty() {
            return None;
        }
        words[at] = other;
        Some(words.join(" "))
    }

    fn number_changed(&mut self, mut words: Vec<String>) -> Option<String> {
        let at = words.iter().position(|word| word.contains(|c: char| c.is_ascii_digit()))?;
        let digit = words[at].find(|c: char| c.is_ascii_digit())?;
        let old = words[at].as_bytes()[digit] - b'0';
        let new = (old + self.rng.u8(1..9)) % 10;
        words[at].replace_range(digit..=digit, &new.to_string());
        Some(words.join(" "))
    }

    fn half_in_common(&mut self, words: &[String]) -> Option<String> {
        let (others, _) = self.run(true)?;
        let mut mixed: Vec<String> = words.to_vec();
        let mut order: Vec<usize> = (0..mixed.len()).collect();
        self.rng.shuffle(&mut order);
        for (place, at) in order.iter().take(words.len().div_ceil(2)).enumerate() {
            mixed[*at] = others.get(place)?.clone();
        }
        Some(mixed.join(" "))
    }
}

/// Passages of speech with enough words, drawn by a seed.
fn drawn(snapshot: &Snapshot, rng: &mut Rng) -> Result<Vec<StoredPassage>, SearchError> {
    let (mut seen, mut drawn): (usize, Vec<StoredPassage>) = (0, Vec::new());
    snapshot.each_passage(&mut |passage| {
        if passage.kind != Kind::Spoken || passage.text.split_whitespace().nth(40).is_none() {
            return;
        }
        seen += 1;
        if drawn.len() < DRAWN {
            drawn.push(passage);
        } else {
            let at = rng.usize(0..seen);
            if at < DRAWN {
                drawn[at] = passage;
            }
        }
    })?;
    Ok(drawn)
}

fn negation_lost(mut words: Vec<String>) -> Option<String> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let inner = 1..words.len() - 1;
    let at = inner.clone().find(|at| {
        matches!(bare(&words[*at]).as_str(), "not" | "never")
            || bare(&words[*at]).ends_with("n’t")
            || bare(&words[*at]).ends_with("n't")
    })?;
    if matches!(bare(&words[at]).as_str(), "not" | "never") {
        words.remove(at);
    } else {
        words[at] = words[at].replace("n’t", "").replace("n't", "");
    }
    Some(words.join(" "))
}

fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn shares_word(one: &str, other: &str) -> bool {
    one.split_whitespace().any(|word| other.split_whitespace().any(|other| plain(word) == plain(other)))
}

fn chrono_year(passage: &StoredPassage) -> Option<i32> {
    passage.date.value?.to_string().get(..4)?.parse().ok()
}
