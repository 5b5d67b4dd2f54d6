//! A corpus of made-up statements, the same on every run, and its first records the same at every size.
//!
//! Words follow Zipf's law: the function words of English and the nouns and verbs of diplomacy come first,
//! then forty thousand words of made-up stems with English endings, so that a stemmer has its work. One
//! sentence in four holds one of some hundred set phrases, the first of them common and the last rare.
//! Texts are plain words: every engine's rules of where a word ends then give the same words.

use std::collections::HashSet;
use std::io::{self, Write};

/// What the corpus is generated from.
const SEED: u64 = 1945;
/// How many words are made up.
const MADE_UP: usize = 40_000;
/// How many speakers there are.
const SPEAKERS: usize = 400;
/// How many set phrases there are.
const PHRASES: usize = 300;
/// The most words of a statement: one passage holds them all.
const LONGEST: usize = 140;

/// Function words with their share in a thousand words of running text, roughly.
const FUNCTION: &[(&str, u32)] = &[
    ("the", 62),
    ("of", 34),
    ("and", 30),
    ("to", 28),
    ("in", 20),
    ("that", 12),
    ("a", 18),
    ("for", 10),
    ("is", 10),
    ("on", 8),
    ("with", 7),
    ("we", 9),
    ("our", 6),
    ("this", 6),
    ("be", 6),
    ("by", 6),
    ("as", 6),
    ("it", 6),
    ("are", 5),
    ("have", 5),
    ("has", 5),
    ("at", 4),
    ("from", 4),
    ("not", 5),
    ("all", 4),
    ("which", 3),
    ("will", 5),
    ("was", 3),
    ("their", 3),
    ("its", 3),
    ("an", 3),
    ("or", 2),
    ("must", 3),
    ("who", 2),
    ("been", 2),
    ("these", 2),
    ("would", 2),
    ("more", 2),
    ("they", 2),
    ("can", 2),
    ("should", 2),
    ("but", 2),
    ("also", 2),
    ("there", 1),
    ("between", 1),
    ("under", 1),
    ("against", 1),
    ("such", 1),
];
/// Words of diplomacy, the commoner first: the verbs and nouns that other forms are made of.
const KNOWN: &str = "nation state peace secure council country develop support international unite agree \
    right region assembly conflict govern effort resolve world people charter continue human member cooperate \
    weapon negotiate treaty situate commit delegate economy represent organ force principle community commission \
    confer report action require problem concern respect territory welcome implement propose process settle \
    threat sanction nuclear disarm border refugee civilian hostage ceasefire mediate sovereign independent \
    protect assist violate condemn demand withdraw occupy attack troop missile summit minister ambassador \
    envoy embargo truce armistice humanitarian aid relief famine drought climate energy trade debt tariff \
    election democracy parliament constitution reform corrupt terror extremist militia rebel insurgent \
    detain prison trial tribunal court justice crime genocide massacre displace return shelter food water \
    health vaccine education child woman youth worker farmer fisher island coast strait canal river pipeline \
    satellite airspace naval patrol blockade convoy corridor checkpoint buffer zone line demarcate monitor observe \
    verify inspect enrich reactor uranium plutonium warhead arsenal deter escalate provoke restrain dialogue";
/// Beginnings of syllables, and what may follow them.
const ONSETS: &str =
    "b br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sp st str t th tr v w";
const VOWELS: &str = "a e i o u ai ea ee oa ou io";
const CODAS: &str = "n r l t m s d nd nt rm rk ct lt st sp ng x p b ss ll";

const FIRST: &str = "Adela Boris Carmen Dawit Elena Farid Greta Hugo Ines Jonas Kofi Lucia Mirko Nadia Omar Petra \
    Quentin Rosa Samir Tilda Umberto Vera Wanda Xavier Yusuf Zora Anselm Birgit Cosimo Dalia";
const LAST: &str = "Adlerson Brandtner Castrovo Dufourel Ekmanis Faroukian Holmbeck Ivanovar Janssenko Kellerby \
    Lundquister Moreauval Nakagawan Okonkwor Petrovant Quirogas Rossinelli Sandovalle Tanakari Umarovich Villaneau \
    Wagnerius Xanthosa Yamadari Zielinskor Abernethan Bogdanoska Cervantino Delacroyd Eriksenby";
const COUNTRIES: &str = "France,Ghana,Kenya,Brazil,Norway,Japan,India,Egypt,Chile,Peru,Poland,Sweden,Cuba,Ireland,\
    Senegal,Mexico,Morocco,Nepal,Portugal,Iceland,Uruguay,Zambia,Austria,Belgium,Canada,Denmark,Ecuador,Finland,\
    Greece,Hungary";
const TOPICS: &str = "disarmament,human rights,trade,decolonisation,peacekeeping,climate,refugees,law of the sea,\
    health,terrorism,development,nuclear energy";

/// Numbers that are the same on every run: SplitMix64.
pub struct Numbers(pub u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is above 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from 0 up to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// One statement.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Record {
    pub id: String,
    pub speaker: String,
    pub country: String,
    /// `2006-01-31`.
    pub date: String,
    pub topic: String,
    pub text: String,
}

/// Sums of weights, to draw from.
struct Draw(Vec<f64>);

impl Draw {
    fn of(weights: impl Iterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        Self(
            weights
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect(),
        )
    }

    /// The weight of the `n`th is that of Zipf's law.
    fn zipf(count: usize, exponent: f64) -> Self {
        Self::of((1..=count).map(|rank| (rank as f64 + 2.7).powf(-exponent)))
    }

    fn draw(&self, numbers: &mut Numbers) -> usize {
        let at = numbers.share() * self.0.last().copied().unwrap_or_default();
        self.0.partition_point(|sum| *sum <= at).min(self.0.len() - 1)
    }
}

/// Writes statements.
pub struct Corpus {
    numbers: Numbers,
    /// The forms of each word, the commoner words first.
    words: Vec<Vec<String>>,
    zipf: Draw,
    function: Draw,
    phrases: Vec<Vec<String>>,
    phrase: Draw,
    speakers: Vec<(String, &'static str)>,
    speaker: Draw,
    topics: Vec<&'static str>,
    topic: Draw,
    written: usize,
}

impl Default for Corpus {
    fn default() -> Self {
        let mut numbers = Numbers(SEED);
        let words = vocabulary(&mut numbers);
        let zipf = Draw::zipf(words.len(), 1.05);
        let firsts: Vec<&str> = FIRST.split_whitespace().collect();
        let lasts: Vec<&str> = LAST.split_whitespace().collect();
        let countries: Vec<&str> = COUNTRIES.split(',').collect();
        // Each pair of names once, in an order without a pattern.
        let speakers = (0..SPEAKERS).map(|at| {
            let pair = at * 487 % (firsts.len() * lasts.len());
            let name = format!("{} {}", firsts[pair % firsts.len()], lasts[pair / firsts.len()]);
            (name, countries[at % countries.len()])
        });
        let speakers = speakers.collect();
        let topics: Vec<&str> = TOPICS.split(',').collect();
        let mut corpus = Self {
            words,
            zipf,
            function: Draw::of(FUNCTION.iter().map(|(_, share)| f64::from(*share))),
            phrases: Vec::new(),
            phrase: Draw::zipf(PHRASES, 1.1),
            speakers,
            speaker: Draw::zipf(SPEAKERS, 0.9),
            topic: Draw::zipf(topics.len(), 0.7),
            topics,
            written: 0,
            numbers,
        };
        corpus.phrases = (0..PHRASES).map(|_| corpus.phrase()).collect();
        corpus
    }
}

impl Corpus {
    /// Writes so many records, one JSON object a line, and returns how many bytes their texts have.
    pub fn write(count: usize, out: &mut dyn Write) -> io::Result<u64> {
        let mut bytes = 0;
        for record in Self::default().take(count) {
            bytes += record.text.len() as u64;
            serde_json::to_writer(&mut *out, &record)?;
            out.write_all(b"\n")?;
        }
        Ok(bytes)
    }

    fn content(&mut self) -> String {
        let forms = &self.words[self.zipf.draw(&mut self.numbers)];
        // The plain form as often as all the others together.
        let at = if self.numbers.below(2) == 0 { 0 } else { self.numbers.below(forms.len()) };
        forms[at].clone()
    }

    fn function(&mut self) -> String {
        FUNCTION[self.function.draw(&mut self.numbers)].0.to_owned()
    }

    /// Two to four words that are often said together.
    fn phrase(&mut self) -> Vec<String> {
        let rank = |corpus: &mut Self| {
            let forms = &corpus.words[corpus.numbers.below(800)];
            forms[0].clone()
        };
        let (first, last) = (rank(self), rank(self));
        match self.numbers.below(3) {
            0 => vec![first, last],
            1 => vec![first, "of".into(), last],
            _ => vec![first, "of".into(), "the".into(), last],
        }
    }

    fn sentence(&mut self, text: &mut String, most: usize) -> usize {
        let length = (6 + self.numbers.below(12) + self.numbers.below(12)).min(most);
        let phrase_at = if self.numbers.below(4) == 0 { self.numbers.below(length) } else { length };
        let mut words = 0;
        let mut capital = true;
        let mut say = |text: &mut String, word: &str, comma: bool| {
            if !text.is_empty() {
                text.push(' ');
            }
            let mut letters = word.chars();
            if let (true, Some(letter)) = (std::mem::take(&mut capital), letters.next()) {
                text.push(letter.to_ascii_uppercase());
                text.push_str(letters.as_str());
            } else {
                text.push_str(word);
            }
            if comma {
                text.push(',');
            }
        };
        while words < length {
            if words == phrase_at && length - words >= 4 {
                let phrase = self.phrase.draw(&mut self.numbers);
                for word in &self.phrases[phrase] {
                    say(text, word, false);
                }
                words += self.phrases[phrase].len();
                continue;
            }
            let word = match self.numbers.below(100) {
                0..45 => self.function(),
                45 => (1945 + self.numbers.below(80)).to_string(),
                _ => self.content(),
            };
            words += 1;
            let comma = words < length && self.numbers.below(14) == 0;
            say(text, &word, comma);
        }
        text.push('.');
        words
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        let mut words = 0;
        // Most statements are of a few sentences; few are long.
        let sentences = 1 + self.numbers.below(4) + self.numbers.below(3);
        for _ in 0..sentences {
            if LONGEST - words < 6 {
                break;
            }
            words += self.sentence(&mut text, LONGEST - words);
        }
        text
    }

    fn date(&mut self) -> String {
        // Later years have more statements.
        let year = 1946 + (self.numbers.share().sqrt() * 80.0) as usize;
        format!("{year}-{:02}-{:02}", 1 + self.numbers.below(12), 1 + self.numbers.below(28))
    }
}

impl Iterator for Corpus {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let (speaker, country) = self.speakers[self.speaker.draw(&mut self.numbers)].clone();
        let topic = self.topics[self.topic.draw(&mut self.numbers)].to_owned();
        let date = self.date();
        let text = self.text();
        self.written += 1;
        Some(Record {
            id: format!("s{}", self.written),
            speaker,
            country: country.to_owned(),
            date,
            topic,
            text,
        })
    }
}

/// The words with their forms, the commoner first: made-up words begin to come among the known ones.
fn vocabulary(numbers: &mut Numbers) -> Vec<Vec<String>> {
    let [onsets, vowels, codas] = [ONSETS, VOWELS, CODAS].map(|list| list.split(' ').collect::<Vec<_>>());
    let known: Vec<String> = KNOWN.split_whitespace().map(str::to_owned).collect();
    let mut seen: HashSet<String> = known.iter().cloned().collect();
    seen.extend(FUNCTION.iter().map(|(word, _)| (*word).to_owned()));
    let mut words: Vec<Vec<String>> = known.iter().map(|word| forms(word, numbers)).collect();
    while words.len() < known.len() + MADE_UP {
        let mut stem = String::new();
        for _ in 0..2 + numbers.below(2) {
            for part in [&onsets, &vowels] {
                stem.push_str(part[numbers.below(part.len())]);
            }
        }
        stem.push_str(codas[numbers.below(codas.len())]);
        if seen.insert(stem.clone()) {
            let at = words.len();
            words.push(forms(&stem, numbers));
            // A tenth of the first thousand words are made up.
            if at < known.len() + 60 {
                let to = numbers.below(at);
                words.swap(at, to);
            }
        }
    }
    words
}

/// A word with some of the endings of a noun, a verb or an adjective.
fn forms(stem: &str, numbers: &mut Numbers) -> Vec<String> {
    let base = stem.strip_suffix('e').unwrap_or(stem);
    let endings: &[&str] = match numbers.below(3) {
        0 => &["s"],
        1 => &["s", "ed", "ing"],
        _ => &["ed", "ing", "ation", "s"],
    };
    let plain = std::iter::once(stem.to_owned());
    let ended = endings.iter().map(|ending| match *ending {
        "s" => format!("{stem}s"),
        ending => format!("{base}{ending}"),
    });
    plain.chain(ended).collect()
}

/// Whether a word is one of grammar.
pub fn is_function(word: &str) -> bool {
    FUNCTION.iter().any(|(known, _)| *known == word)
}
