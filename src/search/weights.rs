//! What each field counts for in the ranking, and why: the one place to tune.

/// The words said, by their stems: what researchers ask for first.
pub const TEXT: f32 = 1.0;
/// The words said, exactly as asked for: a small step above other forms of the word.
pub const EXACT: f32 = 1.15;
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
/// How much of the other fields' scores a word gets beside its best field's.
pub const TIE: f32 = 0.1;
/// What words standing side by side, as asked, add to the score.
pub const ADJACENT: f32 = 0.5;
