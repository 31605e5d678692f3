//! Carriers in bodies.

use crate::domain::{shipping::CarrierInput, staff::CarrierRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct ShippingCarrier {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    slug: String,
    name: String,
    /// `{tracking}` stands for the number; empty if the carrier has no such page.
    tracking_url: String,
}

impl From<CarrierRow> for ShippingCarrier {
    fn from(row: CarrierRow) -> Self {
        let CarrierRow { id, version, slug, name, tracking_url } = row;
        Self { id: id.0, version, slug, name, tracking_url }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingCarrierInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// https, with `{tracking}` behind the host; empty for none.
    #[serde(default)]
    #[schema(max_length = 300)]
    tracking_url: String,
}

impl ShippingCarrierInput {
    pub(super) fn input(self) -> CarrierInput {
        CarrierInput { name: self.name, tracking_url: self.tracking_url }
    }
}
