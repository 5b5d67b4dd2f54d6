//! The fields of a passage in the index.

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};

use super::column;
use crate::index::analysis::is_grammar;
use crate::index::error::IndexError;

/// The name under which [`crate::index::analysis::analyzer`] is registered: it takes words that are found already.
pub(crate) const LINES: &str = "demarche_lines";

/// The word that stands at each sentence's beginning in the field of sentences.
pub(crate) const SENTENCE: &str = "s";

/// The fields, by what they hold. One tantivy document is one passage, but for the records of files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// The passage's words by their stems, with positions. Words of grammar are their own stems and stand in
    /// `exact` alone: half of a text's words are of these ([`Fields::stem_column`]).
    pub text: Field,
    /// The passage's words as they are but for case and accents, with positions.
    pub exact: Field,
    /// The stems of the whole document and its title, without positions, on its first passage: what a document is
    /// about as a whole is scored by these.
    pub document: Field,
    /// The words of the speaker's name, canonical and as written.
    pub speaker: Field,
    /// The words of the names of those whom the speaker quotes.
    pub quoted: Field,
    /// The words of the role and the affiliation.
    pub role: Field,
    /// The words of the entities' names.
    pub entities: Field,
    /// The words of the topics.
    pub topics: Field,
    /// The words of the document's forms.
    pub forms: Field,
    /// The romanisation keys of the words of the speaker's name: one for all spellings of a name.
    pub speaker_keys: Field,
    /// The same of the persons among the entities.
    pub entity_keys: Field,
    /// At the position of the first word of each sentence, the word [`SENTENCE`].
    pub sentences: Field,
    /// How many words the passage has, for what goes on in the next one.
    pub words: Field,
    /// The words of the codes that a person gave the statement, and of those they lie in.
    pub tags: Field,
    /// The words of the title.
    pub title: Field,
    /// The words of the source's name.
    pub source: Field,
    /// The speaker's whole name, for counting.
    pub speaker_name: Field,
    /// The whole names of those whom the speaker quotes.
    pub quoted_name: Field,
    /// The speaker's whole role, and the whole affiliation.
    pub role_name: Field,
    /// Each entity's whole name.
    pub entity_name: Field,
    /// Each topic, whole.
    pub topic_name: Field,
    /// Each form, whole.
    pub form_name: Field,
    /// Each code, whole, and each that it lies in.
    pub tag_name: Field,
    /// The source's whole name.
    pub source_name: Field,
    /// `spoken`, `quoted`, `reported` or `narration`. Only passages have one.
    pub kind: Field,
    /// First day of the date, as days since 1970-01-01; absent where the date is unknown.
    pub first_day: Field,
    /// Last day of the date.
    pub last_day: Field,
    /// The statement's id as a number ([`super::ids`]), on its first passage: the others follow it
    /// ([`super::runs`]).
    pub statement_key: Field,
    /// The key of the group of near-identical statements that the statement belongs to: the `statement_key` of
    /// the group's oldest member. That member and statements that stand alone have none: their own is it.
    pub group_key: Field,
    /// The group's key once more, on the first passage of a statement that is not its oldest member: few
    /// statements have copies.
    pub joined: Field,
    /// The numbers by which copies of the statement are found ([`crate::index::duplicates::min_hash`]), on its first passage.
    pub bands: Field,
    /// The beginnings of these numbers, for finding who has one: few enough for a small dictionary, where
    /// each number whole would be a word of its own.
    pub band_keys: Field,
    /// The document's id as a number ([`super::ids`]), on its first passage.
    pub document_key: Field,
    /// On a passage that says less than others, what it is ([`super::standing::Standing`]): few are.
    pub standing: Field,
    /// The file's name, for replacing what it held.
    pub file: Field,
    /// The file's name once more, on the record that says what is known of the file.
    pub file_record: Field,
    /// On that record, the hash of the file's bytes.
    pub file_hash: Field,
    /// On that record, the name of the file that holds the same and was read in its place.
    pub copy_of: Field,
    /// The passage, packed ([`super::codec`]), or what is known of the file, as JSON.
    pub stored: Field,
}

impl Fields {
    /// What is stored of a passage or a file.
    pub fn bytes_of<'d>(&self, document: &'d TantivyDocument) -> Result<&'d [u8], IndexError> {
        let stored = document.get_first(self.stored).and_then(|value| value.as_bytes());
        stored.ok_or_else(|| IndexError::Damaged("nothing is stored".into()))
    }

    /// The column in which a stem of the words said is found.
    pub fn stem_column(&self, stem: &str) -> Field {
        if is_grammar(stem) { self.exact } else { self.text }
    }
}

/// The schema and its fields.
pub(crate) fn build() -> (Schema, Fields) {
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let indexing = TextFieldIndexing::default().set_tokenizer(LINES).set_index_option(positions);
    let words = TextOptions::default().set_indexing_options(indexing.clone());
    let counted = indexing.clone().set_index_option(IndexRecordOption::WithFreqs);
    let counted = TextOptions::default().set_indexing_options(counted);
    // Where nothing is ranked by a field's length none is kept: it is a byte for each passage.
    let marks = TextOptions::default().set_indexing_options(indexing.set_fieldnorms(false));
    let name = TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false);
    let name = TextOptions::default().set_indexing_options(name);
    let whole = name.clone() | FAST;
    let number = NumericOptions::default().set_indexed();
    let mut schema = Schema::builder();
    let fields = Fields {
        text: schema.add_text_field("text", words.clone()),
        exact: schema.add_text_field("exact", words.clone()),
        document: schema.add_text_field("document", counted),
        speaker: schema.add_text_field("speaker", words.clone()),
        quoted: schema.add_text_field("quoted", words.clone()),
        role: schema.add_text_field("role", words.clone()),
        entities: schema.add_text_field("entities", words.clone()),
        topics: schema.add_text_field("topics", words.clone()),
        forms: schema.add_text_field("forms", words.clone()),
        speaker_keys: schema.add_text_field("speaker_keys", name.clone()),
        entity_keys: schema.add_text_field("entity_keys", name.clone()),
        sentences: schema.add_text_field("sentences", marks),
        words: schema.add_u64_field(column::WORDS, FAST),
        tags: schema.add_text_field("tags", words.clone()),
        title: schema.add_text_field("title", words.clone()),
        source: schema.add_text_field("source", words.clone()),
        speaker_name: schema.add_text_field(column::SPEAKER, whole.clone()),
        quoted_name: schema.add_text_field(column::QUOTED, whole.clone()),
        role_name: schema.add_text_field("role_name", name.clone()),
        entity_name: schema.add_text_field(column::ENTITY, whole.clone()),
        topic_name: schema.add_text_field(column::TOPIC, whole.clone()),
        form_name: schema.add_text_field(column::FORM, whole.clone()),
        tag_name: schema.add_text_field(column::TAG, whole.clone()),
        source_name: schema.add_text_field(column::SOURCE, whole.clone()),
        kind: schema.add_text_field(column::KIND, whole),
        first_day: schema.add_i64_field(column::FIRST_DAY, FAST),
        last_day: schema.add_i64_field(column::LAST_DAY, FAST),
        statement_key: schema.add_u64_field(column::STATEMENT_KEY, FAST),
        group_key: schema.add_u64_field(column::GROUP_KEY, FAST),
        joined: schema.add_u64_field("joined", number.clone()),
        bands: schema.add_u64_field(column::BANDS, FAST),
        band_keys: schema.add_u64_field("band_keys", number),
        document_key: schema.add_u64_field(column::DOCUMENT_KEY, FAST),
        standing: schema.add_u64_field(column::STANDING, FAST),
        file: schema.add_text_field("file", name.clone()),
        file_record: schema.add_text_field("file_record", name.clone()),
        file_hash: schema.add_text_field("file_hash", name.clone()),
        copy_of: schema.add_text_field("copy_of", name),
        stored: schema.add_bytes_field("stored", STORED),
    };
    (schema.build(), fields)
}
