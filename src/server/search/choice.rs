//! A listing's query in ids.

use super::{columns::Columns, directory::Directory};
use crate::{
    domain::{
        catalog::{ListingQuery, Micro, Sort},
        timestamp::Timestamp,
    },
    server::store::catalog::filterable::{self, Wanted, WantedValues},
};
use std::{collections::HashSet, hash::Hash};

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
    pub rating: Option<i64>,
    pub in_stock: bool,
    pub specifications: Vec<Wanted>,
    /// Whether prices are those of fitting variants.
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
            rating: query.rating.map(i64::from),
            in_stock: query.in_stock,
            specifications: filterable::wanted(&directory.specifications, query),
            narrows_variants: query.narrows_variants(),
            counted: counted.into_iter().map(|row| (row.id, directory.subtree(row).collect())).collect(),
        }
    }
}

/// The choice in the numbers of one segment.
#[derive(Debug)]
pub struct Masks {
    pub categories: Option<Vec<bool>>,
    pub brands: Option<Vec<bool>>,
    pub materials: Option<Vec<bool>>,
    pub colors: Option<Vec<bool>>,
    pub sizes: Option<Vec<bool>>,
    pub specifications: Vec<SpecificationMask>,
    /// For every category, those of the counted ones that it belongs to; there is at most one.
    pub counted: Vec<Option<usize>>,
}

#[derive(Debug)]
pub struct SpecificationMask {
    /// Number of the specification, if any product of the segment has it.
    pub specification: Option<u32>,
    pub values: ValueMask,
}

#[derive(Debug)]
pub enum ValueMask {
    AnyOf(Vec<bool>),
    Between(i64, i64),
    Nothing,
}

impl Masks {
    pub fn new(choice: &Choice, columns: &Columns) -> Self {
        let ids = &columns.ids;
        let counted = |category: &i64| choice.counted.iter().position(|(_, below)| below.contains(category));
        Self {
            categories: mask(choice.categories.as_ref(), ids.categories.ids()),
            brands: mask(choice.brands.as_ref(), ids.brands.ids()),
            materials: mask(choice.materials.as_ref(), ids.materials.ids()),
            colors: mask(choice.colors.as_ref(), ids.colors.ids()),
            sizes: mask(choice.sizes.as_ref(), ids.sizes.ids()),
            specifications: choice.specifications.iter().map(|wanted| specification(wanted, columns)).collect(),
            counted: ids.categories.ids().iter().map(counted).collect(),
        }
    }
}

fn mask<K: Copy + Eq + Hash>(chosen: Option<&HashSet<K>>, ids: &[K]) -> Option<Vec<bool>> {
    chosen.map(|chosen| ids.iter().map(|id| chosen.contains(id)).collect())
}

fn specification(wanted: &Wanted, columns: &Columns) -> SpecificationMask {
    let specification = wanted.id.and_then(|id| columns.ids.specifications.get(id.0));
    let values = match &wanted.values {
        WantedValues::AnyOf(ids) => {
            let is_chosen = |(of, value): &(u32, i64)| Some(*of) == specification && ids.contains(value);
            ValueMask::AnyOf(columns.ids.values.ids().iter().map(is_chosen).collect())
        }
        WantedValues::Between(min, max) => {
            ValueMask::Between(min.map_or(i64::MIN, |Micro(min)| min), max.map_or(i64::MAX, |Micro(max)| max))
        }
        WantedValues::Nothing => ValueMask::Nothing,
    };
    SpecificationMask { specification, values }
}
