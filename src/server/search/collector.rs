//! Counts and sorts what a query finds, in one pass over it.
//!
//! The counts of a facet ignore its own choice. So a product counts in all facets if it fits everything, and in one facet
//! alone if nothing but that facet's choice speaks against it; the same holds for variants and what is chosen of them.

use super::{
    choice::{Choice, Masks, SpecificationMask, ValueMask},
    columns::{Columns, NONE, Product, Value, Variant},
};
use crate::{
    domain::catalog::{Cursor, RATINGS, Sort},
    server::store::catalog::order::{RELEVANCE, rating_key},
};
use std::{collections::HashMap, hash::Hash, sync::Arc};
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
};

/// Everything that was counted.
#[derive(Debug, Default)]
pub struct Tally {
    /// Products that the words or the category find, whatever narrows them.
    pub matched: i64,
    /// Places of the products that fit, in no order.
    pub places: Vec<Cursor>,
    /// By index of [`Choice::counted`].
    pub categories: HashMap<usize, i64>,
    pub brands: HashMap<i64, i64>,
    pub materials: HashMap<i64, i64>,
    pub colors: HashMap<i64, i64>,
    pub sizes: HashMap<i64, i64>,
    /// By specification and value.
    pub values: HashMap<(i64, i64), i64>,
    /// Least and most of specifications that are numbers.
    pub ranges: HashMap<i64, (i64, i64)>,
    pub price: Option<(i64, i64)>,
    /// By index of [`RATINGS`].
    pub ratings: [i64; RATINGS.len()],
    pub in_stock: i64,
}

/// Collects a [`Tally`]; the columns are those of the searcher's segments, in their order.
pub struct Tallying {
    pub choice: Arc<Choice>,
    pub columns: Vec<Arc<Columns>>,
}

impl Collector for Tallying {
    type Fruit = Tally;
    type Child = SegmentTally;

    fn for_segment(&self, ordinal: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentTally> {
        let columns = self.columns.get(ordinal as usize).cloned().unwrap_or_default();
        Ok(SegmentTally::new(self.choice.clone(), columns))
    }

    fn requires_scoring(&self) -> bool {
        self.choice.by_relevance
    }

    fn merge_fruits(&self, parts: Vec<Tally>) -> tantivy::Result<Tally> {
        Ok(parts.into_iter().reduce(Tally::plus).unwrap_or_default())
    }
}

impl Tally {
    fn plus(mut self, other: Self) -> Self {
        self.matched += other.matched;
        self.places.extend(other.places);
        add_all(&mut self.categories, other.categories);
        add_all(&mut self.brands, other.brands);
        add_all(&mut self.materials, other.materials);
        add_all(&mut self.colors, other.colors);
        add_all(&mut self.sizes, other.sizes);
        add_all(&mut self.values, other.values);
        for (specification, range) in other.ranges {
            widen(self.ranges.entry(specification).or_insert(range), range);
        }
        self.price = match (self.price, other.price) {
            (Some(mut price), Some(range)) => {
                widen(&mut price, range);
                Some(price)
            }
            (one, another) => one.or(another),
        };
        for (sum, count) in self.ratings.iter_mut().zip(other.ratings) {
            *sum += count;
        }
        self.in_stock += other.in_stock;
        self
    }
}

fn add_all<K: Eq + Hash>(sums: &mut HashMap<K, i64>, counts: HashMap<K, i64>) {
    for (key, count) in counts {
        *sums.entry(key).or_default() += count;
    }
}

fn widen((least, most): &mut (i64, i64), (low, high): (i64, i64)) {
    *least = low.min(*least);
    *most = high.max(*most);
}

// What speaks against a product. Specifications follow, a bit each in the order of the query.
const CATEGORY: u32 = 1;
const BRAND: u32 = 1 << 1;
const MATERIAL: u32 = 1 << 2;
const RATING: u32 = 1 << 3;
const FIRST_SPECIFICATION: u32 = 4;

// What speaks against a variant.
const COLOR: u32 = 1;
const SIZE: u32 = 1 << 1;
const PRICE: u32 = 1 << 2;
const STOCK: u32 = 1 << 3;

/// Counts one segment.
pub struct SegmentTally {
    choice: Arc<Choice>,
    columns: Arc<Columns>,
    masks: Masks,
    tally: Tally,
    categories: Distinct,
    brands: Vec<i64>,
    materials: Vec<i64>,
    colors: Distinct,
    sizes: Distinct,
    values: Vec<i64>,
}

impl SegmentTally {
    fn new(choice: Arc<Choice>, columns: Arc<Columns>) -> Self {
        let ids = &columns.ids;
        Self {
            masks: Masks::new(&choice, &columns),
            tally: Tally::default(),
            categories: Distinct::new(choice.counted.len()),
            brands: vec![0; ids.brands.ids().len()],
            materials: vec![0; ids.materials.ids().len()],
            colors: Distinct::new(ids.colors.ids().len()),
            sizes: Distinct::new(ids.sizes.ids().len()),
            values: vec![0; ids.values.ids().len()],
            choice,
            columns,
        }
    }
}

impl SegmentCollector for SegmentTally {
    type Fruit = Tally;

    fn collect(&mut self, doc: DocId, score: Score) {
        let columns = self.columns.clone();
        let Some(product) = columns.product(doc).filter(|product| product.published_at <= self.choice.now.0) else {
            return;
        };
        self.tally.matched += 1;
        let against = against_product(&self.choice, &self.masks, &columns, product);
        if against.count_ones() > 1 {
            return;
        }
        let variants = self.weigh_variants(doc, product, against == 0);
        let Some(cheapest) = variants else { return };
        match against {
            0 => {
                self.count_all(doc, product);
                let place = self.place(product, cheapest, score);
                self.tally.places.push(place);
            }
            CATEGORY => self.count_categories(doc, product),
            BRAND => count(&mut self.brands, product.brand),
            MATERIAL => count(&mut self.materials, product.material),
            RATING => self.count_rating(product),
            bit => {
                let own = self.masks.specifications.get((bit.trailing_zeros() - FIRST_SPECIFICATION) as usize);
                let own = own.and_then(|mask| mask.specification);
                self.count_specifications(product, |specification| Some(specification) == own);
            }
        }
    }

    fn harvest(self) -> Tally {
        let ids = &self.columns.ids;
        let mut tally = self.tally;
        tally.categories = self.categories.counts.into_iter().enumerate().filter(|(_, count)| *count > 0).collect();
        tally.brands = by_id(ids.brands.ids(), &self.brands);
        tally.materials = by_id(ids.materials.ids(), &self.materials);
        tally.colors = by_id(ids.colors.ids(), &self.colors.counts);
        tally.sizes = by_id(ids.sizes.ids(), &self.sizes.counts);
        let specification = |number: u32| ids.specifications.ids().get(number as usize).copied().unwrap_or_default();
        let values = by_id(ids.values.ids(), &self.values);
        tally.values = values.into_iter().map(|((of, value), count)| ((specification(of), value), count)).collect();
        tally.ranges = tally
            .ranges
            .into_iter()
            .map(|(number, range)| (specification(u32::try_from(number).unwrap_or(NONE)), range))
            .collect();
        tally
    }
}

fn by_id<K: Copy + Eq + Hash>(ids: &[K], counts: &[i64]) -> HashMap<K, i64> {
    ids.iter().copied().zip(counts.iter().copied()).filter(|(_, count)| *count > 0).collect()
}

fn against_product(choice: &Choice, masks: &Masks, columns: &Columns, product: &Product) -> u32 {
    let mut against = 0;
    let any = |mask: &Option<Vec<bool>>, numbers: &[u32]| {
        mask.as_ref().is_none_or(|mask| numbers.iter().any(|number| is_set(mask, *number)))
    };
    if !any(&masks.categories, columns.categories(product)) {
        against |= CATEGORY;
    }
    if !any(&masks.brands, &[product.brand]) {
        against |= BRAND;
    }
    if !any(&masks.materials, &[product.material]) {
        against |= MATERIAL;
    }
    if choice.rating.is_some_and(|stars| !has_stars(product, stars)) {
        against |= RATING;
    }
    for (index, mask) in (FIRST_SPECIFICATION..).zip(&masks.specifications) {
        if !has_value(columns, product, mask) {
            against |= 1 << index;
        }
    }
    against
}

fn is_set(mask: &[bool], number: u32) -> bool {
    mask.get(number as usize).copied().unwrap_or_default()
}

const fn has_stars(product: &Product, stars: i64) -> bool {
    product.rating_count > 0 && product.rating_sum >= stars * product.rating_count
}

fn has_value(columns: &Columns, product: &Product, mask: &SpecificationMask) -> bool {
    let mut given =
        columns.specifications(product).iter().filter(|given| Some(given.specification) == mask.specification);
    given.any(|given| match (&mask.values, given.value) {
        (ValueMask::AnyOf(chosen), Value::Choice(value)) => is_set(chosen, value),
        (ValueMask::Between(min, max), Value::Number(number)) => (*min..=*max).contains(&number),
        _ => false,
    })
}

impl SegmentTally {
    /// The price of the cheapest variant that fits, if any does; with `counting`, counts what variants have.
    fn weigh_variants(&mut self, doc: DocId, product: &Product, counting: bool) -> Option<i64> {
        let columns = self.columns.clone();
        let (mut cheapest, mut in_stock) = (None::<i64>, false);
        for variant in columns.variants(product) {
            let against = self.against_variant(&columns, variant);
            if against == 0 {
                cheapest = Some(cheapest.map_or(variant.price, |price| price.min(variant.price)));
            }
            if !counting {
                continue;
            }
            if against & !COLOR == 0 {
                columns.colors(variant).iter().for_each(|color| self.colors.count(*color, doc));
            }
            if against & !SIZE == 0 {
                columns.sizes(variant).iter().for_each(|size| self.sizes.count(*size, doc));
            }
            if against & !PRICE == 0 {
                let range = (variant.price, variant.price);
                widen(self.tally.price.get_or_insert(range), range);
            }
            in_stock |= against & !STOCK == 0 && variant.in_stock;
        }
        self.tally.in_stock += i64::from(in_stock);
        cheapest
    }

    fn against_variant(&self, columns: &Columns, variant: &Variant) -> u32 {
        let mut against = 0;
        let any = |mask: &Option<Vec<bool>>, numbers: &[u32]| {
            mask.as_ref().is_none_or(|mask| numbers.iter().any(|number| is_set(mask, *number)))
        };
        if !any(&self.masks.colors, columns.colors(variant)) {
            against |= COLOR;
        }
        if !any(&self.masks.sizes, columns.sizes(variant)) {
            against |= SIZE;
        }
        if self.choice.min.is_some_and(|min| variant.price < min)
            || self.choice.max.is_some_and(|max| variant.price > max)
        {
            against |= PRICE;
        }
        if self.choice.in_stock && !variant.in_stock {
            against |= STOCK;
        }
        against
    }

    fn count_all(&mut self, doc: DocId, product: &Product) {
        self.count_categories(doc, product);
        count(&mut self.brands, product.brand);
        count(&mut self.materials, product.material);
        self.count_rating(product);
        // Chosen ones too: a product that fits everything fits everything else.
        self.count_specifications(product, |_| true);
    }

    fn count_categories(&mut self, doc: DocId, product: &Product) {
        for category in self.columns.clone().categories(product) {
            if let Some(Some(index)) = self.masks.counted.get(*category as usize) {
                self.categories.count(u32::try_from(*index).unwrap_or(NONE), doc);
            }
        }
    }

    fn count_rating(&mut self, product: &Product) {
        for (count, stars) in self.tally.ratings.iter_mut().zip(RATINGS) {
            *count += i64::from(has_stars(product, stars.into()));
        }
    }

    fn count_specifications(&mut self, product: &Product, which: impl Fn(u32) -> bool) {
        for given in self.columns.specifications(product).iter().filter(|given| which(given.specification)) {
            match given.value {
                Value::Choice(value) => count(&mut self.values, value),
                Value::Number(number) => {
                    let range = (number, number);
                    widen(self.tally.ranges.entry(given.specification.into()).or_insert(range), range);
                }
            }
        }
    }

    fn place(&self, product: &Product, cheapest: i64, score: Score) -> Cursor {
        let price = if self.choice.narrows_variants { cheapest } else { product.price };
        let key = match self.choice.sort {
            // Scores are sums of the whole numbers in `query`.
            #[expect(clippy::cast_possible_truncation, reason = "scores are small whole numbers")]
            Sort::Featured if self.choice.by_relevance => {
                -((score.round() as i64).saturating_mul(RELEVANCE)).saturating_add(product.sold.min(RELEVANCE - 1))
            }
            Sort::Featured => 0,
            Sort::Newest => -product.published_at,
            Sort::PriceAsc => price,
            Sort::PriceDesc => -price,
            Sort::BestSelling => -product.sold,
            Sort::Rating => -rating_key(product.rating_count, product.rating_sum),
        };
        let tie = if self.choice.sort == Sort::Newest { -product.id } else { product.id };
        Cursor { key, tie }
    }
}

fn count(counts: &mut [i64], number: u32) {
    if let Some(count) = counts.get_mut(number as usize) {
        *count += 1;
    }
}

/// Counts each number once a product, however many of its variants have it.
struct Distinct {
    counts: Vec<i64>,
    /// The product that was counted last.
    last: Vec<Option<DocId>>,
}

impl Distinct {
    fn new(len: usize) -> Self {
        Self { counts: vec![0; len], last: vec![None; len] }
    }

    fn count(&mut self, number: u32, doc: DocId) {
        if let (Some(count), Some(last)) = (self.counts.get_mut(number as usize), self.last.get_mut(number as usize))
            && *last != Some(doc)
        {
            *last = Some(doc);
            *count += 1;
        }
    }
}
