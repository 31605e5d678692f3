//! Products as staff see them.

use super::PageLinks;
use crate::domain::{
    ids::{BrandId, InventoryItemId, ProductId, ProductImageId, VariantId},
    money::{Currency, Money},
    picture::Picture,
    product::{ProductStatus, StockPolicy},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// One page of the list of products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductList {
    /// How many there are under each status; `None` is all of them.
    pub tabs: Vec<ProductTabCount>,
    pub products: Vec<ProductRow>,
    pub pages: PageLinks,
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
    pub picture: Option<Picture>,
    /// The lowest of its variants'.
    pub price: Money,
    pub variants: i64,
    /// Units of all variants on hand and not promised to anyone.
    pub available: i64,
}

/// A product as its edit page starts with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductEditor {
    pub id: ProductId,
    /// To be sent back: an edit of an older version is refused.
    pub version: i64,
    pub slug: String,
    pub title: String,
    pub summary: String,
    /// Markdown.
    pub description: String,
    pub brand: Option<BrandId>,
    pub status: ProductStatus,
    pub seo_title: String,
    pub seo_description: String,
    pub updated_at: Timestamp,
    pub currency: Currency,
    /// All brands of the shop.
    pub brands: Vec<(BrandId, String)>,
    pub variants: Vec<StaffVariant>,
    pub pictures: Vec<StaffPicture>,
}

/// A variant with its stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffVariant {
    pub id: VariantId,
    pub sku: String,
    /// "Navy / M"; empty for a product without options.
    pub options: String,
    pub price: Money,
    pub compare_at: Option<Money>,
    pub policy: StockPolicy,
    /// Empty when its stock is not kept.
    pub stock: Vec<StockLevel>,
}

impl StaffVariant {
    /// What to call it where the product is clear.
    pub fn name(&self) -> &str {
        if self.options.is_empty() { &self.sku } else { &self.options }
    }
}

/// Units of a variant in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockLevel {
    pub item: InventoryItemId,
    /// Name of the fulfillment center.
    pub center: String,
    pub on_hand: i64,
    /// Promised to open orders.
    pub reserved: i64,
}

/// A picture of a product, in the order of the gallery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffPicture {
    pub id: ProductImageId,
    pub picture: Picture,
}
