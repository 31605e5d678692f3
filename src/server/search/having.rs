//! Which products of a segment have what.

use roaring::RoaringBitmap;
use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

/// One product in so many is one of few.
const FEW: u64 = 64;

/// Products by something that they have, such as a brand or a color. Ids are numbered in the order in which they were met.
#[derive(Debug)]
pub struct Having<K> {
    numbers: HashMap<K, u32>,
    values: Vec<(K, RoaringBitmap)>,
}

impl<K> Default for Having<K> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), values: Vec::new() }
    }
}

impl<K: Copy + Eq + Hash> Having<K> {
    /// Notes that a product has something. Tells the number of it, and whether that was not noted before.
    pub fn add(&mut self, id: K, doc: u32) -> (u32, bool) {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(id).or_insert(next);
        if number == next {
            self.values.push((id, RoaringBitmap::new()));
        }
        let is_new = self.values.get_mut(number as usize).is_some_and(|(_, docs)| docs.insert(doc));
        (number, is_new)
    }

    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn number_of(&self, id: K) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    /// The ids by their numbers.
    pub fn ids(&self) -> impl Iterator<Item = K> {
        self.values.iter().map(|(id, _)| *id)
    }

    /// Products that have any of these.
    pub fn any_of(&self, ids: impl IntoIterator<Item = K>) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        for docs in ids.into_iter().filter_map(|id| self.values.get(*self.numbers.get(&id)? as usize)) {
            all |= &docs.1;
        }
        all
    }

    /// Products that have any other than these.
    pub fn any_but(&self, ids: &HashSet<K>) -> RoaringBitmap {
        self.any_of(self.ids().filter(|id| !ids.contains(id)))
    }

    /// How many of these products have what, by its number.
    pub fn counts(&self, among: &RoaringBitmap) -> Vec<i64> {
        self.values.iter().map(|(_, docs)| count(docs, among)).collect()
    }

    /// Counts by number as counts by id, of what there is at all.
    pub fn by_id(&self, counts: &[i64]) -> HashMap<K, i64> {
        self.ids().zip(counts.iter().copied()).filter(|(_, count)| *count > 0).collect()
    }

    /// How many of these products have what, of some ids only.
    pub fn counts_where(&self, is_counted: impl Fn(K) -> bool, among: &RoaringBitmap) -> HashMap<K, i64> {
        let counted = self.values.iter().filter(|(id, _)| is_counted(*id)).map(|(id, docs)| (*id, count(docs, among)));
        counted.filter(|(_, count)| *count > 0).collect()
    }
}

/// A set of products that come in rising order, which spares a search for the place of each.
pub fn rising(docs: impl Iterator<Item = u32>) -> RoaringBitmap {
    let mut set = RoaringBitmap::new();
    // What does not rise ends it: then a product is missing that would be there twice.
    let appended = set.append(docs);
    debug_assert!(appended.is_ok(), "{appended:?}");
    set
}

/// How many products are in both.
pub fn count(one: &RoaringBitmap, other: &RoaringBitmap) -> i64 {
    i64::try_from(one.intersection_len(other)).unwrap_or(i64::MAX)
}

/// Numbers that products have, such as their weights.
#[derive(Debug, Default)]
pub struct Numbers {
    /// In the order of the products.
    by_product: Vec<(u32, i64)>,
    /// The same from the least to the most.
    by_size: Vec<(i64, u32)>,
}

impl Numbers {
    pub fn add(&mut self, doc: u32, number: i64) {
        self.by_product.push((doc, number));
    }

    /// To be called when all are there.
    pub fn sort(&mut self) {
        self.by_size = self.by_product.iter().map(|(doc, number)| (*number, *doc)).collect();
        self.by_size.sort_unstable();
    }

    /// Products with a number in the range, both ends included.
    pub fn between(&self, least: i64, most: i64) -> RoaringBitmap {
        let mut docs: Vec<u32> =
            self.by_product.iter().filter(|(_, number)| (least..=most).contains(number)).map(|(doc, _)| *doc).collect();
        docs.dedup();
        rising(docs.into_iter())
    }

    /// The least and the most among products.
    pub fn ends(&self, among: &RoaringBitmap) -> Option<(i64, i64)> {
        // Of few products among many, their numbers are looked up: from the ends it would be far to the first of them.
        let among_many = self.by_product.len() as u64 / FEW;
        if among.len() < among_many { self.ends_of_few(among) } else { self.ends_of_many(among) }
    }

    fn ends_of_few(&self, among: &RoaringBitmap) -> Option<(i64, i64)> {
        let of = |doc: u32| {
            let start = self.by_product.partition_point(|(other, _)| *other < doc);
            let rest = self.by_product.get(start..).unwrap_or_default();
            rest.iter().take_while(move |(other, _)| *other == doc).map(|(_, number)| *number)
        };
        let mut numbers = among.iter().flat_map(of);
        let first = numbers.next()?;
        Some(numbers.fold((first, first), |(least, most), number| (least.min(number), most.max(number))))
    }

    fn ends_of_many(&self, among: &RoaringBitmap) -> Option<(i64, i64)> {
        let is_among = |(_, doc): &&(i64, u32)| among.contains(*doc);
        let (least, _) = self.by_size.iter().find(is_among)?;
        let (most, _) = self.by_size.iter().rfind(is_among)?;
        Some((*least, *most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_counted_by_what_they_have() {
        let mut brands = Having::default();
        for (id, doc) in [(7, 0), (9, 1), (7, 2), (7, 2)] {
            brands.add(id, doc);
        }
        assert_eq!(brands.any_of([7, 8]).iter().collect::<Vec<_>>(), [0, 2]);
        let among = RoaringBitmap::from_iter([1, 2, 3]);
        assert_eq!(brands.by_id(&brands.counts(&among)), HashMap::from([(7, 1), (9, 1)]));
        assert_eq!(brands.counts_where(|id| id == 7, &among), HashMap::from([(7, 1)]));
    }

    #[test]
    fn ends_are_those_among_the_products() {
        let mut weights = Numbers::default();
        for (doc, number) in [(0, 50), (1, -5), (3, 20), (4, 90)] {
            weights.add(doc, number);
        }
        weights.sort();
        assert_eq!(weights.ends(&RoaringBitmap::from_iter([0, 2, 3])), Some((20, 50)));
        assert_eq!(weights.ends(&RoaringBitmap::from_iter([2])), None);
        for among in [vec![0, 2, 3], vec![4, 1], vec![2]] {
            let among = RoaringBitmap::from_iter(among);
            assert_eq!(weights.ends_of_few(&among), weights.ends_of_many(&among), "{among:?}");
        }
        assert_eq!(weights.between(-5, 50).iter().collect::<Vec<_>>(), [0, 1, 3]);
    }
}
