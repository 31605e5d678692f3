//! What a method takes at all.

use super::ShippedCart;
use serde::{Deserialize, Serialize};

/// The least and the most a cart may weigh and be worth for a method, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    pub minimum_weight_grams: Option<i64>,
    pub maximum_weight_grams: Option<i64>,
    /// After discounts, in minor units.
    pub minimum_value_minor: Option<i64>,
    pub maximum_value_minor: Option<i64>,
}

impl Limits {
    pub fn fit(&self, cart: &ShippedCart) -> bool {
        let within = |amount: i64, least: Option<i64>, most: Option<i64>| {
            least.is_none_or(|least| amount >= least) && most.is_none_or(|most| amount <= most)
        };
        within(cart.weight_grams, self.minimum_weight_grams, self.maximum_weight_grams)
            && within(cart.value, self.minimum_value_minor, self.maximum_value_minor)
    }
}
