//! Methods as they are sent.

use super::{CURRENCY, MOST_DAYS, MOST_GRAMS, NAME_LENGTH, PICKUP_PLACE_LENGTH, optional_number, optional_price};
use crate::domain::{
    forms::{FieldErrors, Problem, number, optional_text, required_line},
    ids::{FulfillmentCenterId, ShippingCarrierId},
    money::Money,
    shipping::{Limits, MethodKind},
};
use serde::{Deserialize, Serialize};

/// A method as it was sent, without its rates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MethodInput {
    pub name: String,
    pub carrier: String,
    pub active: bool,
    /// "delivery" or "pickup".
    pub kind: String,
    pub days_min: String,
    pub days_max: String,
    pub position: String,
    /// In grams.
    pub minimum_weight: String,
    pub maximum_weight: String,
    pub minimum_value: String,
    pub maximum_value: String,
    /// Of a pickup.
    pub center: String,
    pub pickup_place: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedMethod {
    pub name: String,
    pub carrier: ShippingCarrierId,
    pub active: bool,
    pub days_min: i64,
    pub days_max: i64,
    pub position: i64,
    pub limits: Limits,
    pub pickup: Option<Pickup>,
}

/// Where a method's parcels are fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pickup {
    pub center: FulfillmentCenterId,
    /// Street, hours: for the customer.
    pub place: String,
}

impl CheckedMethod {
    pub const fn kind(&self) -> MethodKind {
        if self.pickup.is_some() { MethodKind::Pickup } else { MethodKind::Delivery }
    }
}

impl MethodInput {
    pub fn check(&self) -> Result<CheckedMethod, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, NAME_LENGTH)).unwrap_or_default();
        let carrier = self.carrier.trim().parse().map_err(|_| Problem::UnknownChoice);
        let carrier = errors.take("carrier", carrier).unwrap_or(ShippingCarrierId(0));
        let days_min = errors.take("days_min", number(&self.days_min, 0, MOST_DAYS)).unwrap_or_default();
        let days_max = errors.take("days_max", number(&self.days_max, days_min, MOST_DAYS)).unwrap_or_default();
        let position = errors.take("position", optional_number(&self.position, 999)).flatten().unwrap_or_default();
        let limits = self.limits(&mut errors);
        let pickup = self.pickup(&mut errors);
        errors.into_result()?;
        Ok(CheckedMethod { name, carrier, active: self.active, days_min, days_max, position, limits, pickup })
    }

    fn limits(&self, errors: &mut FieldErrors) -> Limits {
        let mut grams = |field: &str, text: &str| errors.take(field, optional_number(text, MOST_GRAMS)).flatten();
        let (least, most) =
            (grams("minimum_weight", &self.minimum_weight), grams("maximum_weight", &self.maximum_weight));
        let mut minor = |field: &str, text: &str| errors.take(field, optional_price(text)).flatten();
        let (cheapest, dearest) =
            (minor("minimum_value", &self.minimum_value), minor("maximum_value", &self.maximum_value));
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            errors.add("maximum_weight", Problem::BelowMinimum);
        }
        if cheapest.zip(dearest).is_some_and(|(least, most)| least > most) {
            errors.add("maximum_value", Problem::BelowMinimum);
        }
        Limits {
            minimum_weight_grams: least,
            maximum_weight_grams: most,
            minimum_value_minor: cheapest,
            maximum_value_minor: dearest,
        }
    }

    fn pickup(&self, errors: &mut FieldErrors) -> Option<Pickup> {
        match self.kind.as_str() {
            "" | "delivery" => None,
            "pickup" => {
                let center = self.center.trim().parse().map_err(|_| Problem::UnknownChoice);
                let center = errors.take("center", center);
                let place = match optional_text(&self.pickup_place, PICKUP_PLACE_LENGTH) {
                    Ok(place) if place.is_empty() => Err(Problem::Required),
                    place => place,
                };
                let place = errors.take("pickup_place", place);
                Some(Pickup { center: center?, place: place? })
            }
            _ => {
                errors.add("kind", Problem::UnknownChoice);
                None
            }
        }
    }
}

impl From<&CheckedMethod> for MethodInput {
    fn from(method: &CheckedMethod) -> Self {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let price = |minor: Option<i64>| minor.map(|minor| Money::new(minor, CURRENCY).decimal()).unwrap_or_default();
        Self {
            name: method.name.clone(),
            carrier: method.carrier.to_string(),
            active: method.active,
            kind: if method.pickup.is_some() { "pickup" } else { "delivery" }.to_owned(),
            days_min: method.days_min.to_string(),
            days_max: method.days_max.to_string(),
            position: method.position.to_string(),
            minimum_weight: number(method.limits.minimum_weight_grams),
            maximum_weight: number(method.limits.maximum_weight_grams),
            minimum_value: price(method.limits.minimum_value_minor),
            maximum_value: price(method.limits.maximum_value_minor),
            center: method.pickup.as_ref().map(|pickup| pickup.center.to_string()).unwrap_or_default(),
            pickup_place: method.pickup.as_ref().map(|pickup| pickup.place.clone()).unwrap_or_default(),
        }
    }
}
