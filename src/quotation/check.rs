//! One quotation checked: from its words to a finding.

use chrono::NaiveDate;
use tantivy::DocAddress;

use super::asked::Asked;
use super::candidates::{Candidate, candidates};
use super::difference::{Difference, PlacedWords};
use super::examine::Examined;
use super::finding::{Finding, Place, Verdict};
use super::ngrams::Lexicon;
use super::pieces::{Piece, pieces, reordered};
use super::voice::{Named, voice};
use crate::index::StoredPassage;
use crate::index::read::lookup::addresses_of_id;
use crate::index::schema::ids::key;
use crate::model::{PartialDate, Span};
use crate::query::Bound;
use crate::search::{Copy, SearchError, Searcher};

/// So many candidates are read where the first is no faithful one, and so many that cover what the others do not.
const EXAMINED: usize = 16;
const EXAMINED_FOR_PIECES: usize = 10;
/// Candidates that weigh less than this share of the heaviest are not read.
const LEAST_WEIGHT: f32 = 0.5;
/// Where a faithful place is known, others that may be faithful weigh this share of it at least.
const LEAST_WEIGHT_OF_FAITHFUL: f32 = 0.85;
/// So many nearest passages are told.
const NEAREST: usize = 3;
/// The nearest passages have this share of the words at least, and so many.
const NEAR_SHARE: f32 = 0.25;
const NEAR_WORDS: usize = 2;
/// A quotation of more words is refused.
pub(super) const MOST_WORDS: usize = 3000;

/// What is known beside a quotation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct QuoteOptions {
    /// Who is said to have said it: a name in any of its forms, an office, a state.
    pub speaker: Option<String>,
    /// When.
    pub date: Option<Bound>,
    /// The id of the statement or document in which it is said to stand.
    pub within: Option<String>,
    /// So many places are told at most.
    pub places: usize,
    /// The id of a document that quotes: only what is spoken in other documents is looked at.
    pub quoted_in: Option<String>,
}

impl Default for QuoteOptions {
    fn default() -> Self {
        Self { speaker: None, date: None, within: None, places: 20, quoted_in: None }
    }
}

impl Searcher {
    /// Holds a quotation against the corpus.
    ///
    /// ```
    /// use demarche::extract::Extractor;
    /// use demarche::index::Index;
    /// use demarche::model::{Document, Layout, Speaker};
    /// use demarche::quotation::{QuoteOptions, Verdict};
    ///
    /// let index = Index::in_memory()?;
    /// let writer = index.writer()?;
    /// let speaker = Some(Speaker::named("Ada Example"));
    /// let words = "We shall not sign before the spring, and nobody will sign for us.";
    /// let document = Document { speaker, layout: Layout::Speech, ..Document::new("un/1", words) };
    /// writer.add(&document, &Extractor::default().extract(&document))?;
    /// writer.commit()?;
    ///
    /// let searcher = index.searcher()?;
    /// let mut options = QuoteOptions::default();
    /// options.speaker = Some("Example".to_owned());
    /// let found = searcher.quote("We shall not sign … and nobody will sign for us", &options)?;
    /// assert_eq!((found.verdict, found.speaker_agrees), (Verdict::SameWords, Some(true)));
    /// let found = searcher.quote("We shall sign before the spring", &options)?;
    /// assert_eq!(found.verdict, Verdict::Altered);
    /// assert_eq!(found.differences[0].source.text, "not");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where the speaker's name has no word, the quotation has more than 3,000 words, or the index cannot be read.
    pub fn quote(&self, quotation: &str, options: &QuoteOptions) -> Result<Finding, SearchError> {
        let named = options.speaker.as_deref().map(|name| Named::new(self, name)).transpose()?;
        Checker { searcher: self, options, named, asked: Asked::read(quotation) }.finding(quotation)
    }
}

struct Checker<'a> {
    searcher: &'a Searcher,
    options: &'a QuoteOptions,
    named: Option<Named>,
    asked: Asked,
}

impl Checker<'_> {
    fn finding(&self, quotation: &str) -> Result<Finding, SearchError> {
        let mut finding = self.nothing(quotation);
        match self.asked.len() {
            0 => return Ok(finding),
            words if words > MOST_WORDS => {
                return Err(SearchError::LongQuotation { words, most: MOST_WORDS });
            }
            _ => {}
        }
        let snapshot = self.searcher.snapshot();
        let lexicon = Lexicon::of(snapshot, &self.asked)?;
        let mut candidates = candidates(snapshot, &self.asked, &lexicon)?;
        self.keep_others_speech(&mut candidates)?;
        self.put_named_first(&mut candidates)?;
        let (mut texts, more) = self.examined(candidates)?;
        let best = texts.iter().map(|text| text.verdict).min().unwrap_or(Verdict::NotFound);
        if best.is_faithful() {
            finding.more_places = more;
        } else if let Some(pieces) = self.put_together(&texts, &lexicon) {
            finding.places =
                pieces.iter().map(|piece| self.piece(&texts, piece)).collect::<Result<_, _>>()?;
            return Ok(self.spliced(finding));
        }
        let keep = |text: &Examined| match best {
            Verdict::Exact | Verdict::SameWords => text.verdict.is_faithful(),
            Verdict::Altered => text.verdict == Verdict::Altered,
            _ => false,
        };
        if best == Verdict::NotFound {
            finding.nearest = self.nearest(texts)?;
            return Ok(finding);
        }
        texts.retain(keep);
        if best == Verdict::Altered {
            let most = texts.iter().map(|text| text.alignment.score).fold(0.0, f32::max);
            texts.retain(|text| text.alignment.score >= most);
        }
        finding.places = self.folded(&texts)?;
        Ok(self.concluded(finding))
    }

    fn nothing(&self, quotation: &str) -> Finding {
        Finding {
            quotation: quotation.to_owned(),
            words: self.asked.len(),
            verdict: Verdict::NotFound,
            speaker_agrees: None,
            disagreement: None,
            date_agrees: None,
            link_agrees: self.options.within.as_ref().map(|_| false),
            differences: Vec::new(),
            places: Vec::new(),
            more_places: 0,
            nearest: Vec::new(),
        }
    }

    /// Leaves out the document that quotes, and what is no speech.
    fn keep_others_speech(&self, candidates: &mut Vec<Candidate>) -> Result<(), SearchError> {
        let Some(id) = &self.options.quoted_in else { return Ok(()) };
        let (keys, quoting) = (self.searcher.snapshot().keys()?, key(id));
        let document = |one: &Candidate| {
            keys[one.segment as usize].document.key(one.passages.first().copied().unwrap_or(0))
        };
        candidates.retain(|one| one.spoken && document(one) != quoting);
        Ok(())
    }

    /// Puts the statement or document that is named before all others, found or not.
    fn put_named_first(&self, candidates: &mut Vec<Candidate>) -> Result<(), SearchError> {
        let Some(id) = &self.options.within else { return Ok(()) };
        let snapshot = self.searcher.snapshot();
        let keys = snapshot.keys()?;
        let weight = candidates.first().map_or(1.0, |first| first.weight);
        let mut named: Vec<Candidate> = Vec::new();
        let mut last = None;
        for at in addresses_of_id(&snapshot.searcher, id)? {
            let statement = (at.segment_ord, keys[at.segment_ord as usize].statement.number(at.doc_id));
            match named.last_mut().filter(|_| last == Some(statement)) {
                Some(candidate) => candidate.passages.push(at.doc_id),
                None => named.push(Candidate {
                    segment: at.segment_ord,
                    passages: vec![at.doc_id],
                    weight,
                    covered: vec![true; self.asked.len()],
                    day: i64::MIN,
                    spoken: false,
                }),
            }
            last = Some(statement);
        }
        let is_named = |candidate: &Candidate| {
            named.iter().any(|one| {
                one.segment == candidate.segment
                    && candidate.passages.iter().any(|at| one.passages.contains(at))
            })
        };
        candidates.retain(|candidate| !is_named(candidate));
        candidates.splice(0..0, named);
        Ok(())
    }

    /// Reads the candidates that may have the quotation, or a piece of it, and tells how many more may have all of it.
    fn examined(&self, candidates: Vec<Candidate>) -> Result<(Vec<Examined>, usize), SearchError> {
        let heaviest = candidates.iter().map(|candidate| candidate.weight).fold(0.0, f32::max);
        let snapshot = self.searcher.snapshot();
        let (mut texts, mut left): (Vec<Examined>, Vec<Candidate>) = (Vec::new(), Vec::new());
        let mut faithful = false;
        for candidate in candidates {
            let named = candidate.day == i64::MIN;
            let share = if faithful { LEAST_WEIGHT_OF_FAITHFUL } else { LEAST_WEIGHT };
            let most = if faithful { EXAMINED.max(self.options.places) } else { EXAMINED };
            if !named && (candidate.weight < share * heaviest || texts.len() >= most) {
                left.push(candidate);
                continue;
            }
            if let Some(text) = Examined::of(snapshot, &self.asked, candidate)? {
                faithful |= text.verdict.is_faithful();
                texts.push(text);
            }
        }
        if faithful {
            let more = left.iter().filter(|one| one.weight >= 0.999 * heaviest).count();
            return Ok((texts, more));
        }
        let mut covered = vec![false; self.asked.len()];
        for text in &texts {
            text.alignment.steps.iter().for_each(|step| {
                if let super::align::Step::Same(at, _) = step {
                    covered[*at] = true;
                }
            });
        }
        for _ in 0..EXAMINED_FOR_PIECES {
            let new = |one: &Candidate| {
                one.covered.iter().zip(&covered).filter(|(one, known)| **one && !**known).count()
            };
            let Some(at) = (0..left.len()).max_by_key(|at| (new(&left[*at]), std::cmp::Reverse(*at))) else {
                break;
            };
            if new(&left[at]) < 2 {
                break;
            }
            let candidate = left.swap_remove(at);
            covered.iter_mut().zip(&candidate.covered).for_each(|(known, one)| *known |= *one);
            texts.extend(Examined::of(snapshot, &self.asked, candidate)?);
        }
        Ok((texts, 0))
    }

    /// The pieces of which a quotation is put together that no statement has, in whole or nearly.
    fn put_together(&self, texts: &[Examined], lexicon: &Lexicon) -> Option<Vec<Piece>> {
        let bits: Vec<f32> = self.asked.words.iter().map(|word| lexicon.bits(&word.folded)).collect();
        // One word left out may look as if the others stood in another order.
        let at_one_place = |text: &Examined| {
            let faults = text.differences.iter().filter(|one| !one.kind.keeps_words()).count();
            text.verdict == Verdict::Altered && faults == 1
        };
        if !texts.iter().any(at_one_place) {
            let in_one = (0..texts.len()).find_map(|at| reordered(&self.asked, &texts[at].source.words, at));
            if in_one.is_some() {
                return in_one;
            }
        }
        let found = pieces(&self.asked, texts, &bits)?;
        // A text with all but a few words of it side by side is the one that is quoted.
        let altered =
            texts.iter().filter(|text| text.verdict == Verdict::Altered).map(|text| text.same).max();
        let missing = self.asked.len() - altered.unwrap_or(0).min(self.asked.len());
        (altered.is_none() || missing >= super::pieces::PIECE_WORDS).then_some(found)
    }

    fn piece(&self, texts: &[Examined], piece: &Piece) -> Result<Place, SearchError> {
        let text = &texts[piece.text];
        let words = (piece.at, piece.at + piece.words.len());
        let quoted = self.quoted(piece.words.start, piece.words.end);
        self.place(text, words, quoted, Verdict::SameWords, Vec::new())
    }

    /// Words of the quotation, in code points of what was given.
    fn quoted(&self, first: usize, end: usize) -> PlacedWords {
        let words = &self.asked.words;
        let span = Span::new(words[first].span.start, words[end - 1].span.end);
        let text = self.asked.text.chars().skip(span.start).take(span.end - span.start).collect();
        PlacedWords { span: Span::new(span.start + self.asked.before, span.end + self.asked.before), text }
    }

    fn place(
        &self,
        text: &Examined,
        words: (usize, usize),
        quoted: PlacedWords,
        verdict: Verdict,
        differences: Vec<Difference>,
    ) -> Result<Place, SearchError> {
        let (span, said) = text.place(words);
        // A candidate has passages: what was read of them was aligned.
        let stored = text.passage_at(span).cloned().unwrap_or_else(|| text.passages[0].clone());
        let segment = text.candidate.segment;
        let snapshot = self.searcher.snapshot();
        let first = snapshot.keys()?[segment as usize].statement.first(text.candidate.passages[0]);
        let at = DocAddress::new(segment, first);
        let voice = match text.candidate.passages[0] == first {
            true => voice(&text.passages[0], span),
            false => voice(&snapshot.passage(at)?, span),
        };
        let disagreement = match &self.named {
            Some(named) => {
                named.said(self.searcher, DocAddress::new(segment, text.candidate.passages[0]), &voice)?
            }
            None => None,
        };
        let date_agrees = self.options.date.as_ref().and_then(|asked| {
            let value = stored.date.value?;
            Some(value.first_day() <= asked.last && value.last_day() >= asked.first)
        });
        Ok(Place {
            verdict,
            span,
            text: said,
            in_body: text.in_body(span),
            quoted,
            voice,
            speaker_agrees: self.named.as_ref().map(|_| disagreement.is_none()),
            disagreement,
            date_agrees,
            differences,
            copies: Vec::new(),
            stored,
        })
    }

    /// A place for each text, those of near-identical statements as one, the earliest first.
    fn folded(&self, texts: &[Examined]) -> Result<Vec<Place>, SearchError> {
        let keys = self.searcher.snapshot().keys()?;
        let mut order: Vec<&Examined> = texts.iter().collect();
        // Of copies the one stands for all that was named, else the most faithful, else the earliest.
        order.sort_by_key(|text| (text.candidate.day != i64::MIN, text.verdict, day(&text.passages[0])));
        let mut places: Vec<(u64, Place)> = Vec::new();
        for text in order {
            let group = keys[text.candidate.segment as usize].group(text.candidate.passages[0]);
            if let Some((_, place)) = places.iter_mut().find(|(known, _)| *known == group) {
                let copy = &text.passages[0];
                if copy.id != place.stored.id {
                    place.copies.push(Copy { id: copy.id.clone(), path: copy.path.clone() });
                }
                continue;
            }
            let quoted = self.quoted(0, self.asked.len());
            let place = self.place(text, text.words(), quoted, text.verdict, text.differences.clone())?;
            places.push((group, place));
        }
        let mut places: Vec<Place> = places.into_iter().map(|(_, place)| place).collect();
        places.sort_by_key(|place| day(&place.stored));
        Ok(places)
    }

    fn nearest(&self, mut texts: Vec<Examined>) -> Result<Vec<Place>, SearchError> {
        let least = (NEAR_SHARE * self.asked.len() as f32).max(NEAR_WORDS as f32);
        texts.retain(|text| text.same as f32 >= least);
        texts.sort_by(|a, b| b.same.cmp(&a.same).then(b.alignment.score.total_cmp(&a.alignment.score)));
        texts.truncate(NEAREST);
        let place = |text: &Examined| {
            let quoted = self.quoted(0, self.asked.len());
            self.place(text, text.words(), quoted, Verdict::NotFound, text.differences.clone())
        };
        texts.iter().map(place).collect()
    }

    fn spliced(&self, finding: Finding) -> Finding {
        let all = |of: &dyn Fn(&Place) -> Option<bool>| {
            let known: Option<Vec<bool>> = finding.places.iter().map(of).collect();
            known.map(|known| known.into_iter().all(|agrees| agrees))
        };
        Finding {
            verdict: Verdict::Spliced,
            speaker_agrees: all(&|place| place.speaker_agrees),
            disagreement: finding.places.iter().find_map(|place| place.disagreement),
            date_agrees: all(&|place| place.date_agrees),
            link_agrees: self
                .options
                .within
                .as_ref()
                .map(|id| finding.places.iter().all(|place| is_in(place, id))),
            ..finding
        }
    }

    /// The verdict of the best place: of those that agree with what is given, else of all.
    fn concluded(&self, mut finding: Finding) -> Finding {
        let within = self.options.within.as_deref();
        let agrees = |place: &Place| {
            let link = within.is_none_or(|id| is_in(place, id));
            (place.speaker_agrees != Some(false), place.date_agrees != Some(false), link)
        };
        let rank = |place: &Place| {
            let (speaker, date, link) = agrees(place);
            let unfaithful = !place.verdict.is_faithful();
            (unfaithful, !(speaker && date && link), !speaker, !date, !link, place.verdict)
        };
        let Some(best) = finding.places.iter().min_by_key(|place| rank(place)) else { return finding };
        finding.verdict = best.verdict;
        finding.speaker_agrees = best.speaker_agrees;
        finding.disagreement = best.disagreement;
        finding.date_agrees = best.date_agrees;
        finding.link_agrees = within.map(|id| is_in(best, id));
        finding.differences.clone_from(&best.differences);
        let shown = finding.places.len().min(self.options.places.max(1));
        finding.more_places += finding.places.len() - shown;
        finding.places.truncate(shown);
        finding
    }
}

/// For the order of time; what has no date comes last.
fn day(stored: &StoredPassage) -> (bool, Option<NaiveDate>) {
    let first = stored.date.value.map(PartialDate::first_day);
    (first.is_none(), first)
}

/// Whether a place stands in a statement or document.
fn is_in(place: &Place, id: &str) -> bool {
    place.stored.id == id || place.stored.document == id
}
