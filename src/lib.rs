//! Full-text index for diplomatic statements: who said what, when, about whom.
//!
//! ```
//! use demarche::extract::Extractor;
//! use demarche::index::Index;
//! use demarche::model::{Document, Layout, Speaker};
//! use demarche::query::{ParseOptions, Query};
//! use demarche::search::Options;
//!
//! let index = Index::in_memory()?;
//! let writer = index.writer()?;
//! for (path, name, words) in [
//!     ("un/1", "Ada Example", "We call for a cease-fire and for talks with all sides."),
//!     ("un/2", "Ben Example", "The ceasefire holds, and aid reaches the north."),
//!     ("un/3", "Cyd Example", "Trade between our countries has grown."),
//! ] {
//!     let speaker = Some(Speaker::named(name));
//!     let document = Document { speaker, layout: Layout::Speech, ..Document::new(path, words) };
//!     writer.add(&document, &Extractor::default().extract(&document))?;
//! }
//! writer.commit()?;
//!
//! let query = Query::parse("ceasefire talks", &ParseOptions::default())?;
//! let results = index.search(&query, &Options::default())?;
//! for hit in &results.hits {
//!     let who = hit.stored.speaker.as_ref().map_or("", |speaker| &speaker.name);
//!     println!("{}. {who}: {}", hit.rank, hit.passage.text);
//! }
//! assert_eq!(results.hits[0].stored.path, "un/1");
//! assert_eq!((results.all, results.some), (1, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![deny(missing_docs)]
#![forbid(unsafe_code)]

// The command line names what it uses as any other program does.
#[cfg(feature = "cli")]
extern crate self as demarche;

mod atomic_file;
pub mod authority;
#[cfg(feature = "cli")]
#[allow(
    clippy::field_reassign_with_default,
    reason = "it sets options as other programs must, who may not list them"
)]
pub mod cli;
#[cfg(feature = "cluster")]
pub mod cluster;
pub mod eval;
pub mod extract;
mod formula;
pub mod index;
mod memo;
pub mod model;
pub mod output;
pub mod query;
pub mod quotation;
pub mod read;
pub mod record;
pub mod research;
pub mod search;
mod sharing;
pub mod timeline;
#[cfg(feature = "web")]
pub mod web;
