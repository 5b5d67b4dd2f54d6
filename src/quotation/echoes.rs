//! Echoes: what one document quotes of another. Each quotation of the corpus is held against the rest of it; whoever is
//! named as its source must be who said it.

use std::collections::BTreeSet;
use std::time::Instant;

use chrono::NaiveDate;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use tantivy::DocAddress;

use super::asked::Asked;
use super::candidates::candidates;
use super::check::QuoteOptions;
use super::finding::{Place, Verdict};
use super::manuscript::QUOTATION_WORDS;
use super::marks::marked;
use super::ngrams::Lexicon;
use super::voice::may_be_one;
use super::words::words;
use crate::index::StoredPassage;
use crate::model::{Kind, PartialDate, Span};
use crate::search::{SearchError, Searcher, as_read};

/// Where nobody is named as the source, a quotation has so many words at least: a phrase may be anybody's.
const WORDS_OF_NOBODY: usize = 9;
/// Statements are taken together by so many, and held against the corpus on all processors.
const BATCH: usize = 512;
/// So many places of a quotation are looked at for its original.
const PLACES: usize = 200;
/// A speech is looked through by windows of so many words, each so many after the one before.
const WINDOW: usize = 24;
const STEP: usize = 18;
/// So many statements with runs of a window, that tell so many bits at least, may quote it.
const LIKE: usize = 60;
const LEAST_BITS: f32 = 8.0;

/// A quotation in the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoting {
    /// The statement that has it, by its first passage.
    pub stored: StoredPassage,
    /// The words between the marks.
    pub text: String,
    /// Where they stand in the document's body, in code points.
    pub span: Span,
    /// The same as the body has them.
    pub in_body: String,
    /// Whom the document names as the source.
    pub speaker: Option<String>,
}

/// A quotation and where the words were said.
#[derive(Clone, Debug, PartialEq)]
pub struct Echo {
    /// The quotation.
    pub quoting: Quoting,
    /// Where it was said: of several places the last before the quoting document.
    pub original: Place,
    /// How many days lie between; `None` where one of the dates is not known to the day.
    pub days: Option<i64>,
}

/// Who quoted a statement or document.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Echoes {
    /// In order of time.
    pub echoes: Vec<Echo>,
    /// Whether these are all; else time was up.
    pub whole: bool,
}

/// The quotations of a statement or document.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Originals {
    /// Those whose words were said elsewhere in the corpus.
    pub echoes: Vec<Echo>,
    /// The others.
    pub without: Vec<Quoting>,
    /// Whether all were looked at; else time was up.
    pub whole: bool,
}

impl Echo {
    /// How the quotation stands to what was said.
    pub fn verdict(&self) -> Verdict {
        self.original.verdict
    }
}

impl Searcher {
    /// Hands on every quotation of the corpus that has an original in it.
    ///
    /// # Errors
    /// Where the index cannot be read, and what `take` gives.
    pub fn echoes(&self, take: &mut dyn FnMut(Echo) -> Result<(), SearchError>) -> Result<(), SearchError> {
        let mut batch: Vec<Quoting> = Vec::with_capacity(BATCH);
        let mut statement: Vec<StoredPassage> = Vec::new();
        let mut failed = Ok(());
        self.snapshot().each_passage(&mut |passage| {
            if failed.is_err() {
                return;
            }
            if statement.first().is_some_and(|first| first.id != passage.id) {
                batch.extend(quotations_in(&std::mem::take(&mut statement)));
                if batch.len() >= BATCH {
                    failed = self.hand_on(&std::mem::take(&mut batch), take);
                }
            }
            // Only the first passage has the attributions: the others matter where it has some.
            if statement.first().is_none_or(|first| first.attributions.iter().any(|one| one.direct)) {
                statement.push(passage);
            }
        })?;
        failed?;
        batch.extend(quotations_in(&statement));
        self.hand_on(&batch, take)
    }

    fn hand_on(
        &self,
        batch: &[Quoting],
        take: &mut dyn FnMut(Echo) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        let found: Vec<Option<Echo>> =
            batch.par_iter().map(|quoting| self.original(quoting)).collect::<Result<_, _>>()?;
        found.into_iter().flatten().try_for_each(take)
    }

    /// Where the words of a quotation were said: in another document, not later, by whoever is named as the source.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn original(&self, quoting: &Quoting) -> Result<Option<Echo>, SearchError> {
        let quoted_in = Some(quoting.stored.document.clone());
        let options = QuoteOptions { places: PLACES, quoted_in, ..QuoteOptions::default() };
        let finding = self.quote(&quoting.text, &options)?;
        if !matches!(finding.verdict, Verdict::Exact | Verdict::SameWords | Verdict::Altered) {
            return Ok(None);
        }
        let written = written(&quoting.stored);
        let fits = |place: &Place| {
            let other = place.stored.document != quoting.stored.document;
            let said = place.voice.kind == Kind::Spoken && place.voice.quoted_by.is_empty();
            let before = written.zip(day(place.stored.date.value)).is_none_or(|(here, there)| there <= here);
            let by = match &quoting.speaker {
                Some(name) => place.voice.speakers.iter().any(|speaker| may_be_one(name, &speaker.name)),
                None => finding.words >= WORDS_OF_NOBODY && !place.voice.speakers.is_empty(),
            };
            other && said && before && by
        };
        let originals = finding.places.into_iter().filter(fits);
        let latest =
            originals.max_by_key(|place| (day(place.stored.date.value), std::cmp::Reverse(place.verdict)));
        Ok(latest.map(|original| {
            let days =
                written.zip(day(original.stored.date.value)).map(|(here, there)| (here - there).num_days());
            Echo { quoting: quoting.clone(), original, days }
        }))
    }

    /// The quotations of a statement or document that have an original in the corpus, and those that have none. After
    /// `until` no more of them are looked at.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn originals_of(&self, id: &str, until: Option<Instant>) -> Result<Originals, SearchError> {
        let mut found = Originals { whole: true, ..Originals::default() };
        for statement in self.snapshot().show(id)?.chunk_by(|a, b| a.id == b.id) {
            for quoting in quotations_in(statement) {
                if is_past(until) {
                    found.whole = false;
                    return Ok(found);
                }
                match self.original(&quoting)? {
                    Some(echo) => found.echoes.push(echo),
                    None => found.without.push(quoting),
                }
            }
        }
        Ok(found)
    }

    /// Who quoted a statement, or a statement of a document: the quotations whose original it is, in order of time. After
    /// `until` no more of them are looked for.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn echoes_of(&self, id: &str, until: Option<Instant>) -> Result<Echoes, SearchError> {
        let mut found = Echoes { whole: true, ..Echoes::default() };
        let passages = self.snapshot().show(id)?;
        let Some(first) = passages.first() else { return Ok(found) };
        let (like, mut whole) = self.statements_like(&passages, until)?;
        let is_here = |place: &Place| place.stored.id == id || place.stored.document == id;
        for at in like {
            let other = self.snapshot().passage(at)?;
            if other.document == first.document || !other.attributions.iter().any(|one| one.direct) {
                continue;
            }
            let originals = self.originals_of(&other.id, until)?;
            whole &= originals.whole;
            found.echoes.extend(originals.echoes.into_iter().filter(|echo| is_here(&echo.original)));
        }
        found.whole = whole;
        found.echoes.sort_by_key(|echo| written(&echo.quoting.stored));
        Ok(found)
    }
}

fn is_past(until: Option<Instant>) -> bool {
    until.is_some_and(|until| Instant::now() > until)
}

impl Searcher {
    /// The first passages of the statements that have runs of words in common with passages, and whether these are all.
    fn statements_like(
        &self,
        passages: &[StoredPassage],
        until: Option<Instant>,
    ) -> Result<(BTreeSet<DocAddress>, bool), SearchError> {
        let snapshot = self.snapshot();
        let keys = snapshot.keys()?;
        let mut found = BTreeSet::new();
        for window in windows(passages) {
            if is_past(until) {
                return Ok((found, false));
            }
            let asked = Asked::read(&window);
            let lexicon = Lexicon::of(snapshot, &asked)?;
            let like = candidates(snapshot, &asked, &lexicon)?.into_iter().take(LIKE);
            for one in like.filter(|one| one.weight >= LEAST_BITS) {
                let first = one.passages.first().map(|at| keys[one.segment as usize].statement.first(*at));
                found.extend(first.map(|first| DocAddress::new(one.segment, first)));
            }
        }
        Ok((found, true))
    }
}

/// Windows of words over the passages of statements.
fn windows(passages: &[StoredPassage]) -> Vec<String> {
    let mut found = Vec::new();
    for statement in passages.chunk_by(|a, b| a.id == b.id) {
        let text: String = statement.iter().map(|passage| passage.text.as_str()).collect();
        let shown: String = as_read(&text).into_iter().map(|(c, _)| c).collect();
        let words: Vec<&str> = shown.split_whitespace().collect();
        let starts = (0..words.len().saturating_sub(WINDOW) + 1).step_by(STEP);
        found.extend(starts.map(|start| words[start..words.len().min(start + WINDOW)].join(" ")));
    }
    found
}

/// The quotations of a statement that have a source: of an article those of its speaker, of a speech those of others.
fn quotations_in(statement: &[StoredPassage]) -> Vec<Quoting> {
    let Some(first) = statement.first() else { return Vec::new() };
    let mut found: Vec<Quoting> = Vec::new();
    let text: Vec<char> = statement.iter().flat_map(|passage| passage.text.chars()).collect();
    let start = first.span.start;
    for one in first.attributions.iter().filter(|one| one.direct) {
        let speaker = one.speaker.clone();
        let own =
            (first.kind == Kind::Quoted).then(|| first.speaker.as_ref().map(|speaker| speaker.name.clone()));
        let speaker = speaker.or(own.flatten());
        for part in &one.content {
            let (Some(from), Some(to)) = (part.start.checked_sub(start), part.end.checked_sub(start)) else {
                continue;
            };
            let Some(letters) = text.get(from..to) else { continue };
            let content: String = letters.iter().collect();
            for (text, place) in between_marks(&content) {
                let span = Span::new(part.start + place.start, part.start + place.end);
                let in_body: String = letters[place.start..place.end].iter().collect();
                let known = found.iter().any(|known| known.span == span);
                if !known && words(&text).len() >= QUOTATION_WORDS {
                    let speaker = speaker.clone();
                    found.push(Quoting { stored: first.clone(), text, span, in_body, speaker });
                }
            }
        }
    }
    found
}

/// What stands between quotation marks of what is attributed, as one reads it, with its place in code points.
fn between_marks(content: &str) -> Vec<(String, Span)> {
    let one = |from: usize, to: usize| {
        let text: String = as_read(&content[from..to]).into_iter().map(|(c, _)| c).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let start = content[..from].chars().count();
        (text, Span::new(start, start + content[from..to].chars().count()))
    };
    marked(content)
        .iter()
        .filter(|one| !one.nested && !one.block)
        .map(|found| one(found.place().start, found.place().end))
        .collect()
}

/// The day on which a document was written, as far as it is known.
fn written(stored: &StoredPassage) -> Option<NaiveDate> {
    let published = stored.published.as_ref().and_then(|date| date.value);
    published.or(stored.date.value).map(PartialDate::last_day)
}

fn day(date: Option<PartialDate>) -> Option<NaiveDate> {
    date.map(PartialDate::first_day)
}
