//! Getting orders out of the house: what waits where, what goes into a parcel, what is picked and packed.

use crate::domain::{
    address::Address,
    forms::{FieldErrors, Problem, number},
    ids::{FulfillmentCenterId, OrderLineId, ShipmentId},
    order::OrderNumber,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What an order still waits for at one center.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAtCenter {
    pub center: FulfillmentCenterId,
    pub name: String,
    pub lines: Vec<OpenLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenLine {
    pub line: OrderLineId,
    pub sku: String,
    pub title: String,
    pub options: String,
    pub quantity: i64,
    /// Fewer are on the shelf: the rest is still to come.
    pub is_short: bool,
}

/// A parcel as staff enter it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parcel {
    pub tracking_number: String,
    pub center: Option<FulfillmentCenterId>,
    /// Units by line; `None`: everything that is open at the center.
    pub quantities: Option<Vec<(OrderLineId, i64)>>,
    /// How many parcels of the order had left when the form was shown.
    pub seen: Option<i64>,
    /// How often the order had been changed then.
    pub edits: Option<i64>,
}

/// Most units of a line in a parcel; carts hold fewer.
const MOST_UNITS: i64 = 1_000_000;

impl Parcel {
    /// Reads a form: quantities by the ids of their lines; an empty one is zero, and no field at all means everything.
    pub fn parse(
        tracking_number: String,
        center: &str,
        quantities: &std::collections::BTreeMap<String, String>,
        seen: &str,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut units = Vec::new();
        for (line, typed) in quantities {
            let Ok(line) = line.parse::<OrderLineId>() else { continue };
            let typed = if typed.trim().is_empty() { "0" } else { typed };
            units.extend(errors.take(&quantity_field(line), number(typed, 0, MOST_UNITS)).map(|units| (line, units)));
        }
        let center = match center.trim() {
            "" => None,
            center => errors.take("center", center.parse().map_err(|_| Problem::UnknownChoice)),
        };
        errors.into_result()?;
        let quantities = (!quantities.is_empty()).then_some(units);
        Ok(Self { tracking_number, center, quantities, seen: seen.parse().ok(), edits: None })
    }
}

/// The name that a line's quantity has in the form of a parcel.
pub fn quantity_field(line: OrderLineId) -> String {
    format!("quantities[{line}]")
}

/// A line in a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedLine {
    pub sku: String,
    pub title: String,
    pub options: String,
    pub quantity: i64,
}

/// What lies in a parcel, or is to be packed into one, for whoever packs and unpacks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackingSlip {
    pub number: OrderNumber,
    pub placed_at: Timestamp,
    /// The parcel that left; `None`: it is still to be packed.
    pub sent: Option<SentParcel>,
    pub address: Address,
    pub shipping_method: String,
    /// Empty if it is not known.
    pub center: String,
    pub lines: Vec<PackedLine>,
    /// Units of the order that are not in this parcel or in one before it.
    pub to_follow: i64,
}

/// How a parcel left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentParcel {
    pub shipment: ShipmentId,
    pub shipped_at: Timestamp,
    pub carrier: String,
    pub tracking_number: String,
}

/// What is to be picked in each center.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fulfillment {
    pub centers: Vec<PickList>,
    /// There is more than this; it shows up as these leave.
    pub is_cut: bool,
    /// Of chosen orders those that are not ready to ship, or on their way already.
    pub nothing_to_pack: Vec<OrderNumber>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickList {
    pub center: FulfillmentCenterId,
    pub name: String,
    pub orders: i64,
    pub units: i64,
    /// By SKU, as one walks along the shelves.
    pub bins: Vec<Bin>,
    /// The orders that are packed here, the oldest first, each with its units.
    pub to_pack: Vec<(OrderNumber, i64)>,
}

/// One SKU to be picked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bin {
    pub sku: String,
    pub title: String,
    pub options: String,
    pub quantity: i64,
    pub on_hand: i64,
    /// For which orders, the oldest first, and how many each.
    pub orders: Vec<(OrderNumber, i64)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_form_without_quantities_means_everything_and_one_with_empty_fields_nothing() {
        let parse = |fields: &[(&str, &str)]| {
            let fields: BTreeMap<String, String> =
                fields.iter().map(|(line, typed)| ((*line).to_owned(), (*typed).to_owned())).collect();
            Parcel::parse("X".into(), "7", &fields, "2")
        };
        let all = parse(&[]).unwrap();
        assert_eq!((all.quantities, all.center, all.seen), (None, Some(FulfillmentCenterId(7)), Some(2)));
        let some = parse(&[("3", "2"), ("4", " ")]).unwrap();
        assert_eq!(some.quantities, Some(vec![(OrderLineId(3), 2), (OrderLineId(4), 0)]));
        let errors = parse(&[("3", "-1"), ("4", "x")]).unwrap_err();
        assert!(errors.message("quantities[3]").is_some() && errors.message("quantities[4]").is_some());
    }
}
