//! Counts and sorts what was found.
//!
//! The counts of a facet ignore its own choice. So each facet has its own pool of products: those that fit everything
//! that is chosen in the others. The same holds for variants and what is chosen of them.

use super::{
    choice::Choice,
    columns::Columns,
    fitting::Fitting,
    having::count,
    rows::{Counted, Kind},
    scores::Scores,
    variants::Variants,
};
use crate::{
    domain::catalog::{Cursor, RATINGS, Sort},
    server::store::catalog::order::RELEVANCE,
};
use roaring::RoaringBitmap;
use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
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

impl Tally {
    /// Counts what was found in a segment.
    pub fn of(columns: &Columns, found: &RoaringBitmap, scores: &Scores, choice: &Choice) -> Self {
        let mut tally = Self { matched: i64::try_from(found.len()).unwrap_or(i64::MAX), ..Self::default() };
        let mut fitting = Fitting::new(columns, found, choice);
        if choice.narrows_variants {
            let mut variants = Variants::new(columns, choice);
            fitting = fitting.narrow(&mut variants);
            tally.count_variants(variants, scores, choice);
        }
        let counted = Counted::new(columns, &fitting.all);
        if !choice.narrows_variants {
            tally.count_products(columns, (&fitting.all, &counted), scores, choice);
        }
        tally.count_facets(columns, (&fitting, &counted), choice);
        tally
    }

    /// What was counted of the variants of fitting products, one by one.
    fn count_variants(&mut self, variants: Variants, scores: &Scores, choice: &Choice) {
        let columns = variants.columns;
        self.places =
            variants.cheapest.iter().map(|(doc, price)| place(columns, *doc, || *price, scores, choice)).collect();
        self.colors = columns.colors.by_id(&variants.colors.into_counts());
        self.sizes = columns.sizes.by_id(&variants.sizes.into_counts());
        (self.price, self.in_stock) = (variants.price, variants.in_stock);
    }

    /// Where nothing is chosen of variants, a product has what any of its variants has.
    fn count_products(
        &mut self,
        columns: &Columns,
        (fitting, counted): (&RoaringBitmap, &Counted<'_>),
        scores: &Scores,
        choice: &Choice,
    ) {
        self.places.reserve(usize::try_from(fitting.len()).unwrap_or_default());
        self.places.extend(fitting.iter().map(|doc| place(columns, doc, || columns.prices.of(doc), scores, choice)));
        self.price = columns.price_ends.ends(fitting);
        self.colors = counted.by_id(Kind::Color, &columns.colors);
        self.sizes = counted.by_id(Kind::Size, &columns.sizes);
        self.in_stock = count(&columns.in_stock, fitting);
    }

    fn count_facets(&mut self, columns: &Columns, (fitting, all): (&Fitting, &Counted<'_>), choice: &Choice) {
        use super::fitting::Facet::{Brand, Category, Material, Rating, Specification};
        // What everything that fits has is counted already; a facet in which something is chosen has a pool of its own.
        let by_id = |facet, kind, having| match fitting.own(facet) {
            Some(pool) => Counted::new(columns, pool).by_id(kind, having),
            None => all.by_id(kind, having),
        };
        self.brands = by_id(Brand, Kind::Brand, &columns.brands);
        self.materials = by_id(Material, Kind::Material, &columns.materials);
        let groups: Vec<&HashSet<i64>> = choice.counted.iter().map(|(_, below)| below).collect();
        let by_group = match fitting.own(Category) {
            Some(pool) => Counted::new(columns, pool).by_group(&columns.categories, &groups),
            None => all.by_group(&columns.categories, &groups),
        };
        self.categories = by_group.into_iter().enumerate().filter(|(_, products)| *products > 0).collect();
        for (products, docs) in self.ratings.iter_mut().zip(&columns.rated) {
            *products = count(docs, fitting.but(Rating));
        }
        self.values = all.by_id(Kind::Value, &columns.values);
        for (chosen, pool) in fitting.specifications() {
            self.values.retain(|(of, _), _| *of != chosen);
            self.values.extend(columns.values.counts_where(|(of, _)| of == chosen, pool));
        }
        let pool = |specification: i64| fitting.but(Specification(specification));
        let ranges = columns.measures.iter().map(|(of, numbers)| Some((*of, numbers.ends(pool(*of))?)));
        self.ranges = ranges.flatten().collect();
    }

    /// Together with what was counted in another segment.
    #[must_use]
    pub fn plus(mut self, other: Self) -> Self {
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
        if let Some(range) = other.price {
            widen(self.price.get_or_insert(range), range);
        }
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

/// Makes a range reach over another.
pub fn widen((least, most): &mut (i64, i64), (low, high): (i64, i64)) {
    *least = low.min(*least);
    *most = high.max(*most);
}

fn place(columns: &Columns, doc: u32, price: impl Fn() -> i64, scores: &Scores, choice: &Choice) -> Cursor {
    let key = match choice.sort {
        Sort::Featured if choice.by_relevance => {
            let relevance = i64::from(scores.of(doc)).saturating_mul(RELEVANCE);
            -relevance.saturating_add(columns.sold.of(doc).min(RELEVANCE - 1))
        }
        Sort::Featured => 0,
        Sort::Newest => -columns.published_at.of(doc),
        Sort::PriceAsc => price(),
        Sort::PriceDesc => -price(),
        Sort::BestSelling => -columns.sold.of(doc),
        Sort::Rating => -columns.rating_keys.of(doc),
    };
    let id = columns.ids.of(doc);
    Cursor { key, tie: if choice.sort == Sort::Newest { -id } else { id } }
}
