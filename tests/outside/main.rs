//! Tests that need something from outside the project: `../shared` with its corpora, the right to mount a disk,
//! another user. `cargo test --test outside` runs those whose need is met; the others are counted as ignored and
//! named with what they lack. The standard harness knows only when it is compiled whether a test is ignored, so
//! these are run by `libtest-mimic`, which takes the same arguments.
//!
//! | what | where |
//! |---|---|
//! | ranking on three test collections | [`ranking`] |
//! | forty questions about press briefings | [`white_house`] |
//! | a hundred statements that one remembers | [`known_items`] |
//! | known facts of real corpora, and their timelines | [`real_corpora`], [`timelines`] |
//! | who speaks in press briefings | [`briefings`] |
//! | topics that a reader gives | [`topics`] |
//! | what the page for R says | [`r`] |
//! | citations, read by bibtexparser, pybtex, rispy and citeproc-py | [`citations`] |
//! | full disks, closed files, files that change while they are read | [`disks`] |
//! | input without end in bounded memory | [`hostile`] |

#[path = "../common/mod.rs"]
mod common;

mod briefings;
mod citations;
#[cfg(unix)]
mod disks;
#[cfg(unix)]
mod hostile;
mod known_items;
mod r;
mod ranking;
mod real_corpora;
mod timelines;
mod topics;
mod white_house;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

/// The corpora kept beside the checkout.
fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")
}

/// What a test needs, and whether it is here.
struct Need {
    what: &'static str,
    here: bool,
}

/// A test with its name, ignored where its need is not met.
fn trial(name: &str, need: &Need, test: fn()) -> Trial {
    let run = move || {
        test();
        Ok(())
    };
    Trial::test(name, run).with_kind(need.what).with_ignored_flag(!need.here)
}

macro_rules! trials {
    ($($need:expr => $($test:path),+;)+) => { vec![$($(trial(stringify!($test), &$need, $test),)+)+] };
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let corpora = Need { what: "needs ../shared", here: shared().join("corpora").is_dir() };
    let pages = std::env::var_os("DEMARCHE_BRIEFINGS").is_some();
    let pages = Need { what: "needs DEMARCHE_BRIEFINGS", here: pages };
    let read = std::env::var_os("DEMARCHE_TOPICS").is_some();
    let read = Need { what: "needs DEMARCHE_TOPICS", here: read };
    let python = "needs a Python with bibtexparser, pybtex, rispy and citeproc-py (DEMARCHE_PYTHON)";
    let rscript = Need { what: "needs Rscript", here: r::is_here() };
    let python = Need { what: python, here: citations::readers_are_here() };
    #[allow(unused_mut, reason = "other systems have no more")]
    let mut trials = trials![
        corpora =>
            known_items::a_remembered_statement_comes_first_or_nearly,
            ranking::questions_are_answered_better_than_by_plain_bm25,
            real_corpora::known_statements_are_found,
            timelines::slavery_is_spoken_of_most_before_and_after_the_civil_war,
            timelines::the_boxes_of_large_corpora_add_up_to_all_that_matches;
        pages =>
            briefings::officials_are_named_in_full,
            white_house::the_first_five_hits_of_a_question_are_answers;
        read => topics::topics_are_those_that_a_reader_gives;
        rscript => r::the_page_for_r_does_what_it_says;
        python => citations::citations_are_read_as_they_are_meant;
    ];
    #[cfg(unix)]
    trials.extend(of_unix());
    libtest_mimic::run(&arguments, trials).exit_code()
}

#[cfg(unix)]
fn of_unix() -> Vec<Trial> {
    let nothing = Need { what: "", here: true };
    let mount = Need { what: "needs the right to mount", here: disks::may_mount() };
    let another = Need { what: "needs another user", here: disks::may_be_another() };
    let closed = Need { what: "needs a user whom closed files stop", here: hostile::closed_files_stop_me() };
    let time = Need { what: "needs /usr/bin/time", here: Path::new("/usr/bin/time").exists() };
    trials![
        nothing =>
            disks::a_limit_on_the_size_of_files_is_told_as_a_full_disk,
            disks::a_file_that_grows_while_it_is_read_is_told_and_read_whole_next_time,
            disks::files_that_go_shrink_or_are_replaced_while_they_are_read_leave_whole_states,
            disks::links_pipes_sockets_and_devices_are_told_and_hold_nothing_up;
        mount =>
            disks::a_disk_that_fills_while_files_are_indexed_loses_nothing,
            disks::a_disk_that_fills_in_an_update_or_a_merge_keeps_what_was_there,
            disks::a_run_that_found_the_disk_full_leaves_no_unfinished_files,
            disks::a_rebuilding_that_fills_the_disk_leaves_the_old_index,
            disks::an_index_on_a_disk_that_may_only_be_read_can_be_searched;
        another =>
            disks::an_index_of_somebody_else_can_be_searched,
            disks::what_may_not_be_read_is_told_and_kept_as_it_was;
        closed => hostile::a_file_that_may_not_be_read_is_told;
        time => hostile::what_never_ends_takes_bounded_memory;
    ]
}
