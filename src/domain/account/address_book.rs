//! Addresses that a customer keeps.

use crate::domain::{address::Address, ids::AccountAddressId};
use serde::{Deserialize, Serialize};

/// Most addresses of one account.
pub const ADDRESSES: u32 = 50;

/// An address in an address book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedAddress {
    pub id: AccountAddressId,
    pub address: Address,
    /// Parcels go there unless another one is chosen.
    pub default_shipping: bool,
    /// Invoices go there unless another one is chosen.
    pub default_billing: bool,
}

/// What an address is the default for. An account has at most one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressUse {
    Shipping,
    Billing,
}

impl AddressUse {
    /// As forms send it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Shipping => "shipping",
            Self::Billing => "billing",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Shipping, Self::Billing].into_iter().find(|usage| usage.slug() == slug)
    }
}

/// The address that parcels go to unless another one is chosen.
pub fn default_shipping(addresses: &[SavedAddress]) -> Option<&Address> {
    addresses.iter().find(|saved| saved.default_shipping).map(|saved| &saved.address)
}

/// The address that invoices go to unless another one is chosen.
pub fn default_billing(addresses: &[SavedAddress]) -> Option<&Address> {
    addresses.iter().find(|saved| saved.default_billing).map(|saved| &saved.address)
}
