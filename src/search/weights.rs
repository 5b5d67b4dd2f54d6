//! What counts for how much in the ranking, and why: the one place to tune.

/// The words said, by their stems: what researchers ask for first. All else is measured against it.
pub const TEXT: f32 = 1.0;
/// The words said, exactly as asked for: counted by [`TIE`] beside the stem, so that it is a small step
/// above other forms of the word. Were it the best way itself, a rare ending (`similarities`) would count
/// far more than the common one, for its rarity alone.
pub const EXACT: f32 = 0.3;
/// The words said, where the query wants them exactly (quotation marks): then they are all there is.
pub const QUOTED: f32 = 1.0;
/// The speaker: a name in a query is more often asked for as the speaker than as a mention, and the
/// field is so short that BM25 already lifts it.
pub const SPEAKER: f32 = 1.2;
/// The year in which it was said, beside other words: who types `treaty 1919` seeks what was said of the treaty
/// in that year as much as what names the year.
pub const YEAR: f32 = 1.0;
/// The speaker's role and affiliation: `State Department`. Shared by all statements of a body, so weaker.
pub const ROLE: f32 = 0.25;
/// Entities mentioned anywhere in the statement, also where this passage does not name them.
pub const ENTITIES: f32 = 0.5;
/// Topics: labels given by others, so weaker than the words said.
pub const TOPICS: f32 = 0.5;
/// The title: it says what the whole document is about, as good as the words said.
pub const TITLE: f32 = 1.0;
/// A name under another of its names, from the authority: below the name as typed.
pub const ALIAS: f32 = 0.45;
/// Another spelling of a name, by its romanisation key: below alias, as it may be another person.
pub const NAME_KEY: f32 = 0.4;
/// A word that fits a wildcard: as good as the word itself, but for which of them was meant.
pub const WILDCARD: f32 = 0.9;
/// Fuzzy words, by how many letters differ: always below the word as typed.
pub const FUZZY: [f32; 3] = [1.0, 0.6, 0.35];
/// How much of the other fields' scores a word gets beside its best field's: a word that is in the
/// title and the text is better evidence than one in the text alone, but not two words' worth.
pub const TIE: f32 = 0.3;
/// What a field asked for by name adds: it narrows first of all, and ranks a little, so that exact
/// spellings of a name come before others.
pub const FIELD: f32 = 0.25;
/// What a document as a whole, body and title, holds of the words: all that follows is measured against it. A passage
/// is cut where it happens to end, and what its document is about tells best whether it is an answer.
pub const DOCUMENT: f32 = 1.0;
/// What the passage holds itself: which passage of a document comes first.
pub const PASSAGE: f32 = 0.2;
/// What the document's title holds of the words, once more.
pub const IN_TITLE: f32 = 0.3;
/// Who says it, or when: a document's words do not tell that, and who names a speaker or a year means it.
pub const BY_WHOM: f32 = 0.4;
/// What words standing side by side, as asked, add to the score: the share that the sequential dependence
/// model gives phrases beside words (Metzler and Croft 2005), roughly.
pub const ADJACENT: f32 = 0.4;
/// In long questions, what the words that the best documents share count beside all those asked for.
pub const SHARED: f32 = 0.2;
/// The same where passages with those words alone are looked for.
pub const EXPANSION: f32 = 1.0;
/// What is left of the score of a passage that holds its document's title and nothing else: the title counts for all
/// passages of the document.
pub const TITLE_LINE: f32 = 0.2;
/// And of a question: who reads wants the answer, which has the question's words beside its own.
pub const QUESTION: f32 = 0.5;
/// A passage of fewer words than this, those of grammar apart, says little.
pub const FEW_WORDS: f32 = 10.0;
/// What is left of the score of one that says nothing beside the words asked for.
pub const BARE: f32 = 0.6;
/// A word used like one asked for, where passages near in meaning are looked for.
pub const RELATED: f32 = 0.5;
/// Questions of more words than this are long: what their best answers share says more of them.
pub const LONG: usize = 4;
/// Up to so many words, passages with all of them come before all others; in longer queries a
/// missing word only costs its score, since few passages answer a whole sentence word by word.
pub const ALL_FIRST: usize = 6;
