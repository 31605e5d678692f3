//! How well each product of a segment fits what was typed.

use roaring::RoaringBitmap;

/// A score for every product, by its number in the segment; 0 is not found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores(Vec<u32>);

impl Scores {
    /// Nothing is found, so far, among so many products.
    pub fn none(products: u32) -> Self {
        Self(vec![0; products as usize])
    }

    /// What has at least so many of the parts, with the sum of what they are worth.
    pub fn sum(mut parts: Vec<Self>, required: usize) -> Self {
        let Some(mut sum) = parts.pop() else { return Self::default() };
        if required > parts.len() {
            for part in parts {
                for (sum, score) in sum.0.iter_mut().zip(part.0) {
                    *sum = if *sum == 0 || score == 0 { 0 } else { *sum + score };
                }
            }
            return sum;
        }
        let mut found: Vec<usize> = sum.0.iter().map(|score| usize::from(*score > 0)).collect();
        for part in parts {
            for ((sum, found), score) in sum.0.iter_mut().zip(&mut found).zip(part.0) {
                *sum += score;
                *found += usize::from(score > 0);
            }
        }
        for (sum, found) in sum.0.iter_mut().zip(found) {
            if found < required {
                *sum = 0;
            }
        }
        sum
    }

    /// Makes these products worth at least so much.
    pub fn raise(&mut self, docs: &[u32], value: u32) {
        for doc in docs {
            if let Some(score) = self.0.get_mut(*doc as usize) {
                *score = value.max(*score);
            }
        }
    }

    /// Makes those of the products that were found worth so much more.
    pub fn add(&mut self, docs: &[u32], value: u32) {
        for doc in docs {
            if let Some(score) = self.0.get_mut(*doc as usize).filter(|score| **score > 0) {
                *score += value;
            }
        }
    }

    pub fn of(&self, doc: u32) -> u32 {
        self.0.get(doc as usize).copied().unwrap_or_default()
    }

    /// Everything that was found, with its score.
    pub fn found(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..).zip(self.0.iter().copied()).filter(|(_, score)| *score > 0)
    }

    /// Everything that was found.
    pub fn docs(&self) -> RoaringBitmap {
        self.found().map(|(doc, _)| doc).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lacks_a_required_part_is_not_found() {
        let parts = || vec![Scores(vec![1, 0, 3, 1]), Scores(vec![10, 20, 0, 10]), Scores(vec![5, 5, 5, 0])];
        assert_eq!(Scores::sum(parts(), 3), Scores(vec![16, 0, 0, 0]));
        assert_eq!(Scores::sum(parts(), 2), Scores(vec![16, 25, 8, 11]));
        assert_eq!(Scores::sum(Vec::new(), 0), Scores::default());
    }

    #[test]
    fn a_product_is_worth_the_best_of_its_fields() {
        let mut scores = Scores::none(3);
        scores.raise(&[0, 1], 5);
        scores.raise(&[1, 9], 3);
        scores.add(&[1, 2], 100);
        assert_eq!(scores.found().collect::<Vec<_>>(), [(0, 5), (1, 105)]);
    }
}
