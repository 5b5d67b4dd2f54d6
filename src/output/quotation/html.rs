//! A manuscript's quotations as a page: one file that opens from a disk, with no network and no script.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::super::timeline::{escape, hash, web};
use super::diff::{Piece, diff};
use super::json::{citation, permalink};
use super::report::{Review, fault, faults, place};
use crate::quotation::{Gravity, Reviewed, Verdict};

const STYLE: &str = include_str!("page.css");

/// Writes reviews as a page: the sentences of the manuscript, the gravest first, under each what differs.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_reviews_html(out: &mut dyn Write, reviews: &[Review], version: &str) -> io::Result<()> {
    let policy =
        format!("default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'", hash(STYLE));
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"{}\">\n\
         <title>Quotations checked</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escape(version)
    )?;
    for review in reviews {
        writeln!(out, "<h1>{}</h1>\n<p>{}</p>", escape(&review.manuscript.name), escape(&review.summary()))?;
        for one in review.gravest_first() {
            out.write_all(article(review, one).as_bytes())?;
        }
    }
    out.write_all(b"</main>\n</body>\n</html>\n")
}

fn article(review: &Review, one: &Reviewed) -> String {
    let mut page = String::new();
    let class = if one.gravity() == Gravity::Fine { "fine" } else { "fault" };
    let (verdict, fault) = (one.finding.verdict.as_str(), fault(one));
    // A string takes all that is written.
    let _ = writeln!(page, "<article class=\"{class}\">\n<h2>{verdict}: {}</h2>", escape(fault));
    let _ = writeln!(page, "<p class=\"place\">{}</p>", escape(&place(review, one)));
    let _ = writeln!(page, "<blockquote>{}</blockquote>", escape(&one.quoted.sentence));
    if one.finding.verdict == Verdict::Altered {
        let _ = writeln!(page, "<p class=\"diff\">{}</p>", marked(one));
    }
    let lines: String = faults(&one.finding).iter().fold(String::new(), |mut lines, line| {
        let _ = write!(lines, "<li>{}</li>", escape(line));
        lines
    });
    if !lines.is_empty() {
        let _ = writeln!(page, "<ul>{lines}</ul>");
    }
    if let Some(note) = &one.quoted.note {
        let _ = writeln!(page, "<p>Note: {}</p>", escape(note));
    }
    for place in &one.finding.places {
        let words = if one.finding.verdict == Verdict::Spliced {
            format!("“{}”. ", place.text)
        } else {
            String::new()
        };
        let _ =
            write!(page, "<p>{}{}, {}", escape(&words), escape(&super::who(place)), escape(&citation(place)));
        if let Some(url) = place.stored.url.as_deref().and_then(web) {
            let _ = write!(page, " <a href=\"{}\" rel=\"noreferrer\">{}</a>", escape(url), escape(url));
        }
        let _ = writeln!(page, " <code>{}</code></p>", escape(&permalink(place)));
    }
    if one.finding.places.is_empty() {
        for place in &one.finding.nearest {
            let (who, text) = (escape(&super::who(place)), escape(&place.text));
            let _ = writeln!(page, "<p class=\"near\">Nearest, no match: {who}, “{text}”</p>");
        }
    }
    page.push_str("</article>\n");
    page
}

/// The quotation with what was changed in it.
fn marked(one: &Reviewed) -> String {
    let pieces = diff(&one.finding.quotation, &one.finding.differences);
    let mut line = String::new();
    for piece in pieces {
        match piece {
            Piece::Same(text) => line.push_str(&escape(&text)),
            Piece::Said(text) => line.push_str(&format!("<del title=\"said\">{}</del> ", escape(&text))),
            Piece::Quoted(text) => {
                line.push_str(&format!("<ins title=\"in the quotation\">{}</ins>", escape(&text)));
            }
        }
    }
    line
}
