//! Roles of the staff: a name for what they are let into.

use crate::domain::{
    access::{Permission, Permissions},
    forms::{FieldErrors, Problem, required_line},
    ids::StaffRoleId,
};
use serde::{Deserialize, Serialize};

/// A role with how many have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct StaffRole {
    pub id: StaffRoleId,
    pub version: i64,
    pub name: String,
    pub permissions: Permissions,
    pub members: i64,
}

/// A role as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StaffRoleInput {
    pub name: String,
    /// Slugs.
    pub permissions: Vec<String>,
}

/// Longest name of a role.
pub const ROLE_NAME_LENGTH: u32 = 60;

impl StaffRoleInput {
    /// Name and permissions, or every field that is wrong.
    pub fn check(&self) -> Result<(String, Permissions), FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, ROLE_NAME_LENGTH)).unwrap_or_default();
        let permission = |slug: &String| Permission::from_slug(slug).ok_or(Problem::UnknownChoice);
        let permissions: Result<Permissions, _> = self.permissions.iter().map(permission).collect();
        let permissions = errors.take("permissions", permissions).unwrap_or_default();
        errors.into_result()?;
        Ok((name, permissions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_needs_a_name_and_knows_its_permissions() {
        let input = |name: &str, permissions: &[&str]| StaffRoleInput {
            name: name.into(),
            permissions: permissions.iter().map(|slug| (*slug).to_owned()).collect(),
        };
        let (name, permissions) = input(" Packing ", &["orders", "catalog", "orders"]).check().unwrap();
        assert_eq!((name.as_str(), permissions.iter().count()), ("Packing", 2));
        assert!(input("Interns", &[]).check().unwrap().1.is_none());
        let errors = input("", &["everything"]).check().unwrap_err();
        assert!(errors.message("name").is_some() && errors.message("permissions").is_some());
    }
}
