//! What a dry run would have added: it is rolled back, and later rows refer to it.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

/// Slugs of products, as hashes: a million of them take a few megabytes.
#[derive(Debug, Default)]
pub struct Seen(HashSet<u64>);

impl Seen {
    pub fn add_product(&mut self, slug: &str) {
        self.0.insert(hash(slug));
    }

    pub fn has_product(&self, slug: &str) -> bool {
        self.0.contains(&hash(slug))
    }
}

fn hash(slug: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    slug.hash(&mut hasher);
    hasher.finish()
}
