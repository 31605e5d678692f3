//! What staff enter about an order: a part that is called off, a note.

use crate::domain::{
    forms::{FieldErrors, number},
    ids::OrderLineId,
};
use std::collections::BTreeMap;

/// Longest reason that staff note.
pub const CANCEL_REASON_LENGTH: u32 = 200;
/// Longest note on an order.
pub const NOTE_LENGTH: u32 = 1_000;
/// Most units in a field; carts hold fewer.
const MOST_UNITS: i64 = 1_000_000;

/// Units to be canceled, as staff enter them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinesToCancel {
    pub quantities: Vec<(OrderLineId, i64)>,
    /// Whether the price of shipping is given up as well.
    pub shipping: bool,
    pub reason: String,
    /// How many units of the order had been canceled when the form was shown.
    pub seen: Option<i64>,
    /// How often the order had been changed then.
    pub edits: Option<i64>,
}

impl LinesToCancel {
    /// Reads a form: quantities by the ids of their lines; an empty one is zero.
    pub fn parse(
        quantities: &BTreeMap<String, String>,
        shipping: bool,
        reason: String,
        seen: &str,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut units = Vec::new();
        for (line, typed) in quantities {
            let Ok(line) = line.parse::<OrderLineId>() else { continue };
            let typed = if typed.trim().is_empty() { "0" } else { typed };
            units.extend(errors.take(&cancel_field(line), number(typed, 0, MOST_UNITS)).map(|units| (line, units)));
        }
        errors.into_result()?;
        units.sort_unstable();
        // "1" and "01" are the same line.
        units.dedup_by_key(|(line, _)| *line);
        Ok(Self { quantities: units, shipping, reason, seen: seen.parse().ok(), edits: None })
    }
}

/// The name that a line's quantity has in the form.
pub fn cancel_field(line: OrderLineId) -> String {
    format!("cancel[{line}]")
}
