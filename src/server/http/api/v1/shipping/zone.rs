//! Zones in bodies.

use crate::domain::{
    shipping::{ZoneInput, ZonePlace},
    staff::ZoneRow,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A country, or a region of one.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingPlace {
    /// ISO 3166-1 alpha-2.
    #[schema(pattern = "^[A-Z]{2}$")]
    pub(super) country: String,
    /// As addresses have it; empty is all of the country.
    #[serde(default)]
    #[schema(max_length = 100)]
    region: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ShippingZone {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    slug: String,
    name: String,
    places: Vec<ShippingPlace>,
}

impl From<ZoneRow> for ShippingZone {
    fn from(row: ZoneRow) -> Self {
        let place = |place: ZonePlace| ShippingPlace { country: place.country, region: place.region };
        let places = row.places.into_iter().map(place).collect();
        Self { id: row.id.0, version: row.version, slug: row.slug, name: row.name, places }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingZoneInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// No other zone may have one of them.
    #[schema(min_items = 1, max_items = 300)]
    pub(super) places: Vec<ShippingPlace>,
}

impl ShippingZoneInput {
    pub(super) fn input(self) -> ZoneInput {
        let places: Vec<ZonePlace> =
            self.places.into_iter().map(|place| ZonePlace { country: place.country, region: place.region }).collect();
        let (parts, whole): (Vec<_>, Vec<_>) = places.into_iter().partition(|place| !place.region.trim().is_empty());
        let line = |place: &ZonePlace| format!("{}: {}", place.country, place.region.replace(['\n', '\r'], " "));
        ZoneInput {
            name: self.name,
            countries: whole.into_iter().map(|place| place.country).collect(),
            regions: parts.iter().map(line).collect::<Vec<_>>().join("\n"),
        }
    }
}
