//! A listing's query in ids.

use super::directory::Directory;
use crate::{
    domain::{
        catalog::{ListingQuery, Sort},
        timestamp::Timestamp,
    },
    server::store::catalog::filterable::{self, Wanted},
};
use std::collections::HashSet;

/// What is chosen; `None` where nothing narrows.
#[derive(Debug)]
pub struct Choice {
    pub now: Timestamp,
    pub sort: Sort,
    /// Of a search by words, [`Sort::Featured`] is by relevance.
    pub by_relevance: bool,
    pub categories: Option<HashSet<i64>>,
    pub brands: Option<HashSet<i64>>,
    pub materials: Option<HashSet<i64>>,
    pub colors: Option<HashSet<i64>>,
    pub sizes: Option<HashSet<i64>>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// One of [`RATINGS`](crate::domain::catalog::RATINGS).
    pub rating: Option<u8>,
    pub in_stock: bool,
    pub specifications: Vec<Wanted>,
    /// Whether variants are chosen among, so that prices are those of fitting ones.
    pub narrows_variants: bool,
    /// The categories that are counted, each with the ones that belong to it.
    pub counted: Vec<(i64, HashSet<i64>)>,
}

impl Choice {
    /// `within`: the category whose children are counted.
    pub fn new(directory: &Directory, query: &ListingQuery, within: Option<i64>, now: Timestamp) -> Self {
        fn chosen<T>(slugs: &[String], ids: impl Fn(&[String]) -> T) -> Option<T> {
            (!slugs.is_empty()).then(|| ids(slugs))
        }
        let counted = directory.children(within);
        Self {
            now,
            sort: query.sort,
            by_relevance: query.sort == Sort::Featured && !query.words.is_empty(),
            categories: chosen(&query.categories, |slugs| directory.subtrees(slugs)),
            brands: chosen(&query.brands, |slugs| directory.brands.ids(slugs)),
            materials: chosen(&query.materials, |slugs| directory.materials.ids(slugs)),
            colors: chosen(&query.colors, |slugs| directory.colors.ids(slugs)),
            sizes: chosen(&query.sizes, |slugs| directory.sizes.ids(slugs)),
            min: query.min.map(|min| min.minor),
            max: query.max.map(|max| max.minor),
            rating: query.rating,
            in_stock: query.in_stock,
            specifications: filterable::wanted(&directory.specifications, query),
            narrows_variants: query.narrows_variants(),
            counted: counted.into_iter().map(|row| (row.id, directory.subtree(row).collect())).collect(),
        }
    }
}
