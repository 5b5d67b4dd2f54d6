//! What a user of the library or of the program notices, as one program: `cargo test --test it`, or a part of it,
//! `cargo test --test it searching::`.
//!
//! | what | where |
//! |---|---|
//! | formats and encodings reach the index whole | [`readers`] |
//! | web pages, mail, feeds, web archives, exports of press databases | [`web`] |
//! | tables, JSON and front matter without a silent loss | [`tables`] |
//! | PDF, Word, OpenDocument, rich text, books, XML | [`papers`] |
//! | files that are broken, endless or meant to do harm | [`hostile`] |
//! | statements and passages partition any text; offsets point at what is shown | [`partition`] |
//! | dates of documents and statements | [`dates`] |
//! | why a value was worked out (`extract --explain`) | [`explain`] |
//! | the query language: a text and its tree | [`query_language`], `data/queries.txt` |
//! | what queries find, each way of asking | [`searching`] |
//! | found beside a slow reading of every statement | [`scan`] |
//! | names in several spellings | [`names`] |
//! | near-identical statements | [`copies`] |
//! | an index brought up to date, watched, interrupted; who writes | [`keeping`] |
//! | an index through its life: rebuilt, of another format, among the texts | [`life`] |
//! | large tables in parts | [`parts`] |
//! | the program killed at any moment | [`kills`] |
//! | damage, byte by byte | [`verify`] |
//! | delete, compact, doctor, stats | [`tending`] |
//! | the program's commands, messages and exit codes | [`commands`] |
//! | every subcommand in every form it has, as snapshots | [`forms`] |
//! | concordances | [`concordance`] |
//! | facets and collocates | [`counts`] |
//! | timelines, and their forms for other programs | [`timelines`], [`timeline_forms`] |
//! | tables as Parquet and Arrow, columns that one chooses | `typed_tables` |
//! | citations | [`citations`] |
//! | quotations held against the corpus | [`quotations`] |
//! | manuscripts in the formats that people write in | [`manuscripts`] |
//! | faults of timelines, tables and citations, one test each | [`exports`] |
//! | what a person corrects holds for its words, after any edit | [`anchors`] |
//! | corrections, codes, samples, kept searches, projects | [`research`] |
//! | who is meant by `--speaker` | [`speakers`] |
//! | what several say together | [`together`] |
//! | the local page: what it shows, records, refuses | [`page`] |
//! | measures of the ranking | [`eval`] |
//! | which hit comes first, and what is no hit | [`ranking`] |
//! | nothing that is printed drives a terminal or is a formula | [`safe_output`] |
//! | faults that were met once, one test each | [`regressions`] |
//! | the list of dependencies | [`dependencies`] |
//!
//! A cluster is asked and sent to in `tests/cluster`, which needs one. Tests that need what may not be there (`../shared`, the right to mount a disk, another user) are the second
//! program, `tests/outside`: where it is not there, its summary counts them as ignored. Tests of one part alone
//! stand beside their code, in `src`. A new fault gets its test in [`regressions`]; a new form of a subcommand a
//! line in [`forms`].

#[path = "../common/mod.rs"]
mod common;

mod anchors;
mod citations;
mod commands;
mod concordance;
mod copies;
mod counts;
mod dates;
mod dependencies;
mod eval;
mod explain;
mod exports;
mod forms;
mod hostile;
mod keeping;
mod kills;
mod life;
mod manuscripts;
mod names;
mod page;
#[cfg(all(feature = "pdf", feature = "office", feature = "xml"))]
mod papers;
mod partition;
mod parts;
mod query_language;
mod quotations;
mod ranking;
mod readers;
mod regressions;
mod research;
mod safe_output;
mod scan;
mod searching;
mod speakers;
mod tables;
mod tending;
mod timeline_forms;
mod timelines;
mod together;
#[cfg(feature = "tables")]
mod typed_tables;
mod verify;
mod web;
