//! A product as staff edit it.

use super::{
    product_form::{ProductInput, SpecificationField},
    product_list::CategoryChoice,
};
use crate::domain::{
    audit::AuditAction,
    forms::FieldErrors,
    ids::{ProductId, ProductImageId, VariantId},
    money::Currency,
    picture::Picture,
    product::ProductStatus,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A product as its edit page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductEditor {
    /// What the form starts with: what is stored, or what was typed and is not saved yet.
    pub form: ProductInput,
    /// Whether the form is not what is stored.
    pub is_draft: bool,
    /// What was wrong with it when it was sent without scripts.
    pub errors: FieldErrors,
    /// What somebody else changed since the form was shown first.
    pub conflict: Option<Conflict>,
    /// The description as the shop shows it: sanitized HTML.
    pub preview: String,
    pub choices: EditorChoices,
    /// Titles of the related products and of those that were found.
    pub related: Vec<FoundProduct>,
    pub found: Vec<FoundProduct>,
    /// Units that open orders were promised, by variant and center.
    pub reserved: Vec<ReservedUnits>,
    /// How many orders refer to it: it can be deleted only if none does.
    pub orders: i64,
    /// As it is stored; `None` for a product that does not exist yet.
    pub stored: Option<StoredState>,
    pub currency: Currency,
    pub now: Timestamp,
}

/// Of a product that exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredState {
    pub title: String,
    pub slug: String,
    pub status: ProductStatus,
    pub published_at: Option<Timestamp>,
    pub updated_at: Timestamp,
}

/// What the form's choices are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorChoices {
    pub brands: Vec<(i64, String)>,
    pub materials: Vec<(i64, String)>,
    pub tax_categories: Vec<(i64, String)>,
    pub categories: Vec<CategoryChoice>,
    pub colors: Vec<ColorChoice>,
    pub sizes: Vec<SizeChoice>,
    /// Fulfillment centers, the one that ships first in front.
    pub centers: Vec<(i64, String)>,
    pub specifications: Vec<SpecificationField>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColorChoice {
    pub id: i64,
    pub name: String,
    /// "#rrggbb".
    pub hex: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeChoice {
    pub id: i64,
    pub name: String,
    /// Name of its size system.
    pub system: String,
}

/// Another product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundProduct {
    pub id: i64,
    pub title: String,
    pub status: ProductStatus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservedUnits {
    pub variant: i64,
    pub center: i64,
    pub units: i64,
}

/// What others changed while the form was open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    pub entries: Vec<ConflictEntry>,
    /// Stock that moved, as sales do; no entry tells of it.
    pub stock_moved: bool,
}

/// One change by somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictEntry {
    pub at: Timestamp,
    pub actor: String,
    pub action: AuditAction,
    /// Names of fields with what they were and what they are; texts are cut.
    pub changes: Vec<(String, String, String)>,
}

/// A product's pictures, in the order of the gallery, and the variants that they can show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductPictures {
    pub pictures: Vec<StaffPicture>,
    /// Variants with what to call them.
    pub variants: Vec<(VariantId, String)>,
}

/// A picture of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffPicture {
    pub id: ProductImageId,
    pub picture: Picture,
    /// Variants that it shows; none means all of them.
    pub variants: Vec<VariantId>,
}

impl ProductEditor {
    pub fn id(&self) -> ProductId {
        ProductId(self.form.id)
    }
}
