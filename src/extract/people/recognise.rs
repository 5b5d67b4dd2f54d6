//! Recogniser of persons' names: where a text names a person, on the evidence of capitals, lists of given names and
//! ordinary words, titles and offices, and what stands between the words.

mod extent;

use super::Pronoun;
use super::lexicon::{
    given, honorific, is_listed_other, is_of_many, is_ordinary, is_other, is_who, may_be_given, pronoun_of,
};
use super::tokens::{Word, Words, has_capital, is_capitals, is_initials, is_suffix};
use super::typography::{headlines, is_credit};
use super::words::words;
use crate::authority::{Mention, Office, offices};
use crate::model::EntityType;
use crate::read::blank_lines;

/// A name has no more words than this.
const LONGEST: usize = 6;

/// A place where a text names a person, or may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameMention {
    /// Its bytes; a title, an office and a possessive are left out.
    pub start: usize,
    pub end: usize,
    /// How many words it has.
    pub words: usize,
    /// Whether it is a given name with a surname.
    pub full: bool,
    /// The pronoun that its title or given name goes with.
    pub pronoun: Option<Pronoun>,
    /// What stands before it.
    pub title: Title,
    /// Whether `’s` follows.
    pub possessive: bool,
    /// Whether the capital says little: it opens a sentence, or stands in a headline.
    pub doubtful: bool,
    /// Whether it says who wrote or made something: `By Jane Doe`, `(Reporting by Jane Doe)`.
    pub credit: bool,
}

/// What stands right before a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Title {
    #[default]
    None,
    /// `Mr.`, `Dr.`
    Honorific,
    /// `President`, `Foreign Minister`.
    Office(Office),
}

impl Title {
    pub fn is_some(self) -> bool {
        self != Self::None
    }
}

/// The names of a text, in order. `mentions` are the names that an authority found: where they are no person's, none of
/// their words is, but for a surname after a given name: `Michael Jordan`. Takes linear time.
pub(super) fn recognise(text: &str, mentions: &[Mention]) -> Vec<NameMention> {
    // A word and its space have five bytes, or more.
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 5);
    words.extend(Words::of_text(text));
    let headlines = headlines(text, &words);
    let mut reader =
        Reader { text, words: &words, found: Vec::new(), title: Title::None, of_many: false, pronoun: None };
    let mut mentions = mentions.iter().filter(|mention| mention.entity.kind != EntityType::Person).peekable();
    let mut headline = headlines.iter().peekable();
    let mut at = 0;
    while at < words.len() {
        let word = &words[at];
        while mentions.next_if(|mention| mention.end <= word.start).is_some() {}
        while headline.next_if(|line| line.end <= word.start).is_some() {}
        let in_headline = headline.peek().is_some_and(|line| line.start <= word.start);
        if let Some(mention) = mentions.peek().filter(|mention| mention.start < word.end)
            && !reader.is_persons(at, mention)
        {
            reader.title = Title::None;
            let end = mention.end;
            while at < words.len() && words[at].start < end {
                at += 1;
            }
            continue;
        }
        // `Ms. von der Leyen`
        let particle = reader.title.is_some() && particles().contains(reader.at(at));
        if !has_capital(reader.at(at)) && !particle {
            // A title holds for the name right after it; one of many for those that are joined to it too.
            reader.end_title(at);
            at += 1;
            continue;
        }
        let next = mentions.peek().filter(|mention| mention.start >= word.end);
        let end = next.map_or(usize::MAX, |mention| mention.start);
        at = reader.run(at, end, in_headline);
    }
    reader.found
}

/// The particles of names.
fn particles() -> &'static rustc_hash::FxHashSet<&'static str> {
    &words().particles
}

/// A text as its names are read.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    found: Vec<NameMention>,
    /// What stands right before the next word, and the pronoun of an honorific.
    pub(super) title: Title,
    /// Whether the title stands before several names: `Senators Collins and King`.
    of_many: bool,
    pronoun: Option<Pronoun>,
}

impl<'a> Reader<'a> {
    pub(super) fn at(&self, at: usize) -> &'a str {
        &self.text[self.words[at].start..self.words[at].end]
    }

    /// What stands between a word and the next.
    pub(super) fn gap(&self, at: usize) -> &'a str {
        self.words.get(at + 1).map_or("", |next| &self.text[self.words[at].end..next.start])
    }

    /// Whether the next word goes on with the name: one space, or a line's end.
    pub(super) fn joined(&self, at: usize) -> bool {
        !self.words[at].possessive && matches!(self.gap(at), " " | "\u{a0}" | "\n" | "-" | "  ")
    }

    /// Ends a title at a word that is no name, but for `and` between the names of many.
    fn end_title(&mut self, at: usize) {
        if !(self.of_many && self.at(at) == "and") {
            self.title = Title::None;
            self.of_many = false;
        }
    }

    /// Whether the words before a name are over, so that a title there is not its own: `OFFICIAL: Hi`.
    fn is_parted(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let gap = self.gap(before);
        gap.contains([':', '?', '!', '—', '('])
            || blank_lines(gap).next().is_some()
            || gap.contains('.') && matches!(self.title, Title::Office(_))
    }

    /// Reads the run of capitals that begins with a word, up to the byte `stop`; gives the word after it.
    fn run(&mut self, first: usize, stop: usize, headline: bool) -> usize {
        if let Some(next) = self.title_at(first).filter(|_| has_capital(self.at(first))) {
            return next;
        }
        if self.title.is_some() && self.is_parted(first) {
            (self.title, self.of_many, self.pronoun) = (Title::None, false, None);
        }
        if !self.title.is_some() {
            let before = self.text[..self.words[first].start].trim_end_matches([' ', '\u{a0}']).len();
            self.title = offices().ending_at(self.text, before).map_or(Title::None, Title::Office);
        }
        let mut run = vec![first];
        let mut at = first;
        while at + 1 < self.words.len() && run.len() < LONGEST {
            let Some(next) = self.next_in_name(at, &run, headline) else { break };
            if self.words[next].start >= stop {
                // `Michael Jordan`: a given name makes a surname of what is a state's name elsewhere.
                let surname =
                    run.len() == 1 && given(self.at(first)).is_some() && next == at + 1 && self.joined(at);
                if surname && has_capital(self.at(next)) {
                    // `Clark Atlanta University`: the name of a body.
                    let body = !self.words[next].possessive
                        && self.gap(next).trim().is_empty()
                        && self.words.get(next + 1).is_some_and(|_| is_other(self.at(next + 1)));
                    if body {
                        return next + 1;
                    }
                    run.push(next);
                }
                break;
            }
            run.push(next);
            at = next;
        }
        while run.len() > 1 && run.last().is_some_and(|&last| !has_capital(self.at(last))) {
            run.pop();
        }
        let last = run[run.len() - 1];
        self.name(&run, headline);
        if !(self.of_many && matches!(self.gap(last), " " | ", " | ", and ")) {
            self.title = Title::None;
            self.of_many = false;
        }
        self.pronoun = None;
        last + 1
    }

    /// Takes a title or an office that begins with a word, if a name may follow; gives the word after it.
    fn title_at(&mut self, at: usize) -> Option<usize> {
        let word = &self.words[at];
        let names_next = |next: usize| {
            next < self.words.len() && next > 0 && {
                let gap = &self.text[self.words[next - 1].end..self.words[next].start];
                (gap == " " || gap == "\u{a0}" || gap == ". " || gap == ".\u{a0}" || gap == "\n")
                    && (has_capital(self.at(next)) || words().particles.contains(self.at(next)))
            }
        };
        // `Ex-President`, `Then-Foreign Minister`
        let prefix = self.at(at).find('-').map_or(0, |hyphen| hyphen + 1);
        let past =
            prefix > 0 && words().other_office.contains(self.at(at)[..prefix - 1].to_lowercase().as_str());
        let start = word.start + if past { prefix } else { 0 };
        if let Some(office) = offices().starting_at(self.text, start) {
            let next = (at..self.words.len()).find(|&next| self.words[next].start >= office.end)?;
            let before = self.title;
            if names_next(next) || !before.is_some() {
                self.title = Title::Office(office);
                if !matches!(before, Title::Honorific) {
                    self.pronoun = None;
                }
                return Some(next);
            }
            // `Ambassador Prince`: what is an office elsewhere is the name here.
            return None;
        }
        let of_many = is_of_many(self.at(at));
        let title = &self.at(at)[if past { prefix } else { 0 }..];
        let pronoun = if of_many { None } else { honorific(title)? };
        if !names_next(at + 1) {
            return None;
        }
        self.of_many = of_many;
        if !self.title.is_some() {
            self.title = Title::Honorific;
        }
        self.pronoun = pronoun.or(self.pronoun);
        Some(at + 1)
    }

    /// What the words of a run name: the run without what stands around it.
    fn name(&mut self, run: &[usize], headline: bool) {
        let titled = self.title.is_some();
        let Some(run) = self.trimmed(run, headline) else { return };
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return };
        // `Lael Brai- —`: a word that is broken off. `Brady Bill`, `Belle Zeller Distinguished Professor`: what the last
        // word is called the whole is.
        let end = &self.text[self.words[last].end..];
        let broken = end.strip_prefix('-').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        let thing = run.len() > 1
            && (is_listed_other(self.at(last))
                || run.len() > 2 && is_called(self.at(last)) && !is_suffix(self.at(last)));
        if broken || thing {
            return;
        }
        let (start, end) = (self.words[first].start, self.words[last].end);
        let possessive = self.words[last].possessive;
        let doubtful = self.words[first].opens || headline;
        let title = self.title;
        let pronoun = self.pronoun;
        let credit = is_credit(self.text, start, end);
        // `the Adriatic`: persons bear no article.
        let before = self.text[..start].trim_end();
        let article = ["the", "a", "an", "The", "A", "An"].iter().any(|word| before.ends_with(word))
            && before.rsplit(|c: char| !c.is_alphabetic()).next().is_some_and(|word| word.len() <= 3);
        if article && !titled && (run.len() == 1 || given(self.at(first)).is_none()) {
            return;
        }
        if run.len() == 1 {
            let word = self.at(first);
            // `Leaders Statement`, `Ministers Meeting`
            let weak = is_ordinary(word) && (doubtful || !titled || self.of_many);
            if (!titled || self.of_many)
                && (weak
                    || is_other(word)
                    || is_capitals(word)
                    || is_initials(word)
                    || word.chars().count() < 3)
            {
                return;
            }
            // `General Counsel`: the second word is the office too.
            let office =
                matches!(title, Title::Office(_)) && is_ordinary(word) && is_who(word) && !may_be_given(word);
            // `the Director, ATF`
            let initials =
                is_capitals(word) && self.text[..start].ends_with([',', ' ']) && before.ends_with(',');
            // `I’ve`, `We’re`
            let pronoun_first = word.split(['’', '\'']).next().is_some_and(|first| {
                first.len() < word.len() && words().nobody.contains(first.to_lowercase().as_str())
            });
            if word.chars().count() < 2 || is_initials(word) || office || initials || pronoun_first {
                return;
            }
            let pronoun = pronoun.or_else(|| if titled { None } else { pronoun_of(word) });
            self.found.push(NameMention {
                start,
                end,
                words: 1,
                full: false,
                pronoun,
                title,
                possessive,
                doubtful,
                credit,
            });
            return;
        }
        let words = || run.iter().map(|&at| self.at(at));
        let known = given(self.at(first)).is_some();
        let capitals =
            words().filter(|word| is_capitals(word) && !is_initials(word) && !is_suffix(word)).count();
        let name = if capitals == 0 { true } else { known && capitals < words().count() };
        let ordinary = words().filter(|word| has_capital(word)).all(is_ordinary);
        if !name || (ordinary && !known) || words().all(is_initials) {
            return;
        }
        let surname_only = titled
            && !known
            && !is_initials(self.at(first))
            && words().any(|w| !has_capital(w))
            && !has_capital(self.at(first));
        let pronoun = pronoun.or_else(|| pronoun_of(self.at(first)));
        let full = !surname_only;
        self.found.push(NameMention {
            start,
            end,
            words: run.len(),
            full,
            pronoun,
            title,
            possessive,
            doubtful,
            credit,
        });
    }
}

/// Whether a word is a title or an office, and no surname as those of crowned heads are: `Professor`, `Director`; not `King`.
fn is_called(word: &str) -> bool {
    let office = offices().whole(&word.to_lowercase());
    office.map_or_else(|| honorific(word).is_some(), |office| office.kind != "state")
}
