//! Shapes that several resources have in common.

use crate::domain::{
    ids::TaxCategoryId,
    money::{self, Currency},
    picture,
    tax::ShownPrices,
    timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// In the currency's minor unit: cents for EUR, whole yen for JPY. Never a fraction.
    #[schema(example = 4900)]
    pub amount: i64,
    /// ISO 4217 code.
    #[schema(value_type = CurrencyCode)]
    pub currency: Currency,
}

/// An ISO 4217 code.
#[derive(ToSchema)]
#[schema(rename_all = "UPPERCASE")]
#[expect(dead_code, reason = "the schema of Currency, which the browser shares and which therefore knows no schemas")]
pub enum CurrencyCode {
    Eur,
    Usd,
    Gbp,
    Chf,
    Jpy,
}

impl From<money::Money> for Money {
    fn from(money: money::Money) -> Self {
        Self { amount: money.minor, currency: money.currency }
    }
}

impl Money {
    /// An amount in the shop's currency.
    pub fn of_minor(amount: i64) -> Self {
        Self { amount, currency: Currency::default() }
    }
}

/// A price with the taxes of the shop's own country, and without any. What an order costs depends on where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaxedPrice {
    pub with_tax: Money,
    pub without_tax: Money,
}

impl TaxedPrice {
    pub fn of(prices: &ShownPrices, category: Option<TaxCategoryId>, price: money::Money) -> Self {
        Self {
            with_tax: prices.with_tax(category, price).into(),
            without_tax: prices.without_tax(category, price).into(),
        }
    }
}

/// An instant as RFC 3339 writes it, in UTC.
pub fn instant(at: timestamp::Timestamp) -> String {
    at.iso()
}

/// Something referred to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reference {
    pub id: i64,
    pub slug: String,
    pub name: String,
}

/// A picture; its renditions are WebP and never change under their address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Picture {
    pub alt: String,
    /// Of the original, in pixels.
    pub width: i64,
    pub height: i64,
    /// From small to large.
    pub renditions: Vec<Rendition>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Rendition {
    /// In pixels.
    pub width: i64,
    #[schema(format = "uri-reference")]
    pub url: String,
}

impl From<picture::Picture> for Picture {
    fn from(picture: picture::Picture) -> Self {
        let rendition = |width| Rendition { width, url: picture.url(width) };
        Self {
            renditions: picture.widths().into_iter().map(rendition).collect(),
            width: picture.width,
            height: picture.height,
            alt: picture.alt,
        }
    }
}
