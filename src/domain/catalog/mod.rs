//! The catalog as shoppers see it: what pages show, and the addresses that lead there.

mod card;
mod compare;
mod crawl;
mod cursor;
mod detail;
mod facets;
mod listing;
mod micro;
mod number;
mod query;
mod query_string;
mod specifications;
mod suggestions;

pub use card::{ProductCard, Swatch};
pub use compare::{CompareQuery, ComparedGroup, ComparedProduct, ComparedRow, Comparison, MAX_COMPARED, rating_tenths};
pub use cursor::Cursor;
pub use detail::{
    BrandLink, OptionChoice, OptionValue, ProductDetail, ProductOption, ProductVariant, Specification,
    SpecificationGroup, address_part,
};
pub use facets::{Chip, FacetValue, Facets, PriceRange};
pub use listing::{Listing, PAGE_SIZE};
pub use micro::Micro;
pub use number::number;
pub use query::{FacetKind, ListingQuery, MAX_PAGE, RATINGS, Sort};
pub use specifications::{ChosenSpecification, NumberRange, SpecificationFacet};
pub use suggestions::{MAX_SUGGESTED_PRODUCTS, SuggestedBrand, SuggestedProduct, Suggestions};

pub use super::product::OptionKind;

use super::{picture::Picture, tax::ShownPrices};
use serde::{Deserialize, Serialize};

/// A category's name and address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryLink {
    pub slug: String,
    pub name: String,
}

impl CategoryLink {
    pub fn href(&self) -> String {
        category_href(&self.slug)
    }
}

/// Address of a category's page.
pub fn category_href(slug: &str) -> String {
    format!("/c/{slug}")
}

/// The header's menu; empty where a page is rendered without a database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Navigation(pub Vec<NavCategory>);

/// A top category with the ones right below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NavCategory {
    pub category: CategoryLink,
    pub children: Vec<CategoryLink>,
}

/// A category with a picture and the number of products in its subtree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryTile {
    pub category: CategoryLink,
    pub picture: Option<Picture>,
    pub products: i64,
}

/// The front page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub hero_light: Option<Picture>,
    pub hero_dark: Option<Picture>,
    pub categories: Vec<CategoryTile>,
    pub newest: Vec<ProductCard>,
    pub best_sellers: Vec<ProductCard>,
}

impl Home {
    /// Turns the catalog's prices into those that are shown.
    pub fn show(&mut self, prices: &ShownPrices) {
        self.newest.iter_mut().chain(&mut self.best_sellers).for_each(|card| card.show(prices));
    }
}

/// A category's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryView {
    pub category: CategoryLink,
    pub description: String,
    pub picture: Option<Picture>,
    /// From the top down, without the category itself.
    pub ancestors: Vec<CategoryLink>,
    pub children: Vec<CategoryLink>,
    pub listing: Listing,
}
