//! What products and their parts may be, as the database names it.

use serde::{Deserialize, Serialize};

/// Who may see a product: only active ones are for sale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum ProductStatus {
    Draft,
    #[default]
    Active,
    Archived,
}

impl ProductStatus {
    pub const ALL: [Self; 3] = [Self::Active, Self::Draft, Self::Archived];

    /// Stable text for addresses and forms.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Archived => "archived",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.slug() == slug)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Active => "Active",
            Self::Archived => "Archived",
        }
    }
}

/// What a shopper chooses by an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum OptionKind {
    Color,
    Size,
    Other,
}

/// What happens when a variant is sold out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum StockPolicy {
    #[default]
    Deny,
    Backorder,
}

impl StockPolicy {
    pub const ALL: [Self; 2] = [Self::Deny, Self::Backorder];

    /// Stable text for forms.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Deny => "deny",
            Self::Backorder => "backorder",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.slug() == slug)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Deny => "Stop selling",
            Self::Backorder => "Take backorders",
        }
    }
}

/// What values a specification has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum SpecificationKind {
    Text,
    Number,
    Boolean,
    Choice,
}

impl SpecificationKind {
    pub const ALL: [Self; 4] = [Self::Text, Self::Number, Self::Boolean, Self::Choice];

    /// Stable text for forms.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Choice => "choice",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Number => "Number",
            Self::Boolean => "Yes or no",
            Self::Choice => "Choice",
        }
    }
}
