//! How parcels travel, where to, and what that costs.
//!
//! A method is offered where it has a rate for the zone of the address, if the cart keeps within its limits and its
//! calculator has a price. `docs/shipping.md` has the rules in words.

mod calculator;
mod input;
mod limits;
mod place;
mod terms;
#[cfg(test)]
mod tests;

pub use calculator::{Calculator, Rate, RateRow, RateTable, ShippedCart};
pub use input::{
    CarrierInput, CheckedCarrier, CheckedMethod, CheckedRate, CheckedZone, MAX_PLACES, MAX_ROWS, MethodInput,
    NAME_LENGTH, PICKUP_PLACE_LENGTH, Pickup, RateInput, RateRowInput, TRACKING_LENGTH, TRACKING_PLACE, ZoneInput,
    ZonePlace, tracking_url,
};
pub use limits::Limits;
pub use place::{EstimatePlace, region_key, zone_of};
pub use terms::{ShippingTerms, ZoneTerms};

use super::{ids::ShippingMethodId, money::Money};
use serde::{Deserialize, Serialize};

/// How a method gets things to the customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "snake_case", type_name = "TEXT"))]
#[serde(rename_all = "snake_case")]
pub enum MethodKind {
    /// A carrier brings them.
    #[default]
    Delivery,
    /// The customer fetches them at a fulfillment center.
    Pickup,
}

/// A shipping method with its price for the cart and address at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingOffer {
    pub id: ShippingMethodId,
    pub slug: String,
    pub name: String,
    pub carrier: String,
    /// Zero once the items are worth the method's free-shipping threshold.
    pub price: Money,
    pub days_min: i64,
    pub days_max: i64,
    /// Where the customer fetches it; empty for a delivery.
    #[serde(default)]
    pub pickup_place: String,
}

impl ShippingOffer {
    /// "3–5 working days".
    pub fn estimate(&self) -> String {
        let pickup = !self.pickup_place.is_empty();
        match (self.days_min, self.days_max) {
            (_, 0) if pickup => "Ready the same day".into(),
            (1, 1) => "Next working day".into(),
            (0, 0) => "The same day".into(),
            (least, most) if least == most => format!("{least} working days"),
            (least, most) => format!("{least}–{most} working days"),
        }
    }

    /// Who brings it and when, or where it is fetched.
    pub fn description(&self) -> String {
        match self.pickup_place.as_str() {
            "" => format!("{}, {}", self.carrier, self.estimate()),
            place => format!("{}. {}", place.lines().map(str::trim).collect::<Vec<_>>().join(", "), self.estimate()),
        }
    }

    /// "€4.90", or "Free".
    pub fn price_text(&self) -> String {
        if self.price.is_zero() { "Free".to_owned() } else { self.price.to_string() }
    }
}
