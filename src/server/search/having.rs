//! Which products of a segment have what.

use super::distinct::Distinct;
use roaring::RoaringBitmap;
use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

/// One product in so many is one of few.
const FEW: u64 = 64;
/// Below one product in so many, reading what each has is faster than intersecting them with whatever can be had.
const SOME: u64 = 8;

/// Products by something that they have, such as a brand or a color. Ids are numbered in the order in which they were met.
#[derive(Debug)]
pub struct Having<K> {
    numbers: HashMap<K, u32>,
    values: Vec<(K, RoaringBitmap)>,
    /// The numbers of what products have, one product after the other.
    had: Vec<u32>,
    /// For each product, where its numbers begin; they end where those of the next begin.
    starts: Vec<u32>,
}

impl<K> Default for Having<K> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), values: Vec::new(), had: Vec::new(), starts: Vec::new() }
    }
}

impl<K: Copy + Eq + Hash> Having<K> {
    /// Notes that a product has something, and tells the number of it. Products come in rising order.
    pub fn add(&mut self, id: K, doc: u32) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(id).or_insert(next);
        if number == next {
            self.values.push((id, RoaringBitmap::new()));
        }
        if let Some((_, docs)) = self.values.get_mut(number as usize)
            && docs.insert(doc)
        {
            let start = u32::try_from(self.had.len()).unwrap_or(u32::MAX);
            self.starts.resize(self.starts.len().max(doc as usize + 1), start);
            self.had.push(number);
        }
        number
    }

    /// The numbers of what a product has.
    pub fn numbers_of(&self, doc: u32) -> &[u32] {
        let start_of = |doc: usize| self.starts.get(doc).map(|start| *start as usize);
        let Some(start) = start_of(doc as usize) else { return &[] };
        let end = start_of(doc as usize + 1).unwrap_or(self.had.len());
        self.had.get(start..end).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.values.len()
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

    /// How many of these products have what.
    pub fn counts(&self, among: &RoaringBitmap) -> HashMap<K, i64> {
        self.ids().zip(self.counts_by_number(among)).filter(|(_, count)| *count > 0).collect()
    }

    /// The same by number.
    pub fn counts_by_number(&self, among: &RoaringBitmap) -> Vec<i64> {
        if self.is_some(among) {
            self.counts_of_some(among)
        } else {
            self.values.iter().map(|(_, docs)| count(docs, among)).collect()
        }
    }

    /// For each group, how many of these products have any of its ids. No id is in two groups.
    pub fn counts_of_groups(&self, groups: &[&HashSet<K>], among: &RoaringBitmap) -> Vec<i64> {
        if !self.is_some(among) {
            return groups.iter().map(|ids| count(&self.any_of(ids.iter().copied()), among)).collect();
        }
        let mut group_of = vec![None; self.values.len()];
        for (group, ids) in (0..).zip(groups) {
            for number in ids.iter().filter_map(|id| self.numbers.get(id)) {
                if let Some(of) = group_of.get_mut(*number as usize) {
                    *of = Some(group);
                }
            }
        }
        let mut counted = Distinct::new(groups.len());
        for doc in among {
            let groups = self.numbers_of(doc).iter().filter_map(|number| *group_of.get(*number as usize)?);
            groups.for_each(|group| counted.count(group, doc));
        }
        counted.into_counts()
    }

    /// Whether it is quicker to read what each of the products has.
    fn is_some(&self, among: &RoaringBitmap) -> bool {
        among.len() < self.starts.len() as u64 / SOME
    }

    /// One product after the other.
    fn counts_of_some(&self, among: &RoaringBitmap) -> Vec<i64> {
        let mut counts = vec![0; self.values.len()];
        for number in among.iter().flat_map(|doc| self.numbers_of(doc)) {
            if let Some(count) = counts.get_mut(*number as usize) {
                *count += 1;
            }
        }
        counts
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
        assert_eq!(brands.counts(&RoaringBitmap::from_iter([1, 2, 3])), HashMap::from([(7, 1), (9, 1)]));
        assert_eq!(brands.counts_where(|id| id == 7, &RoaringBitmap::from_iter([1, 2, 3])), HashMap::from([(7, 1)]));
    }

    #[test]
    fn few_products_are_counted_as_many_are() {
        let mut having = Having::default();
        for (id, doc) in (0_u32..2_000).flat_map(|doc| [(doc % 7, doc), (7 + doc % 3, doc), (doc % 7, doc)]) {
            if id != 5 {
                having.add(id, doc);
            }
        }
        // Products at both ends, and two behind the last one that has anything.
        for among in [vec![0, 1, 5, 1_999], vec![5, 2_000, 9_000], (0..2_000).step_by(9).collect()] {
            let among = RoaringBitmap::from_iter(among);
            let one_by_one = having.counts_of_some(&among);
            let whole: Vec<i64> = having.values.iter().map(|(_, docs)| count(docs, &among)).collect();
            assert_eq!(one_by_one, whole, "{among:?}");
        }
        assert_eq!(having.numbers_of(5).len(), 1);
        let (odd, rest) = (HashSet::from([1, 3, 8]), HashSet::from([2, 7, 99]));
        let few = RoaringBitmap::from_iter([1, 2, 3, 7, 8]);
        let many = RoaringBitmap::from_iter(0..1_000);
        assert_eq!(having.counts_of_groups(&[&odd, &rest], &few), [4, 2]);
        let by_union = [&odd, &rest].map(|ids| count(&having.any_of(ids.iter().copied()), &many));
        assert_eq!(having.counts_of_groups(&[&odd, &rest], &many), by_union);
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
