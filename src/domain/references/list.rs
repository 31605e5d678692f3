//! Lists of the simple models.

use super::{Entry, GroupLink, ReferenceInput, SpecificationEntry};
use crate::domain::staff::PageLinks;
use serde::{Deserialize, Serialize};

/// In which order a list is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    #[default]
    Name,
    Newest,
    /// That in which shoppers see them; models without one go by name.
    Position,
}

impl Sort {
    pub const ALL: [Self; 3] = [Self::Position, Self::Name, Self::Newest];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Newest => "newest",
            Self::Position => "position",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.slug() == slug)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Newest => "Newest first",
            Self::Position => "Order in the shop",
        }
    }
}

/// Where something goes among its neighbors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Up,
    Down,
}

impl Direction {
    pub fn from_slug(slug: &str) -> Option<Self> {
        match slug {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            _ => None,
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct References<T> {
    pub entries: Vec<Entry<T>>,
    /// All that fit the search, on all pages.
    pub total: i64,
    pub pages: PageLinks,
}

/// An entry as its edit page starts with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceEditor {
    pub entry: Entry<ReferenceInput>,
    /// Of a size system, in their order.
    pub sizes: Vec<Entry<ReferenceInput>>,
    /// Entries that it can be merged into, by id and name; none where no two can be the same.
    pub others: Vec<(i64, String)>,
}

/// All specifications under their groups, as staff put them in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecificationBoard {
    pub groups: Vec<GroupLink>,
    pub specifications: Vec<SpecificationEntry>,
}

/// A specification as its edit page starts with it; `None` for a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecificationEditor {
    pub entry: Option<SpecificationEntry>,
    pub groups: Vec<GroupLink>,
}
