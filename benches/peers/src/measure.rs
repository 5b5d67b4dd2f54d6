//! Asks every engine every question, each in turn, and keeps how long they took.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::engine::Engine;
use crate::questions::Question;

/// An engine that has spent so long on a question, its warm-up aside, is asked it no more.
const ENOUGH: Duration = Duration::from_millis(1500);

/// An answer that takes less is asked for twice in a row, and the second is measured; in nanoseconds.
const AT_ONCE: u64 = 20_000_000;

/// What an engine did with a question.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Taken {
    /// How long each answer took, in nanoseconds.
    pub nanos: Vec<u64>,
    /// How many passages match.
    pub hits: Option<u64>,
    /// How many were shown.
    pub shown: usize,
}

impl Taken {
    /// The median, in nanoseconds.
    pub fn median(&self) -> Option<u64> {
        let mut nanos = self.nanos.clone();
        nanos.sort_unstable();
        nanos.get(nanos.len() / 2).copied()
    }
}

/// A question with what every engine did.
#[derive(Clone, Debug, Serialize)]
pub struct Asked {
    pub question: Question,
    pub engines: BTreeMap<&'static str, Taken>,
}

/// Asks all, with so many rounds after a first one that is not counted.
pub fn ask_all(
    engines: &mut [Box<dyn Engine>],
    questions: Vec<Question>,
    rounds: usize,
) -> Result<Vec<Asked>> {
    for engine in engines.iter_mut() {
        engine.warm_up(&questions)?;
    }
    let number = questions.len();
    let mut all = Vec::with_capacity(number);
    for (at, question) in questions.into_iter().enumerate() {
        if at % 50 == 0 {
            eprintln!("question {at} of {number}");
        }
        all.push(ask(engines, question, rounds)?);
    }
    Ok(all)
}

fn ask(engines: &mut [Box<dyn Engine>], question: Question, rounds: usize) -> Result<Asked> {
    let mut taken: BTreeMap<&'static str, Taken> = BTreeMap::new();
    for engine in engines.iter_mut() {
        let name = engine.name();
        let told = || format!("{name}: {question:?}");
        let answer = engine.ask(&question).with_context(told)?;
        let Some(answer) = answer else { continue };
        let hits = engine.hits(&question)?;
        taken.insert(name, Taken { nanos: Vec::new(), hits, shown: answer.shown });
    }
    let number = engines.len();
    for round in 0..rounds {
        let first = round % number.max(1);
        for turn in 0..number {
            let engine = &mut engines[(first + turn) % number];
            let Some(taken) = taken.get_mut(engine.name()) else { continue };
            if round > 1 && taken.nanos.iter().sum::<u64>() > ENOUGH.as_nanos() as u64 {
                continue;
            }
            // What the engine before it left in the processor's caches is no part of the answer's time.
            if taken.nanos.last().is_none_or(|last| *last < AT_ONCE) {
                engine.ask(&question)?;
            }
            let begun = Instant::now();
            let answer = engine.ask(&question)?;
            let nanos = begun.elapsed().as_nanos() as u64;
            taken.nanos.push(answer.and_then(|answer| answer.nanos).unwrap_or(nanos));
        }
    }
    Ok(Asked { question, engines: taken })
}

/// The share of sorted values below which so many of a hundred lie.
pub fn percentile(sorted: &[u64], percent: usize) -> Option<u64> {
    let at = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(at).copied()
}
