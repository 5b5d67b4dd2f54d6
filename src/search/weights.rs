//! What counts for how much in the ranking, and why: the one place to tune.

/// The words said, by their stems: what researchers ask for first. All else is measured against it.
pub const TEXT: f32 = 1.0;
/// The words said, exactly as asked for: a small step above other forms of the word.
pub const EXACT: f32 = 1.1;
/// The speaker: a name in a query is more often asked for as the speaker than as a mention, and the
/// field is so short that BM25 already lifts it.
pub const SPEAKER: f32 = 1.2;
/// The speaker's role and affiliation: `State Department`. Shared by all statements of a body, so weaker.
pub const ROLE: f32 = 0.5;
/// Entities mentioned anywhere in the statement, also where this passage does not name them.
pub const ENTITIES: f32 = 0.5;
/// Topics: labels given by others, so weaker than the words said.
pub const TOPICS: f32 = 0.5;
/// The title: it speaks of the whole document.
pub const TITLE: f32 = 0.5;
/// A name under another of its names, from the authority: below the name as typed.
pub const ALIAS: f32 = 0.45;
/// Another spelling of a name, by its romanisation key: below alias, as it may be another person.
pub const NAME_KEY: f32 = 0.4;
/// A word that fits a wildcard: as good as the word itself, but for which of them was meant.
pub const WILDCARD: f32 = 0.9;
/// Fuzzy words, by how many letters differ: always below the word as typed.
pub const FUZZY: [f32; 3] = [1.0, 0.6, 0.35];
/// How much of the other fields' scores a word gets beside its best field's.
pub const TIE: f32 = 0.1;
/// What a field asked for by name adds: it narrows first of all, and ranks a little, so that exact
/// spellings of a name come before others.
pub const FIELD: f32 = 0.25;
/// What words standing side by side, as asked, add to the score.
pub const ADJACENT: f32 = 0.3;
/// Up to so many words, passages with all of them come before all others; in longer queries a
/// missing word only costs its score, since few passages answer a whole sentence word by word.
pub const ALL_FIRST: usize = 4;

/// tmp
pub fn w(name: &str, d: f32) -> f32 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(d)
}
