//! Fulfillment centers as staff see and change them.

use crate::domain::{
    country::country_name,
    forms::{FieldErrors, Problem, number, required_line},
    ids::FulfillmentCenterId,
};
use serde::{Deserialize, Serialize};

/// A fulfillment center.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct FulfillmentCenter {
    pub id: FulfillmentCenterId,
    pub version: i64,
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Lower ships first.
    pub priority: i64,
    /// Units on its shelves.
    pub on_hand: i64,
    pub reserved: i64,
}

/// A center as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CenterInput {
    pub name: String,
    pub country: String,
    pub priority: String,
}

/// A center that is fit to be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedCenter {
    pub name: String,
    pub country: String,
    pub priority: i64,
}

/// Longest name of a center.
pub const CENTER_NAME_LENGTH: u32 = 60;
const LAST_PRIORITY: i64 = 999;

impl CenterInput {
    /// What it says, or every field that is wrong.
    pub fn check(&self) -> Result<CheckedCenter, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, CENTER_NAME_LENGTH)).unwrap_or_default();
        let country = match country_name(&self.country) {
            Some(_) => Ok(self.country.clone()),
            None => Err(Problem::UnknownCountry),
        };
        let country = errors.take("country", country).unwrap_or_default();
        let priority = errors.take("priority", number(&self.priority, 0, LAST_PRIORITY)).unwrap_or_default();
        errors.into_result()?;
        Ok(CheckedCenter { name, country, priority })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_center_needs_a_name_a_known_country_and_a_priority() {
        let input = |name: &str, country: &str, priority: &str| CenterInput {
            name: name.into(),
            country: country.into(),
            priority: priority.into(),
        };
        assert!(input("Hamburg", "DE", "0").check().is_ok());
        let errors = input(" ", "XX", "-1").check().unwrap_err();
        assert!(["name", "country", "priority"].into_iter().all(|field| errors.message(field).is_some()));
    }
}
