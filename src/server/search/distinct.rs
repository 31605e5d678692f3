//! Counts what products have, each thing once a product.

/// Counts by number, such as that of a color, however many variants of a product have it.
#[derive(Debug)]
pub struct Distinct {
    counts: Vec<i64>,
    /// The product that was counted last.
    last: Vec<Option<u32>>,
}

impl Distinct {
    pub fn new(len: usize) -> Self {
        Self { counts: vec![0; len], last: vec![None; len] }
    }

    /// Counts a product, which comes after all others.
    pub fn count(&mut self, number: u32, doc: u32) {
        if let (Some(count), Some(last)) = (self.counts.get_mut(number as usize), self.last.get_mut(number as usize))
            && *last != Some(doc)
        {
            *last = Some(doc);
            *count += 1;
        }
    }

    /// Adds products that were counted already, by number; none of them may be counted again.
    pub fn add(&mut self, counts: &[i64]) {
        for (sum, count) in self.counts.iter_mut().zip(counts) {
            *sum += count;
        }
    }

    /// The counts by number.
    pub fn into_counts(self) -> Vec<i64> {
        self.counts
    }
}
