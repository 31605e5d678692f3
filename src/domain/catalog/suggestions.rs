//! What a search field suggests while somebody types.

use super::CategoryLink;
use crate::domain::{
    ids::{ProductId, TaxCategoryId},
    money::Money,
    picture::Picture,
    tax::ShownPrices,
};
use serde::{Deserialize, Serialize};

pub const MAX_SUGGESTED_PRODUCTS: usize = 6;

/// What begins with what was typed, or comes close.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestions {
    pub categories: Vec<CategoryLink>,
    pub brands: Vec<SuggestedBrand>,
    pub products: Vec<SuggestedProduct>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedBrand {
    pub slug: String,
    pub name: String,
}

impl SuggestedBrand {
    /// Address of everything of the brand.
    pub fn href(&self) -> String {
        format!("/search?brand={}", self.slug)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedProduct {
    pub slug: String,
    pub title: String,
    /// The lowest of its variants.
    pub price: Money,
    pub picture: Option<Picture>,
    /// For programs; pages have no use for it.
    #[serde(skip)]
    pub id: Option<ProductId>,
    /// For [`Suggestions::show`].
    #[serde(skip)]
    pub tax_category: Option<TaxCategoryId>,
}

impl SuggestedProduct {
    pub fn href(&self) -> String {
        format!("/p/{}", self.slug)
    }
}

impl Suggestions {
    /// Turns the catalog's prices into those that are shown.
    pub fn show(&mut self, prices: &ShownPrices) {
        for product in &mut self.products {
            product.price = prices.shown(product.tax_category, product.price);
        }
    }

    pub fn len(&self) -> usize {
        self.categories.len() + self.brands.len() + self.products.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
