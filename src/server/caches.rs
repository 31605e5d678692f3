//! What a node remembers for a short while instead of asking the database again.

use super::store::catalog::categories::TopCategories;
use moka::future::Cache;
use std::{sync::Arc, time::Duration};

const SHORT: Duration = Duration::from_secs(30);

/// Caches of one node. Another node's change shows here once its entry has expired.
#[derive(Clone, Debug)]
pub struct Caches {
    /// The menu, on nearly every page; one entry.
    pub top_categories: Cache<(), Arc<TopCategories>>,
}

impl Default for Caches {
    fn default() -> Self {
        Self { top_categories: Cache::builder().max_capacity(1).time_to_live(SHORT).build() }
    }
}
