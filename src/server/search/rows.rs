//! What each product has of everything that is counted, one product after the other.
//!
//! Of some products among many, reading the row of each is faster than intersecting them with whatever can be had: a row is
//! a few numbers in one place.

use super::{columns::Columns, distinct::Distinct, having::Having};
use roaring::RoaringBitmap;
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    hash::Hash,
};

/// Below one product in so many, rows are read.
const SOME: u64 = 8;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// First, so that a product's categories begin its row.
    Category,
    Brand,
    Material,
    Color,
    Size,
    /// Of specifications.
    Value,
}

const KINDS: usize = 6;

/// The rows of all products.
#[derive(Debug, Default)]
pub struct Rows {
    /// Those of a kind behind all of the kind before; once all rows are there, in rising order within each row.
    numbers: Vec<u32>,
    /// Where the row of each product begins; it ends where that of the next begins.
    starts: Vec<u32>,
    /// What kind each number is of, until all rows are there.
    kinds: Vec<Kind>,
    /// Where the numbers of each kind begin, and where all end.
    firsts: [u32; KINDS + 1],
}

impl Rows {
    /// Begins the next product's row.
    pub fn begin(&mut self) {
        self.starts.push(u32::try_from(self.numbers.len()).unwrap_or(u32::MAX));
    }

    /// Adds to the row that was begun last.
    pub fn add(&mut self, kind: Kind, number: u32) {
        self.numbers.push(number);
        self.kinds.push(kind);
    }

    /// To be called when all are there, with how many numbers each kind has.
    pub fn finish(&mut self, lens: [usize; KINDS]) {
        let mut first = 0;
        for (place, len) in self.firsts.iter_mut().zip(lens.into_iter().chain([0])) {
            *place = first;
            first = first.saturating_add(u32::try_from(len).unwrap_or(u32::MAX));
        }
        for (number, kind) in self.numbers.iter_mut().zip(std::mem::take(&mut self.kinds)) {
            *number += self.firsts.get(kind as usize).copied().unwrap_or_default();
        }
        let ends = self.starts.iter().skip(1).copied().chain([u32::try_from(self.numbers.len()).unwrap_or(u32::MAX)]);
        for (start, end) in self.starts.iter().zip(ends) {
            if let Some(row) = self.numbers.get_mut(*start as usize..end as usize) {
                row.sort_unstable();
            }
        }
        self.numbers.shrink_to_fit();
    }

    fn row(&self, doc: u32) -> &[u32] {
        let start_of = |doc: usize| self.starts.get(doc).map(|start| *start as usize);
        let Some(start) = start_of(doc as usize) else { return &[] };
        let end = start_of(doc as usize + 1).unwrap_or(self.numbers.len());
        self.numbers.get(start..end).unwrap_or_default()
    }

    fn are_some(&self, docs: &RoaringBitmap) -> bool {
        docs.len() < self.starts.len() as u64 / SOME
    }

    /// How many of the products have what, by number.
    fn counts(&self, docs: &RoaringBitmap) -> Vec<i64> {
        let [.., end] = self.firsts;
        let mut counts = vec![0; end as usize];
        for number in docs.iter().flat_map(|doc| self.row(doc)) {
            if let Some(count) = counts.get_mut(*number as usize) {
                *count += 1;
            }
        }
        counts
    }

    /// Where the counts of a kind stand.
    fn of(&self, kind: Kind) -> std::ops::Range<usize> {
        let at = |index: usize| self.firsts.get(index).map_or(0, |first| *first as usize);
        at(kind as usize)..at(kind as usize + 1)
    }
}

/// Products of which it is counted what they have.
#[derive(Debug)]
pub struct Counted<'a> {
    rows: &'a Rows,
    among: &'a RoaringBitmap,
    /// By number, if rows were read.
    counts: Option<Vec<i64>>,
}

impl<'a> Counted<'a> {
    pub fn new(columns: &'a Columns, among: &'a RoaringBitmap) -> Self {
        let rows = &columns.rows;
        Self { rows, among, counts: rows.are_some(among).then(|| rows.counts(among)) }
    }

    /// How many have what of a kind, by its number there.
    pub fn by_number<K: Copy + Eq + Hash>(&self, kind: Kind, having: &Having<K>) -> Cow<'_, [i64]> {
        match &self.counts {
            Some(counts) => Cow::Borrowed(counts.get(self.rows.of(kind)).unwrap_or_default()),
            None => Cow::Owned(having.counts(self.among)),
        }
    }

    /// The same by id.
    pub fn by_id<K: Copy + Eq + Hash>(&self, kind: Kind, having: &Having<K>) -> HashMap<K, i64> {
        having.by_id(&self.by_number(kind, having))
    }

    /// For each group of categories, how many are in any of them. No category is in two groups.
    pub fn by_group(&self, categories: &Having<i64>, groups: &[&HashSet<i64>]) -> Vec<i64> {
        if self.counts.is_none() {
            let any_of = |ids: &&HashSet<i64>| categories.any_of(ids.iter().copied());
            return groups.iter().map(|ids| super::having::count(&any_of(ids), self.among)).collect();
        }
        let mut group_of = vec![None; categories.len()];
        for (group, ids) in (0..).zip(groups) {
            for number in ids.iter().filter_map(|id| categories.number_of(*id)) {
                if let Some(of) = group_of.get_mut(number as usize) {
                    *of = Some(group);
                }
            }
        }
        let mut counted = Distinct::new(groups.len());
        for doc in self.among {
            // What is no category any more ends it.
            let of_row = self.rows.row(doc).iter().map_while(|number| group_of.get(*number as usize));
            of_row.flatten().for_each(|group| counted.count(*group, doc));
        }
        counted.into_counts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two thousand products in one of seven categories and a third of three others, all but some with a color.
    fn columns() -> Columns {
        let mut columns = Columns::default();
        for doc in 0_u32..2_000 {
            columns.rows.begin();
            for category in [doc % 7, 7 + doc % 3, doc % 7].into_iter().filter(|category| *category != 5) {
                let (number, is_new) = columns.categories.add(i64::from(category), doc);
                if is_new {
                    columns.rows.add(Kind::Category, number);
                }
            }
            if !doc.is_multiple_of(5) {
                let (number, _) = columns.colors.add(i64::from(doc % 4), doc);
                columns.rows.add(Kind::Color, number);
            }
        }
        let (categories, colors) = (columns.categories.len(), columns.colors.len());
        columns.rows.finish([categories, 0, 0, colors, 0, 0]);
        columns
    }

    #[test]
    fn some_products_are_counted_as_many_are() {
        let columns = columns();
        let (odd, rest) = (HashSet::from([1, 3, 8]), HashSet::from([2, 7, 99]));
        // Products at both ends, and two behind the last one.
        for among in [vec![0, 1, 5, 1_999], vec![5, 2_000, 9_000], (0..2_000).step_by(9).collect()] {
            let among = RoaringBitmap::from_iter(among);
            let rows = Counted::new(&columns, &among);
            let sets = Counted { rows: &columns.rows, among: &among, counts: None };
            assert!(rows.counts.is_some());
            for (kind, having) in [(Kind::Category, &columns.categories), (Kind::Color, &columns.colors)] {
                assert_eq!(rows.by_number(kind, having), sets.by_number(kind, having), "{kind:?} of {among:?}");
            }
            assert_eq!(rows.by_number(Kind::Brand, &columns.brands).len(), 0);
            let groups = [&odd, &rest];
            assert_eq!(rows.by_group(&columns.categories, &groups), sets.by_group(&columns.categories, &groups));
        }
        let few = RoaringBitmap::from_iter([1, 2, 3, 7, 8]);
        assert_eq!(Counted::new(&columns, &few).by_group(&columns.categories, &[&odd, &rest]), [4, 2]);
    }

    #[test]
    fn many_products_are_counted_by_sets() {
        let columns = columns();
        let many = RoaringBitmap::from_iter(0..1_000);
        assert!(Counted::new(&columns, &many).counts.is_none());
    }
}
