//! What people enter about returns, read at the edge.

use super::ReturnReason;
use crate::domain::{
    forms::{FieldErrors, Problem, number, optional_line},
    ids::{FulfillmentCenterId, OrderLineId},
    money::Money,
};
use std::collections::BTreeMap;

/// Longest note of a customer on a line.
pub const NOTE_LENGTH: u32 = 300;
/// Longest text about where to send it, and of a rejection.
pub const INSTRUCTIONS_LENGTH: u32 = 1_000;
/// Longest reason of a deduction.
pub const DEDUCTION_LENGTH: u32 = 200;
/// Most units in a field; carts hold fewer.
const MOST_UNITS: i64 = 1_000_000;
/// Most lines of a return; orders have fewer.
const MOST_LINES: usize = 200;

/// Units that somebody wants to send back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReturnRequest {
    /// Each line of the order once, with at least one unit.
    pub lines: Vec<WantedLine>,
    /// How many returns of the order there were when the form was shown.
    pub seen: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedLine {
    pub line: OrderLineId,
    pub quantity: i64,
    pub reason: ReturnReason,
    pub note: String,
}

impl ReturnRequest {
    /// Reads a form: quantities, reasons and notes by the ids of their lines; what has no quantity is not sent back.
    pub fn parse(
        quantities: &BTreeMap<String, String>,
        reasons: &BTreeMap<String, String>,
        notes: &BTreeMap<String, String>,
        seen: &str,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut lines: Vec<WantedLine> = Vec::new();
        for (key, line, typed) in by_line(quantities) {
            let units = errors.take(&quantity_field(line), units(typed)).unwrap_or_default();
            if units == 0 || lines.iter().any(|known| known.line == line) {
                continue;
            }
            let value = |of: &BTreeMap<String, String>| of.get(key).cloned().unwrap_or_default();
            let checked = Self::line((line, units), &value(reasons), &value(notes), &mut errors);
            lines.extend(checked);
        }
        errors.into_result()?;
        lines.sort_unstable_by_key(|wanted| wanted.line);
        lines.truncate(MOST_LINES);
        Ok(Self { lines, seen: seen.parse().ok() })
    }

    /// A line with a reason; one that is not in the list is in the customer's words.
    fn line(
        (line, quantity): (OrderLineId, i64),
        reason: &str,
        note: &str,
        errors: &mut FieldErrors,
    ) -> Option<WantedLine> {
        let missing = if reason.is_empty() { Problem::Required } else { Problem::UnknownChoice };
        let reason = errors.take(&reason_field(line), ReturnReason::from_slug(reason).ok_or(missing));
        let note = errors.take(&note_field(line), optional_line(note, NOTE_LENGTH));
        let (reason, note) = (reason?, note?);
        if reason == ReturnReason::Other && note.is_empty() {
            errors.add(&note_field(line), Problem::Required);
        }
        Some(WantedLine { line, quantity, reason, note })
    }
}

/// What came of a return.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceivedUnits {
    pub lines: Vec<ReceivedLine>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceivedLine {
    pub line: OrderLineId,
    pub quantity: i64,
    /// Where it is put up for sale again; nowhere if it cannot be sold.
    pub restock: Option<FulfillmentCenterId>,
}

impl ReceivedUnits {
    /// Reads a form: quantities and centers by the ids of their lines; without a center, it is not for sale again.
    pub fn parse(
        quantities: &BTreeMap<String, String>,
        centers: &BTreeMap<String, String>,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut lines: Vec<ReceivedLine> = Vec::new();
        for (key, line, typed) in by_line(quantities) {
            let quantity = errors.take(&received_field(line), units(typed)).unwrap_or_default();
            let center = centers.get(key).map(String::as_str).unwrap_or_default();
            let restock = match center {
                "" => Ok(None),
                center => center.parse().map(Some).map_err(|_| Problem::UnknownChoice),
            };
            let restock = errors.take(&restock_field(line), restock).flatten();
            if lines.iter().all(|known| known.line != line) {
                lines.push(ReceivedLine { line, quantity, restock });
            }
        }
        errors.into_result()?;
        lines.sort_unstable_by_key(|received| received.line);
        lines.truncate(MOST_LINES);
        Ok(Self { lines })
    }
}

/// How much of what came is worth is given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundAmount {
    /// All of it.
    Whole,
    /// As somebody typed it, in the order's currency.
    Typed(String),
    Exact(Money),
}

/// The entries whose names are ids of lines: the name, the line and what was typed.
fn by_line(typed: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, OrderLineId, &str)> {
    typed.iter().filter_map(|(key, typed)| Some((key.as_str(), key.parse().ok()?, typed.as_str())))
}

/// An empty field is zero.
fn units(typed: &str) -> Result<i64, Problem> {
    if typed.trim().is_empty() { Ok(0) } else { number(typed, 0, MOST_UNITS) }
}

/// The name that a line's quantity has in the form of a request.
pub fn quantity_field(line: OrderLineId) -> String {
    format!("return_quantity[{line}]")
}

/// The name of its reason.
pub fn reason_field(line: OrderLineId) -> String {
    format!("return_reason[{line}]")
}

/// The name of its note.
pub fn note_field(line: OrderLineId) -> String {
    format!("return_note[{line}]")
}

/// The name that a line's quantity has in the form of what came.
pub fn received_field(line: OrderLineId) -> String {
    format!("received[{line}]")
}

/// The name of the choice where it is put.
pub fn restock_field(line: OrderLineId) -> String {
    format!("restock[{line}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
        entries.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_line_without_a_quantity_needs_no_reason_and_one_with_a_quantity_does() {
        let quantities = map(&[("7", "2"), ("8", ""), ("9", "0"), ("x", "1")]);
        let refused = ReturnRequest::parse(&quantities, &map(&[]), &map(&[]), "").expect_err("no reason");
        assert_eq!(refused, FieldErrors::one("return_reason[7]", Problem::Required));
        let read = ReturnRequest::parse(&quantities, &map(&[("7", "damaged")]), &map(&[]), "3").expect("a request");
        let wanted =
            WantedLine { line: OrderLineId(7), quantity: 2, reason: ReturnReason::Damaged, note: String::new() };
        assert_eq!(read, ReturnRequest { lines: vec![wanted], seen: Some(3) });
    }

    #[test]
    fn another_reason_is_told_in_words() {
        let (one, other) = (map(&[("7", "1")]), map(&[("7", "other")]));
        let refused = ReturnRequest::parse(&one, &other, &map(&[]), "").expect_err("no words");
        assert_eq!(refused, FieldErrors::one("return_note[7]", Problem::Required));
        assert!(ReturnRequest::parse(&one, &other, &map(&[("7", "It hums.")]), "").is_ok());
        let unknown = ReturnRequest::parse(&one, &map(&[("7", "x")]), &map(&[]), "").expect_err("unknown");
        assert_eq!(unknown, FieldErrors::one("return_reason[7]", Problem::UnknownChoice));
    }

    #[test]
    fn what_came_is_for_sale_again_only_where_a_center_is_named() {
        let read = ReceivedUnits::parse(&map(&[("7", "2"), ("8", "")]), &map(&[("7", "1"), ("8", "")]));
        let lines = read.expect("units").lines;
        assert_eq!(
            lines.iter().map(|line| (line.quantity, line.restock)).collect::<Vec<_>>(),
            [(2, Some(FulfillmentCenterId(1))), (0, None)]
        );
        assert!(ReceivedUnits::parse(&map(&[("7", "-1")]), &map(&[])).is_err());
        assert!(ReceivedUnits::parse(&map(&[("7", "1")]), &map(&[("7", "x")])).is_err());
    }
}
