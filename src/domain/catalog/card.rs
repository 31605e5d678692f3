//! A product in a grid.

use crate::domain::{
    cart::Availability,
    ids::{ProductId, TaxCategoryId},
    money::Money,
    picture::Picture,
    tax::ShownPrices,
};
use serde::{Deserialize, Serialize};

/// A product as a listing shows it: what fits the shopper's choice stands for the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductCard {
    pub slug: String,
    pub title: String,
    pub brand: Option<String>,
    pub summary: String,
    /// Of the cheapest variant that fits.
    pub price: Money,
    /// Whether variants that fit cost different amounts, so that the price reads "from".
    pub price_varies: bool,
    pub compare_at: Option<Money>,
    pub picture: Option<Picture>,
    /// Shown while the pointer is over the card.
    pub second_picture: Option<Picture>,
    pub swatches: Vec<Swatch>,
    /// Of all variants that fit together.
    pub availability: Availability,
    /// The color to choose on the product's page.
    pub color: Option<String>,
    /// Published reviews, and the sum of their stars.
    pub rating_count: i64,
    pub rating_sum: i64,
    /// For programs; pages have no use for it.
    #[serde(skip)]
    pub id: Option<ProductId>,
    /// For [`Self::show`]; pages have no use for it.
    #[serde(skip)]
    pub tax_category: Option<TaxCategoryId>,
}

/// A color that a product comes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swatch {
    pub slug: String,
    pub name: String,
    /// "#rrggbb".
    pub hex: String,
}

impl ProductCard {
    pub fn href(&self) -> String {
        match &self.color {
            Some(color) => format!("/p/{}?color={color}", self.slug),
            None => format!("/p/{}", self.slug),
        }
    }

    /// Turns the catalog's prices into those that are shown.
    pub fn show(&mut self, prices: &ShownPrices) {
        self.price = prices.shown(self.tax_category, self.price);
        self.compare_at = self.compare_at.map(|before| prices.shown(self.tax_category, before));
    }

    /// Whole percent saved against the price before, cut down.
    pub fn saving(&self) -> Option<i64> {
        saving(self.price, self.compare_at?)
    }
}

fn saving(price: Money, before: Money) -> Option<i64> {
    let saved = before.minor.checked_sub(price.minor)?.checked_mul(100)?.checked_div(before.minor)?;
    (saved > 0).then_some(saved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    #[test]
    fn savings_are_never_overstated() {
        let euro = |minor| Money::new(minor, Currency::Eur);
        for (price, before, percent) in
            [(13_900, 16_900, Some(17)), (100, 100, None), (0, 0, None), (1, 300, Some(99)), (999, 1000, None)]
        {
            assert_eq!(saving(euro(price), euro(before)), percent, "{price} of {before}");
        }
    }
}
