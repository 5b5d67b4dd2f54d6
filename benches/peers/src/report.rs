//! What was measured, as tables for people and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::measure::{Asked, percentile};

/// The machine.
#[derive(Debug, Serialize)]
pub struct Machine {
    pub cpu: String,
    pub cores: usize,
    pub memory_mb: u64,
    /// How many processes wanted a core over the last minute, when the run began.
    pub load: String,
}

impl Machine {
    pub fn this() -> Self {
        let read = |path| std::fs::read_to_string(path).unwrap_or_default();
        let after = |text: &str, key: &str| {
            let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default().to_owned();
            line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let memory = after(&read("/proc/meminfo"), "MemTotal");
        Self {
            cpu: after(&read("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_mb: memory.split(' ').next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024,
            load: read("/proc/loadavg").split(' ').next().unwrap_or_default().to_owned(),
        }
    }
}

/// How an engine came to its index.
#[derive(Debug, Serialize)]
pub struct Built {
    pub engine: &'static str,
    /// From the records on disk to the last commit; none where the index was there already.
    pub seconds: Option<f64>,
    pub bytes: u64,
    pub bytes_per_text_byte: f64,
    pub parts: Option<usize>,
    /// What of an index that tantivy reads takes how many bytes.
    pub columns: BTreeMap<String, u64>,
}

/// From the start of a process to its answer, medians, in milliseconds.
#[derive(Debug, Serialize)]
pub struct Cold {
    pub engine: &'static str,
    pub milliseconds: f64,
}

/// All of one size of the corpus.
#[derive(Debug, Serialize)]
pub struct Run {
    pub machine: Machine,
    pub passages: usize,
    pub text_bytes: u64,
    pub built: Vec<Built>,
    pub cold: Vec<Cold>,
    pub asked: Vec<Asked>,
}

/// The times of one kind for one engine, in nanoseconds.
struct Times {
    p50: u64,
    p99: u64,
}

impl Run {
    fn engines(&self) -> Vec<&'static str> {
        self.built.iter().map(|built| built.engine).collect()
    }

    /// The kinds in the order in which they are asked.
    fn kinds(&self) -> Vec<&'static str> {
        let mut kinds: Vec<&'static str> = Vec::new();
        for asked in &self.asked {
            if !kinds.contains(&asked.question.kind) {
                kinds.push(asked.question.kind);
            }
        }
        kinds.sort_unstable_by_key(|kind| (kind.starts_with("default"), *kind));
        kinds
    }

    fn times(&self, kind: &str, engine: &str) -> Option<Times> {
        let of_kind = self.asked.iter().filter(|asked| asked.question.kind == kind);
        let mut medians: Vec<u64> = of_kind.filter_map(|asked| asked.engines.get(engine)?.median()).collect();
        medians.sort_unstable();
        Some(Times { p50: percentile(&medians, 50)?, p99: percentile(&medians, 99)? })
    }

    /// The tables, in Markdown.
    pub fn tables(&self) -> String {
        let mut out = String::new();
        let machine = &self.machine;
        let _ = writeln!(
            out,
            "{} passages, {:.1} MB of text; {} cores of {}, {} MB; load {} at the start\n",
            self.passages,
            self.text_bytes as f64 / 1e6,
            machine.cores,
            machine.cpu,
            machine.memory_mb,
            machine.load
        );
        self.building(&mut out);
        self.asking(&mut out);
        self.counting(&mut out);
        out
    }

    fn building(&self, out: &mut String) {
        out.push_str("| engine | indexing, s | to tantivy | bytes on disk per byte of text | parts | cold start, ms |\n");
        out.push_str("|---|---:|---:|---:|---:|---:|\n");
        let floor = self.built.iter().find(|built| built.engine == "tantivy").and_then(|built| built.seconds);
        for built in &self.built {
            let cold = self.cold.iter().find(|cold| cold.engine == built.engine);
            let ratio = built.seconds.zip(floor).map(|(seconds, floor)| seconds / floor);
            let _ = writeln!(
                out,
                "| {} | {} | {} | {:.2} | {} | {} |",
                built.engine,
                built.seconds.map_or("–".into(), |seconds| format!("{seconds:.1}")),
                ratio.map_or("–".into(), |ratio| format!("{ratio:.2} ×")),
                built.bytes_per_text_byte,
                built.parts.map_or("–".into(), |parts| parts.to_string()),
                cold.map_or("–".into(), |cold| format!("{:.1}", cold.milliseconds)),
            );
        }
        out.push('\n');
        for built in self.built.iter().filter(|built| ["demarche", "tantivy"].contains(&built.engine)) {
            let mut columns: Vec<_> = built.columns.iter().collect();
            columns.sort_unstable_by_key(|(_, bytes)| std::cmp::Reverse(**bytes));
            let share = |bytes: u64| bytes as f64 / self.text_bytes as f64;
            let most = columns.iter().take(16).map(|(name, bytes)| format!("{name} {:.3}", share(**bytes)));
            let most: Vec<String> = most.collect();
            let _ = writeln!(out, "Bytes of {} per byte of text: {}\n", built.engine, most.join(", "));
        }
    }

    /// For each kind and engine p50 and p99, and demarche's p50 as a multiple of the others'.
    fn asking(&self, out: &mut String) {
        let answers = |engine: &&str| self.asked.iter().any(|asked| asked.engines.contains_key(engine));
        let engines: Vec<&str> = self.engines().into_iter().filter(answers).collect();
        let others: Vec<&str> = engines.iter().copied().filter(|engine| *engine != "demarche").collect();
        out.push_str("p50 / p99, milliseconds; then how many times as long demarche takes as each other (p50, p99)\n\n");
        let heads = engines.iter().map(|engine| (*engine).to_owned());
        let heads: Vec<String> = heads.chain(others.iter().map(|other| format!("÷ {other}"))).collect();
        let _ = writeln!(out, "| kind | {} |", heads.join(" | "));
        let _ = writeln!(out, "|---|{}", "---:|".repeat(heads.len()));
        for kind in self.kinds() {
            let ours = self.times(kind, "demarche");
            let mut cells: Vec<String> = Vec::new();
            for engine in &engines {
                cells.push(self.times(kind, engine).map_or("–".into(), |times| {
                    format!("{:.3} / {:.3}", times.p50 as f64 / 1e6, times.p99 as f64 / 1e6)
                }));
            }
            for other in &others {
                let both = ours.as_ref().zip(self.times(kind, other));
                cells.push(both.map_or("–".into(), |(ours, other)| {
                    let ratio = |a: u64, b: u64| a as f64 / b as f64;
                    format!("{:.2}, {:.2}", ratio(ours.p50, other.p50), ratio(ours.p99, other.p99))
                }));
            }
            let _ = writeln!(out, "| {kind} | {} |", cells.join(" | "));
        }
        out.push('\n');
    }

    /// Where engines find other numbers than demarche.
    fn counting(&self, out: &mut String) {
        let mut seen: BTreeMap<(&str, &str), (usize, usize, f64)> = BTreeMap::new();
        for asked in &self.asked {
            let Some(ours) = asked.engines.get("demarche").and_then(|taken| taken.hits) else { continue };
            for (engine, taken) in asked.engines.iter().filter(|(engine, _)| **engine != "demarche") {
                let Some(hits) = taken.hits else { continue };
                let entry = seen.entry((engine, asked.question.kind)).or_insert((0, 0, 0.0));
                entry.0 += 1;
                entry.1 += usize::from(hits != ours);
                let apart = (hits as f64 - ours as f64).abs() / (ours.max(hits).max(1)) as f64;
                entry.2 = entry.2.max(apart);
            }
        }
        out.push_str("Hits beside demarche's: questions with another number, and the largest difference\n\n");
        out.push_str("| engine | kind | other numbers | largest difference |\n|---|---|---:|---:|\n");
        let mut all_same: BTreeMap<&str, usize> = BTreeMap::new();
        for ((engine, kind), (questions, others, apart)) in seen {
            if others == 0 {
                *all_same.entry(engine).or_default() += questions;
            } else {
                let _ =
                    writeln!(out, "| {engine} | {kind} | {others} of {questions} | {:.1} % |", apart * 100.0);
            }
        }
        for (engine, questions) in all_same {
            let _ = writeln!(out, "| {engine} | all other kinds | 0 of {questions} | 0 % |");
        }
    }
}
