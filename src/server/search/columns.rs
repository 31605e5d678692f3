//! The facts of a segment's products, unpacked into memory once: segments never change.
//!
//! What products are filtered and counted by are sets of them ([`Having`]), so that counting is intersecting sets, whose
//! cost hardly depends on how many products are found.

use super::{
    having::{Having, Numbers},
    record::Reader,
    schema::RECORD,
};
use crate::{domain::catalog::RATINGS, server::store::catalog::order::rating_key};
use roaring::RoaringBitmap;
use std::{collections::HashMap, ops::Range};
use tantivy::SegmentReader;

/// A part of one of the long lists.
type Part = Range<u32>;

/// Products by their number in the segment.
#[derive(Debug, Default)]
pub struct Columns {
    products: Vec<Product>,
    variants: Vec<Variant>,
    /// Numbers of the variants' colors and sizes.
    numbers: Vec<u32>,
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
    /// Products by when they were published, the latest last.
    by_publication: Vec<(i64, u32)>,
}

#[derive(Debug)]
pub struct Product {
    pub id: i64,
    pub published_at: i64,
    pub sold: i64,
    pub price: i64,
    /// See [`rating_key`].
    pub rating_key: i64,
    /// Prices of its variants.
    pub least_price: i64,
    pub most_price: i64,
    variants: Part,
}

#[derive(Debug)]
pub struct Variant {
    pub price: i64,
    pub in_stock: bool,
    colors: Part,
    sizes: Part,
}

impl Columns {
    /// Unpacks a segment.
    pub fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let record = segment.fast_fields().u64(RECORD)?;
        let mut columns = Self::default();
        for doc in 0..segment.max_doc() {
            columns.push(doc, &mut Reader(record.values_for_doc(doc)));
        }
        columns.products.shrink_to_fit();
        columns.variants.shrink_to_fit();
        columns.numbers.shrink_to_fit();
        columns.measures.values_mut().for_each(Numbers::sort);
        columns.by_publication.sort_unstable();
        Ok(columns)
    }

    fn push(&mut self, doc: u32, record: &mut Reader<impl Iterator<Item = u64>>) {
        let (id, published_at, sold, price) = (record.take(), record.take(), record.take(), record.take());
        let (rating_count, rating_sum) = (record.take(), record.take());
        for (docs, stars) in self.rated.iter_mut().zip(RATINGS) {
            if rating_count > 0 && rating_sum >= i64::from(stars) * rating_count {
                docs.insert(doc);
            }
        }
        if let Some(brand) = record.take_id() {
            self.brands.add(brand, doc);
        }
        if let Some(material) = record.take_id() {
            self.materials.add(material, doc);
        }
        for _ in 0..record.take_len() {
            self.categories.add(record.take(), doc);
        }
        self.push_specifications(doc, record);
        let variants = self.push_variants(doc, record);
        let prices = || slice(&self.variants, &variants).iter().map(|variant| variant.price);
        let (least_price, most_price) = (prices().min().unwrap_or(price), prices().max().unwrap_or(price));
        let rating_key = rating_key(rating_count, rating_sum);
        self.products.push(Product { id, published_at, sold, price, rating_key, least_price, most_price, variants });
        self.by_publication.push((published_at, doc));
    }

    fn push_specifications(&mut self, doc: u32, record: &mut Reader<impl Iterator<Item = u64>>) {
        for _ in 0..record.take_len() {
            let specification = record.take();
            let (is_number, value) = (record.take() == 1, record.take());
            if is_number {
                self.measures.entry(specification).or_default().add(doc, value);
            } else {
                self.values.add((specification, value), doc);
            }
        }
    }

    fn push_variants(&mut self, doc: u32, record: &mut Reader<impl Iterator<Item = u64>>) -> Part {
        let start = self.variants.len();
        for _ in 0..record.take_len() {
            let variant = Variant {
                price: record.take(),
                in_stock: record.take() == 1,
                colors: list(record, doc, &mut self.numbers, &mut self.colors),
                sizes: list(record, doc, &mut self.numbers, &mut self.sizes),
            };
            if variant.in_stock {
                self.in_stock.insert(doc);
            }
            self.variants.push(variant);
        }
        part(start, self.variants.len())
    }

    pub fn product(&self, doc: u32) -> Option<&Product> {
        self.products.get(doc as usize)
    }

    pub fn variants(&self, product: &Product) -> &[Variant] {
        slice(&self.variants, &product.variants)
    }

    /// Numbers of a variant's colors.
    pub fn colors_of(&self, variant: &Variant) -> &[u32] {
        slice(&self.numbers, &variant.colors)
    }

    /// Numbers of a variant's sizes.
    pub fn sizes_of(&self, variant: &Variant) -> &[u32] {
        slice(&self.numbers, &variant.sizes)
    }

    /// Products that are published after a moment.
    pub fn published_after(&self, moment: i64) -> impl Iterator<Item = u32> {
        self.by_publication.iter().rev().take_while(move |(at, _)| *at > moment).map(|(_, doc)| *doc)
    }
}

fn list(
    record: &mut Reader<impl Iterator<Item = u64>>,
    doc: u32,
    numbers: &mut Vec<u32>,
    having: &mut Having<i64>,
) -> Part {
    let start = numbers.len();
    for _ in 0..record.take_len() {
        numbers.push(having.add(record.take(), doc));
    }
    part(start, numbers.len())
}

fn part(start: usize, end: usize) -> Part {
    u32::try_from(start).unwrap_or(u32::MAX)..u32::try_from(end).unwrap_or(u32::MAX)
}

fn slice<'a, T>(list: &'a [T], part: &Part) -> &'a [T] {
    list.get(part.start as usize..part.end as usize).unwrap_or_default()
}
