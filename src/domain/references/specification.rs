//! Specifications: typed attributes of products, in groups.

use crate::domain::{
    ids::{SpecificationGroupId, SpecificationId},
    product::SpecificationKind,
};
use serde::{Deserialize, Serialize};

/// A specification as whoever gives values to it needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    pub id: SpecificationId,
    pub slug: String,
    pub name: String,
    pub group: Option<GroupLink>,
    pub kind: SpecificationKind,
    /// Of a number, for example "g/m²".
    pub unit: String,
    pub filterable: bool,
    pub comparable: bool,
    /// In the order of the shop; empty unless the kind is a choice.
    pub choices: Vec<SpecificationChoice>,
}

/// The heading that a specification stands under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLink {
    pub id: SpecificationGroupId,
    pub slug: String,
    pub name: String,
}

/// One of the values that a choice has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecificationChoice {
    pub id: i64,
    pub name: String,
}
