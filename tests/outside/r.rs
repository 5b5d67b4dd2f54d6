//! What `docs/r.md` says, done: its commands, then its blocks of R, as far as the packages they need are installed.

use std::path::Path;
use std::process::Command;

use crate::common::{corpus, demarche};

const PAGE: &str = include_str!("../../docs/r.md");

/// Whether R is installed.
pub fn is_here() -> bool {
    Command::new("Rscript").arg("--version").output().is_ok_and(|done| done.status.success())
}

pub fn the_page_for_r_does_what_it_says() {
    let dir = corpus();
    for line in blocks("").flat_map(str::lines) {
        let arguments: Vec<&str> = line.split_whitespace().skip(1).collect();
        let arguments = arguments.into_iter().map(|word| if word == "articles/" { "." } else { word });
        demarche(dir.path()).args(arguments).assert().success();
    }
    let mut script = String::new();
    for block in blocks("r") {
        let package = block.lines().next().and_then(|line| line.strip_prefix("library(")?.strip_suffix(')'));
        if package.is_none_or(|package| run(dir.path(), &format!("library({package})")).is_ok()) {
            script.push_str(block);
            script.push('\n');
        }
    }
    script.push_str(
        "stopifnot(nrow(talks) > 0, inherits(talks$first_day, \"Date\"), !anyDuplicated(talks$doc_id))\n",
    );
    script.push_str(
        "stopifnot(names(talks)[1:2] == c(\"doc_id\", \"text\"), any(grepl(\"cease-fire\", talks$text)))\n",
    );
    run(dir.path(), &script).unwrap();
    if script.contains("library(ggplot2)") {
        assert!(dir.path().join("share.png").metadata().unwrap().len() > 1000);
    }
}

/// The blocks of the page in a language.
fn blocks(language: &'static str) -> impl Iterator<Item = &'static str> {
    // Every other part stands between two fences, the first of which names the language.
    let inside = PAGE.split("\n```").skip(1).step_by(2);
    inside.filter_map(move |part| part.strip_prefix(language)?.strip_prefix('\n'))
}

fn run(dir: &Path, script: &str) -> Result<(), String> {
    std::fs::write(dir.join("script.R"), script).unwrap();
    let done = Command::new("Rscript").args(["--vanilla", "script.R"]).current_dir(dir).output().unwrap();
    match done.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&done.stderr).into_owned()),
    }
}
