//! How well each product of a segment fits what was typed.

use roaring::RoaringBitmap;

/// What products are worth, by their numbers in the segment.
///
/// Which of them were found is kept beside it, a bit each: a search finds few of all, and whatever follows looks at those
/// only.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// Bit `doc % 8` of byte `doc / 8`.
    found: Vec<u8>,
    worth: Vec<u32>,
}

impl Scores {
    /// Nothing is found, so far, among so many products.
    pub fn none(products: u32) -> Self {
        Self { found: vec![0; products.div_ceil(u8::BITS) as usize], worth: vec![0; products as usize] }
    }

    /// What has all of the parts, with the sum of what they are worth.
    pub fn all(mut parts: Vec<Self>) -> Self {
        let Some(mut sum) = parts.pop() else { return Self::default() };
        for part in &parts {
            for (all, found) in sum.found.iter_mut().zip(&part.found) {
                *all &= found;
            }
        }
        sum.plus(&parts);
        sum
    }

    /// What lacks at most one of the parts, with the sum of what the others are worth.
    pub fn all_but_one(mut parts: Vec<Self>) -> Self {
        let Some(mut sum) = parts.pop() else { return Self::default() };
        let mut one_lacks: Vec<u8> = sum.found.iter().map(|all| !all).collect();
        for part in &parts {
            for ((all, one_lacks), found) in sum.found.iter_mut().zip(&mut one_lacks).zip(&part.found) {
                *one_lacks = (*one_lacks & found) | (*all & !found);
                *all &= found;
            }
        }
        for (all, one_lacks) in sum.found.iter_mut().zip(one_lacks) {
            *all |= one_lacks;
        }
        sum.plus(&parts);
        sum
    }

    /// Adds what the parts are worth to what was found.
    fn plus(&mut self, parts: &[Self]) {
        if parts.is_empty() {
            return;
        }
        for doc in self.docs() {
            let others: u32 = parts.iter().map(|part| part.of(doc)).sum();
            if let Some(worth) = self.worth.get_mut(doc as usize) {
                *worth += others;
            }
        }
    }

    /// Makes these products worth at least so much.
    pub fn raise(&mut self, docs: &[u32], value: u32) {
        for doc in docs {
            let places = (self.found.get_mut((doc / u8::BITS) as usize), self.worth.get_mut(*doc as usize));
            if let (Some(found), Some(worth)) = places {
                *found |= 1 << (doc % u8::BITS);
                *worth = value.max(*worth);
            }
        }
    }

    /// Makes those of the products that were found worth so much more.
    pub fn add(&mut self, docs: &[u32], value: u32) {
        for doc in docs {
            let is_found =
                self.found.get((doc / u8::BITS) as usize).is_some_and(|found| found >> (doc % u8::BITS) & 1 == 1);
            if let Some(worth) = self.worth.get_mut(*doc as usize).filter(|_| is_found) {
                *worth += value;
            }
        }
    }

    /// What a product that was found is worth.
    pub fn of(&self, doc: u32) -> u32 {
        self.worth.get(doc as usize).copied().unwrap_or_default()
    }

    /// Everything that was found, with its score.
    pub fn found(&self) -> impl Iterator<Item = (u32, u32)> {
        self.docs().into_iter().map(|doc| (doc, self.of(doc)))
    }

    /// Everything that was found.
    pub fn docs(&self) -> RoaringBitmap {
        RoaringBitmap::from_lsb0_bytes(0, &self.found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores<const N: usize>(values: [u32; N]) -> Scores {
        let mut scores = Scores::none(u32::try_from(N).expect("few"));
        (0..).zip(values).filter(|(_, value)| *value > 0).for_each(|(doc, value)| scores.raise(&[doc], value));
        scores
    }

    fn found(scores: &Scores) -> Vec<(u32, u32)> {
        scores.found().collect()
    }

    #[test]
    fn what_lacks_a_required_part_is_not_found() {
        let parts = || vec![scores([1, 0, 3, 1, 0, 0]), scores([10, 20, 0, 10, 0, 10]), scores([5, 5, 5, 0, 0, 0])];
        assert_eq!(found(&Scores::all(parts())), [(0, 16)]);
        assert_eq!(found(&Scores::all_but_one(parts())), [(0, 16), (1, 25), (2, 8), (3, 11)]);
        assert_eq!(found(&Scores::all(Vec::new())), []);
        assert_eq!(found(&Scores::all(vec![scores([0, 7])])), [(1, 7)]);
    }

    #[test]
    fn a_product_is_worth_the_best_of_its_fields() {
        let mut scores = Scores::none(3);
        scores.raise(&[0, 1], 5);
        scores.raise(&[1, 9], 3);
        scores.add(&[1, 2], 100);
        assert_eq!(found(&scores), [(0, 5), (1, 105)]);
    }

    #[test]
    fn only_what_was_found_is_worth_more_after_a_sum() {
        let mut both = Scores::all(vec![scores([1, 1, 0]), scores([0, 2, 2])]);
        both.add(&[0, 1, 2], 100);
        assert_eq!(found(&both), [(1, 103)]);
    }
}
