//! Engines that run in a process of their own and answer a line with a line.
//!
//! A question is `want TAB sort TAB words TAB speaker TAB first day TAB last day`, the words separated by spaces;
//! an answer is `nanoseconds TAB hits TAB shown`, by the process's own clock, or `no`. Hits are -1 where the
//! engine was not asked to count.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};

use crate::engine::{Answer, Engine};
use crate::questions::{Question, Want, Words};

/// An engine and its process.
pub struct Outside {
    name: &'static str,
    program: Vec<String>,
    /// How often all questions are asked before any is measured: a virtual machine compiles what is called often.
    warm_up: usize,
    running: Option<Running>,
}

struct Running {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It ends by itself when its input does; what is left of it is of no use.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Xapian, where a Python knows it.
pub fn xapian() -> Option<Outside> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/xapian_engine.py");
    let python = ["python3", "/usr/bin/python3"]
        .into_iter()
        .find(|python| succeeds(Command::new(python).args(["-c", "import xapian"])))?;
    let program = vec![python.to_owned(), script.to_owned()];
    Some(Outside { name: "xapian", program, warm_up: 0, running: None })
}

/// Lucene, where its jars are named and there is a Java.
pub fn lucene(jars: &str, dir: &Path) -> Result<Outside> {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/java/LuceneEngine.java");
    let classes: PathBuf = dir.join("java");
    std::fs::create_dir_all(&classes)?;
    let mut javac = Command::new("javac");
    let status = javac.args(["-cp", jars, "-d"]).arg(&classes).arg(source).status().context("javac")?;
    anyhow::ensure!(status.success(), "the Java source was not compiled");
    let path = format!("{}:{jars}", classes.display());
    let program = ["java", "-Xms4g", "-Xmx4g", "-cp", &path, "LuceneEngine"].map(str::to_owned);
    Ok(Outside { name: "lucene", program: program.into(), warm_up: 20, running: None })
}

fn line(want: &str, question: &Question) -> String {
    let sort = match question.words {
        Words::All(_) => "all",
        Words::Any(_) => "any",
        Words::Phrase(_) => "phrase",
    };
    let words = question.words.list().join(" ");
    let filter = match &question.want {
        Want::Filtered { speaker, from, to } => format!("{speaker}\t{from}\t{to}"),
        _ => "\t\t".to_owned(),
    };
    format!("{want}\t{sort}\t{words}\t{filter}\n")
}

impl Outside {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program[0]);
        command.args(&self.program[1..]);
        command
    }

    fn say(&mut self, line: &str) -> Result<Option<Answer>> {
        let name = self.name;
        let running = self.running.as_mut().with_context(|| format!("{name} does not run"))?;
        running.to.write_all(line.as_bytes())?;
        running.to.flush()?;
        let mut answer = String::new();
        running.from.read_line(&mut answer)?;
        let answer = answer.trim();
        if answer == "no" {
            return Ok(None);
        }
        let numbers: Vec<i64> = answer.split('\t').filter_map(|number| number.parse().ok()).collect();
        let [nanos, hits, shown] = numbers[..] else { anyhow::bail!("{name} said `{answer}` to {line}") };
        let hits = u64::try_from(hits).ok();
        Ok(Some(Answer { hits, shown: shown as usize, nanos: u64::try_from(nanos).ok() }))
    }
}

impl Engine for Outside {
    fn name(&self) -> &'static str {
        self.name
    }

    fn build(&mut self, records: &Path, dir: &Path) -> Result<()> {
        let status = self.command().arg("build").arg(records).arg(dir).status()?;
        anyhow::ensure!(status.success(), "{} did not index", self.name);
        self.open(dir)
    }

    fn open(&mut self, dir: &Path) -> Result<()> {
        let mut command = self.command();
        command.arg("serve").arg(dir).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let to = child.stdin.take().context("no input")?;
        let from = BufReader::new(child.stdout.take().context("no output")?);
        self.running = Some(Running { child, to, from });
        Ok(())
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        let want = match question.want {
            Want::Top => "top",
            Want::Count => "count",
            Want::Filtered { .. } => "filtered",
            Want::Default => "default",
            Want::DefaultAny => "default_any",
            Want::Speakers => "speakers",
            Want::Months => "months",
        };
        self.say(&line(want, question))
    }

    fn hits(&mut self, question: &Question) -> Result<Option<u64>> {
        let want = match question.want {
            Want::Default | Want::DefaultAny => "hits_anywhere",
            _ => "hits",
        };
        Ok(self.say(&line(want, question))?.and_then(|answer| answer.hits))
    }

    fn warm_up(&mut self, questions: &[Question]) -> Result<()> {
        for _ in 0..self.warm_up {
            for question in questions {
                self.ask(question)?;
            }
        }
        Ok(())
    }
}
