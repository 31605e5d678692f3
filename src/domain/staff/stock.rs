//! Stock as staff see and change it.

use super::PageLinks;
use crate::domain::{
    forms::{FieldErrors, Problem, number, optional_line, required_line},
    ids::{FulfillmentCenterId, InventoryItemId, ProductId},
    order::OrderNumber,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Which items a list shows; the value of `tab` in its address: "low", "2", "low-2".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InventoryFilter {
    /// At or below their reorder level.
    pub low: bool,
    pub center: Option<FulfillmentCenterId>,
}

impl InventoryFilter {
    pub fn from_slug(slug: &str) -> Self {
        let (low, center) = match slug.strip_prefix("low") {
            Some(rest) => (true, rest.trim_start_matches('-')),
            None => (false, slug),
        };
        Self { low, center: center.parse().ok() }
    }

    pub fn slug(self) -> String {
        match (self.low, self.center) {
            (false, None) => String::new(),
            (true, None) => "low".into(),
            (false, Some(center)) => center.to_string(),
            (true, Some(center)) => format!("low-{center}"),
        }
    }
}

/// One page of the list of inventory items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InventoryList {
    pub items: Vec<InventoryRow>,
    pub pages: PageLinks,
    pub centers: Vec<(FulfillmentCenterId, String)>,
}

/// A variant at a center.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct InventoryRow {
    pub id: InventoryItemId,
    pub product: ProductId,
    pub title: String,
    pub sku: String,
    pub center: FulfillmentCenterId,
    pub center_name: String,
    pub on_hand: i64,
    pub reserved: i64,
    /// More may be sold than is there.
    pub backorder: bool,
    pub reorder_level: Option<i64>,
}

impl InventoryRow {
    /// On hand and not promised to anyone.
    pub const fn available(&self) -> i64 {
        self.on_hand - self.reserved
    }

    pub fn is_low(&self) -> bool {
        self.reorder_level.is_some_and(|level| self.available() <= level)
    }
}

/// An item with what happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InventoryDetail {
    pub item: InventoryRow,
    /// The same variant at other centers.
    pub elsewhere: Vec<InventoryRow>,
    /// Every other center, whether or not it has the variant.
    pub other_centers: Vec<(FulfillmentCenterId, String)>,
    /// Shoppers who want to be told when it is back.
    pub waiting: i64,
    pub movements: Vec<MovementRow>,
    pub pages: PageLinks,
}

/// What a stock movement is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "snake_case", type_name = "TEXT"))]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    Receive,
    Adjust,
    Count,
    Transfer,
    Reserve,
    Release,
    Ship,
}

impl MovementKind {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Receive => "Received",
            Self::Adjust => "Adjusted",
            Self::Count => "Counted",
            Self::Transfer => "Transferred",
            Self::Reserve => "Reserved",
            Self::Release => "Released",
            Self::Ship => "Shipped",
        }
    }
}

/// One movement of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementRow {
    pub id: i64,
    pub kind: MovementKind,
    pub on_hand_change: i64,
    pub reserved_change: i64,
    pub order: Option<OrderNumber>,
    pub actor: String,
    pub reason: String,
    pub at: Timestamp,
}

/// Longest reason for a change.
pub const REASON_LENGTH: u32 = 200;
/// Most units of one change, and the most that are ever counted.
pub const MOST_UNITS: i64 = 1_000_000;

/// A change of what is on hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StockChange {
    /// Units came in.
    Receive { quantity: i64, reason: String },
    /// More or fewer than the books say, for a reason.
    Adjust { change: i64, reason: String },
    /// Stocktaking: this many are there. `seen` is what the books said to whoever counted: with another level by now,
    /// nothing happens.
    Count { counted: i64, seen: Option<i64>, reason: String },
    /// Units go to another center.
    Transfer { to: FulfillmentCenterId, quantity: i64, reason: String },
}

impl StockChange {
    pub fn receive(quantity: &str, reason: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let quantity = errors.take("receive_quantity", number(quantity, 1, MOST_UNITS)).unwrap_or_default();
        let reason = errors.take("receive_reason", optional_line(reason, REASON_LENGTH)).unwrap_or_default();
        errors.into_result()?;
        Ok(Self::Receive { quantity, reason })
    }

    pub fn adjust(change: &str, reason: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let change = number(change.trim().trim_start_matches('+'), -MOST_UNITS, MOST_UNITS);
        let change = change.and_then(|change| if change == 0 { Err(Problem::Unchanged) } else { Ok(change) });
        let change = errors.take("adjust_change", change).unwrap_or_default();
        let reason = errors.take("adjust_reason", required_line(reason, REASON_LENGTH)).unwrap_or_default();
        errors.into_result()?;
        Ok(Self::Adjust { change, reason })
    }

    /// `seen` may be empty, for programs that take the blame.
    pub fn count(counted: &str, seen: &str, reason: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let counted = errors.take("counted", number(counted, 0, MOST_UNITS)).unwrap_or_default();
        let seen = if seen.is_empty() { Ok(None) } else { number(seen, i64::MIN, i64::MAX).map(Some) };
        let seen = errors.take("counted", seen).unwrap_or_default();
        let reason = errors.take("count_reason", optional_line(reason, REASON_LENGTH)).unwrap_or_default();
        errors.into_result()?;
        Ok(Self::Count { counted, seen, reason })
    }

    pub fn transfer(to: &str, quantity: &str, reason: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let to = errors.take("transfer_to", to.parse().map_err(|_| Problem::UnknownChoice));
        let quantity = errors.take("transfer_quantity", number(quantity, 1, MOST_UNITS)).unwrap_or_default();
        let reason = errors.take("transfer_reason", optional_line(reason, REASON_LENGTH)).unwrap_or_default();
        errors.into_result()?;
        let to = to.ok_or_else(|| FieldErrors::one("transfer_to", Problem::UnknownChoice))?;
        Ok(Self::Transfer { to, quantity, reason })
    }
}

/// A reorder level as it is entered; empty for none.
pub fn reorder_level(text: &str) -> Result<Option<i64>, Problem> {
    if text.trim().is_empty() { Ok(None) } else { number(text, 0, MOST_UNITS).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_survive_being_written_and_read() {
        for low in [false, true] {
            for center in [None, Some(FulfillmentCenterId(2))] {
                let filter = InventoryFilter { low, center };
                assert_eq!(InventoryFilter::from_slug(&filter.slug()), filter);
            }
        }
        assert_eq!(InventoryFilter::from_slug("nonsense"), InventoryFilter::default());
    }

    #[test]
    fn an_adjustment_needs_a_number_and_a_reason() {
        assert_eq!(StockChange::adjust("+3", "Found"), Ok(StockChange::Adjust { change: 3, reason: "Found".into() }));
        assert_eq!(StockChange::adjust("-3", "Lost"), Ok(StockChange::Adjust { change: -3, reason: "Lost".into() }));
        let errors = StockChange::adjust("0", " ").unwrap_err();
        assert!(errors.message("adjust_change").is_some() && errors.message("adjust_reason").is_some());
        assert!(StockChange::count("-1", "", "").is_err() && StockChange::receive("0", "").is_err());
        assert!(StockChange::transfer("", "1", "").unwrap_err().message("transfer_to").is_some());
        assert_eq!((reorder_level(" "), reorder_level("5")), (Ok(None), Ok(Some(5))));
    }
}
