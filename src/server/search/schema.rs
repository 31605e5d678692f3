//! The fields of the index: one document a product.
//!
//! Text fields say only whether a document has a term: how well it fits is told by which field has it (see `query`), so
//! that neither frequencies nor positions are kept. Everything that is filtered, counted or sorted by stands in `record`.

use super::analyzer::{self, Language, PLAIN};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

/// Raised whenever documents would be written differently: an index of another version is built anew.
pub const VERSION: u32 = 2;

/// The fields by name.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    pub language: Language,
    pub id: Field,
    /// The categories that a product is in by itself; subtrees are expanded when they are asked for.
    pub category: Field,
    /// See `record`.
    pub record: Field,
    pub title: Field,
    pub title_stem: Field,
    /// The title as one term.
    pub whole_title: Field,
    pub brand: Field,
    /// Tags, material, option values and specifications.
    pub facts: Field,
    pub facts_stem: Field,
    /// Summary and description.
    pub text_stem: Field,
    /// SKUs and barcodes, each as one term.
    pub code: Field,
}

/// Name of the record's column.
pub const RECORD: &str = "record";

/// The schema for texts in a language.
pub fn schema(language: Language) -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |tokenizer: &str| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        TextOptions::default().set_indexing_options(indexing)
    };
    let stemmed = analyzer::stemmed(language);
    let fields = Fields {
        language,
        id: builder.add_u64_field("id", INDEXED),
        category: builder.add_u64_field("category", INDEXED),
        record: builder.add_u64_field(RECORD, FAST),
        title: builder.add_text_field("title", text(PLAIN)),
        title_stem: builder.add_text_field("title_stem", text(&stemmed)),
        whole_title: builder.add_text_field("whole_title", text("raw")),
        brand: builder.add_text_field("brand", text(PLAIN)),
        facts: builder.add_text_field("facts", text(PLAIN)),
        facts_stem: builder.add_text_field("facts_stem", text(&stemmed)),
        text_stem: builder.add_text_field("text_stem", text(&stemmed)),
        code: builder.add_text_field("code", text("raw")),
    };
    (builder.build(), fields)
}
