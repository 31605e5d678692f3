//! Shipping as staff list and edit it.

use crate::domain::{
    ids::{FulfillmentCenterId, ShippingCarrierId, ShippingMethodId, ShippingZoneId},
    money::{Currency, Money},
    shipping::{Calculator, CarrierInput, CheckedMethod, MethodInput, Rate, RateInput, ZoneInput, ZonePlace},
};
use serde::{Deserialize, Serialize};

/// Everything there is: a shop has some dozens at most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingOverview {
    pub carriers: Vec<CarrierRow>,
    pub zones: Vec<ZoneRow>,
    pub methods: Vec<MethodRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierRow {
    pub id: ShippingCarrierId,
    pub version: i64,
    pub slug: String,
    pub name: String,
    pub tracking_url: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneRow {
    pub id: ShippingZoneId,
    pub version: i64,
    pub slug: String,
    pub name: String,
    pub places: Vec<ZonePlace>,
}

impl ZoneRow {
    /// The first few places and how many more there are.
    pub fn summary(&self) -> String {
        const SHOWN: usize = 4;
        let names: Vec<String> = self.places.iter().take(SHOWN).map(ZonePlace::label).collect();
        let more = self.places.len().saturating_sub(SHOWN);
        if more == 0 { names.join("; ") } else { format!("{}; and {more} more", names.join("; ")) }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodRow {
    pub id: ShippingMethodId,
    pub version: i64,
    pub slug: String,
    pub name: String,
    pub carrier_id: ShippingCarrierId,
    pub carrier: String,
    pub active: bool,
    pub days_min: i64,
    pub days_max: i64,
    pub position: i64,
    pub limits: crate::domain::shipping::Limits,
    pub pickup: Option<crate::domain::shipping::Pickup>,
    /// By zone.
    pub rates: Vec<ZoneRate>,
}

/// What a method costs in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneRate {
    pub zone: ShippingZoneId,
    pub zone_name: String,
    pub rate: Rate,
}

impl MethodRow {
    pub fn checked(&self) -> CheckedMethod {
        CheckedMethod {
            name: self.name.clone(),
            carrier: self.carrier_id,
            active: self.active,
            days_min: self.days_min,
            days_max: self.days_max,
            position: self.position,
            limits: self.limits,
            pickup: self.pickup.clone(),
        }
    }
}

impl ZoneRate {
    /// "€4.90, free from €100", "From €4.90 by weight".
    pub fn summary(&self) -> String {
        let money = |minor| Money::new(minor, Currency::Eur);
        let least = money(self.rate.least_minor().unwrap_or_default());
        let price = match self.rate.calculator {
            Calculator::Flat { price_minor: 0 } => "Free".to_owned(),
            Calculator::Flat { .. } => least.to_string(),
            Calculator::Weight { .. } => format!("From {least} by weight"),
            Calculator::Value { .. } => format!("From {least} by value"),
        };
        match self.rate.free_from_minor {
            Some(from) => format!("{price}, free from {}", money(from).short()),
            None => price,
        }
    }
}

/// A carrier's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierEditor {
    /// With its version; `None` for a new one.
    pub carrier: Option<(ShippingCarrierId, i64)>,
    pub form: CarrierInput,
}

/// A zone's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneEditor {
    pub zone: Option<(ShippingZoneId, i64)>,
    pub form: ZoneInput,
}

/// A method's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodEditor {
    pub method: Option<(ShippingMethodId, i64)>,
    pub form: MethodInput,
    pub carriers: Vec<(ShippingCarrierId, String)>,
    pub centers: Vec<(FulfillmentCenterId, String)>,
    /// Every zone with its name and, where the method goes there, what it costs in words.
    pub zones: Vec<(ShippingZoneId, String, Option<String>)>,
}

/// The page of what a method costs in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateEditor {
    pub method: ShippingMethodId,
    /// Of the method, to which its rates belong.
    pub version: i64,
    pub method_name: String,
    pub zone: ShippingZoneId,
    pub zone_name: String,
    pub form: RateInput,
}
