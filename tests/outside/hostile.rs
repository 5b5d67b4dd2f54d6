//! Input without end, and a file that may not be read.
//!
//! `DEMARCHE_LARGE=1` runs the large forms too.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::common::{ARTICLE, folder, stdout};

/// Whether a file closed to all is closed to this user.
pub fn closed_files_stop_me() -> bool {
    let dir = folder(&[("closed.txt", b"Nobody reads this.")]);
    let closed = dir.path().join("closed.txt");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o0)).is_ok() && fs::read(&closed).is_err()
}

pub fn a_file_that_may_not_be_read_is_told() {
    let dir = folder(&[("good.txt", ARTICLE.as_bytes()), ("closed.txt", b"Nobody reads this.")]);
    let closed = dir.path().join("closed.txt");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o0)).unwrap();
    let told = stdout(dir.path(), &["index", "."]);
    assert!(told.contains("skipped closed.txt: Permission denied"), "{told}");
}

/// The most memory that the program may take for any input, in KiB.
const MOST_MEMORY: u64 = 500_000;

/// Pipes what a shell command prints into the program, and gives what it said and its peak memory in KiB.
fn piped(shell: &str) -> (String, u64) {
    let dir = folder(&[]);
    let program = assert_cmd::cargo::cargo_bin!("demarche");
    let script = format!("{shell} | /usr/bin/time -f 'peak %M' {} index - --index made", program.display());
    let run =
        std::process::Command::new("bash").current_dir(dir.path()).args(["-c", &script]).output().unwrap();
    let told = String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned();
    let peak = told.lines().find_map(|line| line.strip_prefix("peak ")?.trim().parse().ok());
    (told, peak.expect("what /usr/bin/time says"))
}

pub fn what_never_ends_takes_bounded_memory() {
    let size = if std::env::var_os("DEMARCHE_LARGE").is_some() { "10G" } else { "50M" };
    for (shell, words) in [
        (format!("yes | tr -d '\\n' | head -c {size}"), "split it"),
        (
            format!(
                "(printf '{{\"text\":\"'; yes | tr -d '\\n' | head -c {size}; printf '\"}}\\n{{\"text\":\"Then one more.\"}}\\n')"
            ),
            "longer than 8 MiB",
        ),
        (format!("(printf 'speaker,text\\n\"'; yes | tr -d '\\n' | head -c {size})"), "8 MiB"),
        (format!("(printf '['; yes '[' | tr -d '\\n' | head -c {size})"), "split it"),
        (format!("(printf '{{\"text\":\"One.\"}}\\n'; yes x | head -c {size})"), "more rows or values"),
    ] {
        let (told, peak) = piped(&shell);
        assert!(told.contains(words), "{shell}: {told}");
        assert!(peak < MOST_MEMORY, "{shell}: {peak} KiB");
        println!("{peak} KiB at most: {shell}");
    }
}
