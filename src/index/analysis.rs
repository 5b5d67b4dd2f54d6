//! Text to the words that are indexed and searched for.
//!
//! Both sides use the same rules, so that these meet: naïve and naive, Türkiye and Turkiye, U.S. and
//! US (but not the pronoun us), Hamas’ and Hamas, `l'accord` and accord. Compounds written apart
//! (cease-fire, cease fire) are indexed as two words; the query looks for both spellings.

use std::cell::RefCell;
use std::ops::Range;

use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// The longest word kept whole, in bytes; what follows is cut off. No language's words come near it.
const LONGEST_WORD: usize = 240;

/// What `US` and `U.S.` are indexed as: no word of running text, and left alone by the stemmer.
pub(crate) const UNITED_STATES: &str = "us0";

/// One word of a text: where it stands, in bytes, and its folded form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The bytes of the text that the word covers.
    pub range: Range<usize>,
    /// The word without case, accents, possessive and elided article.
    pub folded: String,
}

/// The words of a text, by the boundaries of Unicode Standard Annex 29.
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    text.unicode_word_indices().filter_map(move |(start, word)| {
        if is_stray_possessive(text, start, word) {
            return None;
        }
        let mut folded = String::with_capacity(word.len());
        let skipped = fold_into(word, &mut folded);
        (!folded.is_empty()).then(|| Word { range: start + skipped..start + word.len(), folded })
    })
}

/// A word without case, accents, possessive and elided article.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// The English stem of a folded word (Snowball's English stemmer, as tantivy has it).
pub fn stem(folded: &str) -> String {
    // One analyser a thread: making one costs more than using it.
    thread_local! {
        static ANALYZER: RefCell<TextAnalyzer> =
            RefCell::new(TextAnalyzer::builder(Whole).filter(Stemmer::new(Language::English)).build());
    }
    ANALYZER.with_borrow_mut(|analyzer| {
        let mut stream = analyzer.token_stream(folded);
        if stream.advance() { stream.token().text.clone() } else { folded.to_owned() }
    })
}

/// Folds `word` into `folded` and returns how many bytes of an elided article were left out at its start.
fn fold_into(word: &str, folded: &mut String) -> usize {
    folded.clear();
    if is_united_states(word) {
        folded.push_str(UNITED_STATES);
        return 0;
    }
    let skipped = elided(word);
    let word = without_possessive(&word[skipped..]);
    if word.is_ascii() {
        folded.extend(
            word.bytes().filter(|b| !matches!(b, b'\'' | b'.')).map(|b| char::from(b.to_ascii_lowercase())),
        );
        // A decimal keeps its point: 3.5 is not 35.
        if word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.') {
            folded.clear();
            folded.push_str(word);
        }
    } else {
        for c in word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            match c {
                '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '.' | '\u{307}' => {}
                'ß' => folded.push_str("ss"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' | 'ð' => folded.push('d'),
                'ı' => folded.push('i'),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'þ' => folded.push_str("th"),
                _ => folded.push(c),
            }
        }
    }
    if folded.len() > LONGEST_WORD {
        let cut = (0..=LONGEST_WORD).rev().find(|&at| folded.is_char_boundary(at)).unwrap_or(0);
        folded.truncate(cut);
    }
    skipped
}

/// Case is the evidence: `US` is the country and `us` the pronoun.
fn is_united_states(word: &str) -> bool {
    matches!(without_possessive(word), "US" | "U.S" | "U.S.")
}

/// The `s` that the boundary rules cut off after a full stop: `U.S.’s`.
fn is_stray_possessive(text: &str, start: usize, word: &str) -> bool {
    word.eq_ignore_ascii_case("s") && (text[..start].ends_with(".'") || text[..start].ends_with(".’"))
}

/// A word without the `’s` at its end.
pub(crate) fn without_possessive(word: &str) -> &str {
    ["'s", "’s", "'S", "’S"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word)
}

/// The length of a French or Italian article or pronoun run into the word: `l'`, `d’`, `qu'`.
fn elided(word: &str) -> usize {
    let Some(at) = word.find(['\'', '’']) else { return 0 };
    let mark = if word[at..].starts_with('\'') { 1 } else { '’'.len_utf8() };
    let short = matches!(
        word[..at].to_ascii_lowercase().as_str(),
        "l" | "d" | "j" | "n" | "s" | "c" | "m" | "qu" | "dell" | "nell"
    );
    if short && word[at + mark..].chars().count() >= 3 { at + mark } else { 0 }
}

/// The analyser of the stemmed field.
pub(crate) fn stemmed() -> TextAnalyzer {
    TextAnalyzer::builder(Words).filter(Stemmer::new(Language::English)).build()
}

/// The analyser of the exact field, of names and of labels.
pub(crate) fn exact() -> TextAnalyzer {
    TextAnalyzer::from(Words)
}

/// tantivy's face of [`words`].
#[derive(Clone, Copy)]
struct Words;

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { text, words: text.unicode_word_indices(), token: Token::default() }
    }
}

struct WordStream<'a> {
    text: &'a str,
    words: unicode_segmentation::UnicodeWordIndices<'a>,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        for (start, word) in self.words.by_ref() {
            let skipped = fold_into(word, &mut self.token.text);
            if self.token.text.is_empty() || is_stray_possessive(self.text, start, word) {
                continue;
            }
            self.token.offset_from = start + skipped;
            self.token.offset_to = start + word.len();
            self.token.position = self.token.position.wrapping_add(1);
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Takes a text as one word, for [`stem`].
#[derive(Clone, Copy)]
struct Whole;

impl Tokenizer for Whole {
    type TokenStream<'a> = WholeStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WholeStream {
        WholeStream { token: Token { text: text.to_owned(), ..Token::default() }, done: false }
    }
}

struct WholeStream {
    token: Token,
    done: bool,
}

impl TokenStream for WholeStream {
    fn advance(&mut self) -> bool {
        !std::mem::replace(&mut self.done, true)
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).map(|word| word.folded).collect()
    }

    #[test]
    fn spellings_of_one_word_meet() {
        for (a, b) in [
            ("naïve", "naive"),
            ("Türkiye", "TURKIYE"),
            ("U.S.", "US"),
            ("U.S.’s", "US's"),
            ("Hamas’", "hamas"),
            ("Israel’s", "Israel"),
            ("U.N.", "UN"),
            ("l’accord", "accord"),
            ("don’t", "don't"),
            ("İstanbul", "istanbul"),
            ("O’Neill", "o'neill"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        assert_ne!(folded("US"), folded("us"));
        assert_ne!(folded("3.5"), folded("35"));
    }

    #[test]
    fn stems_meet() {
        assert_eq!(stem("negotiating"), stem("negotiate"));
        assert_eq!(stem(UNITED_STATES), UNITED_STATES);
    }

    #[test]
    fn words_say_where_they_stand() {
        let text = "Le refus de l’accord à Genève";
        let found: Vec<_> = words(text).map(|word| &text[word.range]).collect();
        assert_eq!(found, ["Le", "refus", "de", "accord", "à", "Genève"]);
    }

    #[test]
    fn the_index_sees_the_words_that_a_query_sees() {
        let text = "U.S.-backed cease-fire talks; “naïve” l'accord 3.5 北京";
        let mut analyzer = exact();
        let mut stream = analyzer.token_stream(text);
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push(stream.token().text.clone());
            assert_eq!(stream.token().position, seen.len() - 1);
        }
        assert_eq!(seen, folded(text));
    }
}
