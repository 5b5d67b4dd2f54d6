//! PDF, Word, OpenDocument, rich text, electronic books, XML: what a reader of them gets.

pub mod made;

use demarche::model::{Document, Layout};
use demarche::read::{ReadOptions, ReadReport, read_bytes};

use made::{Pdf, zipped};

fn read(name: &str, bytes: &[u8]) -> (Vec<Document>, ReadReport) {
    let mut documents = Vec::new();
    let report =
        read_bytes(name, bytes, &ReadOptions::default(), &mut |document| documents.push(document)).unwrap();
    (documents, report)
}

fn only(name: &str, bytes: &[u8]) -> Document {
    let (documents, report) = read(name, bytes);
    assert_eq!(documents.len(), 1, "{:?}", report.skips);
    documents.into_iter().next().unwrap()
}

/// Each given turn: who, and the words.
fn turns(document: &Document) -> Vec<(String, String)> {
    let words =
        |start: usize, end: usize| document.body.chars().skip(start).take(end - start).collect::<String>();
    let turn = |turn: &demarche::model::GivenTurn| {
        let name = turn.speaker.as_ref().map_or_else(String::new, |speaker| speaker.name.clone());
        (name, words(turn.span.start, turn.span.end))
    };
    document.turns.iter().map(turn).collect()
}

fn labels(document: &Document) -> Vec<&str> {
    document.pages.iter().map(|page| page.label.as_str()).collect()
}

const LEFT: [&str; 10] = [
    "The talks between the two governments",
    "went on for the whole of the night, and",
    "neither side was ready to give an inch",
    "of what it had asked for in the begin-",
    "ning. Those who had come from far off",
    "slept in the corridors of the old house,",
    "while the ministers walked up and down",
    "in the garden and spoke of the weather,",
    "of the harvest, and of their children,",
    "who were all at school in other towns.",
];
const RIGHT: [&str; 10] = [
    "In the morning a paper lay on the table",
    "that nobody remembered to have written.",
    "It was short and it said that the fight-",
    "ing would stop at noon. The ministers",
    "read it twice and signed it one by one,",
    "and the clerks made copies of it for the",
    "papers of the capital, which printed it",
    "on the same day under large headlines.",
    "The people read it in the streets and",
    "could hardly believe that it was true.",
];

/// Two pages of two columns each, with a running head and a printed page at the foot.
fn two_columns() -> Pdf {
    let mut pdf = Pdf::default();
    for page in 0..2 {
        pdf.page();
        pdf.text(60.0, 40.0, 9.0, "Record of the talks");
        pdf.text(480.0, 40.0, 9.0, "4 May 2021");
        for (row, (left, right)) in LEFT.iter().zip(RIGHT).enumerate() {
            let y = 80.0 + 12.0 * row as f32;
            // Half a line lower, as columns often are.
            pdf.text(60.0, y, 10.0, left);
            pdf.text(310.0, y + 5.0 * page as f32, 10.0, right);
        }
        pdf.text(290.0, 760.0, 9.0, &format!("{}/2", page + 1));
    }
    pdf
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let document = only("talks.pdf", &two_columns().bytes());
    assert!(
        document.body.contains("in the beginning. Those who had come from far off slept in the corridors")
    );
    assert!(document.body.contains("that the fighting would stop at noon."));
    let (left, right) =
        (document.body.find("spoke of the weather"), document.body.find("In the morning a paper"));
    assert!(left < right);
    assert!(
        !document.body.contains("Record of the talks") && !document.body.contains("1/2"),
        "{}",
        document.body
    );
    assert_eq!(labels(&document), ["1/2", "2/2"]);
    assert_eq!(document.date.value.unwrap().to_string(), "2021-05-04");
    let second = document.pages[1].start;
    assert!(document.body.chars().skip(second).collect::<String>().starts_with("The talks between"));
}

#[test]
fn a_pdf_without_its_table_of_places_is_read() {
    let bytes = two_columns().bytes();
    let text = String::from_utf8_lossy(&bytes).replace("startxref", "startxxxx").replace("xref\n", "xxxx\n");
    let document = only("talks.pdf", text.as_bytes());
    assert!(document.body.contains("The people read it in the streets"));
}

#[test]
fn a_record_of_the_united_nations_names_its_chair_and_its_languages() {
    let mut pdf = Pdf::default();
    pdf.page();
    let cover = [
        "Security Council",
        "9999th meeting",
        "Tuesday, 4 May 2021, 10 a.m.",
        "President: Ms. Example . . . . . . . . . . . . (Iceland)",
        "The meeting was called to order at 10.05 a.m.",
        "The President: I give the floor to the representative of Poland.",
        "Mr. Weiss (Poland) (spoke in French): We call for talks with all sides.",
    ];
    pdf.text(400.0, 40.0, 12.0, "S/PV.9999");
    for (row, line) in cover.iter().enumerate() {
        pdf.text(60.0, 80.0 + 30.0 * row as f32, 10.0, line);
    }
    let document = only("record.pdf", &pdf.bytes());
    assert_eq!(document.number.as_deref(), Some("S/PV.9999"));
    assert_eq!(document.title.as_deref(), Some("Security Council, 9999th meeting"));
    assert_eq!(document.date.value.unwrap().to_string(), "2021-05-04");
    assert_eq!(document.layout, Layout::Transcript);
    let spoken: Vec<_> = turns(&document).into_iter().filter(|(name, _)| !name.is_empty()).collect();
    assert_eq!(spoken.len(), 2, "{spoken:?}");
    assert_eq!(spoken[0].0, "Example");
    assert!(spoken[1].0 == "Weiss" && spoken[1].1.ends_with("We call for talks with all sides."));
    assert_eq!(document.turns.last().unwrap().language.as_deref(), Some("fr"));
}

#[test]
fn a_scan_is_told_with_what_to_do() {
    let mut pdf = Pdf::default();
    pdf.page();
    pdf.picture();
    let (documents, report) = read("scan.pdf", &pdf.bytes());
    assert!(documents.is_empty());
    assert!(report.skips[0].reason.contains("ocrmypdf"), "{:?}", report.skips);
}

#[test]
fn forms_that_draw_each_other_end() {
    let (documents, report) = read("bomb.pdf", &Pdf::bomb());
    assert!(documents.is_empty() && !report.skips.is_empty());
}

const CORE: &str = r#"<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Notes on the talks</dc:title>
    <dc:creator>Ada Example</dc:creator></cp:coreProperties>"#;

#[test]
fn a_word_file_gives_its_text_without_what_was_deleted() {
    let text = r#"<w:document xmlns:w="w"><w:body>
        <w:p><w:r><w:t>Mr. Weiss: We </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>
        <w:r><w:t xml:space="preserve">shall</w:t><w:tab/><w:t>talk.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Iceland</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Yes</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:p><w:r><w:instrText>PAGE</w:instrText><w:t>The end</w:t></w:r></w:p></w:body></w:document>"#;
    let notes = r#"<w:footnotes xmlns:w="w"><w:footnote w:type="separator"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>
        <w:footnote w:id="2"><w:p><w:r><w:t>Held at noon.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let bytes = zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", text),
        ("word/footnotes.xml", notes),
        ("docProps/core.xml", CORE),
    ]);
    let document = only("talks.docx", &bytes);
    assert_eq!(document.body, "Mr. Weiss: We shall talk.\n\nIceland Yes\n\nThe end\n\nHeld at noon.");
    assert_eq!(document.title.as_deref(), Some("Notes on the talks"));
    assert_eq!(document.author.as_deref(), Some("Ada Example"));
}

#[test]
fn an_open_document_gives_its_text() {
    let content = r#"<office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text>
        <text:tracked-changes><text:p>gone</text:p></text:tracked-changes>
        <text:h>On the talks</text:h><text:p>They<text:s text:c="3"/>went<text:note><text:note-citation>1</text:note-citation>
        <text:note-body><text:p>At noon.</text:p></text:note-body></text:note> on.</text:p></office:text></office:body></office:document-content>"#;
    let bytes = zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)]);
    assert_eq!(only("talks.odt", &bytes).body, "On the talks\n\nThey went on.\n\nAt noon.");
}

#[test]
fn rich_text_is_read_by_its_code_pages() {
    let rtf = br"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Arial;}{\f2\fcharset128 Gothic;}}
{\info{\title On the talks}{\author Ada Example}}{\*\generator Word;}{\header Page 1}
\pard Le d\'e9l\'e9gu\'e9 \u8220?agreed\u8221? \f1\'cc\'ee\'f1\'ea\'e2\'e0\f0 . \f2\'83e\'83\'58\'83\'67\par
{\v hidden}Row{\footnote At noon.}\cell two\row}";
    let document = only("talks.rtf", rtf);
    assert_eq!(document.body, "Le délégué “agreed” Москва. テスト\n\nRow two\n\nAt noon.");
    assert_eq!(document.title.as_deref(), Some("On the talks"));
}

#[test]
fn a_book_is_read_in_the_order_of_its_spine() {
    let opf = r#"<package><metadata><dc:title xmlns:dc="d">The long talks</dc:title><dc:language>en</dc:language></metadata>
        <manifest><item id="b" href="b%20.xhtml"/><item id="a" href="a.xhtml"/></manifest>
        <spine><itemref idref="a"/><itemref idref="b"/></spine></package>"#;
    let bytes = zipped(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            r#"<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>"#,
        ),
        ("OPS/book.opf", opf),
        (
            "OPS/a.xhtml",
            "<html><head><title>x</title></head><body><h1>One</h1><p>The <i>talks</i> begin.</p></body></html>",
        ),
        (
            "OPS/b .xhtml",
            r#"<html xmlns:epub="e"><body><p>They go <span epub:type="pagebreak" title="12"/>on.</p></body></html>"#,
        ),
    ]);
    let document = only("book.epub", &bytes);
    assert_eq!(document.body, "One\n\nThe talks begin.\n\nThey go on.");
    assert_eq!(document.title.as_deref(), Some("The long talks"));
    assert_eq!(labels(&document), ["12"]);
    assert!(document.body.chars().skip(document.pages[0].start).collect::<String>().starts_with("on."));
}

#[test]
fn old_and_other_files_are_told_by_name() {
    let (_, report) = read("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1and so on");
    assert!(report.skips[0].reason.contains("save it anew as .docx"));
    let (_, report) = read("a.xlsx", &zipped(&[("[Content_Types].xml", ""), ("xl/workbook.xml", "<x/>")]));
    assert!(report.skips[0].reason.contains("CSV"));
}

#[test]
fn a_volume_of_foreign_relations_is_one_document_each() {
    let xml = r#"<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="f" xml:id="frus1958-60v99"><teiHeader><fileDesc><titleStmt>
        <title type="complete">Foreign Relations, Volume 99</title></titleStmt></fileDesc></teiHeader><text><body>
        <pb n="1"/><div type="document" n="1" xml:id="d1" frus:doc-dateTime-min="1958-05-04T00:00:00-05:00"
        frus:doc-dateTime-max="1958-05-04T23:59:59-05:00"><head>1. Memorandum<note n="1">Source: a file.</note></head>
        <p>The talks went <pb n="2"/>on.</p></div>
        <div type="document" n="2" xml:id="d2"><head>2. Letter</head><dateline><date when="1958-06">June 1958</date></dateline>
        <p>They ended &amp; all left.</p></div></body></text></TEI>"#;
    let (documents, report) = read("frus1958-60v99.xml", xml.as_bytes());
    assert_eq!(documents.len(), 2, "{:?}", report.skips);
    let [first, second] = &documents[..] else { panic!() };
    assert_eq!(first.title.as_deref(), Some("1. Memorandum"));
    assert_eq!(first.body, "1. Memorandum\n\nThe talks went on.");
    assert_eq!((first.record.as_deref(), first.number.as_deref()), (Some("d1"), Some("Document 1")));
    assert_eq!(first.url.as_deref(), Some("https://history.state.gov/historicaldocuments/frus1958-60v99/d1"));
    assert_eq!(first.date.value.unwrap().to_string(), "1958-05-04");
    assert_eq!(first.source.as_deref(), Some("Foreign Relations, Volume 99"));
    assert_eq!(labels(first), ["2"]);
    assert_eq!(second.date.value.unwrap().to_string(), "1958-06");
    assert!(second.body.ends_with("They ended & all left."));
}

#[test]
fn speakers_of_parlamint_are_given_also_by_annotated_words() {
    let xml = r#"<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="tr"><teiHeader><profileDesc><settingDesc><setting>
        <date when="2021-05-04"/></setting></settingDesc><particDesc><listPerson><person xml:id="KovačAda"><persName>
        <surname>Kovač</surname><forename>Ada</forename></persName></person></listPerson></particDesc></profileDesc></teiHeader>
        <text><body><div><head>Session</head><note type="speaker">The Chair:</note>
        <u who="\#KovačAda" ana="\#chair"><seg>Good morning.</seg></u>
        <u who="\#Ziya.Weiss" xml:lang="en"><seg><s><w>We</w> <w join="right">agree</w><pc>.</pc></s></seg>
        <note>Applause</note><seg><s><w>Thanks</w></s></seg></u></div></body></text></TEI>"#;
    let document = only("ParlaMint-XX_2021.ana.xml", xml.replace("\\#", "#").as_bytes());
    let row = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(
        turns(&document),
        [row("Ada Kovač", "Good morning."), row("Ziya Weiss", "We agree."), row("Ziya Weiss", "Thanks")]
    );
    assert_eq!(document.turns[0].speaker.as_ref().unwrap().role.as_deref(), Some("chair"));
    assert_eq!(document.turns[1].language.as_deref(), Some("en"));
    assert_eq!(document.date.value.unwrap().to_string(), "2021-05-04");
    assert!(document.body.contains("The Chair:") && document.body.contains("Applause"));
}

#[test]
fn speakers_of_akoma_ntoso_are_given_by_their_references() {
    let xml = r#"<akomaNtoso><debate><meta><identification><FRBRWork><FRBRdate date="2021-05-04"/></FRBRWork></identification>
        <references><TLCPerson id="ada" showAs="Ada Kovač"/><TLCRole id="min" showAs="Minister for Trade"/></references></meta>
        <debateBody><debateSection><heading>Trade</heading><speech by="\#ada" as="\#min"><from>Ms Kovač</from>
        <p>We trade.</p><p>And we talk.</p></speech></debateSection></debateBody></debate></akomaNtoso>"#;
    let document = only("debate.xml", xml.replace("\\#", "#").as_bytes());
    let speaker = document.turns[0].speaker.as_ref().unwrap();
    assert_eq!((speaker.name.as_str(), speaker.as_written.as_str()), ("Ada Kovač", "Ms Kovač"));
    assert_eq!(speaker.role.as_deref(), Some("Minister for Trade"));
    assert!(turns(&document)[0].1.ends_with("We trade.\n\nAnd we talk."));
}

#[test]
fn columns_of_the_historic_hansard_are_what_one_cites() {
    let xml = r#"<hansard><housecommons><col>1</col><title>HOUSE OF COMMONS</title><date format="1958-05-04">Sunday</date>
        <p><member>Mr. Weiss <memberconstituency>(Hull)</memberconstituency></member><membercontribution>: I beg to move.<col>2</col>
        And more.</membercontribution></p><p><member>The Minister for Trade (Mrs. Kovač)</member><membercontribution> asked why.
        </membercontribution></p></housecommons></hansard>"#;
    let document = only("S5CV0001P0.xml", xml.as_bytes());
    assert_eq!(labels(&document), ["c1", "c2"]);
    assert!(document.body.contains("Mr. Weiss (Hull): I beg to move. And more."), "{}", document.body);
    let speakers: Vec<_> = document.turns.iter().map(|turn| turn.speaker.clone().unwrap()).collect();
    assert_eq!((speakers[0].name.as_str(), speakers[0].affiliation.as_deref()), ("Mr. Weiss", Some("Hull")));
    assert_eq!(
        (speakers[1].name.as_str(), speakers[1].role.as_deref()),
        ("Mrs. Kovač", Some("Minister for Trade"))
    );
}

#[test]
fn speakers_in_attributes_are_given() {
    let xml = r#"<publicwhip><major-heading id="uk.org.publicwhip/debate/2021-05-04.1.0">Trade</major-heading>
        <speech id="uk.org.publicwhip/debate/2021-05-04.1.1" speakername="Ada Kovač" colnum="12"><p>We trade.</p></speech>
        <speech id="uk.org.publicwhip/debate/2021-05-04.1.2" nospeaker="true"><p>The House rose.</p></speech></publicwhip>"#;
    let document = only("debates.xml", xml.as_bytes());
    let row = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(turns(&document), [row("Ada Kovač", "We trade."), row("", "The House rose.")]);
    assert_eq!(labels(&document), ["c12"]);
    assert_eq!(document.date.value.unwrap().to_string(), "2021-05-04");
}

#[test]
fn the_language_of_the_floor_is_kept() {
    let xml = r#"<Hansard xml:lang="EN"><ExtractedInformation><ExtractedItem Name="MetaDateNumDay">4</ExtractedItem>
        <ExtractedItem Name="MetaDateNumMonth">5</ExtractedItem><ExtractedItem Name="MetaDateNumYear">2021</ExtractedItem>
        </ExtractedInformation><HansardBody><Intervention><PersonSpeaking><Affiliation>Hon. Ada Kovač (Minister of Trade, XYZ)</Affiliation>:
        </PersonSpeaking><Content><ParaText>We trade.</ParaText><FloorLanguage language="FR">[x]</FloorLanguage>
        <ParaText>We talk.</ParaText></Content></Intervention></HansardBody></Hansard>"#;
    let document = only("HAN001.xml", xml.as_bytes());
    let languages: Vec<_> = document.turns.iter().map(|turn| turn.language.as_deref()).collect();
    assert_eq!(languages, [None, Some("fr")]);
    assert!(document.turns.iter().all(|turn| turn.speaker.as_ref().unwrap().name == "Hon. Ada Kovač"));
    assert_eq!(document.date.value.unwrap().to_string(), "2021-05-04");
}

#[test]
fn xml_of_no_known_kind_gives_its_text_and_is_told() {
    let xml = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x \"yyy\">]>\n<a>\n<b>The talks</b>\n<c>went &x; on.</c>\n</a>";
    let (documents, report) = read("a.xml", xml.as_bytes());
    assert_eq!(documents[0].body, "The talks\n\nwent &x; on.");
    assert!(report.skips[0].reason.contains("not known"));
}

#[test]
fn hostile_files_are_told() {
    let deep = format!("<?xml version=\"1.0\"?>{}", "<a>".repeat(100_000));
    let (_, report) = read("deep.xml", deep.as_bytes());
    assert!(!report.skips.is_empty());
    let groups = format!("{{\\rtf1 {}", "{".repeat(100_000));
    assert!(!read("deep.rtf", groups.as_bytes()).1.skips.is_empty());
    let bomb = zipped(&[("[Content_Types].xml", ""), ("word/document.xml", &" ".repeat(260 << 20))]);
    assert!(!read("bomb.docx", &bomb).1.skips.is_empty());
    for bytes in [
        &b"%PDF-1.7\n"[..],
        b"PK\x03\x04",
        b"PAR1",
        b"{\\rtf1\\bin99999999999 ",
        b"%PDF-1.4 trailer<</Root 1 0 R>>",
    ] {
        let (documents, report) = read("cut", bytes);
        assert!(documents.is_empty() && !report.skips.is_empty(), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_debate_has_the_names_of_its_corpus_s_list_of_persons() {
    let debate = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><titleStmt><title>Sitting</title>\
                  </titleStmt></fileDesc><profileDesc><settingDesc><setting><date when=\"2015-01-05\"/></setting>\
                  </settingDesc></profileDesc></teiHeader><text><body><div>\
                  <u who=\"#P1\"><seg>The river is high.</seg></u><u who=\"#P2\"><seg>It will fall.</seg></u>\
                  </div></body></text></TEI>";
    let list = "<listPerson xmlns=\"http://www.tei-c.org/ns/1.0\"><person xml:id=\"P1\"><persName><surname>Example</surname>\
                <forename>Ada</forename></persName></person></listPerson>";
    let dir = crate::common::folder(&[
        ("2015/ParlaMint-XX_2015-01-05.xml", debate.as_bytes()),
        ("ParlaMint-XX-listPerson.xml", list.as_bytes()),
    ]);
    let output = crate::common::demarche(dir.path()).args(["extract", "2015"]).output().unwrap();
    let names: Vec<String> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter_map(|one| Some(one["speaker"]["name"].as_str()?.to_owned()))
        .collect();
    // The list is no text of its own.
    let whole = crate::common::demarche(dir.path()).args(["index", "."]).output().unwrap();
    assert!(String::from_utf8_lossy(&whole.stdout).contains("1 document"), "{whole:?}");
    // Who is not listed stays under the id that the debate gives.
    assert_eq!(names, ["Ada Example", "P2"]);
}
