//! The few products that fit words best, without counting anything.

use super::{scores::Scores, segment::Segment};
use crate::domain::{ids::ProductId, timestamp::Timestamp};
use std::cmp::Reverse;

/// How good a product is: by relevance, then by what sold, then by age.
type Rank = (u32, i64, Reverse<i64>);

/// Collects so many products, best first.
#[derive(Debug)]
pub struct Best {
    count: usize,
    ranks: Vec<Rank>,
}

impl Best {
    pub const fn of(count: usize) -> Self {
        Self { count, ranks: Vec::new() }
    }

    /// Takes those that were found in a segment and are published.
    pub fn take(&mut self, segment: &Segment, scores: &Scores, now: Timestamp) {
        for (doc, score) in scores.found() {
            // Most are worse than what is there already: no need to know more of them.
            if self.is_full_of_better(score) {
                continue;
            }
            let columns = &segment.columns;
            let rank = (score, columns.sold.of(doc), Reverse(columns.ids.of(doc)));
            let place = self.ranks.partition_point(|other| *other > rank);
            if place < self.count && columns.published_at.of(doc) <= now.0 && segment.alive.contains(doc) {
                self.ranks.insert(place, rank);
                self.ranks.truncate(self.count);
            }
        }
    }

    fn is_full_of_better(&self, score: u32) -> bool {
        self.ranks.len() >= self.count && self.ranks.last().is_some_and(|(worst, ..)| *worst > score)
    }

    pub fn into_products(self) -> Vec<ProductId> {
        self.ranks.into_iter().map(|(_, _, Reverse(id))| ProductId(id)).collect()
    }
}
