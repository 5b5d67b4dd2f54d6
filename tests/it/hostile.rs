//! Input that is broken, endless or meant to do harm: the reasons that are told, and what is read all the same.
//!
//! `DEMARCHE_LARGE=1` runs the large forms too, each in a process whose peak memory is looked at.

use std::io::Write;

use crate::common::{ARTICLE, demarche, folder, stdout};
use demarche::model::Document;
use demarche::read::{
    MOST_COLUMNS, MOST_FRONT_MATTER, MOST_SKIPS, MOST_TEXT, ReadError, ReadOptions, ReadReport, SkipCause,
    read_bytes,
};

fn try_read(name: &str, bytes: &[u8]) -> Result<(Vec<Document>, ReadReport), ReadError> {
    let mut documents = Vec::new();
    let report = read_bytes(name, bytes, &ReadOptions::default(), &mut |document| documents.push(document))?;
    Ok((documents, report))
}

fn read(name: &str, bytes: &[u8]) -> (Vec<Document>, Vec<(Option<u64>, String)>) {
    let (documents, report) = try_read(name, bytes).unwrap();
    (documents, report.skips.into_iter().map(|skip| (skip.line, skip.reason)).collect())
}

fn bodies(documents: &[Document]) -> Vec<&str> {
    documents.iter().map(|document| document.body.as_str()).collect()
}

/// As long as no document may be.
fn endless() -> String {
    "words without end ".repeat(MOST_TEXT / 18 + 1)
}

#[test]
fn a_text_too_long_for_one_document_is_told_with_what_to_do() {
    for name in ["long.txt", "long.md"] {
        let error = try_read(name, endless().as_bytes()).unwrap_err();
        assert!(error.reason().contains("more than 8 MiB"), "{error}");
        assert!(error.reason().contains("split it"), "{error}");
    }
    let packed = zstd::encode_all(endless().as_bytes(), 1).unwrap();
    let error = try_read("long.txt.zst", &packed).unwrap_err();
    assert!(error.reason().contains("split it"), "{error}");
}

#[test]
fn rows_too_long_are_told_with_their_line_and_the_others_are_read() {
    let long = endless();
    let lines = format!("{{\"text\":\"One.\"}}\n{{\"text\":\"{long}\"}}\n{{\"text\":\"Three.\"}}\n");
    let (documents, skips) = read("x.jsonl", lines.as_bytes());
    assert_eq!(bodies(&documents), ["One.", "Three."]);
    assert_eq!(skips, [(Some(2), "is longer than 8 MiB; cut it into several records".to_owned())]);

    let list = format!("[{{\"text\":\"One.\"}},\n{{\"text\":\"{long}\"}},\n{{\"text\":\"Three.\"}}]\n");
    let (documents, skips) = read("x.json", list.as_bytes());
    assert_eq!((bodies(&documents), skips[0].0), (vec!["One.", "Three."], Some(2)));

    let table = format!("speaker,text\nA,One.\nB,{long}\nC,Three.\n");
    let (documents, skips) = read("x.csv", table.as_bytes());
    assert_eq!(bodies(&documents), ["One.", "Three."]);
    assert_eq!(skips.len(), 1);
    assert_eq!(skips[0].0, Some(3));
    assert!(skips[0].1.contains("longer than 8 MiB") && skips[0].1.contains("quotation mark"), "{skips:?}");
}

#[test]
fn a_file_that_unpacks_to_far_more_than_any_text_is_refused() {
    let blank = vec![b' '; 1 << 20];
    let mut packed = zstd::Encoder::new(Vec::new(), 3).unwrap();
    packed.write_all(b"{\"text\":\"One.\"}\n").unwrap();
    for _ in 0..300 {
        packed.write_all(&blank).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 1 << 20);
    let (documents, skips) = read("bomb.jsonl.zst", &packed);
    assert_eq!(bodies(&documents), ["One."]);
    let told = &skips.last().unwrap().1;
    assert!(told.contains("200 times its size") && told.contains("what came before was kept"), "{told}");
}

#[test]
fn a_packed_file_that_breaks_off_keeps_what_came_before_and_says_so() {
    let rows: String = (0..200_000).map(|row| format!("{{\"text\":\"Row {row} of many.\"}}\n")).collect();
    let packed = zstd::encode_all(rows.as_bytes(), 1).unwrap();
    let (documents, report) = try_read("cut.jsonl.zst", &packed[..packed.len() * 2 / 3]).unwrap();
    assert!(documents.len() > 1000 && documents.len() < 200_000, "{}", documents.len());
    assert!(report.broken);
    assert!(report.skips.last().unwrap().reason.contains("what came before was kept"), "{:?}", report.skips);
}

#[test]
fn json_nested_without_end_is_told_and_does_no_harm() {
    let deep = "[".repeat(100_000);
    let lines =
        format!("{{\"text\":\"One.\"}}\n{deep}\n{{\"text\":\"Two.\",\"x\":{deep}{}}}\n", "]".repeat(100_000));
    let (documents, skips) = read("x.jsonl", lines.as_bytes());
    assert_eq!(bodies(&documents)[0], "One.");
    assert_eq!(documents.len() + skips.len(), 3, "{skips:?}");
    assert!(skips.iter().all(|(line, reason)| line.is_some() && reason.contains("JSON")), "{skips:?}");
    for name in ["x.json", "x.txt"] {
        read(name, deep.as_bytes());
        read(name, "{\"a\":".repeat(100_000).as_bytes());
    }
}

#[test]
fn front_matter_that_is_a_bomb_is_left_out_and_the_text_kept() {
    let bomb: String = (1..30)
        .map(|at| {
            format!("a{at}: &a{at} [{}]\n", ["*a0"; 9].join(",").replace("a0", &format!("a{}", at - 1)))
        })
        .collect();
    let matters = [
        format!("a: {}", "[".repeat(30_000)),
        format!("a: {}{}", "[".repeat(1000), "]".repeat(1000)),
        "- ".repeat(30_000),
        format!("a0: &a0 x\n{bomb}"),
        format!("title: {}", "x".repeat(MOST_FRONT_MATTER)),
    ];
    for matter in matters {
        let page = format!("---\n{matter}\n---\nThe strait is open.\n");
        let (documents, skips) = read("page.md", page.as_bytes());
        assert_eq!(bodies(&documents), ["The strait is open.\n"]);
        assert_eq!(skips.len(), 1, "{}", &matter[..40]);
        assert!(skips[0].1.contains("front matter") && skips[0].1.contains("kept without it"), "{skips:?}");
    }
}

#[test]
fn a_million_columns_are_refused_in_a_short_message() {
    let columns = (0..1_000_000).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",");
    let error = try_read("wide.csv", format!("{columns}\n").as_bytes()).unwrap_err();
    assert!(error.reason().contains(&format!("more than {MOST_COLUMNS} cells")), "{error}");
    let columns = (0..MOST_COLUMNS - 1).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",");
    let error = try_read("wide.csv", format!("{columns}\n").as_bytes()).unwrap_err();
    assert!(error.reason().contains("no column for the text"), "{error}");
    let cause = error.skip("wide.csv").cause;
    assert!(matches!(cause, Some(SkipCause::NoTextColumn { .. })), "{cause:?}");
    assert!(error.reason().len() < 500, "{error}");
    let keys = (0..MOST_COLUMNS + 1).map(|at| format!("\"c{at}\":1")).collect::<Vec<_>>().join(",");
    let (_, skips) = read("wide.jsonl", format!("{{{keys}}}\n").as_bytes());
    assert!(skips[0].1.contains("keys") && skips[0].1.len() < 500, "{skips:?}");
}

#[test]
fn skips_without_end_are_counted_beyond_the_first_thousand() {
    let lines = format!("{{\"text\":\"One.\"}}\n{}", "nothing\n".repeat(5000));
    let (documents, skips) = read("x.jsonl", lines.as_bytes());
    assert_eq!((documents.len(), skips.len()), (1, MOST_SKIPS + 1));
    assert!(skips[MOST_SKIPS].1.starts_with("4000 more"), "{:?}", skips[MOST_SKIPS]);
}

#[test]
fn a_row_of_another_length_is_told_and_the_others_are_read() {
    let (documents, skips) = read("x.csv", b"speaker,text\nA,One.\nB,Two.,more\nC,\"Three,\n3\"\n");
    assert_eq!(bodies(&documents), ["One.", "Three,\n3"]);
    assert_eq!(skips[0], (Some(3), "the row cannot be read: it has 3 cells, the headings are 2".to_owned()));
    assert_eq!(documents[1].line, 4);
}

#[cfg(unix)]
mod files {
    use std::ffi::OsStr;
    use std::fs;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn a_folder_of_traps_is_indexed_with_every_trap_told() {
        let dir = folder(&[("good.txt", ARTICLE.as_bytes()), ("-", b"A file by this name is no input.\n")]);
        let at = |name: &str| dir.path().join(name);
        for (name, text) in
            [(&b"a\xff.txt"[..], "The first delegation left."), (b"a\xfe.txt", "The second stayed.")]
        {
            fs::write(dir.path().join(OsStr::from_bytes(name)), text).unwrap();
        }
        fs::write(at("new\nline \u{1b}[31m.txt"), "Escapes stand in its name.").unwrap();
        fs::write(at("back\\slash.txt"), "A name with a backslash.").unwrap();
        symlink(dir.path(), at("loop")).unwrap();
        symlink(at("nowhere"), at("broken.txt")).unwrap();
        symlink("/dev/zero", at("zero.txt")).unwrap();
        assert!(Command::new("mkfifo").arg(at("pipe.txt")).status().unwrap().success());
        let run = demarche(dir.path())
            .args(["index", "."])
            .timeout(std::time::Duration::from_secs(120))
            .assert()
            .success();
        let told = String::from_utf8(run.get_output().stdout.clone()).unwrap();
        assert!(!told.contains('\u{1b}'), "{told:?}");
        for words in [
            "6 files added",
            "skipped broken.txt: there is no such file or folder, or a link to nothing",
            "skipped loop: a link that leads back to a folder above it",
            "skipped pipe.txt: is no regular file; pipe what it gives into `demarche index -`",
            "skipped zero.txt: is no regular file",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
        for words in ["first delegation", "second stayed", "backslash", "no input", "Escapes"] {
            assert!(!stdout(dir.path(), &["search", words]).is_empty(), "{words}");
        }
        let again = stdout(dir.path(), &["index", ".", "--prune"]);
        assert!(again.contains("0 removed"), "{again}");
    }
}
