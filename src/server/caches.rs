//! What a node remembers for a short while instead of asking the database again.

use super::store::catalog::categories::TopCategories;
use crate::domain::{shipping::ShippingTerms, shop_settings::Shop, tax::PriceTerms, timestamp::Timestamp};
use moka::future::Cache;
use std::{sync::Arc, time::Duration};

const SHORT: Duration = Duration::from_secs(30);
const LONG: Duration = Duration::from_secs(600);

/// Caches of one node. Another node's change shows here once its entry has expired.
#[derive(Clone, Debug)]
pub struct Caches {
    /// The shop's own name and country, on every page; one entry.
    pub shop: Cache<(), Arc<Shop>>,
    /// The menu, on nearly every page; one entry.
    pub top_categories: Cache<(), Arc<TopCategories>>,
    /// What shipping costs, on nearly every page; one entry.
    pub shipping_terms: Cache<(), Arc<ShippingTerms>>,
    /// How prices are shown, on nearly every page; one entry.
    pub price_terms: Cache<(), Arc<PriceTerms>>,
    /// The parts of the sitemap; one entry.
    pub sitemap_parts: Cache<(), Arc<Vec<SitemapPart>>>,
}

/// A part of the sitemap that has products.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SitemapPart {
    /// From 1.
    pub number: i64,
    /// When one of them was last changed.
    pub changed: Timestamp,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            shop: one_entry(SHORT),
            top_categories: one_entry(SHORT),
            shipping_terms: one_entry(SHORT),
            price_terms: one_entry(SHORT),
            sitemap_parts: one_entry(LONG),
        }
    }
}

fn one_entry<T: Clone + Send + Sync + 'static>(time: Duration) -> Cache<(), T> {
    Cache::builder().max_capacity(1).time_to_live(time).build()
}
