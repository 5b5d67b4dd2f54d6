//! A manuscript's quotations held against the corpus, each with its finding.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::check::QuoteOptions;
use super::finding::{Finding, Verdict};
use super::manuscript::{Manuscript, Quoted};
use crate::query::Bound;
use crate::search::{SearchError, Searcher};

/// So many places are told of a manuscript's quotation.
const PLACES: usize = 3;

/// A manuscript's quotation and what was found out about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    /// The quotation, as the manuscript has it.
    pub quoted: Quoted,
    /// What was found out.
    pub finding: Finding,
}

/// How grave what was found is, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gravity {
    /// Not in this corpus.
    NotFound,
    /// Put together of several statements, or in another order.
    Spliced,
    /// Altered so that the sense may turn.
    SenseTurned,
    /// Altered.
    Altered,
    /// Faithful, but of somebody else.
    OtherSpeaker,
    /// Faithful, but of another day or place.
    OtherPlace,
    /// Faithful.
    Fine,
}

impl Reviewed {
    /// How grave it is.
    pub fn gravity(&self) -> Gravity {
        let finding = &self.finding;
        match finding.verdict {
            Verdict::NotFound => Gravity::NotFound,
            Verdict::Spliced => Gravity::Spliced,
            Verdict::Altered if finding.differences.iter().any(|one| !one.may_turn_the_sense.is_empty()) => {
                Gravity::SenseTurned
            }
            Verdict::Altered => Gravity::Altered,
            _ if finding.speaker_agrees == Some(false) => Gravity::OtherSpeaker,
            _ if finding.date_agrees == Some(false) || finding.link_agrees == Some(false) => {
                Gravity::OtherPlace
            }
            _ => Gravity::Fine,
        }
    }
}

impl Searcher {
    /// Holds all quotations of a manuscript against the corpus, in its order. `id_of` gives the statement that a link names,
    /// where the link is one.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn review(
        &self,
        manuscript: &Manuscript,
        id_of: &(dyn Fn(&str) -> Option<String> + Sync),
    ) -> Result<Vec<Reviewed>, SearchError> {
        let one = |quoted: &Quoted| {
            let mut options = QuoteOptions { places: PLACES, ..QuoteOptions::default() };
            options.date = quoted.date.map(Bound::from);
            options.within = quoted.link.as_deref().and_then(id_of);
            options.speaker.clone_from(&quoted.speaker);
            let finding = match self.quote(&quoted.text, &options) {
                // A name without a word names nobody.
                Err(SearchError::Filter(_)) => {
                    self.quote(&quoted.text, &QuoteOptions { speaker: None, ..options })?
                }
                other => other?,
            };
            Ok(Reviewed { quoted: quoted.clone(), finding })
        };
        manuscript.quotations.par_iter().map(one).collect()
    }
}
