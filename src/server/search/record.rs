//! A product's facts as a row of numbers, kept in one column of the index.
//!
//! Variants must stay whole (a color and a size count only together), which fields of separate values cannot say.

use crate::server::store::search::documents::{Document, Specification, Variant};

/// What stands for a brand or material that is not there; ids begin at 1.
const NONE: i64 = 0;

/// Appends the facts of a product.
pub fn write(document: &Document) -> Vec<u64> {
    let mut numbers = Writer(Vec::with_capacity(32));
    let product = &document.product;
    numbers.put(product.id.0);
    numbers.put(product.published_at.0);
    numbers.put(product.sold);
    numbers.put(product.price_minor);
    numbers.put(product.rating_count);
    numbers.put(product.rating_sum);
    numbers.put(product.brand_id.unwrap_or(NONE));
    numbers.put(product.material_id.unwrap_or(NONE));
    numbers.list(&document.categories);
    let counted = |given: &&Specification| given.value.is_some() || given.number_micro.is_some();
    let specifications: Vec<&Specification> = document.specifications.iter().filter(counted).collect();
    numbers.len(specifications.len());
    for given in specifications {
        numbers.put(given.specification_id.0);
        numbers.put(i64::from(given.number_micro.is_some()));
        numbers.put(given.number_micro.or(given.value).unwrap_or_default());
    }
    numbers.len(document.variants.len());
    for Variant { price_minor, in_stock, colors, sizes, .. } in &document.variants {
        numbers.put(*price_minor);
        numbers.put(i64::from(*in_stock));
        numbers.list(colors);
        numbers.list(sizes);
    }
    numbers.0
}

struct Writer(Vec<u64>);

impl Writer {
    /// Small numbers, whatever their sign, take few bits.
    fn put(&mut self, number: i64) {
        self.0.push(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    fn len(&mut self, len: usize) {
        self.put(i64::try_from(len).unwrap_or(i64::MAX));
    }

    fn list(&mut self, numbers: &[i64]) {
        self.len(numbers.len());
        numbers.iter().for_each(|number| self.put(*number));
    }
}

/// Reads numbers as they were written; behind the end, zeros.
pub struct Reader<I>(pub I);

impl<I: Iterator<Item = u64>> Reader<I> {
    pub fn take(&mut self) -> i64 {
        let number = self.0.next().unwrap_or_default();
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }

    pub fn take_id(&mut self) -> Option<i64> {
        Some(self.take()).filter(|id| *id != NONE)
    }

    /// As long as a list can be in an intact record.
    pub fn take_len(&mut self) -> usize {
        usize::try_from(self.take()).unwrap_or_default().min(1 << 20)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_read_as_written(numbers in prop::collection::vec(any::<i64>(), 0..20)) {
            let mut writer = Writer(Vec::new());
            writer.list(&numbers);
            let mut reader = Reader(writer.0.into_iter());
            let read: Vec<i64> = (0..reader.take_len()).map(|_| reader.take()).collect();
            prop_assert_eq!(read, numbers);
        }
    }
}
