//! Counting many items of a fulfillment center at once.

use super::{InventoryList, MOST_UNITS, REASON_LENGTH};
use crate::domain::{
    forms::{FieldErrors, Problem, number, optional_line},
    ids::{FulfillmentCenterId, InventoryItemId},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most items that are counted with one form or one request.
pub const MOST_COUNTED: usize = 100;

/// A page of a center's items, to be counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StocktakingSheet {
    pub center: FulfillmentCenterId,
    pub list: InventoryList,
}

/// Which page of the sheet a form was, by the names of its hidden inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SheetPage {
    /// Names the center, as in the list.
    pub tab: String,
    pub query: String,
    pub older: String,
    pub newer: String,
    /// The next page begins after this item. Sent by the button that goes on to it.
    pub sheet_next: String,
}

impl SheetPage {
    /// The page to show after a form of which every row was booked, or not.
    #[must_use]
    pub fn after(self, all_booked: bool) -> Self {
        if all_booked && !self.sheet_next.is_empty() {
            Self { older: self.sheet_next, newer: String::new(), sheet_next: String::new(), ..self }
        } else {
            self
        }
    }
}

/// What somebody counted of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedItem {
    pub item: InventoryItemId,
    pub counted: i64,
    /// What the books said to whoever counted: with another level by now, the item is left as it is. Without it, whatever
    /// the books say.
    pub seen: Option<i64>,
}

/// What was counted, each item at most once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stocktaking {
    pub items: Vec<CountedItem>,
    pub reason: String,
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StocktakingResult {
    /// Items whose levels are now what was counted.
    pub counted: Vec<InventoryItemId>,
    /// Items that were left as they are, and why: their level changed meanwhile, or more of them is promised to orders.
    pub refused: Vec<(InventoryItemId, Problem)>,
}

/// The name of the field with what was counted of an item.
pub fn counted_field(item: InventoryItemId) -> String {
    format!("counts[{item}]")
}

/// The name of the field with what the books said about an item when the form was shown.
pub fn level_field(item: InventoryItemId) -> String {
    format!("levels[{item}]")
}

impl Stocktaking {
    /// Reads the form: rows without a number were not counted. Each row needs the level that it showed.
    pub fn of_form(
        counts: &BTreeMap<String, String>,
        levels: &BTreeMap<String, String>,
        reason: &str,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut items: Vec<CountedItem> = Vec::new();
        for (id, typed) in counts.iter().filter(|(_, typed)| !typed.trim().is_empty()) {
            let Ok(item) = id.parse::<InventoryItemId>() else { continue };
            let field = counted_field(item);
            let counted = errors.take(&field, number(typed, 0, MOST_UNITS));
            let seen = levels.get(id).ok_or(Problem::Required).and_then(|seen| number(seen, i64::MIN, i64::MAX));
            if let (Some(counted), Some(seen)) = (counted, errors.take(&field, seen)) {
                items.push(CountedItem { item, counted, seen: Some(seen) });
            }
        }
        let reason = errors.take("sheet_reason", optional_line(reason, REASON_LENGTH)).unwrap_or_default();
        errors.into_result()?;
        let stocktaking = Self { items, reason };
        stocktaking.check().map_err(|problem| FieldErrors::one("counts", problem))?;
        Ok(stocktaking)
    }

    /// Something, not too much, and nothing twice.
    pub fn check(&self) -> Result<(), Problem> {
        let distinct: BTreeSet<InventoryItemId> = self.items.iter().map(|row| row.item).collect();
        if self.items.is_empty() {
            Err(Problem::Required)
        } else if self.items.len() > MOST_COUNTED {
            Err(Problem::TooMany(u32::try_from(MOST_COUNTED).unwrap_or(u32::MAX)))
        } else if distinct.len() < self.items.len() {
            Err(Problem::AlreadyTaken)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
        entries.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn only_rows_that_were_filled_in_are_counted() {
        let counts = map(&[("1", "5"), ("2", ""), ("3", " 0 "), ("nonsense", "4")]);
        let read = Stocktaking::of_form(&counts, &map(&[("1", "7"), ("2", "1"), ("3", "2")]), " June ").unwrap();
        let row = |item, counted, seen| CountedItem { item: InventoryItemId(item), counted, seen: Some(seen) };
        assert_eq!(read, Stocktaking { items: vec![row(1, 5, 7), row(3, 0, 2)], reason: "June".into() });
    }

    #[test]
    fn mistakes_stand_beside_their_rows() {
        let levels = map(&[("1", "7"), ("2", "1")]);
        let errors = Stocktaking::of_form(&map(&[("1", "-1"), ("2", "many"), ("3", "4")]), &levels, "").unwrap_err();
        for field in ["counts[1]", "counts[2]", "counts[3]"] {
            assert!(errors.message(field).is_some(), "{field}");
        }
        assert_eq!(Stocktaking::of_form(&map(&[("1", " ")]), &levels, "").unwrap_err().0[0].field, "counts");
    }

    #[test]
    fn an_item_is_counted_once_and_not_too_many_are() {
        let row = |item| CountedItem { item: InventoryItemId(item), counted: 1, seen: None };
        let check = |items: Vec<CountedItem>| Stocktaking { items, reason: String::new() }.check();
        assert_eq!(check(vec![row(1), row(2)]), Ok(()));
        assert_eq!(check(vec![row(1), row(1)]), Err(Problem::AlreadyTaken));
        assert_eq!(check((0..101).map(row).collect()), Err(Problem::TooMany(100)));
    }
}
