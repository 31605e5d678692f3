//! One page of products.

use super::{Cursor, Facets, ListingQuery, PriceRange, ProductCard};
use crate::domain::tax::ShownPrices;
use serde::{Deserialize, Serialize};

/// Products on one page of a listing.
pub const PAGE_SIZE: i64 = 24;

/// One page of products with what can be narrowed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Listing {
    pub cards: Vec<ProductCard>,
    /// Products on all pages.
    pub total: i64,
    /// The page that is shown: never past the last one.
    pub page: u32,
    pub pages: u32,
    /// Products before the first one that is shown.
    pub offset: i64,
    /// Place of the first product that is shown.
    pub start: Option<Cursor>,
    /// Place of the last product that is shown, if others follow.
    pub end: Option<Cursor>,
    /// Whether nothing has the words as they were typed, so that what comes close is shown.
    pub close: bool,
    pub facets: Facets,
}

impl Listing {
    /// Turns the catalog's prices into those that are shown.
    pub fn show(&mut self, prices: &ShownPrices) {
        self.cards.iter_mut().for_each(|card| card.show(prices));
        self.facets.price = self.facets.price.map(|range| PriceRange {
            least: prices.shown(prices.standard(), range.least),
            most: prices.shown(prices.standard(), range.most),
        });
    }

    /// What the next page asks for, if there is one.
    pub fn next(&self, query: &ListingQuery) -> Option<ListingQuery> {
        self.end.map(|end| query.with_after(end))
    }

    /// What the page before asks for, if there is one. The first page has one address.
    pub fn previous(&self, query: &ListingQuery) -> Option<ListingQuery> {
        match self.offset {
            0 => None,
            offset if offset <= PAGE_SIZE => Some(query.with_page(1)),
            _ => self.start.map(|start| query.with_before(start)),
        }
    }

    /// Number of the page that begins after so many products, from 1; one that begins between two counts as the later.
    pub fn page_at(offset: i64) -> u32 {
        u32::try_from((offset + PAGE_SIZE - 1) / PAGE_SIZE + 1).unwrap_or(u32::MAX)
    }

    /// Number of pages that so many products fill; at least 1.
    pub fn pages_of(total: i64) -> u32 {
        u32::try_from((total + PAGE_SIZE - 1) / PAGE_SIZE).unwrap_or(u32::MAX).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(offset: i64, total: i64) -> Listing {
        let place = |tie| Some(Cursor { key: 0, tie });
        Listing { offset, total, start: place(offset + 1), end: place(offset + PAGE_SIZE), ..Listing::default() }
    }

    #[test]
    fn the_first_page_has_one_address() {
        let query = ListingQuery::parse("color=navy&after=0.24");
        let previous = |offset| listing(offset, 100).previous(&query).map(|query| query.query_string());
        assert_eq!(previous(0), None);
        assert_eq!(previous(5), Some("color=navy".into()));
        assert_eq!(previous(24), Some("color=navy".into()));
        assert_eq!(previous(48), Some("color=navy&before=0.49".into()));
    }

    #[test]
    fn pages_are_counted_from_one() {
        assert_eq!([0, 1, 24, 25, 48].map(Listing::page_at), [1, 2, 2, 3, 3]);
        assert_eq!([0, 1, 24, 25].map(Listing::pages_of), [1, 1, 1, 2]);
    }
}
