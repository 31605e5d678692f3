//! The facts of a segment's products, unpacked into memory once: segments never change.

use super::{record::Reader, schema::RECORD};
use std::{collections::HashMap, ops::Range};
use tantivy::SegmentReader;

/// Stands for a brand or material that is not there.
pub const NONE: u32 = u32::MAX;

/// A part of one of the long lists.
type Part = Range<u32>;

/// Products by their number in the segment. Ids are numbered per segment, so that counting them needs no lookup.
#[derive(Debug, Default)]
pub struct Columns {
    products: Vec<Product>,
    variants: Vec<Variant>,
    specifications: Vec<Given>,
    /// Numbers of categories, colors and sizes.
    numbers: Vec<u32>,
    pub ids: Ids,
}

/// The ids behind the numbers.
#[derive(Debug, Default)]
pub struct Ids {
    pub categories: Numbering<i64>,
    pub brands: Numbering<i64>,
    pub materials: Numbering<i64>,
    pub colors: Numbering<i64>,
    pub sizes: Numbering<i64>,
    pub specifications: Numbering<i64>,
    /// Number of the specification, and the value.
    pub values: Numbering<(u32, i64)>,
}

#[derive(Debug)]
pub struct Product {
    pub id: i64,
    pub published_at: i64,
    pub sold: i64,
    pub price: i64,
    pub rating_count: i64,
    pub rating_sum: i64,
    pub brand: u32,
    pub material: u32,
    categories: Part,
    specifications: Part,
    variants: Part,
}

#[derive(Debug)]
pub struct Variant {
    pub price: i64,
    pub in_stock: bool,
    colors: Part,
    sizes: Part,
}

/// A specification's value.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    pub specification: u32,
    pub value: Value,
}

#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// Number of the value.
    Choice(u32),
    /// In millionths.
    Number(i64),
}

/// Ids in the order in which they were met.
#[derive(Debug)]
pub struct Numbering<K> {
    ids: Vec<K>,
    numbers: HashMap<K, u32>,
}

impl<K> Default for Numbering<K> {
    fn default() -> Self {
        Self { ids: Vec::new(), numbers: HashMap::new() }
    }
}

impl<K: Copy + Eq + std::hash::Hash> Numbering<K> {
    fn number(&mut self, id: K) -> u32 {
        *self.numbers.entry(id).or_insert_with(|| {
            self.ids.push(id);
            u32::try_from(self.ids.len() - 1).unwrap_or(NONE)
        })
    }

    pub fn ids(&self) -> &[K] {
        &self.ids
    }

    pub fn get(&self, id: K) -> Option<u32> {
        self.numbers.get(&id).copied()
    }
}

impl Columns {
    /// Unpacks a segment.
    pub fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let record = segment.fast_fields().u64(RECORD)?;
        let mut columns = Self::default();
        for doc in 0..segment.max_doc() {
            columns.push(&mut Reader(record.values_for_doc(doc)));
        }
        columns.products.shrink_to_fit();
        columns.variants.shrink_to_fit();
        columns.numbers.shrink_to_fit();
        Ok(columns)
    }

    fn push(&mut self, record: &mut Reader<impl Iterator<Item = u64>>) {
        let product = Product {
            id: record.take(),
            published_at: record.take(),
            sold: record.take(),
            price: record.take(),
            rating_count: record.take(),
            rating_sum: record.take(),
            brand: record.take_id().map_or(NONE, |id| self.ids.brands.number(id)),
            material: record.take_id().map_or(NONE, |id| self.ids.materials.number(id)),
            categories: list(record, &mut self.numbers, &mut self.ids.categories),
            specifications: self.push_specifications(record),
            variants: self.push_variants(record),
        };
        self.products.push(product);
    }

    fn push_specifications(&mut self, record: &mut Reader<impl Iterator<Item = u64>>) -> Part {
        let start = self.specifications.len();
        for _ in 0..record.take_len() {
            let specification = self.ids.specifications.number(record.take());
            let (is_number, value) = (record.take() == 1, record.take());
            let value = if is_number {
                Value::Number(value)
            } else {
                Value::Choice(self.ids.values.number((specification, value)))
            };
            self.specifications.push(Given { specification, value });
        }
        part(start, self.specifications.len())
    }

    fn push_variants(&mut self, record: &mut Reader<impl Iterator<Item = u64>>) -> Part {
        let start = self.variants.len();
        for _ in 0..record.take_len() {
            let variant = Variant {
                price: record.take(),
                in_stock: record.take() == 1,
                colors: list(record, &mut self.numbers, &mut self.ids.colors),
                sizes: list(record, &mut self.numbers, &mut self.ids.sizes),
            };
            self.variants.push(variant);
        }
        part(start, self.variants.len())
    }

    pub fn product(&self, doc: u32) -> Option<&Product> {
        self.products.get(doc as usize)
    }

    pub fn categories(&self, product: &Product) -> &[u32] {
        slice(&self.numbers, &product.categories)
    }

    pub fn specifications(&self, product: &Product) -> &[Given] {
        slice(&self.specifications, &product.specifications)
    }

    pub fn variants(&self, product: &Product) -> &[Variant] {
        slice(&self.variants, &product.variants)
    }

    pub fn colors(&self, variant: &Variant) -> &[u32] {
        slice(&self.numbers, &variant.colors)
    }

    pub fn sizes(&self, variant: &Variant) -> &[u32] {
        slice(&self.numbers, &variant.sizes)
    }
}

fn list(
    record: &mut Reader<impl Iterator<Item = u64>>,
    numbers: &mut Vec<u32>,
    numbering: &mut Numbering<i64>,
) -> Part {
    let start = numbers.len();
    for _ in 0..record.take_len() {
        numbers.push(numbering.number(record.take()));
    }
    part(start, numbers.len())
}

fn part(start: usize, end: usize) -> Part {
    u32::try_from(start).unwrap_or(NONE)..u32::try_from(end).unwrap_or(NONE)
}

fn slice<'a, T>(list: &'a [T], part: &Part) -> &'a [T] {
    list.get(part.start as usize..part.end as usize).unwrap_or_default()
}
