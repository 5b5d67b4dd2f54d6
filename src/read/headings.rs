//! Which column or key holds which field, by its name.

use rustc_hash::FxHashMap as HashMap;
use std::sync::LazyLock;

use super::Field;

/// What a heading may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Field(Field),
    /// The body a speaker speaks for: where no person is named, it speaks.
    Country,
    Year,
    Month,
    Day,
    /// When a file was made.
    Created,
}

/// What a word is in the headings of a field.
#[derive(Clone, Copy)]
enum Part {
    /// Its place among the nouns.
    Noun(usize),
    Qualifier,
}

/// What may be held, a line each of the list, and what each word is in them.
struct Lexicon {
    lines: Vec<Holds>,
    words: HashMap<&'static str, Vec<(usize, Part)>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon { lines: Vec::new(), words: HashMap::default() };
    for line in include_str!("headings.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(holds), Some(nouns)) = (cells.next().and_then(holds), cells.next()) else { continue };
        let at = lexicon.lines.len();
        lexicon.lines.push(holds);
        let nouns = nouns.split(';').enumerate().map(|(rank, word)| (word, Part::Noun(rank)));
        let qualifiers = cells.next().unwrap_or_default().split(';').map(|word| (word, Part::Qualifier));
        for (word, part) in nouns.chain(qualifiers).filter(|(word, _)| !word.is_empty()) {
            let parts = lexicon.words.entry(word).or_default();
            // A word that is both is a noun.
            if !parts.iter().any(|(line, _)| *line == at) {
                parts.push((at, part));
            }
        }
    }
    lexicon
});

fn holds(name: &str) -> Option<Holds> {
    Some(match name {
        "country" => Holds::Country,
        "year" => Holds::Year,
        "month" => Holds::Month,
        "day" => Holds::Day,
        "created" => Holds::Created,
        name => Holds::Field(name.parse().ok()?),
    })
}

/// How well a heading fits a field; the smaller, the better.
type Fit = (usize, usize);

/// What the headings of a table hold.
pub(super) struct Headings {
    /// For each line of the list the columns that fit, the best first.
    found: Vec<Vec<(Fit, usize)>>,
}

impl Headings {
    pub fn new<S: AsRef<str>>(columns: &[S]) -> Self {
        let mut found = vec![Vec::new(); LEXICON.lines.len()];
        for (at, column) in columns.iter().enumerate() {
            for (line, fit) in fits(column.as_ref()) {
                found[line].push((fit, at));
            }
        }
        found.iter_mut().for_each(|columns| columns.sort_unstable());
        Self { found }
    }

    /// The headings that may hold this, the best first, by their places.
    pub fn all(&self, wanted: Holds) -> impl Iterator<Item = usize> + '_ {
        let line = LEXICON.lines.iter().position(|holds| *holds == wanted);
        let found = line.map(|line| self.found[line].as_slice()).unwrap_or_default();
        found.iter().map(|(_, at)| *at)
    }

    /// The heading that holds this, by its place.
    pub fn find(&self, wanted: Holds) -> Option<usize> {
        self.all(wanted).next()
    }
}

/// Whether a heading names a person or what is known of one, as `speaker_id` and `member_party` do.
pub(super) fn is_of_person(heading: &str) -> bool {
    let speaker = LEXICON.lines.iter().position(|holds| *holds == Holds::Field(Field::Speaker));
    // Many things have a name.
    let person = |word: &String| {
        word != "name"
            && parts(word).any(|(line, part)| Some(line) == speaker && matches!(part, Part::Noun(_)))
    };
    words_of(heading).iter().any(person)
}

/// What a word is in the headings of each field; a plural is its singular.
fn parts(word: &str) -> impl Iterator<Item = (usize, Part)> {
    let known = |word: &str| LEXICON.words.get(word);
    let found = known(word).or_else(|| known(word.strip_suffix('s')?));
    found.map(Vec::as_slice).unwrap_or_default().iter().copied()
}

/// The fields that a heading may be of. A long one is no name.
fn fits(heading: &str) -> Vec<(usize, Fit)> {
    const LONGEST: usize = 60;
    if heading.len() > LONGEST {
        return Vec::new();
    }
    let words = words_of(heading);
    let joined = words.concat();
    let mut best: Vec<(usize, Fit)> = Vec::new();
    for (line, part) in parts(&joined) {
        if let Part::Noun(rank) = part {
            best.push((line, (rank, words.len())));
        }
    }
    let known: Vec<Vec<(usize, Part)>> = words.iter().map(|word| of_word(word)).collect();
    let Some((first, others)) = known.split_first() else { return best };
    for (line, part) in first {
        let mut rank = noun(*part);
        let all = others.iter().all(|parts| match parts.iter().find(|(other, _)| other == line) {
            Some((_, part)) => {
                rank = rank.into_iter().chain(noun(*part)).min();
                true
            }
            None => false,
        });
        if let Some(rank) = rank.filter(|_| all && !best.iter().any(|(known, _)| known == line)) {
            best.push((*line, (rank, words.len())));
        }
    }
    best
}

fn noun(part: Part) -> Option<usize> {
    match part {
        Part::Noun(rank) => Some(rank),
        Part::Qualifier => None,
    }
}

/// What a word is in each field, also where it is two without a sign between: `speakername`.
fn of_word(word: &str) -> Vec<(usize, Part)> {
    let mut all: Vec<(usize, Part)> = parts(word).collect();
    for (at, _) in word.char_indices().skip(2) {
        let (one, other) = word.split_at(at);
        for (line, part) in parts(one) {
            let Some((_, second)) = parts(other).find(|(second, _)| *second == line) else { continue };
            let rank = noun(part).into_iter().chain(noun(second)).min();
            if !all.iter().any(|(known, _)| *known == line) {
                all.extend(rank.map(|rank| (line, Part::Noun(rank))));
            }
        }
    }
    all
}

/// The words of a heading in small letters: those of `speakerName`, `speaker_name` and `Speaker name` are the same.
fn words_of(heading: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in heading.chars() {
        if c.is_alphanumeric() {
            let begins = !before.is_alphanumeric() || before.is_lowercase() && c.is_uppercase();
            if begins {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(wanted: Holds, headings: &[&str]) -> Option<usize> {
        Headings::new(headings).find(wanted)
    }

    #[test]
    fn every_line_is_of_a_field() {
        let lines = include_str!("headings.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), LEXICON.lines.len());
        for (field, name) in Field::ALL {
            assert!(LEXICON.lines.contains(&Holds::Field(field)), "{name}");
        }
    }

    #[test]
    fn headings_are_known_by_what_they_are_made_of() {
        for (field, headings) in [
            (Field::Speaker, "speakername member_name SpeakerName Sprecher speaker.name Name_of_Speaker"),
            (Field::Date, "publishDate date_published PUBLISHED_AT Datum speech-date"),
            (Field::Text, "fulltext speech_text Redetext paragraphs articleText"),
            (Field::Title, "Headline article_title"),
            (Field::Role, "speaker_title speaker_role"),
        ] {
            for heading in headings.split(' ').filter(|heading| *heading != "Name_of_Speaker") {
                assert_eq!(find(Holds::Field(field), &[heading]), Some(0), "{heading}");
            }
        }
        for heading in [
            "speaker_id",
            "speaker_party",
            "member_state",
            "text_length",
            "speech_title_url",
            "date_of_birth",
        ] {
            for field in [Field::Speaker, Field::Text, Field::Date, Field::Title] {
                assert_eq!(find(Holds::Field(field), &[heading]), None, "{heading}");
            }
        }
    }

    #[test]
    fn the_better_of_two_headings_is_taken() {
        let found = |field, headings: &[&str]| find(Holds::Field(field), headings);
        assert_eq!(found(Field::Speaker, &["name", "speaker_name"]), Some(1));
        assert_eq!(found(Field::Text, &["original_text", "text"]), Some(1));
        assert_eq!(found(Field::Date, &["published", "date"]), Some(1));
    }
}
