//! Counts the variants of products: only those that fit everything that is chosen of variants, but perhaps what they are
//! counted for.

use super::{
    choice::Choice,
    columns::{Columns, Variant},
    distinct::Distinct,
    having::{Having, count, rising},
    rows::{Counted, Kind},
    tally::widen,
    wanted::{AllWanted, Trait},
};
use roaring::RoaringBitmap;
use std::collections::HashSet;

// What speaks against a variant.
const COLOR: u32 = 1;
const SIZE: u32 = 1 << 1;
const PRICE: u32 = 1 << 2;
const STOCK: u32 = 1 << 3;

/// What was counted of the variants of products that fit.
#[derive(Debug)]
pub struct Variants<'a> {
    pub columns: &'a Columns,
    choice: &'a Choice,
    wanted: AllWanted,
    /// By the numbers of colors and sizes.
    chosen_colors: Option<Vec<bool>>,
    chosen_sizes: Option<Vec<bool>>,
    /// Products with the price of the cheapest variant that fits.
    pub cheapest: Vec<(u32, i64)>,
    pub colors: Distinct,
    pub sizes: Distinct,
    pub price: Option<(i64, i64)>,
    pub in_stock: i64,
}

impl<'a> Variants<'a> {
    pub fn new(columns: &'a Columns, choice: &'a Choice) -> Self {
        Self {
            columns,
            choice,
            wanted: AllWanted::new(columns, choice),
            chosen_colors: mask(choice.colors.as_ref(), &columns.colors),
            chosen_sizes: mask(choice.sizes.as_ref(), &columns.sizes),
            cheapest: Vec::new(),
            colors: Distinct::new(columns.colors.len()),
            sizes: Distinct::new(columns.sizes.len()),
            price: None,
            in_stock: 0,
        }
    }

    /// Those of the products that have a variant which fits; their variants count.
    pub fn count(&mut self, docs: &RoaringBitmap) -> RoaringBitmap {
        let (mut kept, mut mixed) = (RoaringBitmap::new(), docs - self.wanted.hopeless(docs));
        if !self.narrows_prices() {
            kept = self.wanted.every(docs);
            self.count_every_variant(&kept);
            mixed -= &kept;
            let all_but: Vec<(Trait, RoaringBitmap)> = self.wanted.all_but(docs).collect();
            for (lacked, docs) in all_but {
                // Only the counts of what they lack ignore it.
                match lacked {
                    Trait::Color => self.count_colors(&Counted::new(self.columns, &docs)),
                    Trait::Size => self.count_sizes(&Counted::new(self.columns, &docs)),
                    Trait::Stock => {}
                }
                mixed -= docs;
            }
        }
        kept | self.count_one_by_one(&mixed)
    }

    fn narrows_prices(&self) -> bool {
        self.choice.min.is_some() || self.choice.max.is_some()
    }

    /// Counts products of which every variant fits.
    fn count_every_variant(&mut self, docs: &RoaringBitmap) {
        let columns = self.columns;
        self.cheapest.extend(docs.iter().map(|doc| (doc, columns.cheapest.of(doc))));
        let counted = Counted::new(columns, docs);
        self.count_colors(&counted);
        self.count_sizes(&counted);
        self.price = columns.price_ends.ends(docs);
        self.in_stock += count(&columns.in_stock, docs);
    }

    fn count_colors(&mut self, counted: &Counted<'_>) {
        self.colors.add(&counted.by_number(Kind::Color, &self.columns.colors));
    }

    fn count_sizes(&mut self, counted: &Counted<'_>) {
        self.sizes.add(&counted.by_number(Kind::Size, &self.columns.sizes));
    }

    fn count_one_by_one(&mut self, docs: &RoaringBitmap) -> RoaringBitmap {
        let mut fitting = Vec::new();
        for doc in docs {
            if let Some(price) = self.weigh(doc) {
                fitting.push(doc);
                self.cheapest.push((doc, price));
            }
        }
        rising(fitting.into_iter())
    }

    /// Those of the products that have a variant which fits, without counting anything.
    pub fn fitting(&self, docs: &RoaringBitmap) -> RoaringBitmap {
        let likely = self.wanted.likely(docs);
        // Where one thing is chosen, a product with such a variant has a variant that fits.
        if self.wanted.len() == 1 && !self.narrows_prices() {
            return likely;
        }
        rising(likely.iter().filter(|doc| self.any_fits(*doc)))
    }

    fn any_fits(&self, doc: u32) -> bool {
        self.columns.variants(doc).iter().any(|variant| self.against(variant) == 0)
    }

    /// Counts a product's variants; the price of the cheapest that fits, if any does.
    fn weigh(&mut self, doc: u32) -> Option<i64> {
        let columns = self.columns;
        let (mut cheapest, mut in_stock) = (None::<i64>, false);
        for variant in columns.variants(doc) {
            let against = self.against(variant);
            if against == 0 {
                cheapest = Some(cheapest.map_or(variant.price, |price| price.min(variant.price)));
            }
            if against & !COLOR == 0 {
                columns.colors_of(variant).iter().for_each(|color| self.colors.count(*color, doc));
            }
            if against & !SIZE == 0 {
                columns.sizes_of(variant).iter().for_each(|size| self.sizes.count(*size, doc));
            }
            if against & !PRICE == 0 {
                let range = (variant.price, variant.price);
                widen(self.price.get_or_insert(range), range);
            }
            in_stock |= against & !STOCK == 0 && variant.in_stock;
        }
        self.in_stock += i64::from(in_stock);
        cheapest
    }

    fn against(&self, variant: &Variant) -> u32 {
        let any = |mask: &Option<Vec<bool>>, numbers: &[u32]| {
            mask.as_ref().is_none_or(|mask| numbers.iter().any(|number| mask.get(*number as usize) == Some(&true)))
        };
        let mut against = 0;
        if !any(&self.chosen_colors, self.columns.colors_of(variant)) {
            against |= COLOR;
        }
        if !any(&self.chosen_sizes, self.columns.sizes_of(variant)) {
            against |= SIZE;
        }
        if self.choice.min.is_some_and(|min| variant.price < min)
            || self.choice.max.is_some_and(|max| variant.price > max)
        {
            against |= PRICE;
        }
        if self.choice.in_stock && !variant.in_stock {
            against |= STOCK;
        }
        against
    }
}

fn mask(chosen: Option<&HashSet<i64>>, having: &Having<i64>) -> Option<Vec<bool>> {
    chosen.map(|chosen| having.ids().map(|id| chosen.contains(&id)).collect())
}
