//! What the product form sends, and what becomes of it.

use crate::domain::{
    forms::{FieldErrors, Problem, number, optional_line, optional_text, required_line},
    ids::{BrandId, InventoryItemId, ProductId, VariantId},
    money::{Currency, Money},
    product::{ProductStatus, StockPolicy},
    slug::slug,
};
use serde::{Deserialize, Serialize};

/// Most units that may be on hand in one place.
const MAX_STOCK: i64 = 1_000_000_000;

/// The product form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductInput {
    pub id: i64,
    /// The version that the page showed.
    pub version: i64,
    pub title: String,
    pub slug: String,
    pub summary: String,
    pub description: String,
    /// Id of a brand, or empty for none.
    pub brand: String,
    pub status: String,
    pub seo_title: String,
    pub seo_description: String,
    pub variants: Vec<VariantInput>,
}

/// A row of the variant grid as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VariantInput {
    pub id: i64,
    pub price: String,
    /// Empty for none.
    pub compare_at: String,
    pub policy: String,
    pub stock: Vec<StockInput>,
}

/// A stock level as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StockInput {
    pub item: i64,
    /// What the page showed: if it is no longer so, the edit is refused.
    pub seen: i64,
    pub on_hand: String,
}

/// A product form without mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductChange {
    pub id: ProductId,
    pub version: i64,
    pub title: String,
    pub slug: String,
    pub summary: String,
    pub description: String,
    pub brand: Option<BrandId>,
    pub status: ProductStatus,
    pub seo_title: String,
    pub seo_description: String,
    pub variants: Vec<VariantChange>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantChange {
    pub id: VariantId,
    pub price_minor: i64,
    pub compare_at_minor: Option<i64>,
    pub policy: StockPolicy,
    pub stock: Vec<StockChange>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StockChange {
    pub item: InventoryItemId,
    pub seen: i64,
    pub on_hand: i64,
}

impl ProductInput {
    /// Name of a field in the variant grid, as its input has it.
    pub fn variant_field(row: usize, field: &str) -> String {
        format!("product[variants][{row}][{field}]")
    }

    /// Name of a field of a stock level in the variant grid.
    pub fn stock_field(row: usize, place: usize, field: &str) -> String {
        format!("product[variants][{row}][stock][{place}][{field}]")
    }

    /// Name of any other field.
    pub fn field(field: &str) -> String {
        format!("product[{field}]")
    }

    /// The change it asks for, or every field that is wrong, by the name its input has.
    pub fn check(&self, currency: Currency) -> Result<ProductChange, FieldErrors> {
        let mut errors = FieldErrors::default();
        let named = Self::field;
        let title = errors.take(&named("title"), required_line(&self.title, 150));
        let slug = errors.take(&named("slug"), slug(&self.slug.to_lowercase()));
        let summary = errors.take(&named("summary"), optional_line(&self.summary, 300));
        let description = errors.take(&named("description"), optional_text(&self.description, 20_000));
        let brand = errors.take(&named("brand"), brand(&self.brand));
        let status =
            errors.take(&named("status"), ProductStatus::from_slug(&self.status).ok_or(Problem::UnknownChoice));
        let seo_title = errors.take(&named("seo_title"), optional_line(&self.seo_title, 150));
        let seo_description = errors.take(&named("seo_description"), optional_line(&self.seo_description, 300));
        let variants: Vec<VariantChange> = (self.variants.iter().enumerate())
            .filter_map(|(row, variant)| variant.check(row, currency, &mut errors))
            .collect();
        errors.into_result()?;
        Ok(ProductChange {
            id: ProductId(self.id),
            version: self.version,
            title: title.unwrap_or_default(),
            slug: slug.unwrap_or_default(),
            summary: summary.unwrap_or_default(),
            description: description.unwrap_or_default(),
            brand: brand.flatten(),
            status: status.unwrap_or(ProductStatus::Draft),
            seo_title: seo_title.unwrap_or_default(),
            seo_description: seo_description.unwrap_or_default(),
            variants,
        })
    }
}

impl VariantInput {
    fn check(&self, row: usize, currency: Currency, errors: &mut FieldErrors) -> Option<VariantChange> {
        let named = |field| ProductInput::variant_field(row, field);
        let price = errors.take(&named("price"), price(&self.price, currency));
        let compare_at = match self.compare_at.trim() {
            "" => Some(None),
            text => errors.take(&named("compare_at"), self::price(text, currency)).map(Some),
        };
        if let (Some(price), Some(Some(compare_at))) = (price, compare_at)
            && compare_at <= price
        {
            errors.add(&named("compare_at"), Problem::MustBeBelow);
        }
        let policy = errors.take(&named("policy"), StockPolicy::from_slug(&self.policy).ok_or(Problem::UnknownChoice));
        let stock = self.stock.iter().enumerate();
        let stock = stock.filter_map(|(place, stock)| stock.check((row, place), errors)).collect();
        Some(VariantChange {
            id: VariantId(self.id),
            price_minor: price?,
            compare_at_minor: compare_at?,
            policy: policy?,
            stock,
        })
    }
}

impl StockInput {
    fn check(&self, (row, place): (usize, usize), errors: &mut FieldErrors) -> Option<StockChange> {
        // What is owed to backorders shows as a negative level and may stay as it is.
        let on_hand = number(&self.on_hand, self.seen.min(0), MAX_STOCK);
        let on_hand = errors.take(&ProductInput::stock_field(row, place, "on_hand"), on_hand)?;
        Some(StockChange { item: InventoryItemId(self.item), seen: self.seen, on_hand })
    }
}

fn price(text: &str, currency: Currency) -> Result<i64, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::Required);
    }
    Money::parse(text, currency).map(|money| money.minor).ok_or(Problem::NotAPrice)
}

fn brand(text: &str) -> Result<Option<BrandId>, Problem> {
    match text.trim() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Problem::UnknownChoice),
    }
}

#[cfg(test)]
#[path = "product_input_tests.rs"]
mod tests;
