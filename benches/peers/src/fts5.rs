//! SQLite with FTS5: the words of a statement in a full-text table, the rest in a table beside it.

use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::{Connection, ToSql};

use crate::corpus::Record;
use crate::engine::{Answer, Engine};
use crate::questions::{Question, Want, Words};

#[derive(Default)]
pub struct Fts5 {
    database: Option<Connection>,
}

const FILE: &str = "statements.sqlite";

const TABLES: &str = "
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE VIRTUAL TABLE words USING fts5(text, speaker, country, topic, tokenize = 'porter unicode61');
CREATE TABLE statements (rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, speaker TEXT NOT NULL, day TEXT NOT NULL);
";
/// Made when all is in, as is quickest.
const INDEXES: &str = "
CREATE INDEX statements_speaker_day ON statements (speaker, day);
CREATE INDEX statements_day ON statements (day);
ANALYZE;
";

/// A question's words in FTS5's language.
fn matching(words: &Words, in_text: bool) -> String {
    let quoted = |by: &str, words: &[String]| {
        words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(by)
    };
    let query = match words {
        Words::All(words) => quoted(" AND ", words),
        Words::Any(words) => quoted(" OR ", words),
        Words::Phrase(words) => format!("\"{}\"", words.join(" ")),
    };
    if in_text { format!("text : ({query})") } else { query }
}

impl Fts5 {
    fn database(&self) -> Result<&Connection> {
        self.database.as_ref().context("no index is open")
    }

    fn count(&self, sql: &str, values: &[&dyn ToSql]) -> Result<u64> {
        let mut statement = self.database()?.prepare_cached(sql)?;
        Ok(statement.query_row(values, |row| row.get::<_, i64>(0))? as u64)
    }

    /// Reads every row; how many there are, and the sum of their first column where it is a number.
    fn rows(&self, sql: &str, values: &[&dyn ToSql]) -> Result<(usize, u64)> {
        let mut statement = self.database()?.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let (mut number, mut sum) = (0, 0);
        while let Some(row) = rows.next()? {
            number += 1;
            sum += row.get::<_, i64>(0).unwrap_or(0) as u64;
            std::hint::black_box(row.get_ref(1)?);
        }
        Ok((number, sum))
    }

    fn default(&self, words: &Words) -> Result<usize> {
        let sql = "SELECT s.rowid, snippet(words, 0, '[', ']', '…', 40), s.id, s.speaker, s.day
            FROM words JOIN statements s ON s.rowid = words.rowid
            WHERE words MATCH ?1 ORDER BY rank LIMIT 10";
        Ok(self.rows(sql, &[&matching(words, false)])?.0)
    }
}

impl Engine for Fts5 {
    fn name(&self) -> &'static str {
        "fts5"
    }

    fn build(&mut self, records: &Path, dir: &Path) -> Result<()> {
        let mut database = Connection::open(dir.join(FILE))?;
        database.execute_batch(TABLES)?;
        let adding = database.transaction()?;
        {
            let mut words = adding.prepare(
                "INSERT INTO words (rowid, text, speaker, country, topic) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            let mut rest =
                adding.prepare("INSERT INTO statements (rowid, id, speaker, day) VALUES (?1, ?2, ?3, ?4)")?;
            for (at, line) in (1i64..).zip(BufReader::new(std::fs::File::open(records)?).lines()) {
                let record: Record = serde_json::from_str(&line?)?;
                words.execute((at, &record.text, &record.speaker, &record.country, &record.topic))?;
                rest.execute((at, &record.id, &record.speaker, &record.date))?;
            }
        }
        adding.commit()?;
        database.execute_batch(INDEXES)?;
        database.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")?;
        drop(database);
        self.open(dir)
    }

    fn open(&mut self, dir: &Path) -> Result<()> {
        let database = Connection::open(dir.join(FILE))?;
        // As much as there is: all engines read from memory.
        database.execute_batch("PRAGMA cache_size = -1000000; PRAGMA mmap_size = 30000000000;")?;
        self.database = Some(database);
        Ok(())
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        let text = matching(&question.words, true);
        let mut answer = Answer::default();
        match &question.want {
            Want::Count => answer.hits = self.hits(question)?,
            Want::Top => {
                let sql = "SELECT rowid, rank FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT 10";
                answer.shown = self.rows(sql, &[&text])?.0;
            }
            Want::Filtered { speaker, from, to } => {
                let sql = "SELECT words.rowid, rank FROM words JOIN statements s ON s.rowid = words.rowid
                    WHERE words MATCH ?1 AND s.speaker = ?2 AND s.day BETWEEN ?3 AND ?4
                    ORDER BY rank LIMIT 10";
                answer.shown = self.rows(sql, &[&text, speaker, &from.to_string(), &to.to_string()])?.0;
            }
            Want::Default => {
                answer.shown = self.default(&question.words)?;
                let words = question.words.list();
                if answer.shown < 10 && words.len() > 1 {
                    answer.shown = self.default(&Words::Any(words.to_vec()))?;
                }
            }
            Want::DefaultAny => answer.shown = self.default(&question.words)?,
            Want::Speakers => {
                let sql =
                    "SELECT count(*) AS n, s.speaker FROM words JOIN statements s ON s.rowid = words.rowid
                    WHERE words MATCH ?1 GROUP BY s.speaker ORDER BY n DESC";
                let (shown, sum) = self.rows(sql, &[&text])?;
                (answer.shown, answer.hits) = (shown, Some(sum));
            }
            Want::Months => {
                let sql = "SELECT count(*), substr(s.day, 1, 7) AS month
                    FROM words JOIN statements s ON s.rowid = words.rowid
                    WHERE words MATCH ?1 GROUP BY month ORDER BY month";
                let (shown, sum) = self.rows(sql, &[&text])?;
                (answer.shown, answer.hits) = (shown, Some(sum));
            }
        }
        Ok(Some(answer))
    }

    fn hits(&mut self, question: &Question) -> Result<Option<u64>> {
        let everywhere = matches!(question.want, Want::Default | Want::DefaultAny);
        let words = matching(&question.words, !everywhere);
        let Want::Filtered { speaker, from, to } = &question.want else {
            return Ok(Some(self.count("SELECT count(*) FROM words WHERE words MATCH ?1", &[&words])?));
        };
        let sql = "SELECT count(*) FROM words JOIN statements s ON s.rowid = words.rowid
            WHERE words MATCH ?1 AND s.speaker = ?2 AND s.day BETWEEN ?3 AND ?4";
        Ok(Some(self.count(sql, &[&words, speaker, &from.to_string(), &to.to_string()])?))
    }
}
