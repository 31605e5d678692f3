//! What staff enter to change an order.

use crate::domain::{
    address::Address,
    forms::{FieldErrors, Problem, email, number, optional_line},
    ids::{OrderLineId, VariantId},
    order::OrderDetail,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest reason of a change.
pub const EDIT_NOTE_LENGTH: u32 = 200;
/// Most units of a line; carts hold fewer.
pub const ADDED_UNITS: i64 = 10_000;
/// Most lines of an order after a change.
pub const MOST_LINES: usize = 200;

/// The form, as it was sent. Fields of addresses as at the checkout.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderEditForm {
    /// Of the order, as the page showed it.
    pub version: String,
    /// Units of a line that are to be sent, those that have left included, by the line's id.
    pub wanted: BTreeMap<String, String>,
    /// Units of variants that are added, by the variant's id; none is zero.
    pub added: BTreeMap<String, String>,
    /// Words of the SKU or the title of what is to be added.
    pub variant_search: String,
    pub email: String,
    pub shipping_name: String,
    pub shipping_company: String,
    pub shipping_street: String,
    pub shipping_extra: String,
    pub shipping_postcode: String,
    pub shipping_city: String,
    pub shipping_region: String,
    pub shipping_country: String,
    pub shipping_phone: String,
    /// "different", or the invoice goes to the shipping address.
    pub billing: String,
    pub billing_name: String,
    pub billing_company: String,
    pub billing_street: String,
    pub billing_extra: String,
    pub billing_postcode: String,
    pub billing_city: String,
    pub billing_region: String,
    pub billing_country: String,
    pub billing_phone: String,
    pub edit_note: String,
}

/// What is wanted of an order, each input checked by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderChange {
    /// The order's version that it was made for; without one, whatever the order is now.
    pub version: Option<i64>,
    /// Units that are to be sent, by line; lines that are left out stay as they are.
    pub wanted: Vec<(OrderLineId, i64)>,
    pub added: Vec<(VariantId, i64)>,
    pub email: Option<String>,
    pub shipping_address: Option<Address>,
    pub billing_address: Option<Address>,
    pub note: String,
}

/// The name of the field with a line's units.
pub fn wanted_field(line: OrderLineId) -> String {
    format!("wanted[{line}]")
}

/// The name of the field with the units of a variant that is added.
pub fn added_field(variant: VariantId) -> String {
    format!("added[{variant}]")
}

impl OrderEditForm {
    /// The value of `billing` for an invoice that goes elsewhere.
    pub const ELSEWHERE: &str = "different";

    /// The form of an order before anything was typed.
    pub fn of(order: &OrderDetail) -> Self {
        let (shipping, billing) = (order.shipping_address.clone(), order.billing_address.clone());
        let is_elsewhere = shipping != billing;
        let wanted = order.lines.iter().map(|line| (line.id.to_string(), (line.quantity - line.canceled).to_string()));
        Self {
            version: order.version.to_string(),
            wanted: wanted.collect(),
            email: order.email.clone(),
            billing: if is_elsewhere { Self::ELSEWHERE.into() } else { "same".into() },
            ..Self::default()
        }
        .with_addresses(shipping, if is_elsewhere { billing } else { Address::default() })
    }

    fn with_addresses(self, shipping: Address, billing: Address) -> Self {
        Self {
            shipping_name: shipping.name,
            shipping_company: shipping.company,
            shipping_street: shipping.street,
            shipping_extra: shipping.extra,
            shipping_postcode: shipping.postcode,
            shipping_city: shipping.city,
            shipping_region: shipping.region,
            shipping_country: shipping.country,
            shipping_phone: shipping.phone,
            billing_name: billing.name,
            billing_company: billing.company,
            billing_street: billing.street,
            billing_extra: billing.extra,
            billing_postcode: billing.postcode,
            billing_city: billing.city,
            billing_region: billing.region,
            billing_country: billing.country,
            billing_phone: billing.phone,
            ..self
        }
    }

    pub fn shipping(&self) -> Address {
        Address {
            name: self.shipping_name.clone(),
            company: self.shipping_company.clone(),
            street: self.shipping_street.clone(),
            extra: self.shipping_extra.clone(),
            postcode: self.shipping_postcode.clone(),
            city: self.shipping_city.clone(),
            region: self.shipping_region.clone(),
            country: self.shipping_country.clone(),
            phone: self.shipping_phone.clone(),
        }
    }

    /// Where the invoice goes, if elsewhere.
    pub fn billing(&self) -> Option<Address> {
        (self.billing == Self::ELSEWHERE).then(|| Address {
            name: self.billing_name.clone(),
            company: self.billing_company.clone(),
            street: self.billing_street.clone(),
            extra: self.billing_extra.clone(),
            postcode: self.billing_postcode.clone(),
            city: self.billing_city.clone(),
            region: self.billing_region.clone(),
            country: self.billing_country.clone(),
            phone: self.billing_phone.clone(),
        })
    }

    /// The variants that it adds, whatever their units.
    pub fn variants(&self) -> Vec<VariantId> {
        self.added.keys().filter_map(|id| id.parse().ok()).take(MOST_LINES).collect()
    }

    /// What is wanted, or every field that is wrong. An address whose lines are all empty stays as it is.
    pub fn check(&self) -> Result<OrderChange, FieldErrors> {
        let mut errors = FieldErrors::default();
        let wanted = units(&self.wanted, &mut errors, wanted_field);
        let added = units(&self.added, &mut errors, added_field);
        let email = match self.email.trim() {
            "" => None,
            text => errors.take("email", email(text)),
        };
        let shipping = self.shipping();
        let mut address = |address: Address, prefix: &str| match address.check(prefix) {
            Ok(address) => Some(address),
            Err(wrong) => {
                errors.0.extend(wrong.0);
                None
            }
        };
        let shipping_address = if shipping == Address::default() { None } else { address(shipping, "shipping_") };
        let billing_address = match self.billing() {
            Some(billing) => address(billing, "billing_"),
            None => shipping_address.clone(),
        };
        let note = errors.take("edit_note", optional_line(&self.edit_note, EDIT_NOTE_LENGTH)).unwrap_or_default();
        errors.into_result()?;
        let added = added.into_iter().filter(|(_, units)| *units > 0).collect();
        let version = self.version.parse().ok();
        Ok(OrderChange { version, wanted, added, email, shipping_address, billing_address, note })
    }
}

/// Units by id; an empty field is zero, and of "1" and "01" the first counts.
fn units<Id: std::str::FromStr + Copy + Ord>(
    entered: &BTreeMap<String, String>,
    errors: &mut FieldErrors,
    field: fn(Id) -> String,
) -> Vec<(Id, i64)> {
    let mut units: Vec<(Id, i64)> = Vec::new();
    for (id, typed) in entered {
        let Ok(id) = id.parse::<Id>() else { continue };
        let typed = if typed.trim().is_empty() { "0" } else { typed };
        units.extend(errors.take(&field(id), number(typed, 0, ADDED_UNITS)).map(|units| (id, units)));
    }
    if units.len() > MOST_LINES
        && let Some((id, _)) = units.first()
    {
        errors.add(&field(*id), Problem::TooMany(u32::try_from(MOST_LINES).unwrap_or(u32::MAX)));
    }
    units.sort_unstable_by_key(|(id, _)| *id);
    units.dedup_by_key(|(id, _)| *id);
    units
}
