//! Whatever stands in a text, a name or a title: nothing that is printed drives a terminal, reorders a line or
//! is a formula in a spreadsheet.

use demarche::extract::Extractor;
use demarche::index::{Index, StoredPassage};
use demarche::model::{Document, Layout, Speaker};
use demarche::output::{
    Citation, CiteFormat, LinesCsv, LinesLook, Look, write_citations, write_csv, write_facets,
    write_facets_csv, write_hits, write_lines, write_passages,
};
use demarche::query::{Filters, ParseOptions, Query};
use demarche::search::{FacetField, KwicOptions, Line, Options};
use proptest::prelude::*;

/// Words with what may stand between them in a hostile text.
fn words() -> impl Strategy<Value = String> {
    let harm = prop::sample::select(vec![
        "\u{1b}[31m",
        "\u{1b}]0;owned\u{7}",
        "\u{9b}2J",
        "\u{8}\u{8}",
        "\r",
        "\u{202e}",
        "\u{2066}",
        "\u{85}",
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "＝1",
        "\n",
        "\u{0}",
        "\u{7f}",
        "\"",
        ",",
        "'",
        " ",
        "Genève",
    ]);
    prop::collection::vec(prop_oneof![harm.prop_map(str::to_owned), "[ a-z]{0,6}"], 0..8)
        .prop_map(|parts| parts.concat())
}

fn drives(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What is left of a text for a terminal when the program's own colours are taken out must do nothing.
fn is_plain(bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut text = std::str::from_utf8(bytes).unwrap().to_owned();
    for own in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[33m", "\u{1b}[36m"] {
        text = text.replace(own, "");
    }
    prop_assert!(!text.contains(|c| drives(c) && c != '\n'), "{text:?}");
    Ok(())
}

/// No cell of a table is a formula, and none drives a terminal.
fn is_harmless(bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut table = csv::Reader::from_reader(bytes);
    for row in table.records() {
        for cell in row.unwrap().iter() {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']), "{cell:?}");
            prop_assert!(!cell.contains(|c| drives(c) && !matches!(c, '\n' | '\r' | '\t')), "{cell:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_that_is_printed_does_anything(
        path in words(), name in words(), title in words(), before in words(), after in words()
    ) {
        let index = Index::in_memory().unwrap();
        let writer = index.writer().unwrap();
        let speaker = Speaker { role: Some(title.clone()), ..Speaker::named(name) };
        let document = Document {
            layout: Layout::Speech,
            speaker: Some(speaker),
            source: Some(title.clone()),
            topics: vec![title.clone()],
            title: Some(title),
            ..Document::new(path, format!("{before} peace {after}"))
        };
        writer.add(&document, &Extractor::default().extract(&document)).unwrap();
        writer.commit().unwrap();
        let query = Query::parse("peace", &ParseOptions::default()).unwrap();
        let results = index.search(&query, &Options::default()).unwrap();
        prop_assert_eq!(results.hits.len(), 1);

        let mut out = Vec::new();
        for width in [30, 80] {
            write_hits(&mut out, &results, Look { width, whole: width == 80 }).unwrap();
        }
        let mut passages: Vec<StoredPassage> = Vec::new();
        index.each_passage(&mut |passage| passages.push(passage)).unwrap();
        write_passages(&mut out, &passages, Look { width: 60, whole: true }).unwrap();
        let mut lines: Vec<Line> = Vec::new();
        let mut options = KwicOptions::default();
        options.width = 60;
        index.concordance(&query, &options, &mut |line| { lines.push(line); Ok(()) }).unwrap();
        prop_assert_eq!(lines.len(), 1);
        for terminal in [None, Some(80), Some(200)] {
            write_lines(&mut out, &lines, LinesLook { terminal, around: None }).unwrap();
        }
        let fields = [FacetField::Speaker, FacetField::Topic, FacetField::Source];
        let facets = index.facets(&query, &Filters::default(), &fields).unwrap();
        write_facets(&mut out, &facets, 10, 80).unwrap();
        let cited: Vec<Citation> = results.hits.iter().map(Citation::hit).collect();
        for format in [CiteFormat::Text, CiteFormat::Bibtex] {
            write_citations(&mut out, &cited, format).unwrap();
        }
        is_plain(&out)?;
        let mut ris = Vec::new();
        write_citations(&mut ris, &cited, CiteFormat::Ris).unwrap();
        is_plain(String::from_utf8(ris).unwrap().replace("\r\n", "\n").as_bytes())?;

        let mut table = Vec::new();
        write_csv(&mut table, &results).unwrap();
        is_harmless(&table)?;
        let mut table = Vec::new();
        write_facets_csv(&mut table, &facets).unwrap();
        is_harmless(&table)?;
        let mut table = Vec::new();
        let mut rows = LinesCsv::new(&mut table).unwrap();
        lines.iter().for_each(|line| rows.line(line).unwrap());
        rows.finish().unwrap();
        is_harmless(&table)?;
    }
}
