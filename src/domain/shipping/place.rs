//! Where parcels go.

use crate::domain::{
    address::Address,
    country::country_name,
    forms::{FieldErrors, Problem, optional_line},
};
use serde::{Deserialize, Serialize};

/// A region as regions are compared: without blanks around it, in lower case.
pub fn region_key(region: &str) -> String {
    region.trim().to_lowercase()
}

/// The zone of an address among the places of its country: (zone, region key). The region wins over its country.
pub fn zone_of<Z: Copy>(places: impl IntoIterator<Item = (Z, String)>, region: &str) -> Option<Z> {
    let key = region_key(region);
    let mut whole_country = None;
    for (zone, place) in places {
        if place.is_empty() {
            whole_country = Some(zone);
        } else if place == key {
            return Some(zone);
        }
    }
    whole_country
}

/// Where a shopper wants to know the costs for, before there is an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EstimatePlace {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub region: String,
    pub postcode: String,
}

impl EstimatePlace {
    /// The place, tidied, or the fields that are wrong.
    pub fn check(&self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let country = match country_name(&self.country) {
            Some(_) => Ok(self.country.clone()),
            None => Err(Problem::UnknownCountry),
        };
        let country = errors.take("country", country).unwrap_or_default();
        let region = errors.take("region", optional_line(&self.region, 100)).unwrap_or_default();
        let postcode = errors.take("postcode", optional_line(&self.postcode, 12)).unwrap_or_default();
        errors.into_result()?;
        Ok(Self { country, region, postcode: postcode.to_uppercase() })
    }

    pub fn of(address: &Address) -> Self {
        Self { country: address.country.clone(), region: address.region.clone(), postcode: address.postcode.clone() }
    }

    pub fn is_empty(&self) -> bool {
        self.country.is_empty()
    }

    /// Nothing but what costs depend on.
    pub fn address(&self) -> Address {
        let Self { country, region, postcode } = self.clone();
        Address { country, region, postcode, ..Address::default() }
    }

    /// "97201, Oregon, United States".
    pub fn label(&self) -> String {
        let country = country_name(&self.country).unwrap_or(&self.country);
        let parts = [self.postcode.as_str(), self.region.as_str(), country];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}
