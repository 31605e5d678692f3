//! What the admin lists: reads across aggregates, newest first, paged by key.

mod binds;
pub mod categories;
pub mod customers;
pub mod dashboard;
pub mod jobs;
pub mod mail;
pub mod order_export;
pub mod orders;
pub mod payments;
pub mod product_bulk;
pub mod product_drafts;
pub mod product_edit;
pub mod product_editor;
mod product_filter;
pub mod products;
pub mod returns;
pub mod slices;
pub mod stock;

use crate::domain::staff::{PageRequest, ROWS_PER_PAGE};

/// A search as a pattern for `LOWER(x) LIKE LOWER($1) ESCAPE '\'`; empty when nothing is searched for.
pub(in crate::server::store) fn contains(query: &str) -> String {
    let query = query.trim().replace('\0', "");
    if query.is_empty() {
        return String::new();
    }
    format!("%{}%", query.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// How a page is read: its direction, and one row more than it shows.
pub(in crate::server::store) fn order_and_limit(column: &str, page: PageRequest) -> String {
    let direction = if page.is_upward() { "ASC" } else { "DESC" };
    format!("ORDER BY {column} {direction} LIMIT {}", ROWS_PER_PAGE + 1)
}

/// The same for an order of several columns; `is_descending` turns all of them around.
pub(super) fn order_and_limit_by(columns: &[String], is_descending: bool) -> String {
    let direction = if is_descending { " DESC" } else { "" };
    let keys: Vec<String> = columns.iter().map(|column| format!("{column}{direction}")).collect();
    format!("ORDER BY {} LIMIT {}", keys.join(", "), ROWS_PER_PAGE + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_searched_for_is_no_pattern() {
        assert_eq!(contains("  "), "");
        assert_eq!(contains("50%_\\"), "%50\\%\\_\\\\%");
    }
}
