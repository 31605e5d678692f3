//! The list of products: what it shows, in which order, and where its pages begin.

use super::ROWS_PER_PAGE;
use crate::domain::{ids::ProductId, money::Money, picture::Picture, product::ProductStatus, timestamp::Timestamp};
use serde::{Deserialize, Serialize};

/// One page of the list of products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductList {
    /// How many there are under each status; `None` is all of them.
    pub tabs: Vec<ProductTabCount>,
    pub products: Vec<ProductRow>,
    /// Keys of the pages before and after this one.
    pub before: Option<String>,
    pub after: Option<String>,
    pub choices: FilterChoices,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductTabCount {
    pub status: Option<ProductStatus>,
    pub count: i64,
}

/// A product in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductRow {
    pub id: ProductId,
    pub title: String,
    pub brand: String,
    pub status: ProductStatus,
    /// Active, but only from its publish date on.
    pub is_scheduled: bool,
    pub picture: Option<Picture>,
    /// The lowest of its variants'.
    pub price: Money,
    pub variants: i64,
    /// Units of all variants on hand and not promised to anyone.
    pub available: i64,
    pub updated_at: Timestamp,
}

/// What can be filtered by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterChoices {
    pub brands: Vec<(i64, String)>,
    /// In the order of the tree.
    pub categories: Vec<CategoryChoice>,
}

/// A category with its depth in the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryChoice {
    pub id: i64,
    pub name: String,
    pub depth: i64,
}

/// Which products are listed, as the address says it; what it does not understand counts as not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductFilter {
    pub tab: String,
    /// Searched for in title, brand, SKU, barcode and tags.
    pub q: String,
    /// Id of a category; its subtree counts.
    pub category: String,
    pub brand: String,
    /// "out" or "low".
    pub stock: String,
    /// "none": those without.
    pub pictures: String,
    pub tag: String,
    pub sort: String,
    /// Key of the row that the page begins behind, or ends before.
    pub after: String,
    pub before: String,
}

impl ProductFilter {
    /// The parameters of the address, without empty ones.
    pub fn parameters(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("tab", &self.tab),
            ("q", &self.q),
            ("category", &self.category),
            ("brand", &self.brand),
            ("stock", &self.stock),
            ("pictures", &self.pictures),
            ("tag", &self.tag),
            ("sort", &self.sort),
            ("after", &self.after),
            ("before", &self.before),
        ];
        all.into_iter().map(|(name, value)| (name, value.as_str())).filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The same products from their first page.
    pub fn first_page(&self) -> Self {
        Self { after: String::new(), before: String::new(), ..self.clone() }
    }

    pub fn status(&self) -> Option<ProductStatus> {
        ProductStatus::from_slug(&self.tab)
    }

    pub fn sort(&self) -> ProductSort {
        ProductSort::from_slug(&self.sort)
    }

    pub fn stock(&self) -> Option<StockFilter> {
        match self.stock.as_str() {
            "out" => Some(StockFilter::Out),
            "low" => Some(StockFilter::Low),
            _ => None,
        }
    }

    /// Whether anything beside the status narrows the list.
    pub fn is_narrowed(&self) -> bool {
        [&self.q, &self.category, &self.brand, &self.stock, &self.pictures, &self.tag]
            .iter()
            .any(|value| !value.is_empty())
    }

    pub fn page(&self) -> ListPage {
        let sort = self.sort();
        match (RowKey::parse(sort, &self.after), RowKey::parse(sort, &self.before)) {
            (Some(key), _) => ListPage { key: Some(key), is_backward: false },
            (_, Some(key)) => ListPage { key: Some(key), is_backward: true },
            _ => ListPage::default(),
        }
    }
}

/// Products of which a variant has at most so many units left are low.
pub const LOW_STOCK: i64 = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockFilter {
    /// A variant is sold out.
    Out,
    /// A variant has few units left.
    Low,
}

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProductSort {
    #[default]
    Newest,
    Updated,
    Title,
    PriceUp,
    PriceDown,
}

impl ProductSort {
    pub const ALL: [Self; 5] = [Self::Newest, Self::Updated, Self::Title, Self::PriceUp, Self::PriceDown];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Newest => "",
            Self::Updated => "updated",
            Self::Title => "title",
            Self::PriceUp => "price",
            Self::PriceDown => "price-down",
        }
    }

    pub fn from_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.slug() == slug).unwrap_or_default()
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Newest => "Newest first",
            Self::Updated => "Last changed first",
            Self::Title => "Title, A to Z",
            Self::PriceUp => "Price, low to high",
            Self::PriceDown => "Price, high to low",
        }
    }

    pub const fn is_ascending(self) -> bool {
        matches!(self, Self::Title | Self::PriceUp)
    }
}

/// Where a row stands in its order: its value and, among equals, its id. "1200~17", "field tee~17".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowKey {
    pub value: KeyValue,
    pub id: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyValue {
    /// The id alone decides.
    None,
    Number(i64),
    Text(String),
}

impl RowKey {
    fn parse(sort: ProductSort, text: &str) -> Option<Self> {
        let (value, id) = text.rsplit_once('~').unwrap_or(("", text));
        let value = match sort {
            ProductSort::Newest => KeyValue::None,
            ProductSort::Title => KeyValue::Text(value.replace('\0', "")),
            _ => KeyValue::Number(value.parse().ok()?),
        };
        Some(Self { value, id: id.parse().ok()? })
    }

    pub fn text(&self) -> String {
        match &self.value {
            KeyValue::None => self.id.to_string(),
            KeyValue::Number(number) => format!("{number}~{}", self.id),
            KeyValue::Text(text) => format!("{text}~{}", self.id),
        }
    }
}

/// Which page is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPage {
    pub key: Option<RowKey>,
    /// The rows before the key, not behind it.
    pub is_backward: bool,
}

impl ListPage {
    /// Cuts the one row too many that tells whether there is more, and puts the rows in order; with the keys of the
    /// pages before and after.
    pub fn finish<T>(self, mut rows: Vec<T>, key: impl Fn(&T) -> RowKey) -> (Vec<T>, Option<String>, Option<String>) {
        let more = rows.len() > ROWS_PER_PAGE as usize;
        rows.truncate(ROWS_PER_PAGE as usize);
        if self.is_backward {
            rows.reverse();
        }
        let (first, last) = (rows.first().map(|row| key(row).text()), rows.last().map(|row| key(row).text()));
        match (self.key, self.is_backward) {
            (None, _) => (rows, None, last.filter(|_| more)),
            (Some(_), false) => (rows, first, last.filter(|_| more)),
            (Some(_), true) => (rows, first.filter(|_| more), last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written() {
        for (sort, key) in [
            (ProductSort::Newest, RowKey { value: KeyValue::None, id: 7 }),
            (ProductSort::PriceDown, RowKey { value: KeyValue::Number(-4), id: 7 }),
            (ProductSort::Title, RowKey { value: KeyValue::Text("a~b~".into()), id: 7 }),
        ] {
            assert_eq!(RowKey::parse(sort, &key.text()), Some(key));
        }
        for text in ["", "x", "1~", "~x", "'; DROP~1x"] {
            assert_eq!(RowKey::parse(ProductSort::PriceUp, text), None, "{text}");
        }
    }

    #[test]
    fn an_address_that_makes_no_sense_lists_everything() {
        let filter = ProductFilter {
            tab: "x".into(),
            sort: "y".into(),
            stock: "z".into(),
            after: "'".into(),
            ..ProductFilter::default()
        };
        assert_eq!((filter.status(), filter.sort(), filter.stock()), (None, ProductSort::Newest, None));
        assert_eq!(filter.page(), ListPage::default());
    }
}
