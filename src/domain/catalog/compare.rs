//! Products side by side: what the address asks for, and what a table of it shows.

use super::{ProductCard, query_string};
use crate::domain::{slug::slug, tax::ShownPrices};
use serde::{Deserialize, Serialize};

/// More would not fit beside each other.
pub const MAX_COMPARED: usize = 4;

/// Which products are compared, as the address says it: `p=first&p=second`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareQuery {
    /// At most [`MAX_COMPARED`], each once, in the order of the columns.
    pub slugs: Vec<String>,
    /// Rows in which all are the same are left out.
    pub differences_only: bool,
}

impl CompareQuery {
    /// Reads a query string; what is no slug is passed over.
    pub fn parse(query: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in query_string::pairs(query) {
            match name.as_str() {
                "p" if read.slugs.len() < MAX_COMPARED => read.push(&value),
                "differences" => read.differences_only = value == "only",
                _ => {}
            }
        }
        read
    }

    fn push(&mut self, text: &str) {
        if let Ok(slug) = slug(text)
            && !self.slugs.contains(&slug)
        {
            self.slugs.push(slug);
        }
    }

    /// With one more product; from a full table the one that came first goes.
    pub fn with(&self, slug: &str) -> Self {
        let mut query = self.clone();
        query.push(slug);
        let surplus = query.slugs.len().saturating_sub(MAX_COMPARED);
        query.slugs.drain(..surplus);
        query
    }

    pub fn without(&self, slug: &str) -> Self {
        let slugs = self.slugs.iter().filter(|other| *other != slug).cloned().collect();
        Self { slugs, ..self.clone() }
    }

    /// The same products with all rows, or with those that differ.
    pub fn toggled(&self) -> Self {
        Self { differences_only: !self.differences_only, ..self.clone() }
    }

    /// The address of this comparison.
    pub fn href(&self) -> String {
        let mut parts: Vec<String> = self.slugs.iter().map(|slug| format!("p={slug}")).collect();
        if self.differences_only {
            parts.push("differences=only".into());
        }
        if parts.is_empty() { "/compare".into() } else { format!("/compare?{}", parts.join("&")) }
    }
}

/// Products side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The columns.
    pub products: Vec<ComparedProduct>,
    /// The rows, by the heading they stand under.
    pub groups: Vec<ComparedGroup>,
    /// Others that could be added.
    pub suggestions: Vec<ProductCard>,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedProduct {
    pub card: ProductCard,
    /// Of published reviews.
    pub rating_count: i64,
    /// In tenths of a star, from 10 to 50; 0 without reviews.
    pub rating_tenths: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedGroup {
    pub name: String,
    pub rows: Vec<ComparedRow>,
}

/// A property with its value for each product; `None` where nothing is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedRow {
    pub name: String,
    pub values: Vec<Option<String>>,
}

impl ComparedRow {
    /// Whether the products are not all the same in this.
    pub fn differs(&self) -> bool {
        self.values.windows(2).any(|pair| matches!(pair, [left, right] if left != right))
    }
}

impl Comparison {
    /// Turns the catalog's prices into those that are shown.
    pub fn show(&mut self, prices: &ShownPrices) {
        let cards = self.products.iter_mut().map(|product| &mut product.card);
        cards.chain(&mut self.suggestions).for_each(|card| card.show(prices));
    }

    /// The groups with the rows that a query asks for.
    pub fn shown(&self, query: &CompareQuery) -> Vec<ComparedGroup> {
        let rows = |group: &ComparedGroup| -> Vec<ComparedRow> {
            group.rows.iter().filter(|row| !query.differences_only || row.differs()).cloned().collect()
        };
        let groups = self.groups.iter().map(|group| ComparedGroup { name: group.name.clone(), rows: rows(group) });
        groups.filter(|group| !group.rows.is_empty()).collect()
    }
}

/// An average of stars in tenths, rounded half up; 0 without reviews.
pub fn rating_tenths(count: i64, sum: i64) -> u32 {
    if count <= 0 {
        return 0;
    }
    let tenths = sum.saturating_mul(20).saturating_add(count) / count.saturating_mul(2);
    u32::try_from(tenths.clamp(10, 50)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_up_to_four_products_once() {
        let query = CompareQuery::parse("?p=a&p=b&p=a&p=<script>&p=c&p=d&p=e&differences=only");
        assert_eq!(query.slugs, ["a", "b", "c", "d"]);
        assert_eq!(query.href(), "/compare?p=a&p=b&p=c&p=d&differences=only");
        assert_eq!(CompareQuery::parse("p=a&p=b"), CompareQuery::parse(&CompareQuery::parse("p=a&p=b").href()[9..]));
        assert_eq!(query.toggled().without("b").href(), "/compare?p=a&p=c&p=d");
        assert_eq!(query.with("f").slugs, ["b", "c", "d", "f"]);
        assert_eq!(query.with("b").slugs, query.slugs);
        assert_eq!(CompareQuery::default().href(), "/compare");
    }

    #[test]
    fn a_row_differs_when_a_product_says_something_else_or_nothing() {
        let row = |values: &[Option<&str>]| ComparedRow {
            name: String::new(),
            values: values.iter().map(|value| value.map(str::to_owned)).collect(),
        };
        assert!(!row(&[Some("1 kg")]).differs());
        assert!(!row(&[Some("1 kg"), Some("1 kg"), Some("1 kg")]).differs());
        assert!(row(&[Some("1 kg"), Some("2 kg")]).differs());
        assert!(row(&[Some("1 kg"), None]).differs());
        assert!(!row(&[None, None]).differs());
    }

    #[test]
    fn an_average_is_rounded_to_tenths() {
        for (count, sum, tenths) in [(0, 0, 0), (1, 5, 50), (3, 14, 47), (2, 9, 45), (8, 37, 46), (1, 1, 10)] {
            assert_eq!(rating_tenths(count, sum), tenths, "{sum} in {count}");
        }
    }
}
