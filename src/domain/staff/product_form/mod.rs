//! The product form: what it sends, what its options make of its variants, and what becomes of both.
//!
//! The form is one value, [`ProductInput`], wherever it is: shown from what is stored, sent by the browser, kept while
//! it is not saved yet. Its options and its variants are brought in step by [`ProductInput::arrange`]; only then is it
//! checked.

mod check;
mod matrix;
mod specifications;
mod steps;

pub use check::{CheckedLevel, CheckedOption, CheckedProduct, CheckedVariant, tags as parse_tags};
pub use matrix::{MAX_OPTIONS, Shop};
pub use specifications::{SpecificationAnswer, SpecificationField, check_specifications, specification_field};
pub use steps::{Column, FormStep, Section};

use crate::domain::product::OptionKind;
use serde::{Deserialize, Serialize};

/// The product form as it was sent, all texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductInput {
    /// 0 for a product that does not exist yet.
    pub id: i64,
    /// The version that the page showed.
    pub version: i64,
    /// The newest entry of the audit log about the product when the page was shown.
    pub audit_seen: i64,
    pub title: String,
    pub slug: String,
    pub summary: String,
    pub description: String,
    /// Ids, or empty for none.
    pub brand: String,
    pub material: String,
    pub tax_category: String,
    pub status: String,
    /// "2026-11-22T10:05", in UTC; empty: as soon as it is active.
    pub published_at: String,
    pub seo_title: String,
    pub seo_description: String,
    /// Separated by commas.
    pub tags: String,
    /// Id of the primary category.
    pub primary: String,
    /// Ids of all categories.
    pub categories: Vec<String>,
    /// Ids of related products, in the order they are shown.
    pub related: Vec<String>,
    /// Words to find a related product by; changes nothing.
    pub related_search: String,
    pub options: Vec<OptionInput>,
    pub variants: Vec<VariantInput>,
    pub specifications: Vec<SpecificationValueInput>,
}

/// Something to choose on the product, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OptionInput {
    pub name: String,
    pub kind: String,
    pub remove: bool,
    pub values: Vec<ValueInput>,
    /// Names of values to be added, separated by commas.
    pub add: String,
    /// Ids of the shop's colors or sizes to be added.
    pub add_links: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ValueInput {
    pub name: String,
    /// Id of a color or size of the shop, or empty.
    pub link: String,
    pub remove: bool,
}

/// A row of the variant grid as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VariantInput {
    /// 0 for a variant that does not exist yet.
    pub id: i64,
    /// For every option, the index of its value among the values that were sent: "0,2".
    pub choices: String,
    /// Whether this combination is sold at all.
    pub on: bool,
    pub sku: String,
    pub barcode: String,
    pub price: String,
    /// Empty for none.
    pub compare_at: String,
    pub cost: String,
    /// In grams.
    pub weight: String,
    /// In millimeters.
    pub length: String,
    pub width: String,
    pub height: String,
    pub policy: String,
    pub tracked: bool,
    pub stock: Vec<StockInput>,
}

/// A stock level as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StockInput {
    /// Id of the fulfillment center.
    pub center: i64,
    /// What the page showed, or empty where nothing is kept yet: if it is no longer so, the edit is refused.
    pub seen: String,
    pub on_hand: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SpecificationValueInput {
    pub id: i64,
    /// As the kind has it: a text, a number, "true" or "false", the name of a choice; empty for none.
    pub value: String,
}

impl ProductInput {
    /// The form of a product that does not exist yet, with one variant.
    pub fn blank(centers: &[i64]) -> Self {
        let stock = centers.iter().map(|center| StockInput { center: *center, ..StockInput::default() }).collect();
        let variant = VariantInput { on: true, tracked: true, policy: "deny".into(), stock, ..VariantInput::default() };
        Self { status: "draft".into(), variants: vec![variant], ..Self::default() }
    }

    /// Name of a field, as its input has it.
    pub fn field(field: &str) -> String {
        format!("product[{field}]")
    }

    /// Name of a field of an option.
    pub fn option_field(option: usize, field: &str) -> String {
        format!("product[options][{option}][{field}]")
    }

    /// Name of a field of an option's value.
    pub fn value_field(option: usize, value: usize, field: &str) -> String {
        format!("product[options][{option}][values][{value}][{field}]")
    }

    /// Name of a field in the variant grid.
    pub fn variant_field(row: usize, field: &str) -> String {
        format!("product[variants][{row}][{field}]")
    }

    /// Name of a field of a stock level in the variant grid.
    pub fn stock_field(row: usize, place: usize, field: &str) -> String {
        format!("product[variants][{row}][stock][{place}][{field}]")
    }
}

impl OptionInput {
    pub fn kind(&self) -> OptionKind {
        match self.kind.as_str() {
            "color" => OptionKind::Color,
            "size" => OptionKind::Size,
            _ => OptionKind::Other,
        }
    }
}

impl VariantInput {
    /// For every option, the index of its value; what is no number counts as none.
    pub fn choice_indexes(&self) -> Vec<usize> {
        self.choices.split(',').filter_map(|index| index.trim().parse().ok()).collect()
    }

    pub(super) fn set_choices(&mut self, choices: &[usize]) {
        self.choices = choices.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    }
}
