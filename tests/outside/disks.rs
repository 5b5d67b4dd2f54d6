//! Disks that fill, folders that may only be read, files that change or go while they are read: what the program
//! says, what is kept, and that the next run completes the work.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::common::{ARTICLE, corpus, demarche, folder, json, stdout};
use demarche::index::{Index, StoredPassage, verify};
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

/// What makes `setpriv` run a program as a user without rights.
const AS_NOBODY: [&str; 3] = ["--reuid=65534", "--regid=65534", "--clear-groups"];

/// A small disk in memory, taken off again at the end.
struct Disk(TempDir);

impl Disk {
    /// A disk of so many KiB.
    fn new(size: usize) -> Self {
        Self::try_new(size).expect("the right to mount a disk")
    }

    fn try_new(size: usize) -> Option<Self> {
        let disk = Self(TempDir::new().unwrap());
        let made = mount(&["-t", "tmpfs", "-o", &format!("size={size}k"), "tmpfs"], disk.path());
        made.then_some(disk)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Gives it another size in KiB.
    fn resize(&self, size: usize) {
        assert!(mount(&["-o", &format!("remount,size={size}k")], self.path()));
    }

    fn may_be_written_to(&self, may: bool) {
        assert!(mount(&["-o", if may { "remount,rw" } else { "remount,ro" }], self.path()));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).stderr(Stdio::null()).status();
    }
}

/// Whether this user may mount a disk.
pub fn may_mount() -> bool {
    Disk::try_new(16).is_some()
}

/// Whether this user may run the program as another.
pub fn may_be_another() -> bool {
    let run = Command::new("setpriv").args(AS_NOBODY).arg("true").stderr(Stdio::null()).status();
    run.is_ok_and(|status| status.success())
}

fn mount(args: &[&str], at: &Path) -> bool {
    let run = Command::new("mount").args(args).arg(at).stderr(Stdio::null()).status();
    run.is_ok_and(|status| status.success())
}

/// A text of several statements that tells its file and its version, of words that do not pack well.
fn text(file: usize, version: usize) -> String {
    let mut random = fastrand::Rng::with_seed((file * 1000 + version) as u64);
    let mut word = || (0..7).map(|_| random.lowercase()).collect::<String>();
    let turns = (0..20).map(|turn| {
        let words = (0..60).map(|_| word()).collect::<Vec<_>>().join(" ");
        format!("MS. EXAMPLE: Version {version} of file {file}, turn {turn}. {words}.\n\n")
    });
    format!("Briefing number {file}\n9 October 2024\n\n{}", turns.collect::<String>())
}

fn write(dir: &Path, file: usize, version: usize) {
    fs::write(dir.join(format!("{file}.txt")), text(file, version)).unwrap();
}

/// What the index holds of each file, its passages joined; each passage once, and none left out in between.
fn held(index: &Path) -> BTreeMap<String, String> {
    let told = verify(index).unwrap();
    assert_eq!(told.faults, []);
    let mut found: BTreeMap<String, Vec<StoredPassage>> = BTreeMap::new();
    let index = Index::open(index).unwrap();
    index.each_passage(&mut |passage| found.entry(passage.path.clone()).or_default().push(passage)).unwrap();
    let joined = |mut passages: Vec<StoredPassage>| {
        passages.sort_by_key(|passage| passage.span);
        passages.iter().map(|passage| passage.text.as_str()).collect()
    };
    found.into_iter().map(|(path, passages)| (path, joined(passages))).collect()
}

/// The versions that the index holds of each file of [`text`]; each is whole.
fn versions(index: &Path) -> BTreeMap<usize, usize> {
    let one = |(path, words): (String, String)| {
        let file: usize = Path::new(&path).file_stem().unwrap().to_str().unwrap().parse().unwrap();
        let version = words.split("Version ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        assert_eq!(words, text(file, version), "{path} is whole and there once");
        (file, version)
    };
    held(index).into_iter().map(one).collect()
}

fn run(dir: &Path, args: &[&str]) -> Output {
    demarche(dir).args(args).timeout(Duration::from_secs(120)).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Whether the run ended well; if not, it must have said that the disk is full and what to do.
fn went_well(output: &Output) -> bool {
    if output.status.success() {
        return true;
    }
    let told = said(output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("the disk that the index lies on is full"), "{told}");
    assert!(told.contains("make room on that disk and run the same command again"), "{told}");
    false
}

pub fn a_disk_that_fills_while_files_are_indexed_loses_nothing() {
    let dir = folder(&[]);
    (0..24).for_each(|file| write(dir.path(), file, 0));
    let mut failed = 0;
    for size in [16, 60, 120, 250, 400, 600, 900, 1400, 2000] {
        let disk = Disk::new(size);
        let index = disk.path().join("index");
        let args = ["--index", index.to_str().unwrap(), "index", "."];
        let well = went_well(&run(dir.path(), &args));
        failed += usize::from(!well);
        if Index::open(&index).is_ok() {
            let versions = versions(&index);
            assert!(versions.is_empty() || well && versions.len() == 24, "{size} KiB: {versions:?}");
        }
        disk.resize(20_000);
        demarche(dir.path()).args(args).assert().success();
        assert_eq!(versions(&index), (0..24).map(|file| (file, 0)).collect(), "{size} KiB");
    }
    assert!(failed > 3, "{failed} of the disks were too small");
}

pub fn a_disk_that_fills_in_an_update_or_a_merge_keeps_what_was_there() {
    let dir = folder(&[]);
    (0..24).for_each(|file| write(dir.path(), file, 0));
    let disk = Disk::new(20_000);
    let index = disk.path().join("index");
    let args = ["--index", index.to_str().unwrap(), "index", "."];
    demarche(dir.path()).args(args).assert().success();
    let mut acknowledged: BTreeMap<usize, usize> = (0..24).map(|file| (file, 0)).collect();
    let mut random = fastrand::Rng::with_seed(20_241_009);
    let (mut failed, mut well) = (0, 0);
    for round in 1..90 {
        // How full the disk gets depends on which merges end in time: rounds go on until enough of them ran into it.
        if round >= 30 && failed > 5 && well > 0 {
            break;
        }
        let changed: BTreeSet<usize> = (0..random.usize(1..16)).map(|_| random.usize(..24)).collect();
        let disk_now: BTreeMap<usize, usize> = acknowledged
            .iter()
            .map(|(file, version)| (*file, if changed.contains(file) { round } else { *version }))
            .collect();
        changed.iter().for_each(|file| write(dir.path(), *file, round));
        // A little more room than is used, so that it ends sooner or later in the run.
        let used: u64 =
            fs::read_dir(&index).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum();
        disk.resize(used as usize / 1024 + random.usize(60..1800));
        let command = if round % 5 == 0 { &["--index", args[1], "compact"][..] } else { &args };
        let ended = went_well(&run(dir.path(), command));
        let now = versions(&index);
        for (file, version) in &acknowledged {
            let kept = now[file] == *version || now[file] == disk_now[file];
            assert!(kept, "round {round}: of {file} the index holds {}", now[file]);
        }
        if ended {
            well += 1;
        } else {
            failed += 1;
            assert!(!run(dir.path(), &["--index", args[1], "search", "briefing"]).stdout.is_empty());
        }
        disk.resize(20_000);
        demarche(dir.path()).args(command).assert().success();
        demarche(dir.path()).args(args).assert().success();
        assert_eq!(versions(&index), disk_now, "round {round}");
        acknowledged = disk_now;
    }
    println!("{failed} runs on a full disk, {well} ended before it was full");
    assert!(failed > 5 && well > 0, "{failed} failed, {well} did not");
}

pub fn a_run_that_found_the_disk_full_leaves_no_unfinished_files() {
    let dir = folder(&[]);
    (0..24).for_each(|file| write(dir.path(), file, 0));
    let disk = Disk::new(600);
    let index = disk.path().join("index");
    assert!(!went_well(&run(dir.path(), &["--index", index.to_str().unwrap(), "index", "."])));
    let left: u64 = fs::read_dir(&index).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum();
    assert!(left < 60_000, "{left} bytes are left of an index that holds nothing");
}

pub fn a_rebuilding_that_fills_the_disk_leaves_the_old_index() {
    let dir = folder(&[]);
    (0..12).for_each(|file| write(dir.path(), file, 0));
    let disk = Disk::new(20_000);
    let index = disk.path().join("index");
    let args = ["--index", index.to_str().unwrap(), "index", ".", "--rebuild"];
    demarche(dir.path()).args(args).assert().success();
    let used: u64 = fs::read_dir(&index).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum();
    disk.resize(used as usize / 1024 + 300);
    assert!(!went_well(&run(dir.path(), &args)));
    assert_eq!(versions(&index).len(), 12);
    assert!(!disk.path().join("index.rebuilding").exists(), "the room it took is given back");
    disk.resize(20_000);
    demarche(dir.path()).args(args).assert().success();
    assert_eq!(versions(&index).len(), 12);
}

pub fn a_limit_on_the_size_of_files_is_told_as_a_full_disk() {
    let dir = folder(&[]);
    (0..24).for_each(|file| write(dir.path(), file, 0));
    let program = assert_cmd::cargo::cargo_bin!("demarche");
    // With the signal ignored, a write beyond the limit fails as one to a full disk does. In blocks of 512 bytes.
    let script = format!("trap '' XFSZ; ulimit -f 300; {} index .", program.display());
    let output = Command::new("sh")
        .current_dir(dir.path())
        .args(["-c", &script])
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(!went_well(&output));
    assert!(versions(&dir.path().join(".demarche")).is_empty());
    demarche(dir.path()).args(["index", "."]).assert().success();
    assert_eq!(versions(&dir.path().join(".demarche")).len(), 24);
}

/// What can be asked of an index that may only be read, and what is refused.
fn only_reading_works(ask: &dyn Fn(&[&str]) -> Output, id: &str) {
    for args in [
        &["search", "Doha"][..],
        &["show", id],
        &["timeline", "Doha"],
        &["kwic", "Doha"],
        &["facets", "speaker"],
        &["verify"],
        &["stats"],
        &["search", "--corpus", ".", "Doha"],
        &["index", ".", "--dry-run"],
    ] {
        let output = ask(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
    }
    for args in [&["index", "."][..], &["delete", "table.csv"], &["compact"], &["index", "--rebuild", "."]] {
        let output = ask(args);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.contains("cannot be written to") && told.contains("--index DIR"), "{args:?}: {told}");
    }
}

/// The small corpus, indexed, with a file more that is not in the index; and the id of a statement.
fn with_one_more(dir: &Path) -> String {
    demarche(dir).args(["index", "."]).assert().success();
    let found = json(dir, &["search", "Doha", "--format", "json"]);
    fs::write(dir.join("new.txt"), "Envoys met in Bern.\n").unwrap();
    found["hits"][0]["id"].as_str().unwrap().to_owned()
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-r").arg(from).arg(to).status().unwrap().success());
}

pub fn an_index_on_a_disk_that_may_only_be_read_can_be_searched() {
    let dir = corpus();
    let id = with_one_more(dir.path());
    let disk = Disk::new(20_000);
    let there = disk.path().join("corpus");
    copy(dir.path(), &there);
    // Also without the engine's own lock, as a copy may lack hidden files.
    for lock in [true, false] {
        disk.may_be_written_to(true);
        if !lock {
            fs::remove_file(there.join(".demarche/.tantivy-meta.lock")).unwrap();
        }
        disk.may_be_written_to(false);
        only_reading_works(&|args| run(&there, args), &id);
    }
    let output = run(&there, &["search", "--corpus", ".", "Doha"]);
    assert!(said(&output).contains("the answer is from what it holds"), "{}", said(&output));
    disk.may_be_written_to(true);
    demarche(&there).args(["index", "."]).assert().success().stdout(contains("1 file added"));
}

/// The program run in `dir` by a user without rights.
fn by_nobody(dir: &Path) -> impl Fn(&[&str]) -> Output {
    let open = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o755));
    open(dir).unwrap();
    let (dir, tools) = (dir.to_owned(), TempDir::new().unwrap());
    open(tools.path()).unwrap();
    let program = tools.path().join("demarche");
    // The program's own folder may be closed to others.
    fs::copy(assert_cmd::cargo::cargo_bin!("demarche"), &program).unwrap();
    let ask = move |args: &[&str]| {
        let _kept = &tools;
        Command::new("setpriv")
            .args(AS_NOBODY)
            .arg(&program)
            .args(args)
            .current_dir(&dir)
            .env_remove("DEMARCHE_INDEX")
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    };
    assert!(ask(&["--version"]).status.success(), "the right to run as another user");
    ask
}

pub fn an_index_of_somebody_else_can_be_searched() {
    let dir = corpus();
    let id = with_one_more(dir.path());
    let ask = by_nobody(dir.path());
    only_reading_works(&ask, &id);
    // The lock may be closed even to readers.
    for lock in [".tantivy-meta.lock", ".tantivy-writer.lock"] {
        let closed = fs::Permissions::from_mode(0o600);
        fs::set_permissions(dir.path().join(".demarche").join(lock), closed).unwrap();
    }
    only_reading_works(&ask, &id);
}

pub fn what_may_not_be_read_is_told_and_kept_as_it_was() {
    let dir = folder(&[
        ("open.txt", ARTICLE.as_bytes()),
        ("closed.txt", b"Nobody reads this."),
        ("shut/inner.txt", b"Nor this."),
    ]);
    let index = TempDir::new().unwrap();
    fs::set_permissions(index.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let place = index.path().join("made");
    let args = ["--index", place.to_str().unwrap(), "index", ".", "--prune"];
    let ask = by_nobody(dir.path());
    assert!(ask(&args).status.success());
    let whole = held(&place);
    assert_eq!(whole.len(), 3);
    let set = |name: &str, mode| {
        fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    fs::write(dir.path().join("closed.txt"), "Nobody reads this either.").unwrap();
    set("closed.txt", 0o600);
    set("shut", 0o700);
    for _ in 0..2 {
        let output = ask(&args);
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(told.contains("closed.txt: Permission denied"), "{told}");
        assert!(told.contains("what was read of it before is kept"), "{told}");
        assert!(told.contains("shut: Permission denied"), "{told}");
        assert_eq!(held(&place), whole, "nothing is pruned for being out of reach");
    }
    set("closed.txt", 0o644);
    set("shut", 0o755);
    let output = ask(&args);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("1 replaced") && !told.contains("skipped"), "{told}");
}

/// Does something over and over, until the program has ended.
fn meanwhile(dir: &Path, args: &[&str], mut deed: impl FnMut() + Send) -> Output {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                deed();
            }
        });
        let output = run(dir, args);
        done.store(true, Ordering::SeqCst);
        output
    })
}

/// Rows that tell their number.
fn rows(from: usize, to: usize) -> String {
    (from..to)
        .map(|row| format!("{{\"id\":\"{row}\",\"text\":\"Row {row} of the table, as it was put down.\"}}\n"))
        .collect()
}

pub fn a_file_that_grows_while_it_is_read_is_told_and_read_whole_next_time() {
    use std::io::Write;
    let dir = folder(&[("rows.jsonl", rows(0, 6000).as_bytes())]);
    let mut next = 6000;
    let mut file = fs::File::options().append(true).open(dir.path().join("rows.jsonl")).unwrap();
    let output = meanwhile(dir.path(), &["index", "."], || {
        file.write_all(rows(next, next + 10).as_bytes()).unwrap();
        next += 10;
        std::thread::sleep(Duration::from_millis(2));
    });
    assert!(output.status.success(), "{}", said(&output));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("skipped rows.jsonl: was written to while it was read"), "{told}");
    let index = dir.path().join(".demarche");
    assert_eq!(verify(&index).unwrap().faults, []);
    let told = stdout(dir.path(), &["index", "."]);
    assert!(told.contains("1 replaced") && !told.contains("skipped"), "{told}");
    let stats = json(dir.path(), &["stats", "--json"]);
    assert_eq!(stats["statements"].as_u64(), Some(next as u64), "each row once");
    assert_eq!(verify(&index).unwrap().faults, []);
}

pub fn files_that_go_shrink_or_are_replaced_while_they_are_read_leave_whole_states() {
    let dir = folder(&[]);
    (0..30).for_each(|file| write(dir.path(), file, 0));
    fs::write(dir.path().join("long.jsonl"), rows(0, 4000)).unwrap();
    let beside = TempDir::new_in(dir.path().parent().unwrap()).unwrap();
    let mut random = fastrand::Rng::with_seed(5);
    let mut version = 0;
    let long = fs::File::options().write(true).open(dir.path().join("long.jsonl")).unwrap();
    let mut bytes = rows(0, 4000).len() as u64;
    let output = meanwhile(dir.path(), &["index", "."], || {
        version += 1;
        // A file goes, and another takes the place of one at once, as editors do it.
        let _ = fs::remove_file(dir.path().join(format!("{}.txt", random.usize(..10))));
        let file = random.usize(10..30);
        write(beside.path(), file, version);
        let name = format!("{file}.txt");
        fs::rename(beside.path().join(&name), dir.path().join(&name)).unwrap();
        bytes = bytes.saturating_sub(2000).max(1000);
        long.set_len(bytes).unwrap();
        std::thread::sleep(Duration::from_millis(1));
    });
    assert!(output.status.success(), "{}", said(&output));
    let index = dir.path().join(".demarche");
    let whole = |paths: &BTreeMap<String, String>| {
        for (path, words) in paths.iter().filter(|(path, _)| path.ends_with(".txt")) {
            let file: usize = path.trim_end_matches(".txt").parse().unwrap();
            let version = words.split("Version ").nth(1).unwrap().split(' ').next().unwrap();
            assert_eq!(*words, text(file, version.parse().unwrap()), "{path} is of one state");
        }
    };
    whole(&held(&index));
    demarche(dir.path()).args(["index", ".", "--prune"]).assert().success();
    let now = held(&index);
    whole(&now);
    for entry in fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.extension().is_some_and(|ending| ending == "txt") {
            let name = entry.file_name().unwrap().to_str().unwrap();
            assert_eq!(now[name], fs::read_to_string(&entry).unwrap(), "the next run mends it");
        }
    }
    let there = fs::read_dir(dir.path()).unwrap().count() - 1;
    assert_eq!(now.keys().filter(|name| name.ends_with(".txt")).count(), there - 1);
}

pub fn links_pipes_sockets_and_devices_are_told_and_hold_nothing_up() {
    let dir = folder(&[("good.txt", ARTICLE.as_bytes())]);
    let at = |name: &str| -> PathBuf { dir.path().join(name) };
    symlink("b.txt", at("a.txt")).unwrap();
    symlink("a.txt", at("b.txt")).unwrap();
    symlink(".", at("up")).unwrap();
    symlink("/dev/zero", at("zero.txt")).unwrap();
    symlink("nowhere", at("gone.txt")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket.txt")).unwrap();
    assert!(Command::new("mkfifo").arg(at("pipe.txt")).status().unwrap().success());
    let output = run(dir.path(), &["index", "."]);
    assert!(output.status.success(), "{}", said(&output));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("1 file added"), "{told}");
    for name in ["a.txt", "b.txt", "up", "zero.txt", "gone.txt", "socket.txt", "pipe.txt"] {
        assert!(told.contains(&format!("skipped {name}: ")), "{name}: {told}");
    }
    // Named by itself, too.
    for name in ["pipe.txt", "zero.txt", "socket.txt", "a.txt"] {
        demarche(dir.path())
            .args(["index", name])
            .timeout(Duration::from_secs(60))
            .assert()
            .code(2)
            .stderr(contains(name).and(contains("error")));
    }
}
