//! Promotions as staff list and edit them.

use super::PageLinks;
use crate::domain::{
    ids::{BrandId, CategoryId, CustomerGroupId, PromotionId},
    money::Money,
    promotion::{CartPromotion, PromotionInput},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A saved filter of the list of promotions: each is an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PromotionTab {
    #[default]
    All,
    Running,
    Scheduled,
    Ended,
    Paused,
}

impl PromotionTab {
    pub const ALL: [Self; 5] = [Self::All, Self::Running, Self::Scheduled, Self::Ended, Self::Paused];

    /// The value of `tab` in the list's address; empty for all.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Running => "running",
            Self::Scheduled => "scheduled",
            Self::Ended => "ended",
            Self::Paused => "paused",
        }
    }

    pub fn from_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.slug() == slug).unwrap_or_default()
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Running => "Running",
            Self::Scheduled => "Scheduled",
            Self::Ended => "Ended",
            Self::Paused => "Paused",
        }
    }
}

/// One page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionList {
    pub promotions: Vec<PromotionRow>,
    pub pages: PageLinks,
}

/// A promotion in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionRow {
    pub id: PromotionId,
    pub name: String,
    /// "15 % off", in words.
    pub reward: String,
    /// "Automatic", a code, or how many codes there are.
    pub trigger: String,
    pub tab: PromotionTab,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    pub uses: i64,
    pub usage_limit: Option<i64>,
}

/// Everything that the page of a promotion shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionEditor {
    /// `None` for a new one, with its version.
    pub promotion: Option<(PromotionId, i64)>,
    pub form: PromotionInput,
    /// Orders that hold it.
    pub uses: i64,
    /// Uses by code, of those that were used.
    pub used_codes: Vec<(String, i64)>,
    /// With their place in the tree as the name.
    pub categories: Vec<(CategoryId, String)>,
    pub brands: Vec<(BrandId, String)>,
    pub groups: Vec<(CustomerGroupId, String)>,
}

/// A cart that staff try promotions on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SampleCart {
    /// "SKU" or "3 SKU", one a line.
    pub lines: String,
    /// Price of shipping; empty for none chosen.
    pub shipping: String,
    /// Whether the customer has ordered before.
    pub has_ordered: bool,
    pub customer_group: String,
}

/// What a sample cart comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// What is in it: units, name, and the total in words.
    pub lines: Vec<(i64, String, String)>,
    pub items: Money,
    pub shipping: Money,
    /// Below zero.
    pub discount: Money,
    pub total: Money,
    /// Every running promotion and the one at hand, in the order in which they apply.
    pub promotions: Vec<CartPromotion>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_survive_being_written_and_read() {
        for tab in PromotionTab::ALL {
            assert_eq!(PromotionTab::from_slug(tab.slug()), tab);
        }
    }
}
