//! What a file says of the catalog, before it is known what the shop makes of it.
//!
//! `None` is what the file does not say: its column is missing, and what is stored stays.

use crate::{
    domain::{
        forms::Problem,
        product::{OptionKind, ProductStatus, SpecificationKind, StockPolicy},
        staff::{ImportLine, Severity},
        timestamp::Timestamp,
    },
    server::{services::catalog_csv::RowType, store::imports::Place},
};

/// A part of the file that is done or refused as a whole.
#[derive(Debug)]
pub struct Piece {
    pub item: Item,
    /// What is wrong with its rows.
    pub notes: Vec<ImportLine>,
    pub rows: i64,
    /// Where the next one begins.
    pub end: Place,
}

#[derive(Debug)]
pub enum Item {
    Reference(Box<ReferenceDraft>),
    Product(Box<ProductDraft>),
    Related(RelatedDraft),
    /// Its notes say why.
    RefusedProduct,
    RefusedRow,
}

/// A product's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductDraft {
    pub line: i64,
    pub slug: String,
    /// Addresses that it had elsewhere.
    pub former_slugs: Option<Vec<String>>,
    pub title: Option<String>,
    pub summary: Option<String>,
    pub description: Option<String>,
    /// `Some(None)`: of no brand.
    pub brand: Option<Option<Named>>,
    pub material: Option<Option<String>>,
    pub tax_category: Option<Option<String>>,
    pub categories: Option<CategoryWish>,
    pub status: Option<ProductStatus>,
    pub published_at: Option<Option<Timestamp>>,
    pub seo_title: Option<String>,
    pub seo_description: Option<String>,
    pub tags: Option<Vec<String>>,
    pub sold: Option<i64>,
    /// Slug and value.
    pub specifications: Option<Vec<(String, String)>>,
    pub options: Option<Vec<OptionDraft>>,
    pub variants: Vec<VariantDraft>,
    pub images: Vec<ImageDraft>,
}

/// Something that exists under a slug, or is made under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Slug(String),
    Name(String),
}

/// Which categories a product is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CategoryWish {
    /// These, by their slugs; the first one is the primary category.
    Exactly(Vec<String>),
    /// Also the one at the end of this path of names, from the top; it is made where it is missing.
    Also(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionDraft {
    pub name: String,
    pub kind: OptionKind,
    pub values: Vec<ValueDraft>,
}

/// A value with the slugs of the color and size it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueDraft {
    pub name: String,
    pub color: Option<String>,
    pub size: Option<String>,
    /// The color or size of the value's own name, made where it is missing.
    pub by_name: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariantDraft {
    pub line: i64,
    /// Empty: the variant with these values, or a SKU made from them.
    pub sku: String,
    /// Of the options, in order. Empty: those that the variant has.
    pub values: Vec<String>,
    pub barcode: Option<String>,
    pub price: Option<i64>,
    pub compare_at: Option<Option<i64>>,
    pub cost: Option<Option<i64>>,
    pub weight: Option<i64>,
    pub length: Option<i64>,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub stock: Option<i64>,
    pub policy: Option<StockPolicy>,
    pub untracked: Option<bool>,
    /// A picture of its own.
    pub image: Option<PictureSource>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageDraft {
    pub line: i64,
    pub source: PictureSource,
    pub alt: Option<String>,
    /// SKUs of the variants it shows.
    pub variants: Option<Vec<String>>,
}

/// Where a picture comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PictureSource {
    /// A picture of the media store, by its hash.
    Hash(String),
    /// http or https.
    Address(String),
}

impl PictureSource {
    pub fn text(&self) -> &str {
        match self {
            Self::Hash(text) | Self::Address(text) => text,
        }
    }
}

/// A row of anything that is no product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceDraft {
    pub line: i64,
    pub row_type: RowType,
    pub slug: String,
    pub name: Option<String>,
    /// The slug of what it is in; empty at the top.
    pub parent: Option<String>,
    pub description: Option<String>,
    pub visible: Option<bool>,
    pub hex: Option<String>,
    pub position: Option<i64>,
    pub kind: Option<SpecificationKind>,
    pub unit: Option<String>,
    pub filterable: Option<bool>,
    pub comparable: Option<bool>,
    pub choices: Option<Vec<String>>,
    pub groups: Option<Vec<String>>,
    pub picture: Option<Option<PictureSource>>,
    /// Of a category.
    pub former_slugs: Option<Vec<String>>,
}

/// Which products are shown beside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedDraft {
    pub line: i64,
    pub slug: String,
    pub related: Vec<String>,
}

/// A line of the report.
pub fn note(severity: Severity, line: i64, subject: &str, field: &str, reason: impl Into<String>) -> ImportLine {
    let cut =
        |text: &str, most: usize| text.chars().take(most).map(|char| if char == '\0' { ' ' } else { char }).collect();
    ImportLine {
        line,
        severity,
        subject: cut(subject, 120),
        field: cut(field, 60),
        reason: reason.into(),
        value: String::new(),
    }
}

pub fn refused(line: i64, subject: &str, field: &str, reason: impl Into<String>) -> ImportLine {
    note(Severity::Refused, line, subject, field, reason)
}

pub fn warning(line: i64, subject: &str, field: &str, reason: impl Into<String>) -> ImportLine {
    note(Severity::Warning, line, subject, field, reason)
}

/// The same line with what stands in the cell.
pub fn with_value(mut line: ImportLine, value: &str) -> ImportLine {
    line.value = value.chars().take(100).map(|char| if char == '\0' { ' ' } else { char }).collect();
    line
}

/// A problem as a report says it: nobody can choose anything there.
pub fn reason(problem: Problem) -> String {
    match problem {
        Problem::Required => "This is missing.".into(),
        Problem::UnknownChoice => "There is no such thing in the shop.".into(),
        Problem::NotASlug => "Only lower-case letters, digits and single hyphens.".into(),
        problem => problem.message(),
    }
}
