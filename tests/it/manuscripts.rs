//! Manuscripts in the formats that people write in: their quotations, and the notes and links beside them.

use std::path::Path;

use tempfile::TempDir;

use crate::common::{demarche, folder, json};
#[cfg(all(feature = "pdf", feature = "office", feature = "xml"))]
use crate::papers::made::{Pdf, zipped};

const SPEECH: &str = "speaker,date,text\nAna Weiss,2014-09-24,\"The river feeds both our towns, and the cease-fire holds. We shall \
    not sign before the spring, and nobody will sign for us.\"\nKarl Brandt,2014-09-25,The gates of the delta stay closed until \
    the engineers have spoken.\n";

/// A corpus, and the link of what Ana Weiss said.
fn corpus() -> (TempDir, String) {
    let dir = folder(&[("speech.csv", SPEECH.as_bytes())]);
    demarche(dir.path()).args(["index", "speech.csv"]).assert().success();
    let found = json(dir.path(), &["quote", "We shall not sign before the spring", "--format", "json"]);
    let link = found["places"][0]["permalink"].as_str().unwrap().to_owned();
    (dir, link)
}

/// Of each quotation of a manuscript, in the order of its text: the words, the verdict, the speaker, the note, whether it
/// stands where a link beside it says, and the page.
fn checked(dir: &Path, name: &str, bytes: &[u8]) -> Vec<[String; 6]> {
    std::fs::write(dir.join(name), bytes).unwrap();
    let run = demarche(dir).args(["check", name, "--format", "csv"]).output().unwrap();
    assert_ne!(run.status.code(), Some(2), "{}", String::from_utf8_lossy(&run.stderr));
    let mut table = csv::Reader::from_reader(&run.stdout[..]);
    let headings = table.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let columns = ["quotation", "verdict", "speaker", "note", "link_agrees", "page"].map(at);
    let mut rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    rows.sort_by_key(|row| row[at("start")].parse::<usize>().unwrap());
    rows.iter().map(|row| columns.map(|column| row[column].to_owned())).collect()
}

fn row(cells: [&str; 6]) -> [String; 6] {
    cells.map(str::to_owned)
}

const SIGNED: &str = "We shall not sign before the spring, and nobody will sign for us.";
const GATES: &str = "The gates of the delta stay open until the engineers have spoken.";

#[test]
#[cfg(all(feature = "pdf", feature = "office", feature = "xml"))]
fn word_has_notes_links_and_quotations_that_are_set_off() {
    let (dir, link) = corpus();
    let (target, anchor) = link.split_once('#').unwrap();
    let p = |inside: &str| format!("<w:p>{inside}</w:p>");
    let r = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let note = "<w:r><w:rPr><w:rStyle w:val=\"a\"/></w:rPr><w:footnoteReference w:id=\"2\"/></w:r>";
    let linked = format!("<w:hyperlink r:id=\"rId7\" w:anchor=\"{anchor}\">{}</w:hyperlink>", r("here"));
    let document = [
        p(&[&r(&format!("Ana Weiss said, “{SIGNED}”")), note, &r(" It stands "), &linked, &r(".")].concat()),
        p(&r("Karl Brandt wrote of the delta, and of nothing else:")),
        p(&format!("<w:pPr><w:pStyle w:val=\"Zitat\"/><w:jc w:val=\"both\"/></w:pPr>{}", r(GATES))),
        p(&r("So it went on.")),
    ];
    let notes = format!(
        "<w:footnotes><w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        p(&r("—")),
        p(&format!("<w:r><w:footnoteRef/></w:r>{}", r(" Record of the conference, first day.")))
    );
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("word/document.xml", format!("<w:document><w:body>{}</w:body></w:document>", document.concat())),
        ("word/footnotes.xml", notes),
        (
            "word/styles.xml",
            "<w:styles><w:style w:styleId=\"Zitat\"><w:name w:val=\"Quote\"/></w:style></w:styles>"
                .to_owned(),
        ),
        (
            "word/_rels/document.xml.rels",
            format!("<Relationships><Relationship Id=\"rId7\" Target=\"{target}\"/></Relationships>"),
        ),
    ];
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let found = checked(dir.path(), "chapter.docx", &zipped(&parts));
    assert_eq!(
        found,
        [
            row([SIGNED, "exact", "Ana Weiss", "Record of the conference, first day.", "true", ""]),
            row([GATES, "altered", "", "", "", ""]),
        ]
    );
    // What is indexed has none of these marks.
    let lines = demarche(dir.path()).args(["extract", "chapter.docx"]).output().unwrap();
    let lines = String::from_utf8(lines.stdout).unwrap();
    assert!(
        !lines.contains("[^2]") && !lines.contains("demarche:s/") && lines.contains("first day"),
        "{lines}"
    );
}

#[test]
#[cfg(all(feature = "pdf", feature = "office", feature = "xml"))]
fn open_document_has_them_too() {
    let (dir, link) = corpus();
    let note = "<text:note text:id=\"ftn1\" text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body>\
        <text:p>Record of the conference, first day.</text:p></text:note-body></text:note>";
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name=\"P3\" \
         style:parent-style-name=\"Quotations\"/><number:date-style><number:text>/</number:text></number:date-style>\
         </office:automatic-styles><office:body><office:text>\
         <text:p>Ana Weiss said, “{SIGNED}”{note} It stands <text:a xlink:href=\"{link}\">here</text:a>.</text:p>\
         <text:p>Karl Brandt wrote of the delta, and of nothing else:</text:p>\
         <text:p text:style-name=\"P3\">{GATES}</text:p><text:p>So it went on.</text:p>\
         </office:text></office:body></office:document-content>"
    );
    let parts = [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content.as_str())];
    let found = checked(dir.path(), "chapter.odt", &zipped(&parts));
    assert_eq!(
        found,
        [
            row([SIGNED, "exact", "Ana Weiss", "Record of the conference, first day.", "true", ""]),
            row([GATES, "altered", "", "", "", ""]),
        ]
    );
}

#[test]
fn a_web_page_has_them_too() {
    let (dir, link) = corpus();
    let page = format!(
        "<!DOCTYPE html><html><head><title>A chapter</title></head><body><nav>Home</nav><h1>A chapter</h1>\
         <p>Ana Weiss said, “{SIGNED}”<sup><a href=\"#fn1\">1</a></sup> It stands <a href=\"{link}\">here</a>.</p>\
         <p>Karl Brandt wrote of the delta, and of nothing else:</p><blockquote><p>{GATES}</p></blockquote><p>So it went on.</p>\
         <ol><li id=\"fn1\"><p>Record of the conference, first day.</p></li></ol></body></html>"
    );
    let found = checked(dir.path(), "chapter.html", page.as_bytes());
    assert_eq!(
        found,
        [
            row([SIGNED, "exact", "Ana Weiss", "Record of the conference, first day.", "true", ""]),
            row([GATES, "altered", "", "", "", ""]),
        ]
    );
}

#[test]
fn latex_has_them_too() {
    let (dir, link) = corpus();
    let link = link.replace('#', "\\#");
    let text = format!(
        "\\section{{The delta}}\n\nAna Weiss said, ``{SIGNED}''\\footnote{{Record of the conference, first day. \
         \\url{{{link}}}}}\n\nKarl Brandt wrote of the delta, and of nothing else:\n\n\\begin{{quote}}\n{GATES}\n\\end{{quote}}\n\nSo \
         it went on.\n"
    );
    let found = checked(dir.path(), "chapter.tex", text.as_bytes());
    let words: Vec<(&str, &str, &str)> =
        found.iter().map(|row| (row[0].as_str(), row[1].as_str(), row[4].as_str())).collect();
    assert_eq!(words, [(SIGNED, "exact", "true"), (GATES, "altered", "")]);
    assert!(found[0][3].starts_with("Record of the conference, first day."), "{found:#?}");
}

#[test]
#[cfg(all(feature = "pdf", feature = "office", feature = "xml"))]
fn a_quotation_of_a_pdf_has_its_page() {
    let (dir, _) = corpus();
    let mut pdf = Pdf::default();
    let lines = |pdf: &mut Pdf, lines: &[&str]| {
        pdf.page();
        lines
            .iter()
            .zip(0_u8..)
            .for_each(|(line, row)| pdf.text(60.0, 90.0 + 14.0 * f32::from(row), 11.0, line));
    };
    lines(
        &mut pdf,
        &[
            "The conference began in the morning of a cold day, and the two",
            "delegations met in the old house by the river.",
        ],
    );
    lines(
        &mut pdf,
        &[
            "Ana Weiss said on the first day, \"We shall not sign before the",
            "spring, and nobody will sign for us.\" Then the delegations went",
            "home to their own towns, and the talks were over for the year.",
        ],
    );
    let found = checked(dir.path(), "chapter.pdf", &pdf.bytes());
    assert_eq!(found, [row([SIGNED, "exact", "Ana Weiss", "", "", "2"])]);
}
