//! Web pages, mail, feeds, web archives and exports become documents with what they say of themselves.

use std::fmt::Write as _;

use demarche::extract::Extractor;
use demarche::model::{Basis, Document, Format, Kind, Layout};
use demarche::read::{ReadOptions, ReadReport, read_bytes};

fn read(name: &str, bytes: &[u8]) -> (Vec<Document>, ReadReport) {
    let mut documents = Vec::new();
    let report = read_bytes(name, bytes, &ReadOptions::default(), &mut |document| documents.push(document));
    (documents, report.unwrap())
}

fn one(name: &str, text: &str) -> Document {
    let (mut documents, report) = read(name, text.as_bytes());
    assert_eq!((documents.len(), report.skips), (1, vec![]), "{name}");
    documents.remove(0)
}

fn reasons(name: &str, text: &str) -> Vec<String> {
    let (documents, report) = read(name, text.as_bytes());
    assert!(documents.is_empty(), "{documents:?}");
    report.skips.into_iter().map(|skip| skip.reason).collect()
}

fn date(document: &Document) -> Option<(String, Basis)> {
    Some((document.date.value?.to_string(), document.date.basis))
}

const PARAGRAPHS: [&str; 3] = [
    "Delegations met again in Geneva on Wednesday, and the mediator said that both of them had brought new papers.",
    "“We have read every page of it, and we shall answer tomorrow,” said Ada Example, who leads the second delegation.",
    "No day was named for the next meeting, although the hosts had asked for one before the end of the month.",
];

/// A page as newspapers make them, with what stands around its text.
fn page(head: &str) -> String {
    let [first, second, third] = PARAGRAPHS;
    format!(
        "<!DOCTYPE html>\n<html lang=\"en_GB\"><head><title>Talks resume | The Example Herald</title>{head}</head><body>\
         <header><nav><a href=\"/\">Home</a> <a href=\"/world\">World</a></nav></header>\
         <main><article><h1>Talks resume</h1><p>{first}</p>\
         <figure><img src=\"a.jpg\"><figcaption>The hall. Photo: Example</figcaption></figure>\
         <p>{second}</p><p><a href=\"/other\">READ MORE: What the papers say</a></p>\
         <p>{third}</p><span class=\"sr-only\">Article content</span></article></main>\
         <aside><ul><li><a href=\"/a\">Another story</a></li></ul></aside>\
         <footer>All rights reserved</footer><script>var x = '<p>no text</p>';</script></body></html>"
    )
}

#[test]
fn a_page_is_its_main_text_and_what_it_says_of_itself() {
    let head = r#"<link rel="canonical" href="https://herald.example.org/2024/10/09/talks">
        <meta property="og:site_name" content="The Example Herald">
        <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
          {"@type": "WebPage", "datePublished": "2024-10-11"},
          {"@type": "NewsArticle", "headline": "Talks resume", "datePublished": "2024-10-09T23:10:00+02:00",
           "author": [{"@type": "Person", "name": "Ben Sample"}, {"name": "Weiss"}]}]}</script>"#;
    // Also without an ending: what it holds tells.
    for name in ["talks.html", "talks", "talks.aspx"] {
        let document = one(name, &page(head));
        assert_eq!(document.body, PARAGRAPHS.join("\n\n"));
        assert_eq!((document.format, document.layout), (Format::Html, Layout::Article));
        assert_eq!(document.title.as_deref(), Some("Talks resume"));
        assert_eq!(date(&document), Some(("2024-10-09".to_owned(), Basis::Stated)));
        assert_eq!(document.author.as_deref(), Some("Ben Sample, Weiss"));
        assert_eq!(document.source.as_deref(), Some("The Example Herald"));
        assert_eq!(document.language.as_deref(), Some("en-GB"));
        assert_eq!(document.url.as_deref(), Some("https://herald.example.org/2024/10/09/talks"));
        assert_eq!(document.speaker, None, "an author is no speaker");
    }
}

#[test]
fn the_date_of_a_page_is_taken_from_the_highest_rung_that_has_one() {
    let meta = r#"<meta property="article:published_time" content="2024-10-08T10:00:00Z">"#;
    let address = r#"<link rel="canonical" href="https://herald.example.org/2024/10/07/talks">"#;
    let other = r#"<script type="application/ld+json">[{"@type": "NewsArticle", "headline": "A", "datePublished": "2020-01-01"},
        {"@type": "NewsArticle", "headline": "B", "datePublished": "2021-01-01"}]</script>"#;
    let dated = |head: &str| date(&one("talks.html", &page(head)));
    assert_eq!(dated(&format!("{address}{meta}")), Some(("2024-10-08".to_owned(), Basis::Stated)));
    assert_eq!(dated(address), Some(("2024-10-07".to_owned(), Basis::Address)));
    assert_eq!(dated(other), None, "the dates of other articles are not the page's");
    assert_eq!(dated(r#"<meta name="date" content="04/05/2024">"#), None, "two days are meant by it");
    assert_eq!(
        date(&one("2024-10-05-talks.html", &page(""))),
        Some(("2024-10-05".to_owned(), Basis::Filename))
    );
    let timed = page("").replace("<h1>", "<time datetime=\"2024-10-06T08:00\">6 Oct</time><h1>");
    assert_eq!(date(&one("talks.html", &timed)), Some(("2024-10-06".to_owned(), Basis::Stated)));
    let printed = page("").replace("</h1>", "</h1><p>Published: </p><p>October 4, 2024</p>");
    assert_eq!(date(&one("talks.html", &printed)), Some(("2024-10-04".to_owned(), Basis::Dateline)));
}

#[test]
fn a_briefing_on_a_page_keeps_its_speakers() {
    let turns = [
        (
            "MS. EXAMPLE",
            "Good afternoon. I have one thing for you at the top, and then I will take what you have.",
        ),
        (
            "QUESTION",
            "Can you say whether the talks in Doha will go on next week as the hosts have said they would?",
        ),
        (
            "MS. EXAMPLE",
            "I cannot speak for the hosts. We shall be there, and we think that the others should be, too.",
        ),
        (
            "QUESTION",
            "And if they should not come, is there anything that you would do about it before the winter?",
        ),
    ];
    let mut body = String::new();
    for (speaker, words) in turns {
        write!(body, "<p><strong>{speaker}:</strong> {words}</p>").unwrap();
    }
    let html = format!(
        "<html><head><title>Department Press Briefing</title></head><body><div>{body}</div></body></html>"
    );
    let document = one("briefing.html", &html);
    assert_eq!(document.layout, Layout::Transcript);
    let statements = Extractor::default().extract(&document);
    let spoken: Vec<_> = statements
        .iter()
        .filter(|statement| statement.kind == Kind::Spoken)
        .map(|statement| statement.speaker.as_ref().unwrap().as_written.clone())
        .collect();
    assert_eq!(spoken, turns.map(|(speaker, _)| speaker));
}

#[test]
fn a_list_of_other_pages_is_told_and_no_article_is_made_of_it() {
    let mut items = String::new();
    for day in 1..20 {
        write!(
            items,
            "<li><a href=\"/{day}\">Statement of the minister on day {day} of the talks</a> 0{day}/10</li>"
        )
        .unwrap();
    }
    let list = format!(
        "<html><head><title>Statements</title></head><body><h1>News</h1><ul>{items}</ul></body></html>"
    );
    let told = reasons("list.html", &list);
    assert_eq!(told, ["is a list of 19 other pages and no text itself; save the pages that it leads to"]);
    let told = reasons("empty.html", "<html><body><script>render()</script></body></html>");
    assert!(
        told[0].starts_with("is a page without a text of its own; if it shows one in the browser"),
        "{told:?}"
    );
}

#[test]
fn what_the_extractor_would_drop_is_kept_where_a_page_has_no_article() {
    let mut rows = String::new();
    for number in 0..40 {
        write!(rows, "<tr><td>Article {number}</td><td>The parties shall, under article {number}, inform each other of it.</td></tr>").unwrap();
    }
    let document = one("treaty.html", &format!("<html><body><table>{rows}</table></body></html>"));
    for number in 0..40 {
        assert!(
            document.body.contains(&format!("under article {number}, inform")),
            "{number}: {}",
            document.body
        );
    }
}

#[test]
fn pages_are_read_in_the_encoding_that_they_declare() {
    let words =
        "Стороны договорились продолжить переговоры в Женеве на следующей неделе, сообщил посредник. "
            .repeat(4);
    let html = format!(
        "<html><head><meta charset=\"windows-1251\"><title>Переговоры</title></head><body><p>{words}</p></body></html>"
    );
    let bytes = encoding_rs::WINDOWS_1251.encode(&html).0.into_owned();
    let (documents, report) = read("page.htm", &bytes);
    assert_eq!((documents[0].body.trim(), documents[0].title.as_deref()), (words.trim(), Some("Переговоры")));
    assert_eq!(report.skips, []);
}

#[test]
fn a_saved_page_keeps_the_address_that_it_was_saved_from() {
    let note = "<!--\n Page saved with SingleFile \n url: https://herald.example.org/talks?page=all \n saved date: Thu Oct 10 2024\n-->";
    let document = one("saved.html", &page("").replacen("<head>", &format!("{note}<head>"), 1));
    assert_eq!(document.url.as_deref(), Some("https://herald.example.org/talks?page=all"));
    assert_eq!(document.source.as_deref(), Some("herald.example.org"));
    assert_eq!(document.date.value, None, "when it was saved is not when it was published");

    let mhtml = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://herald.example.org/talks\r\nSubject: Talks\r\n\
         Date: Thu, 10 Oct 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n--b\r\nContent-Type: image/png\r\n\
         Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n",
        page("<meta property=\"og:type\" content=\"article\">")
    );
    for name in ["talks.mhtml", "talks"] {
        let document = one(name, &mhtml);
        assert_eq!(document.body, PARAGRAPHS.join("\n\n"));
        assert_eq!(document.url.as_deref(), Some("https://herald.example.org/talks"));
        assert_eq!(document.date.value, None);
    }
}

#[test]
fn markup_that_would_take_for_ever_is_told() {
    for (html, reason) in [
        ("<div>".repeat(100_000), "has elements nested more than 512 deep"),
        (format!("<p{}>x", " a".repeat(200_000)), "has a tag with more than 1000 attributes"),
    ] {
        let told = reasons("hostile.html", &format!("<!DOCTYPE html><html><body>{html}"));
        assert!(told[0].starts_with(reason), "{told:?}");
    }
    // Much, but not hostile.
    let (documents, _) =
        read("long.html", format!("<html><body>{}", "<p>They said so again. ".repeat(50_000)).as_bytes());
    assert_eq!(documents[0].body.matches("again").count(), 50_000);
}

const MESSAGE: &str = "From: =?utf-8?q?Ada_Ex=C3=A4mple?= <ada@example.org>\r\nTo: press@example.org\r\n\
    Subject: =?iso-8859-1?q?Verhandlungen_in_Z=FCrich?=\r\nDate: Wed, 9 Oct 2024 23:50:00 -0400\r\nMessage-ID: <1@example.org>\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"m\"\r\n\r\n\
    --m\r\nContent-Type: multipart/alternative; boundary=\"a\"\r\n\r\n\
    --a\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
    Die Gespr=E4che gehen weiter.\r\n\r\nMehr morgen.\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>Die Gespr&auml;che</p>\r\n--a--\r\n\
    --m\r\nContent-Type: application/pdf; name=\"communique.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--m--\r\n";

#[test]
fn a_message_is_its_text_with_subject_day_and_author() {
    for name in ["message.eml", "message"] {
        let (documents, report) = read(name, MESSAGE.as_bytes());
        let document = &documents[0];
        assert_eq!(document.body, "Die Gespräche gehen weiter.\n\nMehr morgen.");
        assert_eq!(document.title.as_deref(), Some("Verhandlungen in Zürich"));
        assert_eq!(date(document), Some(("2024-10-09".to_owned(), Basis::Stated)));
        assert_eq!(
            (document.author.as_deref(), document.record.as_deref()),
            (Some("Ada Exämple"), Some("1@example.org"))
        );
        assert_eq!(document.speaker, None);
        assert_eq!(
            report.skips[0].reason,
            "its attachment was not read: communique.pdf; save it on its own to read it"
        );
    }
    let html = "From: a@example.org\nSubject: News\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n\
        <style>p{}</style><p>One.</p><ul><li>Two</li><li>Three</li></ul>";
    assert_eq!(one("news.eml", html).body, "One.\n\nTwo\n\nThree");
}

#[test]
fn a_box_gives_each_message_with_its_line() {
    let message = |number: usize| {
        format!(
            "From a@example.org Mon Jun  1 04:28:28 2009\nFrom: a@example.org\nSubject: No. {number}\nDate: {number} Jun 2009\n\n\
                 Text {number}.\n>From here on we wait.\n\n"
        )
    };
    let (documents, report) = read("archive.mbox", (message(1) + &message(2)).as_bytes());
    let found: Vec<_> = documents.iter().map(|it| (it.line, it.body.as_str(), date(it).unwrap().0)).collect();
    assert_eq!(
        found,
        [
            (1, "Text 1.\nFrom here on we wait.", "2009-06-01".to_owned()),
            (9, "Text 2.\nFrom here on we wait.", "2009-06-02".to_owned())
        ]
    );
    assert_ne!(documents[0].id, documents[1].id);
    assert_eq!(report.skips, []);
}

#[test]
fn the_entries_of_feeds_are_documents() {
    let rss = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Briefings &amp; Statements</title><language>en</language>
<image><title>Logo</title><url>x.png</url></image>
<item><title>On the &quot;talks&quot;</title><link>https://example.org/1</link><guid>one</guid><pubDate>Wed, 09 Oct 2024 12:00:00 GMT</pubDate>
 <media:title>A picture</media:title><description>Short.</description>
 <content:encoded><![CDATA[<p>First.</p><p>Second &amp; last.</p>]]></content:encoded></item>
<item><title>No text</title></item></channel></rss>"#;
    let (documents, report) = read("feed.xml", rss.as_bytes());
    let entry = &documents[0];
    assert_eq!((documents.len(), entry.body.as_str()), (1, "First.\n\nSecond & last."));
    assert_eq!(
        (entry.title.as_deref(), entry.source.as_deref()),
        (Some("On the \"talks\""), Some("Briefings & Statements"))
    );
    assert_eq!(
        (entry.record.as_deref(), entry.url.as_deref(), entry.line),
        (Some("one"), Some("https://example.org/1"), 4)
    );
    assert_eq!(date(entry), Some(("2024-10-09".to_owned(), Basis::Stated)));
    assert_eq!(report.skips[0].reason, "an entry without text (`No text`); it was left out");

    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Journal</title>
<entry><id>tag:1</id><title>Pourparlers</title><link rel="self" href="https://example.org/self"/><link href="https://example.org/2"/>
<updated>2024-10-10T00:00:00Z</updated><published>2024-10-09T00:00:00Z</published><author><name>Ada Exemple</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un.</p><p>Deux.</p></div></content></entry></feed>"#;
    let entry = one("atom", atom);
    assert_eq!((entry.body.as_str(), entry.language.as_deref()), ("Un.\n\nDeux.", Some("fr")));
    assert_eq!(
        (entry.author.as_deref(), entry.url.as_deref()),
        (Some("Ada Exemple"), Some("https://example.org/2"))
    );
    assert_eq!(date(&entry).unwrap().0, "2024-10-09");

    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Journal", "items": [
        {"id": "a", "url": "https://example.org/3", "content_text": "Talks < war.", "date_published": "2024-10-09T00:00:00Z"}]}"#;
    let entry = one("feed.json", json);
    assert_eq!((entry.body.as_str(), entry.source.as_deref()), ("Talks < war.", Some("Journal")));
}

#[test]
fn an_export_of_a_press_database_gives_each_article_with_its_page() {
    let article = |number: usize| {
        format!(
            "                 {number} of 2 DOCUMENTS\r\n\r\n\r\nThe Example Times (London)\r\n\r\n    January 1{number}, 2010 Monday\r\n\r\n\
                 Talks, part {number}\r\n\r\nBYLINE: Ada Example\r\n\r\nSECTION: NEWS; Pg. {number}4\r\n\r\nLENGTH: 9 words\r\n\r\n\
                 The talks go on.\r\n\r\nLOAD-DATE: January 30, 2010\r\n\r\nLANGUAGE: ENGLISH\r\n\r\n\r\n"
        )
    };
    let (documents, report) =
        read("export.TXT", ("\r\n\r\n".to_owned() + &article(1) + &article(2)).as_bytes());
    assert_eq!((documents.len(), report.skips), (2, vec![]));
    let second = &documents[1];
    assert_eq!((second.format, second.title.as_deref()), (Format::Export, Some("Talks, part 2")));
    assert_eq!((second.body.as_str(), second.pages[0].label.as_str()), ("The talks go on.", "24"));
    assert_eq!(date(second), Some(("2010-01-12".to_owned(), Basis::Stated)));
    assert_eq!(second.source.as_deref(), Some("The Example Times (London)"));
}
