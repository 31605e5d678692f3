//! Promotions: what they take off, for whom, and why one does not apply.
//!
//! [`apply`] is the one engine: cart, checkout, order and the try-it box of the admin all show what it says. Its rules:
//! - Promotions apply one after the other by priority, then by age; each takes off what those before it left.
//! - Minimums look at the prices before any discount, so that one promotion never shuts another out.
//! - An exclusive promotion applies only where none did before it, and none applies after it.
//! - A line and shipping never go below zero. Every part is a whole minor unit: percentages are rounded half-up once per
//!   line, fixed amounts are split over lines by largest remainder.
//! - The order of the lines changes nothing: where a cent could go to one line or another, the variant decides.

mod engine;
mod form;
mod reward;
mod why_not;
mod words;

pub use engine::{Basket, Discount, Evaluated, Outcome, Shopper, apply};
pub use form::{CheckedPromotion, MAX_CODES, MAX_TARGETS, NAME_LENGTH, PromotionInput, coupon_code};
pub use why_not::WhyNot;
pub use words::form_of;

use super::{
    ids::{BrandId, CategoryId, CustomerGroupId, ProductId, PromotionId},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A promotion with what is known of its use so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    pub id: PromotionId,
    pub terms: Terms,
    /// The code by which it is in the cart; `None` for an automatic one.
    pub code: Option<String>,
    /// As often as it, or its code, may be used in all.
    pub used_up: bool,
    /// By this customer.
    pub customer_uses: i64,
}

/// What a promotion grants and when: everything about it but its use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// As the shopper reads it, on the cart and on the order.
    pub name: String,
    pub active: bool,
    pub reward: Reward,
    /// What it is for; empty is everything.
    pub selection: Selection,
    pub conditions: Conditions,
    pub usage_limit: Option<i64>,
    pub customer_limit: Option<i64>,
    /// Lower applies first.
    pub priority: i64,
    pub exclusive: bool,
}

impl Terms {
    /// Whether judging it takes knowing the categories of what is bought.
    pub fn asks_for_categories(&self) -> bool {
        let by_gets = matches!(&self.reward, Reward::BuyGet { gets, .. } if !gets.categories.is_empty());
        by_gets || !self.selection.categories.is_empty()
    }

    /// Whether judging it takes knowing who buys.
    pub const fn asks_for_the_customer(&self) -> bool {
        self.counts_customers() || self.conditions.customer_group.is_some()
    }

    /// Whether its uses are counted by customer: a first order is the first use.
    pub const fn counts_customers(&self) -> bool {
        self.customer_limit.is_some() || self.conditions.first_order
    }
}

/// What a promotion takes off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reward {
    /// Off each unit that it is for. Parts per million: 150 000 is 15 %.
    Percent { ppm: i64 },
    /// Off all that it is for together.
    Fixed { amount_minor: i64 },
    /// Off each unit that it is for.
    FixedPerUnit { amount_minor: i64 },
    /// Shipping costs nothing.
    FreeShipping,
    /// For every `buy` units of what it is for, `get` units of `gets` (of the same things, where that is empty) are
    /// cheaper by so much: the cheapest ones.
    BuyGet { buy: i64, get: i64, ppm: i64, gets: Selection },
}

/// Some of the catalog. A product is in it if any of its parts says so; an empty selection is the whole catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    pub products: BTreeSet<ProductId>,
    /// With everything below them.
    pub categories: BTreeSet<CategoryId>,
    pub brands: BTreeSet<BrandId>,
}

impl Selection {
    pub fn is_empty(&self) -> bool {
        self.products.is_empty() && self.categories.is_empty() && self.brands.is_empty()
    }

    pub fn contains(&self, item: &Item) -> bool {
        self.is_empty()
            || self.products.contains(&item.product)
            || item.brand.is_some_and(|brand| self.brands.contains(&brand))
            || !self.categories.is_disjoint(&item.categories)
    }
}

/// What promotions know of a line's product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub product: ProductId,
    pub brand: Option<BrandId>,
    /// Its categories and everything above them.
    pub categories: BTreeSet<CategoryId>,
}

/// What has to be so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conditions {
    /// Of what the promotion is for, before discounts.
    pub minimum_minor: Option<i64>,
    /// Units of what the promotion is for.
    pub minimum_quantity: Option<i64>,
    pub customer_group: Option<CustomerGroupId>,
    pub first_order: bool,
    pub starts_at: Option<Timestamp>,
    /// The first moment at which it is over.
    pub ends_at: Option<Timestamp>,
}

/// A promotion's part of a cart, as the shopper reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartPromotion {
    pub name: String,
    /// The coupon code it came by.
    pub code: Option<String>,
    pub state: CartPromotionState,
}

/// Whether a promotion applies to a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CartPromotionState {
    /// It takes off so much, in minor units.
    Applied(i64),
    /// It will pay for shipping, once a method is chosen.
    WaitsForShipping,
    Refused(WhyNot),
}
