//! The few products that fit words best, without counting anything.

use super::columns::Columns;
use crate::domain::{ids::ProductId, timestamp::Timestamp};
use std::{cmp::Reverse, sync::Arc};
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
};

/// Collects so many products, best first.
pub struct Best {
    pub count: usize,
    pub now: Timestamp,
    /// Of the searcher's segments, in their order.
    pub columns: Vec<Arc<Columns>>,
}

/// How good a product is: by relevance, then by what sold, then by age.
type Rank = (i64, i64, Reverse<i64>);

pub struct SegmentBest {
    count: usize,
    now: Timestamp,
    columns: Arc<Columns>,
    /// Best first.
    best: Vec<Rank>,
}

impl Collector for Best {
    type Fruit = Vec<ProductId>;
    type Child = SegmentBest;

    fn for_segment(&self, ordinal: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentBest> {
        let columns = self.columns.get(ordinal as usize).cloned().unwrap_or_default();
        Ok(SegmentBest { count: self.count, now: self.now, columns, best: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, parts: Vec<Vec<Rank>>) -> tantivy::Result<Vec<ProductId>> {
        let mut all: Vec<Rank> = parts.into_iter().flatten().collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        Ok(all.into_iter().take(self.count).map(|(_, _, Reverse(id))| ProductId(id)).collect())
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = Vec<Rank>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let Some(product) = self.columns.product(doc).filter(|product| product.published_at <= self.now.0) else {
            return;
        };
        #[expect(clippy::cast_possible_truncation, reason = "scores are small whole numbers")]
        let rank = (score.round() as i64, product.sold, Reverse(product.id));
        if self.best.len() < self.count || self.best.last().is_some_and(|worst| rank > *worst) {
            let place = self.best.partition_point(|other| *other > rank);
            self.best.insert(place, rank);
            self.best.truncate(self.count);
        }
    }

    fn harvest(self) -> Vec<Rank> {
        self.best
    }
}
