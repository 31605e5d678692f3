//! A product as a document of the index.

use super::{analyzer, record, schema::Fields};
use crate::{
    domain::catalog::Micro,
    server::store::search::documents::{Document, Specification},
};
use std::collections::BTreeSet;
use tantivy::{TantivyDocument, Term};

/// The term that a product's document is replaced by.
pub fn id_term(fields: &Fields, id: i64) -> Term {
    Term::from_field_u64(fields.id, id.cast_unsigned())
}

pub fn document(fields: &Fields, from: &Document) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    let product = &from.product;
    document.add_u64(fields.id, product.id.0.cast_unsigned());
    for category in &from.categories {
        document.add_u64(fields.category, category.cast_unsigned());
    }
    for number in record::write(from) {
        document.add_u64(fields.record, number);
    }
    document.add_text(fields.title, &product.title);
    document.add_text(fields.title_stem, &product.title);
    document.add_text(fields.whole_title, analyzer::code(&product.title));
    document.add_text(fields.brand, product.brand.as_deref().unwrap_or_default());
    for fact in facts(from) {
        document.add_text(fields.facts, &fact);
        document.add_text(fields.facts_stem, &fact);
    }
    document.add_text(fields.text_stem, &product.summary);
    document.add_text(fields.text_stem, &product.description);
    for variant in &from.variants {
        for code in [&variant.sku, &variant.barcode] {
            document.add_text(fields.code, analyzer::code(code));
        }
    }
    document
}

/// Tags, material, option values and specifications, each once.
fn facts(from: &Document) -> BTreeSet<String> {
    let values = from.variants.iter().flat_map(|variant| variant.values.iter().cloned());
    let specifications = from.specifications.iter().filter_map(specification);
    from.tags.iter().cloned().chain(from.product.material.clone()).chain(values).chain(specifications).collect()
}

/// What a specification says of the product; "no" says nothing.
fn specification(given: &Specification) -> Option<String> {
    match given {
        Specification { text_value: Some(text), .. } => Some(text.clone()),
        Specification { number_micro: Some(number), unit, .. } => Some(format!("{} {unit}", Micro(*number))),
        Specification { is_boolean: true, value, name, .. } => (*value == Some(1)).then(|| name.clone()),
        Specification { choice, .. } => choice.clone(),
    }
}
