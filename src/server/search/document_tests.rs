//! Documents in an index.

use super::{
    analyzer::{self, Language},
    document::document,
    schema::schema,
};
use crate::server::store::search::documents::{Document, Product, Variant};
use tantivy::{Index, IndexWriter, TantivyDocument};

#[test]
fn a_document_can_be_indexed() {
    let (schema, fields) = schema(Language::English);
    let mut index = Index::create_in_ram(schema);
    index.set_tokenizers(analyzer::tokenizers(Language::English));
    let mut writer: IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, 15_000_000).unwrap();
    let product = Product { title: "Harbor Sweater".into(), ..Product::default() };
    let variant = Variant { sku: "HS-1".into(), ..Variant::default() };
    let from = Document { product, variants: vec![variant], ..Document::default() };
    writer.add_document(document(&fields, &from)).unwrap();
    writer.commit().unwrap();
    assert_eq!(index.reader().unwrap().searcher().num_docs(), 1);
}
