//! The index at one moment, as requests read it.

use super::{
    best::Best,
    choice::Choice,
    directory::Directory,
    schema::Fields,
    scores::Scores,
    segment::Segment,
    tally::Tally,
    words::{Strictness, Words},
};
use crate::{
    domain::{
        catalog::{
            Cursor, FacetValue, Facets, Listing, ListingQuery, MAX_SUGGESTED_PRODUCTS, Micro, NumberRange, PAGE_SIZE,
            PriceRange, RATINGS,
        },
        ids::{CategoryId, ProductId, SpecificationId},
        money::{Currency, Money},
        timestamp::Timestamp,
    },
    server::store::catalog::filterable::{self, Found},
};
use roaring::RoaringBitmap;
use std::sync::Arc;

/// The index with the names of its moment, cheap to clone.
#[derive(Clone)]
pub struct Snapshot {
    pub(super) fields: Fields,
    pub(super) segments: Arc<Vec<Segment>>,
    pub(super) directory: Arc<Directory>,
}

/// Where a listing looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// A category with everything below it.
    Category(CategoryId),
    /// What has the query's words.
    Words,
    Everything,
}

/// A page of a listing without its cards.
#[derive(Debug, Default)]
pub struct Page {
    pub products: Vec<ProductId>,
    /// Everything but the cards.
    pub listing: Listing,
}

impl Snapshot {
    /// Whether a category is known already.
    pub fn knows(&self, category: CategoryId) -> bool {
        self.directory.category(category.0).is_some()
    }

    /// One page of the products that fit, and what they can be narrowed by.
    pub fn page(&self, within: Within, query: &ListingQuery, now: Timestamp) -> tantivy::Result<Page> {
        let category = match within {
            Within::Category(id) => Some(id.0),
            Within::Words | Within::Everything => None,
        };
        let choice = Choice::new(&self.directory, query, category, now);
        let (tally, strictness) = match within {
            Within::Category(id) => {
                let ids: Vec<i64> = self.subtree(id).collect();
                let tally = self.tally(&choice, |segment| segment.in_categories(ids.iter().copied()));
                (tally, Strictness::Exact)
            }
            Within::Everything => (self.tally(&choice, Segment::everything), Strictness::Exact),
            Within::Words => self.tally_words(&Words::read(self.fields.language, &query.words), &choice)?,
        };
        Ok(self.laid_out(tally, &choice, query, strictness != Strictness::Exact))
    }

    fn tally(&self, choice: &Choice, find: impl Fn(&Segment) -> RoaringBitmap) -> Tally {
        let tally = |segment: &Segment| {
            let found = segment.visible(find(segment), choice.now);
            Tally::of(&segment.columns, &found, &Scores::default(), choice)
        };
        self.segments.iter().map(tally).reduce(Tally::plus).unwrap_or_default()
    }

    /// As strictly as something is found.
    fn tally_words(&self, words: &Words, choice: &Choice) -> tantivy::Result<(Tally, Strictness)> {
        for strictness in Strictness::ALL {
            let mut tally = Tally::default();
            for segment in &*self.segments {
                let Some(scores) = words.weigh(&self.fields, &segment.reader, strictness)? else { continue };
                let found = segment.visible(scores.docs(), choice.now);
                tally = tally.plus(Tally::of(&segment.columns, &found, &scores, choice));
            }
            if tally.matched > 0 {
                return Ok((tally, strictness));
            }
        }
        Ok((Tally::default(), Strictness::Exact))
    }

    fn subtree(&self, category: CategoryId) -> impl Iterator<Item = i64> {
        self.directory.category(category.0).into_iter().flat_map(|top| self.directory.subtree(top))
    }

    fn laid_out(&self, tally: Tally, choice: &Choice, query: &ListingQuery, close: bool) -> Page {
        let facets = self.facets(&tally, choice);
        let mut places = tally.places;
        let total = i64::try_from(places.len()).unwrap_or(i64::MAX);
        let pages = Listing::pages_of(total);
        let offset = offset(&places, query, pages);
        let shown = window(&mut places, offset);
        let more = offset + i64::try_from(shown.len()).unwrap_or(i64::MAX) < total;
        Page {
            // A place's tie-breaker is the product, negated where later ones come first.
            products: shown.iter().map(|place| ProductId(place.tie.abs())).collect(),
            listing: Listing {
                cards: Vec::new(),
                total,
                page: Listing::page_at(offset).min(pages),
                pages,
                offset,
                start: shown.first().copied(),
                end: shown.last().copied().filter(|_| more),
                close,
                facets,
            },
        }
    }

    fn facets(&self, tally: &Tally, choice: &Choice) -> Facets {
        let directory = &self.directory;
        let money = |minor| Money::new(minor, Currency::default());
        let category = |(index, (id, _)): (usize, &(i64, _))| {
            let (row, products) = (directory.category(*id)?, *tally.categories.get(&index)?);
            Some(FacetValue { slug: row.slug.clone(), name: row.name.clone(), hex: None, products })
        };
        let range = |(least, most): &(i64, i64)| NumberRange { least: Micro(*least), most: Micro(*most) };
        let found = Found {
            counts: tally.values.iter().map(|((of, value), count)| ((SpecificationId(*of), *value), *count)).collect(),
            ranges: tally.ranges.iter().map(|(of, ends)| (SpecificationId(*of), range(ends))).collect(),
        };
        Facets {
            categories: choice.counted.iter().enumerate().filter_map(category).collect(),
            colors: directory.colors.facet(&tally.colors),
            sizes: directory.sizes.facet(&tally.sizes),
            brands: directory.brands.facet(&tally.brands),
            materials: directory.materials.facet(&tally.materials),
            price: tally.price.map(|(least, most)| PriceRange { least: money(least), most: money(most) }),
            ratings: RATINGS.into_iter().zip(tally.ratings).filter(|(_, count)| *count > 0).collect(),
            in_stock: tally.in_stock,
            specifications: filterable::facets(&directory.specifications, &found),
        }
    }

    /// The products that fit words best, for suggesting them.
    pub fn best(&self, typed: &str, now: Timestamp) -> tantivy::Result<Vec<ProductId>> {
        let words = Words::read(self.fields.language, typed);
        for strictness in Strictness::ALL {
            let mut best = Best::of(MAX_SUGGESTED_PRODUCTS);
            for segment in &*self.segments {
                if let Some(scores) = words.weigh(&self.fields, &segment.reader, strictness)? {
                    best.take(segment, &scores, now);
                }
            }
            let products = best.into_products();
            if !products.is_empty() {
                return Ok(products);
            }
        }
        Ok(Vec::new())
    }

    pub fn directory(&self) -> &Directory {
        &self.directory
    }
}

/// Products before the page that the query asks for.
fn offset(places: &[Cursor], query: &ListingQuery, pages: u32) -> i64 {
    let before = |is_before: &dyn Fn(&Cursor) -> bool| {
        i64::try_from(places.iter().filter(|place| is_before(place)).count()).unwrap_or(i64::MAX)
    };
    match (query.after, query.before) {
        (Some(after), _) => before(&|place| *place <= after),
        (None, Some(end)) => (before(&|place| *place < end) - PAGE_SIZE).max(0),
        (None, None) => i64::from(query.page.min(pages) - 1) * PAGE_SIZE,
    }
}

/// The places of one page in order, without sorting the others.
fn window(places: &mut [Cursor], offset: i64) -> Vec<Cursor> {
    let (offset, len) = (usize::try_from(offset).unwrap_or(usize::MAX), usize::try_from(PAGE_SIZE).unwrap_or_default());
    if offset >= places.len() {
        return Vec::new();
    }
    if offset > 0 {
        places.select_nth_unstable(offset);
    }
    let rest = places.get_mut(offset..).unwrap_or_default();
    if rest.len() > len {
        rest.select_nth_unstable(len);
    }
    let mut page: Vec<Cursor> = rest.iter().take(len).copied().collect();
    page.sort_unstable();
    page
}
