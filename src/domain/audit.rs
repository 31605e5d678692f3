//! The audit log: who changed what, before and after.

use super::{staff::PageLinks, timestamp::Timestamp};
use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    Create,
    Update,
    Delete,
}

impl AuditAction {
    /// As a sentence has it: "Ann changed …".
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Create => "created",
            Self::Update => "changed",
            Self::Delete => "deleted",
        }
    }
}

/// What kind of thing it was done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum AuditSubject {
    Product,
    Category,
    Brand,
    Color,
    SizeSystem,
    Size,
    Material,
    SpecificationGroup,
    Specification,
    TaxCategory,
    Import,
}

impl AuditSubject {
    pub const ALL: [Self; 11] = [
        Self::Product,
        Self::Category,
        Self::Brand,
        Self::Color,
        Self::SizeSystem,
        Self::Size,
        Self::Material,
        Self::SpecificationGroup,
        Self::Specification,
        Self::TaxCategory,
        Self::Import,
    ];

    /// Stable text for addresses and forms, as the database has it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Category => "category",
            Self::Brand => "brand",
            Self::Color => "color",
            Self::SizeSystem => "size_system",
            Self::Size => "size",
            Self::Material => "material",
            Self::SpecificationGroup => "specification_group",
            Self::Specification => "specification",
            Self::TaxCategory => "tax_category",
            Self::Import => "import",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.slug() == slug)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Product => "Product",
            Self::Category => "Category",
            Self::Brand => "Brand",
            Self::Color => "Color",
            Self::SizeSystem => "Size system",
            Self::Size => "Size",
            Self::Material => "Material",
            Self::SpecificationGroup => "Specification group",
            Self::Specification => "Specification",
            Self::TaxCategory => "Tax category",
            Self::Import => "Import",
        }
    }
}

/// Which entries are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub subject: Option<AuditSubject>,
    pub subject_id: Option<i64>,
    /// Exactly as the log has it; empty for everyone.
    pub actor: String,
    /// Part of what the thing was called.
    pub words: String,
}

/// One page of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub entries: Vec<AuditEntry>,
    pub pages: PageLinks,
    /// Everyone who is named in the log.
    pub actors: Vec<String>,
}

/// One entry of the log, as staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub id: i64,
    pub at: Timestamp,
    pub actor: String,
    pub action: AuditAction,
    pub subject: AuditSubject,
    pub subject_id: i64,
    /// What it was called at the time.
    pub label: String,
    pub changes: Vec<AuditChange>,
}

impl AuditEntry {
    /// Where the thing is edited; it may be gone.
    pub fn href(&self) -> Option<String> {
        let page = match self.subject {
            AuditSubject::Product => "products",
            AuditSubject::Category => "categories",
            AuditSubject::Brand => "brands",
            AuditSubject::Color => "colors",
            AuditSubject::SizeSystem => "size-systems",
            AuditSubject::Size => "sizes",
            AuditSubject::Material => "materials",
            AuditSubject::SpecificationGroup => "specification-groups",
            AuditSubject::Specification => "specifications",
            AuditSubject::TaxCategory => "tax-categories",
            AuditSubject::Import => "imports",
        };
        Some(format!("/admin/{page}/{}", self.subject_id))
    }
}

/// A field that differs; values are JSON texts, `None` where there was or is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditChange {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}
