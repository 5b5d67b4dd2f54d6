//! An index kept over time: what is read again, copies, who writes, formats, stopping.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::common::{ARTICLE, BRIEFING, corpus, demarche, folder, json, texts};
use demarche::extract::Extractor;
use demarche::index::{Index, Update, update};
use demarche::query::{ParseOptions, Query};
use demarche::read::walk;
use demarche::search::Options;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

fn report(dir: &Path, args: &[&str]) -> Value {
    json(dir, &[&["index", ".", "--json"], args].concat())
}

/// Added, replaced, unchanged, removed.
fn counts(report: &Value) -> [u64; 4] {
    ["added", "replaced", "unchanged", "removed"].map(|key| report[key].as_u64().unwrap())
}

/// Gives a file another time, and the same bytes.
fn touch(path: &Path) {
    let later = std::time::SystemTime::now() - Duration::from_secs(3600);
    std::fs::File::options().append(true).open(path).unwrap().set_modified(later).unwrap();
}

#[test]
fn a_file_with_another_time_and_the_same_bytes_is_unchanged() {
    let dir = corpus();
    report(dir.path(), &[]);
    touch(&dir.path().join("briefing.txt"));
    let again = report(dir.path(), &[]);
    assert_eq!(counts(&again), [0, 0, 4, 0]);
    assert_eq!(again["passages"], 0, "nothing is extracted again");
    assert_eq!(texts(dir.path(), &["Doha"]).len(), 1);
}

#[test]
fn a_rehearsal_tells_what_would_be_done_and_writes_nothing() {
    let dir = corpus();
    let first = report(dir.path(), &["--dry-run"]);
    assert_eq!(counts(&first), [4, 0, 0, 0]);
    assert!(!dir.path().join(".demarche").exists());
    report(dir.path(), &[]);
    std::fs::remove_file(dir.path().join("2024-10-08-river.txt")).unwrap();
    std::fs::write(dir.path().join("briefing.txt"), BRIEFING.replace("Qatar", "Oman")).unwrap();
    std::fs::write(dir.path().join("new.txt"), "Envoys met in Bern.\n").unwrap();
    demarche(dir.path())
        .args(["index", ".", "--prune", "--dry-run"])
        .assert()
        .success()
        .stdout(contains("would remove 2024-10-08-river.txt"))
        .stdout(contains("would replace briefing.txt").and(contains("would add new.txt")));
    assert!(texts(dir.path(), &["Bern"]).is_empty());
    assert_eq!(texts(dir.path(), &["Qatar"]).len(), 1);
}

#[test]
fn only_what_is_gone_from_the_disk_is_pruned() {
    let dir = corpus();
    report(dir.path(), &[]);
    std::fs::remove_file(dir.path().join("table.csv")).unwrap();
    let told = json(dir.path(), &["index", "speeches", "--prune", "--json"]);
    assert_eq!(counts(&told), [0, 0, 1, 1], "the other files are still there");
    assert_eq!(texts(dir.path(), &["Doha"]).len(), 1);
}

#[test]
fn the_same_document_under_two_names_is_kept_once_with_both_places() {
    let dir = folder(&[("a.txt", BRIEFING.as_bytes()), ("b/copy.txt", BRIEFING.as_bytes())]);
    let first = report(dir.path(), &[]);
    assert_eq!((counts(&first), &first["copies"]), ([2, 0, 0, 0], &1.into()));
    let doha = || json(dir.path(), &["search", "Doha", "--format", "json", "--all-copies"])["hits"].clone();
    let hits = doha();
    assert_eq!(hits.as_array().unwrap().len(), 1);
    assert_eq!(hits[0]["path"], "a.txt");
    assert_eq!((&hits[0]["also"], &hits[0]["places"][0]), (&1.into(), &"b/copy.txt".into()));
    demarche(dir.path())
        .args(["show", hits[0]["id"].as_str().unwrap()])
        .assert()
        .success()
        .stdout(contains("b/copy.txt"));

    // The date in a name is known of the document: it is another.
    std::fs::write(dir.path().join("2024-01-02-x.txt"), ARTICLE).unwrap();
    std::fs::write(dir.path().join("2024-01-03-x.txt"), ARTICLE).unwrap();
    assert_eq!(report(dir.path(), &[])["copies"], 0);

    std::fs::remove_file(dir.path().join("a.txt")).unwrap();
    assert_eq!(counts(&report(dir.path(), &["--prune"]))[3], 1);
    let hits = doha();
    assert_eq!(hits.as_array().unwrap().len(), 1);
    assert_eq!((&hits[0]["path"], &hits[0]["also"]), (&"b/copy.txt".into(), &0.into()));
    assert_eq!(counts(&report(dir.path(), &[])), [0, 0, 3, 0]);
}

const QUOTE: &str = "We have told all parties that the crossing must be opened without delay and that the \
    convoys now waiting at the border cannot wait for another round of talks.";

#[test]
fn a_quotation_in_several_papers_is_shown_once() {
    let row = |paper: &str, speaker: &str, text: &str| {
        serde_json::json!({"id": paper, "source": paper, "speaker": speaker, "text": text}).to_string() + "\n"
    };
    let papers = [
        row("One", "Ada Example", QUOTE),
        row("Two", "Ada Example", &QUOTE.replace("told all parties", "told every party")),
        row("Three", "Ada Example", &QUOTE.to_uppercase()),
        row("Four", "Ben Sample", QUOTE),
    ];
    let dir = folder(&[("papers.jsonl", papers.concat().as_bytes())]);
    report(dir.path(), &[]);
    let found = json(dir.path(), &["search", "crossing convoys", "--format", "json"]);
    let mut shown: Vec<_> = found["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| (hit["speaker"]["name"].as_str().unwrap(), hit["also"].as_u64().unwrap()))
        .collect();
    shown.sort_unstable();
    assert_eq!(shown, [("Ada Example", 2), ("Ben Sample", 0)]);
    demarche(dir.path()).args(["search", "crossing convoys"]).assert().success().stdout(contains("also 2"));
    assert_eq!(texts(dir.path(), &["crossing convoys", "--all-copies"]).len(), 4);
    assert_eq!(texts(dir.path(), &["crossing convoys", "--limit", "1", "--offset", "1"]).len(), 1);
    assert_eq!(texts(dir.path(), &["crossing", "--sort", "date"]).len(), 2);
    // A filter decides which copy is shown.
    assert_eq!(texts(dir.path(), &["crossing", "--source", "Three"]), [QUOTE.to_uppercase()]);
}

#[test]
fn copies_added_later_join_the_group() {
    let line = |text: &str| serde_json::json!({"speaker": "Ada Example", "text": text}).to_string();
    let dir = folder(&[("a.jsonl", line(QUOTE).as_bytes())]);
    report(dir.path(), &[]);
    std::fs::write(dir.path().join("b.jsonl"), line(&QUOTE.replace("another", "one more"))).unwrap();
    report(dir.path(), &[]);
    assert_eq!(texts(dir.path(), &["convoys"]).len(), 1);
    // The first goes; the second and a third are one group still.
    std::fs::remove_file(dir.path().join("a.jsonl")).unwrap();
    std::fs::write(dir.path().join("c.jsonl"), line(QUOTE)).unwrap();
    report(dir.path(), &["--prune"]);
    let found = json(dir.path(), &["search", "convoys", "--format", "json"]);
    assert_eq!((found["hits"].as_array().unwrap().len(), &found["hits"][0]["also"]), (1, &1.into()));
}

#[test]
fn a_second_writer_is_told_who_writes_and_can_wait() {
    let dir = corpus();
    report(dir.path(), &[]);
    std::fs::write(dir.path().join("new.txt"), "Envoys met in Bern.\n").unwrap();
    let index = Index::open(&dir.path().join(".demarche")).unwrap();
    let writer = index.writer().unwrap();
    let me = format!("process {} on ", std::process::id());
    demarche(dir.path())
        .args(["index", "."])
        .assert()
        .code(2)
        .stderr(contains(me.as_str()).and(contains("--wait")));
    demarche(dir.path()).args(["index", ".", "--wait=1"]).assert().code(2).stderr(contains("waiting"));
    // Searches go on, and a folder that is searched answers from what is committed.
    assert_eq!(texts(dir.path(), &["Doha"]).len(), 1);
    demarche(dir.path())
        .args(["search", "--corpus", ".", "Doha"])
        .assert()
        .success()
        .stderr(contains(me.as_str()));
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| report(dir.path(), &["--wait"]));
        std::thread::sleep(Duration::from_millis(500));
        drop(writer);
        assert_eq!(counts(&waiting.join().unwrap()), [1, 0, 4, 0]);
    });
}

#[test]
fn a_note_without_its_process_is_known_for_what_it_is() {
    let dir = corpus();
    report(dir.path(), &[]);
    let note = r#"{"pid":4194304,"host":"elsewhere","since":"2024-10-09T10:00:00+00:00"}"#;
    std::fs::write(dir.path().join(".demarche/demarche-writer.json"), note).unwrap();
    std::fs::write(dir.path().join("new.txt"), "Envoys met in Bern.\n").unwrap();
    demarche(dir.path())
        .args(["index", "."])
        .assert()
        .success()
        .stderr(contains("process 4194304 on elsewhere"));
    assert!(!dir.path().join(".demarche/demarche-writer.json").exists());
}

#[test]
fn an_index_of_another_format_is_told_apart_and_left_alone() {
    let dir = corpus();
    report(dir.path(), &[]);
    let about = dir.path().join(".demarche/demarche.json");
    let files = || -> Vec<_> {
        let all = std::fs::read_dir(dir.path().join(".demarche")).unwrap();
        let mut all: Vec<_> = all.map(|entry| entry.unwrap().file_name()).collect();
        all.sort();
        all
    };
    let before = files();
    for (format, told, hint) in
        [(3, "an older program", "--rebuild"), (99, "a newer program", "demarche 9.0")]
    {
        let text = format!(r#"{{"format":{format},"made_by":"demarche 9.0"}}"#);
        std::fs::write(&about, &text).unwrap();
        for args in [&["index", "."][..], &["search", "Doha"], &["stats"]] {
            demarche(dir.path()).args(args).assert().code(2).stderr(contains(told).and(contains(hint)));
        }
        assert_eq!((files(), std::fs::read_to_string(&about).unwrap()), (before.clone(), text));
    }
    let again = report(dir.path(), &["--rebuild"]);
    assert_eq!(counts(&again), [4, 0, 0, 0]);
    assert_eq!(texts(dir.path(), &["Doha"]).len(), 1);
    let settings: Value = serde_json::from_slice(&std::fs::read(&about).unwrap()).unwrap();
    assert_eq!(settings["settings"]["passage_words"], 150);
}

#[cfg(unix)]
fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[cfg(unix)]
fn spawn(dir: &Path, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(args)
        .current_dir(dir)
        .env_remove("DEMARCHE_INDEX")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until it holds, a minute at most.
fn until(mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it took too long");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_whole_and_the_next_completes_it() {
    let dir = folder(&[]);
    for at in 0..400 {
        let text = format!("{}\nThe meeting was number {at}.\n", ARTICLE.repeat(6));
        std::fs::write(dir.path().join(format!("{at}.txt")), text).unwrap();
    }
    let run = spawn(dir.path(), &["index", "."]);
    // The writer's note is there once files are read.
    until(|| dir.path().join(".demarche/demarche-writer.json").exists());
    std::thread::sleep(Duration::from_millis(200));
    interrupt(&run);
    let run = run.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(130), "{told}");
    assert!(told.contains("run the same command to go on"), "{told}");
    let kept = Index::open(&dir.path().join(".demarche")).unwrap().files().unwrap().len() as u64;
    assert!((1..400).contains(&kept), "{kept}");
    assert_eq!(counts(&report(dir.path(), &[])), [400 - kept, 0, kept, 0]);
}

#[cfg(unix)]
#[test]
fn a_watched_folder_is_kept_up_to_date_until_ctrl_c() {
    let dir = corpus();
    let run = spawn(dir.path(), &["index", ".", "--watch", "--prune"]);
    let found = |word: &str| {
        let run = demarche(dir.path()).args(["search", word]).output().unwrap();
        run.status.code() == Some(0)
    };
    until(|| found("Doha"));
    std::fs::write(dir.path().join("new.txt"), "Envoys met in Bern.\n").unwrap();
    until(|| found("Bern"));
    std::fs::remove_file(dir.path().join("new.txt")).unwrap();
    until(|| !found("Bern"));
    interrupt(&run);
    let run = run.wait_with_output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
}

/// Tells the readers to end, also where the writer fails.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Two readers and one writer: every answer is of one whole commit, each statement once. Goes on for
/// `DEMARCHE_HAMMER` seconds, else three.
#[test]
fn readers_see_whole_commits_while_somebody_writes() {
    const FILES: usize = 12;
    let seconds = std::env::var("DEMARCHE_HAMMER").ok().and_then(|text| text.parse().ok()).unwrap_or(3);
    let dir = folder(&[]);
    let place = dir.path().join(".demarche");
    let write = |version: usize| {
        for at in 0..FILES {
            let text = format!("Envoy number{at} spoke of version{version} of the text.\n");
            std::fs::write(dir.path().join(format!("{at}.txt")), text).unwrap();
        }
        let walk = walk(&[dir.path().to_owned()], dir.path());
        let index = Index::create_or_open(&place).unwrap();
        update(&index, &walk, &Update::default(), &Extractor::default(), &()).unwrap();
    };
    write(0);
    let done = AtomicBool::new(false);
    let read = || {
        let index = Index::open(&place).unwrap();
        let query = Query::parse("spoke", &ParseOptions::default()).unwrap();
        let mut options = Options::default();
        options.limit = 100;
        options.all_copies = true;
        let (mut answers, mut last) = (0, 0);
        while !done.load(Ordering::SeqCst) {
            index.reload().unwrap();
            let hits = index.search(&query, &options).unwrap().hits;
            let version = |text: &str| {
                let word = text.split_whitespace().find_map(|word| word.strip_prefix("version"));
                word.unwrap().parse::<usize>().unwrap()
            };
            let versions: Vec<usize> = hits.iter().map(|hit| version(&hit.passage.text)).collect();
            let mut paths: Vec<&str> = hits.iter().map(|hit| hit.stored.path.as_str()).collect();
            paths.sort_unstable();
            paths.dedup();
            assert_eq!((versions.len(), paths.len()), (FILES, FILES), "each statement once");
            assert!(versions.iter().all(|other| *other == versions[0]), "of one commit: {versions:?}");
            assert!(versions[0] >= last, "never an older one again");
            last = versions[0];
            answers += 1;
        }
        (answers, last)
    };
    std::thread::scope(|scope| {
        let readers = [scope.spawn(read), scope.spawn(read)];
        let _end = End(&done);
        let begun = Instant::now();
        let mut version = 0;
        while begun.elapsed() < Duration::from_secs(seconds) {
            version += 1;
            write(version);
        }
        std::thread::sleep(Duration::from_millis(300));
        done.store(true, Ordering::SeqCst);
        for reader in readers {
            let (answers, last) = reader.join().unwrap();
            eprintln!("{answers} answers, {version} commits");
            assert!(answers > 1 && last > 0, "{answers} answers, up to version {last}");
        }
    });
    let files = std::fs::read_dir(&place).unwrap().count();
    assert!(files < 400, "{files} files are left");
}
