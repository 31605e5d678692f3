//! Methods in bodies.

use super::{super::types::Money, rate::ShippingRate};
use crate::{
    domain::{
        forms::Problem as Reason,
        money,
        shipping::{Limits, MethodInput},
        staff::MethodRow,
    },
    server::{
        http::api::problem::{ApiResult, Problem},
        services::{pricing::CURRENCY, shipping::Rates},
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where the customer picks it up.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingPickup {
    #[schema(minimum = 1)]
    fulfillment_center_id: i64,
    /// Street and hours, in words for the customer.
    #[schema(min_length = 1, max_length = 300)]
    place: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ShippingMethod {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    slug: String,
    name: String,
    carrier_id: i64,
    active: bool,
    /// Working days until it arrives, least and most.
    days_min: i64,
    days_max: i64,
    /// The lowest stands first.
    position: i64,
    minimum_weight_grams: Option<i64>,
    maximum_weight_grams: Option<i64>,
    minimum_value: Option<Money>,
    maximum_value: Option<Money>,
    pickup: Option<ShippingPickup>,
    rates: Vec<ShippingRate>,
}

impl From<MethodRow> for ShippingMethod {
    fn from(row: MethodRow) -> Self {
        let Limits { minimum_weight_grams, maximum_weight_grams, minimum_value_minor, maximum_value_minor } =
            row.limits;
        Self {
            id: row.id.0,
            version: row.version,
            slug: row.slug,
            name: row.name,
            carrier_id: row.carrier_id.0,
            active: row.active,
            days_min: row.days_min,
            days_max: row.days_max,
            position: row.position,
            minimum_weight_grams,
            maximum_weight_grams,
            minimum_value: minimum_value_minor.map(Money::of_minor),
            maximum_value: maximum_value_minor.map(Money::of_minor),
            pickup: row
                .pickup
                .map(|pickup| ShippingPickup { fulfillment_center_id: pickup.center.0, place: pickup.place }),
            rates: row.rates.into_iter().map(ShippingRate::from).collect(),
        }
    }
}

const fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingMethodInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    #[schema(minimum = 1)]
    carrier_id: i64,
    #[serde(default = "yes")]
    active: bool,
    #[schema(minimum = 0, maximum = 120)]
    days_min: i64,
    #[schema(minimum = 0, maximum = 120)]
    days_max: i64,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 999)]
    position: i64,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000_000)]
    minimum_weight_grams: Option<i64>,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000_000)]
    maximum_weight_grams: Option<i64>,
    #[serde(default)]
    minimum_value: Option<Money>,
    #[serde(default)]
    maximum_value: Option<Money>,
    #[serde(default)]
    pickup: Option<ShippingPickup>,
    /// All there are: the method does not go to zones that are not named.
    #[serde(default)]
    #[schema(max_items = 200)]
    rates: Vec<ShippingRate>,
}

impl ShippingMethodInput {
    /// The method and its rates; amounts in another currency than the shop's are refused.
    pub(super) fn input(self) -> ApiResult<(MethodInput, Rates)> {
        let limits = [("minimum_value", &self.minimum_value), ("maximum_value", &self.maximum_value)];
        let foreign = |money: &Option<Money>| money.as_ref().is_some_and(|money| money.currency != CURRENCY);
        if let Some((field, _)) = limits.iter().find(|(_, money)| foreign(money)) {
            return Err(Problem::field(format!("{field}.currency"), Reason::UnknownChoice));
        }
        if let Some(index) = self.rates.iter().position(|rate| !rate.is_in(CURRENCY)) {
            return Err(Problem::field(format!("rates.{index}"), Reason::UnknownChoice));
        }
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        // In the words of the form: "12.50".
        let price = |money: Option<Money>| {
            money.map(|money| money::Money::new(money.amount, CURRENCY).decimal()).unwrap_or_default()
        };
        let (center, pickup_place) = match &self.pickup {
            Some(pickup) => (pickup.fulfillment_center_id.to_string(), pickup.place.clone()),
            None => (String::new(), String::new()),
        };
        let input = MethodInput {
            name: self.name,
            carrier: self.carrier_id.to_string(),
            active: self.active,
            kind: if self.pickup.is_some() { "pickup" } else { "delivery" }.to_owned(),
            days_min: self.days_min.to_string(),
            days_max: self.days_max.to_string(),
            position: self.position.to_string(),
            minimum_weight: number(self.minimum_weight_grams),
            maximum_weight: number(self.maximum_weight_grams),
            minimum_value: price(self.minimum_value),
            maximum_value: price(self.maximum_value),
            center,
            pickup_place,
        };
        Ok((input, self.rates.into_iter().map(ShippingRate::input).collect()))
    }
}
