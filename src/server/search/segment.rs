//! A segment of the index as requests read it.

use super::{columns::Columns, having::Having};
use crate::domain::timestamp::Timestamp;
use roaring::RoaringBitmap;
use std::sync::Arc;
use tantivy::SegmentReader;

/// A part of the index with the facts of its products.
#[derive(Clone)]
pub struct Segment {
    pub reader: SegmentReader,
    pub columns: Arc<Columns>,
    /// Products that were not deleted or written anew elsewhere.
    pub alive: Arc<RoaringBitmap>,
}

impl Segment {
    pub fn new(reader: SegmentReader, columns: Arc<Columns>) -> Self {
        let alive = match reader.alive_bitset() {
            Some(alive) => alive.iter_alive().collect(),
            None => (0..reader.max_doc()).collect(),
        };
        Self { reader, columns, alive: Arc::new(alive) }
    }

    /// Those of the products that shoppers may see.
    pub fn visible(&self, mut found: RoaringBitmap, now: Timestamp) -> RoaringBitmap {
        found &= &*self.alive;
        for doc in self.columns.published_after(now.0) {
            found.remove(doc);
        }
        found
    }

    /// All products.
    pub fn everything(&self) -> RoaringBitmap {
        (*self.alive).clone()
    }

    /// Products in any of the categories.
    pub fn in_categories(&self, categories: impl IntoIterator<Item = i64>) -> RoaringBitmap {
        Having::any_of(&self.columns.categories, categories)
    }
}
