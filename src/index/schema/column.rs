//! Columns: the names of what the index holds of each passage for counting and sorting. The fields that they are
//! made of are described at [`Fields`](super::fields::Fields).

/// The kind of statement; only passages have one.
pub(crate) const KIND: &str = "kind";
/// The speaker's whole name.
pub(crate) const SPEAKER: &str = "speaker_name";
/// The whole names of those whom the speaker quotes.
pub(crate) const QUOTED: &str = "quoted_name";
/// The entities' whole names.
pub(crate) const ENTITY: &str = "entity_name";
/// The topics.
pub(crate) const TOPIC: &str = "topic_name";
/// The forms of documents.
pub(crate) const FORM: &str = "form_name";
/// The codes that a person gave.
pub(crate) const TAG: &str = "tag_name";
/// The source's whole name.
pub(crate) const SOURCE: &str = "source_name";
/// The first day of the date.
pub(crate) const FIRST_DAY: &str = "first_day";
/// The last day of the date.
pub(crate) const LAST_DAY: &str = "last_day";
/// The statements' keys, each on its first passage.
pub(crate) const STATEMENT_KEY: &str = "statement_key";
/// The documents' keys, each on its first passage.
pub(crate) const DOCUMENT_KEY: &str = "document_key";
/// The keys of groups of near-identical statements, where a statement joined one.
pub(crate) const GROUP_KEY: &str = "group_key";
/// How many words a passage has.
pub(crate) const WORDS: &str = "words";
/// What a passage is that says less than others.
pub(crate) const STANDING: &str = "standing";
/// The bands of near-identical statements.
pub(crate) const BANDS: &str = "bands";
