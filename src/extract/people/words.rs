//! The small words around names, from `words.txt`.

use rustc_hash::FxHashSet as HashSet;
use std::sync::LazyLock;

/// The lists, each by its kind.
pub(super) struct Words {
    /// What joins the parts of a name in small letters: `al`, `van`.
    pub particles: HashSet<&'static str>,
    /// What ends a source before its own name, with a space on either side: ` for `.
    pub of: Vec<String>,
    /// What a body is called after its country: `government`.
    pub heads: HashSet<&'static str>,
    /// What names nobody: `that`, `some`.
    pub nobody: HashSet<&'static str>,
    /// What stands before a headline’s colon and is no source: `analysis`.
    pub labels: HashSet<&'static str>,
    /// What before an office makes it another one, or one no longer held: `former`, `deputy`.
    pub other_office: HashSet<&'static str>,
    /// What before an office leaves it the same: `acting`.
    pub same_office: HashSet<&'static str>,
    /// Relatives: `wife`.
    pub kin: HashSet<&'static str>,
    /// What those who hold the first offices are called together: `leaders`.
    pub leads: HashSet<&'static str>,
    /// What words are put into: `statement`.
    pub utterances: HashSet<&'static str>,
}

/// The lists, read once.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
        particles: of("particle").collect(),
        of: of("of").map(|word| format!(" {word} ")).collect(),
        heads: of("head").collect(),
        nobody: of("nobody").collect(),
        labels: of("label").collect(),
        other_office: of("other office").collect(),
        same_office: of("same office").collect(),
        kin: of("kin").collect(),
        leads: of("leads").collect(),
        utterances: of("utterance").collect(),
    });
    &WORDS
}

fn of(wanted: &'static str) -> impl Iterator<Item = &'static str> {
    lines(include_str!("words.txt"))
        .filter_map(|line| line.split_once(':'))
        .filter(move |(kind, _)| *kind == wanted)
        .flat_map(|(_, words)| words.split(';').map(str::trim))
}

/// The lines of a list that are no comments.
pub(super) fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}
