//! The facts of a segment's products, unpacked into memory once: segments never change.
//!
//! What products are filtered and counted by are sets of them ([`Having`]), so that counting is intersecting sets, whose
//! cost hardly depends on how many products are found.

use super::{
    few::{Few, Lists},
    having::{Having, Numbers},
    record::Reader,
    rows::{Kind, Rows},
    schema::RECORD,
};
use crate::{domain::catalog::RATINGS, server::store::catalog::order::rating_key};
use roaring::RoaringBitmap;
use std::{collections::HashMap, hash::Hash};
use tantivy::SegmentReader;

/// Products by their number in the segment.
///
/// Of thousands of products that are found somewhere among all, a page needs one or two facts each. So each fact has a
/// list of its own: most of it stays in the processor's cache, which rows of all facts would not.
#[derive(Debug, Default)]
pub struct Columns {
    pub ids: Fact,
    pub published_at: Fact,
    pub sold: Fact,
    /// As the product has it, by which a listing that nothing narrows is sorted.
    pub prices: Fact,
    /// The least of its variants.
    pub cheapest: Fact,
    /// See [`rating_key`].
    pub rating_keys: Fact,
    /// Least and most of the prices of a product's variants.
    pub price_ends: Numbers,
    variants: Vec<Variant>,
    /// For each product, where its variants end; they begin where those of the one before end.
    variant_ends: Vec<u32>,
    /// Where a variant has several colors or sizes.
    lists: Lists,
    /// What each product has of the following.
    pub rows: Rows,
    pub categories: Having<i64>,
    pub brands: Having<i64>,
    pub materials: Having<i64>,
    pub colors: Having<i64>,
    pub sizes: Having<i64>,
    /// By specification and value.
    pub values: Having<(i64, i64)>,
    /// Of specifications that are numbers, in millionths.
    pub measures: HashMap<i64, Numbers>,
    /// Products that have at least so many stars, in the order of [`RATINGS`].
    pub rated: [RoaringBitmap; RATINGS.len()],
    /// Products of which any variant is in stock.
    pub in_stock: RoaringBitmap,
    /// Products of which a variant is not in stock.
    pub partly_sold_out: RoaringBitmap,
    /// Products of which a variant has no color.
    pub partly_colorless: RoaringBitmap,
    /// Products of which a variant has no size.
    pub partly_sizeless: RoaringBitmap,
    /// Products by when they were published, the latest last.
    by_publication: Vec<(i64, u32)>,
}

/// One number of each product.
#[derive(Debug, Default)]
pub struct Fact(Vec<i64>);

impl Fact {
    /// That of a product; 0 of one that is not there.
    pub fn of(&self, doc: u32) -> i64 {
        self.0.get(doc as usize).copied().unwrap_or_default()
    }
}

#[derive(Debug)]
pub struct Variant {
    pub price: i64,
    colors: Few,
    sizes: Few,
    pub in_stock: bool,
}

impl Columns {
    /// Unpacks a segment.
    pub fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let record = segment.fast_fields().u64(RECORD)?;
        let mut columns = Self::default();
        for doc in 0..segment.max_doc() {
            columns.push(doc, &mut Reader(record.values_for_doc(doc)));
        }
        columns.variants.shrink_to_fit();
        columns.measures.values_mut().chain([&mut columns.price_ends]).for_each(Numbers::sort);
        columns.by_publication.sort_unstable();
        let Self { categories, brands, materials, colors, sizes, values, .. } = &columns;
        let lens = [categories.len(), brands.len(), materials.len(), colors.len(), sizes.len(), values.len()];
        columns.rows.finish(lens);
        Ok(columns)
    }

    fn push(&mut self, doc: u32, record: &mut Reader<impl Iterator<Item = u64>>) {
        let (id, published_at, sold, price) = (record.take(), record.take(), record.take(), record.take());
        let (rating_count, rating_sum) = (record.take(), record.take());
        self.rows.begin();
        for (docs, stars) in self.rated.iter_mut().zip(RATINGS) {
            if rating_count > 0 && rating_sum >= i64::from(stars) * rating_count {
                docs.insert(doc);
            }
        }
        if let Some(brand) = record.take_id() {
            note(&mut self.brands, &mut self.rows, (Kind::Brand, brand), doc);
        }
        if let Some(material) = record.take_id() {
            note(&mut self.materials, &mut self.rows, (Kind::Material, material), doc);
        }
        for _ in 0..record.take_len() {
            note(&mut self.categories, &mut self.rows, (Kind::Category, record.take()), doc);
        }
        self.push_specifications(doc, record);
        self.push_variants(doc, record);
        let prices = || self.variants(doc).iter().map(|variant| variant.price);
        let (least, most) = (prices().min().unwrap_or(price), prices().max().unwrap_or(price));
        self.price_ends.add(doc, least);
        if most > least {
            self.price_ends.add(doc, most);
        }
        for (fact, number) in [
            (&mut self.ids, id),
            (&mut self.published_at, published_at),
            (&mut self.sold, sold),
            (&mut self.prices, price),
            (&mut self.cheapest, least),
            (&mut self.rating_keys, rating_key(rating_count, rating_sum)),
        ] {
            fact.0.push(number);
        }
        self.by_publication.push((published_at, doc));
    }

    fn push_specifications(&mut self, doc: u32, record: &mut Reader<impl Iterator<Item = u64>>) {
        for _ in 0..record.take_len() {
            let specification = record.take();
            let (is_number, value) = (record.take() == 1, record.take());
            if is_number {
                self.measures.entry(specification).or_default().add(doc, value);
            } else {
                note(&mut self.values, &mut self.rows, (Kind::Value, (specification, value)), doc);
            }
        }
    }

    fn push_variants(&mut self, doc: u32, record: &mut Reader<impl Iterator<Item = u64>>) {
        for _ in 0..record.take_len() {
            let (price, in_stock) = (record.take(), record.take() == 1);
            let mut numbers = |kind: Kind, having: &mut Having<i64>| -> Vec<u32> {
                (0..record.take_len()).map(|_| note(having, &mut self.rows, (kind, record.take()), doc)).collect()
            };
            let colors = numbers(Kind::Color, &mut self.colors);
            let sizes = numbers(Kind::Size, &mut self.sizes);
            for (docs, holds) in [
                (&mut self.in_stock, in_stock),
                (&mut self.partly_sold_out, !in_stock),
                (&mut self.partly_colorless, colors.is_empty()),
                (&mut self.partly_sizeless, sizes.is_empty()),
            ] {
                if holds {
                    docs.insert(doc);
                }
            }
            let (colors, sizes) = (self.lists.few(&colors), self.lists.few(&sizes));
            self.variants.push(Variant { price, colors, sizes, in_stock });
        }
        self.variant_ends.push(u32::try_from(self.variants.len()).unwrap_or(u32::MAX));
    }

    /// A product's variants.
    pub fn variants(&self, doc: u32) -> &[Variant] {
        let end_of = |doc: usize| self.variant_ends.get(doc).map(|end| *end as usize);
        let doc = doc as usize;
        let start = doc.checked_sub(1).map_or(Some(0), end_of);
        start.zip(end_of(doc)).and_then(|(start, end)| self.variants.get(start..end)).unwrap_or_default()
    }

    /// Numbers of a variant's colors.
    pub fn colors_of<'a>(&'a self, variant: &'a Variant) -> &'a [u32] {
        self.lists.of(&variant.colors)
    }

    /// Numbers of a variant's sizes.
    pub fn sizes_of<'a>(&'a self, variant: &'a Variant) -> &'a [u32] {
        self.lists.of(&variant.sizes)
    }

    /// Products that are published after a moment.
    pub fn published_after(&self, moment: i64) -> impl Iterator<Item = u32> {
        self.by_publication.iter().rev().take_while(move |(at, _)| *at > moment).map(|(_, doc)| *doc)
    }
}

/// Notes that a product has something, and tells the number of it.
fn note<K: Copy + Eq + Hash>(having: &mut Having<K>, rows: &mut Rows, (kind, id): (Kind, K), doc: u32) -> u32 {
    let (number, is_new) = having.add(id, doc);
    if is_new {
        rows.add(kind, number);
    }
    number
}
