//! Categories as staff edit them.

use super::{DESCRIPTION_LENGTH, GroupLink, name_and_slug};
use crate::domain::{
    forms::{FieldErrors, Problem, optional_text},
    ids::{CategoryId, SpecificationGroupId},
    picture::Picture,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A category as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CategoryInput {
    pub name: String,
    /// Empty: made of the name.
    pub slug: String,
    pub description: String,
    pub visible: bool,
    /// Ids of specification groups that its products have, besides those of the categories above.
    pub groups: Vec<String>,
}

/// A category with its checked fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryValue {
    pub name: String,
    pub slug: String,
    pub description: String,
    pub visible: bool,
    /// In ascending order.
    pub groups: Vec<SpecificationGroupId>,
}

impl CategoryInput {
    /// The value it asks for, or every field that is wrong.
    pub fn check(&self) -> Result<CategoryValue, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (name, slug) = name_and_slug(&self.name, &self.slug, &mut errors);
        let description = optional_text(&self.description, DESCRIPTION_LENGTH);
        let description = errors.take("description", description).unwrap_or_default();
        let group = |text: &String| text.trim().parse().map_err(|_| Problem::UnknownChoice);
        let groups: Result<BTreeSet<_>, _> = self.groups.iter().map(group).collect();
        let groups = errors.take("groups", groups).unwrap_or_default().into_iter().collect();
        errors.into_result()?;
        Ok(CategoryValue { name, slug, description, visible: self.visible, groups })
    }
}

/// A category in the tree, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryNode {
    pub id: CategoryId,
    pub parent: Option<CategoryId>,
    pub slug: String,
    pub name: String,
    /// 0 at the top.
    pub depth: i64,
    pub visible: bool,
    /// Products in it and below it, whatever their state.
    pub products: i64,
}

/// A category as its edit page starts with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryEditor {
    pub id: CategoryId,
    /// To be sent back: an edit of an older version is refused.
    pub version: i64,
    pub parent: Option<CategoryId>,
    pub slug: String,
    pub name: String,
    pub description: String,
    pub visible: bool,
    pub picture: Option<Picture>,
    pub groups: Vec<SpecificationGroupId>,
    /// Groups that it has from the categories above.
    pub inherited: Vec<SpecificationGroupId>,
    /// All groups of the shop, in order.
    pub all_groups: Vec<GroupLink>,
    /// Addresses that it had, newest first.
    pub old_slugs: Vec<String>,
    /// Products in the category itself.
    pub products: i64,
    /// The whole tree, in its order.
    pub tree: Vec<CategoryNode>,
}

impl CategoryEditor {
    /// What the stored fields are, as an edit would state them.
    pub fn value(&self) -> CategoryValue {
        CategoryValue {
            name: self.name.clone(),
            slug: self.slug.clone(),
            description: self.description.clone(),
            visible: self.visible,
            groups: self.groups.clone(),
        }
    }
}

/// Where a category goes: beside another, or into it as the last one there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    Before(CategoryId),
    After(CategoryId),
    /// `None`: at the top.
    Inside(Option<CategoryId>),
}

/// Names of the placements in forms, with their labels.
pub const PLACES: [(&str, &str); 3] = [("inside", "Inside"), ("before", "Before"), ("after", "After")];

impl Placement {
    /// Reads a place of [`PLACES`] and the id that it is about; an empty id with "inside" is the top.
    pub fn parse(place: &str, target: &str) -> Option<Self> {
        let id = match target.trim() {
            "" => None,
            id => Some(id.parse().ok()?),
        };
        match (place, id) {
            ("inside", id) => Some(Self::Inside(id)),
            ("before", Some(id)) => Some(Self::Before(id)),
            ("after", Some(id)) => Some(Self::After(id)),
            _ => None,
        }
    }
}

/// How a category is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategoryMove {
    /// Before the one above it, under the same parent.
    Up,
    /// Behind the next one under the same parent.
    Down,
    /// Into the one above it, as the last.
    In,
    /// Out of its parent, to stand behind it.
    Out,
    To(Placement),
}

impl CategoryMove {
    /// Reads "up", "down", "in", "out", or a place of [`PLACES`] with its target.
    pub fn parse(step: &str, target: &str) -> Option<Self> {
        match step {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            "in" => Some(Self::In),
            "out" => Some(Self::Out),
            place => Placement::parse(place, target).map(Self::To),
        }
    }
}
