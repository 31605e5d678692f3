//! What is wanted of variants, and which products have it in some of them, or in every one.
//!
//! Variants need to be weighed one by one only where a product has both: ones that fit and ones that do not.

use super::{choice::Choice, columns::Columns, having::Having};
use roaring::RoaringBitmap;
use std::collections::HashSet;

/// What a variant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trait {
    Color,
    Size,
    Stock,
}

/// Something that is wanted.
#[derive(Debug)]
pub struct WantedTrait {
    pub of: Trait,
    /// Products of which some variant has it.
    pub some: RoaringBitmap,
    /// Products of which every variant has it.
    pub every: RoaringBitmap,
}

/// Everything that is wanted but the price.
#[derive(Debug)]
pub struct AllWanted(Vec<WantedTrait>);

impl AllWanted {
    pub fn new(columns: &Columns, choice: &Choice) -> Self {
        let any_of = |of, having: &Having<i64>, ids: &HashSet<i64>, partly_without: &RoaringBitmap| {
            let some = having.any_of(ids.iter().copied());
            let every = &(&some - having.any_but(ids)) - partly_without;
            WantedTrait { of, some, every }
        };
        let colors = choice.colors.as_ref();
        let colors = colors.map(|ids| any_of(Trait::Color, &columns.colors, ids, &columns.partly_colorless));
        let sizes = choice.sizes.as_ref();
        let sizes = sizes.map(|ids| any_of(Trait::Size, &columns.sizes, ids, &columns.partly_sizeless));
        let stock = choice.in_stock.then(|| WantedTrait {
            of: Trait::Stock,
            some: columns.in_stock.clone(),
            every: &columns.in_stock - &columns.partly_sold_out,
        });
        Self([colors, sizes, stock].into_iter().flatten().collect())
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Those of the products of which for each thing some variant has it, though perhaps not the same.
    pub fn likely(&self, docs: &RoaringBitmap) -> RoaringBitmap {
        self.0.iter().fold(docs.clone(), |docs, wanted| docs & &wanted.some)
    }

    /// Those of the products of which every variant fits.
    pub fn every(&self, docs: &RoaringBitmap) -> RoaringBitmap {
        self.0.iter().fold(docs.clone(), |docs, wanted| docs & &wanted.every)
    }

    /// For each thing, those of the products of which no variant has it, and every variant all else.
    pub fn all_but<'a>(&'a self, docs: &'a RoaringBitmap) -> impl Iterator<Item = (Trait, RoaringBitmap)> + 'a {
        self.0.iter().map(move |lacked| {
            let others = self.0.iter().filter(|wanted| wanted.of != lacked.of);
            (lacked.of, others.fold(docs - &lacked.some, |docs, wanted| docs & &wanted.every))
        })
    }

    /// Those of the products that lack two things: no variant of them counts anywhere.
    pub fn hopeless(&self, docs: &RoaringBitmap) -> RoaringBitmap {
        let (mut lack_one, mut lack_two) = (RoaringBitmap::new(), RoaringBitmap::new());
        for wanted in &self.0 {
            let lacking = docs - &wanted.some;
            lack_two |= &lack_one & &lacking;
            lack_one |= lacking;
        }
        lack_two
    }
}
