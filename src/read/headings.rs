//! Which column or key holds which field, by its name.

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

/// The words of a field's headings.
struct Words {
    holds: Holds,
    nouns: Vec<&'static str>,
    qualifiers: Vec<&'static str>,
}

static WORDS: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let lines = include_str!("headings.tsv").lines().filter(|line| !line.starts_with('#'));
    let words = lines.filter_map(|line| {
        let mut cells = line.split('\t');
        let (name, nouns, qualifiers) = (cells.next()?, cells.next()?, cells.next()?);
        let list = |cell: &'static str| cell.split(';').filter(|word| !word.is_empty()).collect();
        Some(Words { holds: holds(name)?, nouns: list(nouns), qualifiers: list(qualifiers) })
    });
    words.collect()
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

/// The headings that may hold this, the best first, by their places.
pub(super) fn all<S: AsRef<str>>(wanted: Holds, headings: &[S]) -> Vec<usize> {
    let Some(words) = WORDS.iter().find(|words| words.holds == wanted) else { return Vec::new() };
    let fit = |(at, heading): (usize, &S)| Some((words.fit(&words_of(heading.as_ref()))?, at));
    let mut found: Vec<(Fit, usize)> = headings.iter().enumerate().filter_map(fit).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, at)| at).collect()
}

/// The heading that holds this, by its place.
pub(super) fn find<S: AsRef<str>>(wanted: Holds, headings: &[S]) -> Option<usize> {
    all(wanted, headings).first().copied()
}

/// Whether a heading names a person or what is known of one, as `speaker_id` and `member_party` do.
pub(super) fn is_of_person(heading: &str) -> bool {
    let words = words_of(heading);
    let speaker = WORDS.iter().find(|words| words.holds == Holds::Field(Field::Speaker));
    // Many things have a name.
    let person = |speaker: &Words, word: &str| word != "name" && speaker.noun(word).is_some();
    speaker.is_some_and(|speaker| words.iter().any(|word| person(speaker, word)))
}

impl Words {
    fn noun(&self, word: &str) -> Option<usize> {
        let is = |word: &str| self.nouns.iter().position(|noun| *noun == word);
        is(word).or_else(|| is(word.strip_suffix('s')?))
    }

    fn is_qualifier(&self, word: &str) -> bool {
        self.qualifiers.contains(&word)
    }

    fn fit(&self, words: &[String]) -> Option<Fit> {
        let joined = words.concat();
        if let Some(noun) = self.noun(&joined) {
            return Some((noun, words.len()));
        }
        let mut best: Option<usize> = None;
        for word in words {
            let noun = match (self.noun(word), self.is_qualifier(word)) {
                (Some(noun), _) => Some(noun),
                (None, true) => None,
                (None, false) => Some(self.run_together(word)?),
            };
            best = best.into_iter().chain(noun).min();
        }
        Some((best?, words.len()))
    }

    /// The noun in a word that is a noun and a qualifier, or two nouns, without a sign between: `speakername`.
    fn run_together(&self, word: &str) -> Option<usize> {
        let cuts = word.char_indices().map(|(at, _)| word.split_at(at)).skip(1);
        let nouns = cuts.filter_map(|(one, other)| match (self.noun(one), self.noun(other)) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (Some(noun), None) => self.is_qualifier(other).then_some(noun),
            (None, Some(noun)) => self.is_qualifier(one).then_some(noun),
            (None, None) => None,
        });
        nouns.min()
    }
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

    #[test]
    fn every_line_is_of_a_field() {
        let lines = include_str!("headings.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), WORDS.len());
        for (field, name) in Field::ALL {
            assert!(WORDS.iter().any(|words| words.holds == Holds::Field(field)), "{name}");
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
        for heading in ["speaker_id", "speaker_party", "member_state", "text_length", "speech_title_url", "date_of_birth"] {
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
