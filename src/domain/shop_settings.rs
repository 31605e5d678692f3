//! Whose shop it is: its name and its country, as the owner sets them.

use super::{
    country::country_name,
    forms::{FieldErrors, Problem, required_line},
};
use serde::{Deserialize, Serialize};

/// Longest name of a shop, in characters: it stands behind every title and in the header of a phone.
pub const SHOP_NAME_LENGTH: u32 = 40;
/// Names up to so many characters fit the header of a phone in large letters.
const SHORT_NAME: usize = 14;

/// What the owner sets about the shop as a whole; kept as one setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShopSettings {
    /// What shoppers know the shop by: a line of 1 to [`SHOP_NAME_LENGTH`] characters.
    pub name: String,
    /// ISO 3166-1 alpha-2, one of the countries of addresses. Prices are shown for it, and forms begin with it, until a
    /// shopper says where they live.
    pub home_country: String,
}

impl Default for ShopSettings {
    fn default() -> Self {
        Self { name: "Tradewind".into(), home_country: "DE".into() }
    }
}

/// The form of [`ShopSettings`], as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShopSettingsInput {
    pub name: String,
    pub home_country: String,
}

impl ShopSettingsInput {
    /// The settings, if they can be kept.
    pub fn check(self) -> Result<ShopSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, SHOP_NAME_LENGTH)).unwrap_or_default();
        let country = match country_name(&self.home_country) {
            Some(_) => Ok(self.home_country),
            None => Err(Problem::UnknownCountry),
        };
        let home_country = errors.take("home_country", country).unwrap_or_default();
        errors.into_result()?;
        Ok(ShopSettings { name, home_country })
    }
}

/// What every page knows of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shop {
    pub name: String,
    /// See [`ShopSettings::home_country`].
    pub home_country: String,
    /// Nothing can be bought here for real, and the logins are known to everyone.
    pub is_demo: bool,
}

impl Shop {
    pub fn new(settings: ShopSettings, is_demo: bool) -> Self {
        Self { name: settings.name, home_country: settings.home_country, is_demo }
    }

    /// Whether the name is set in smaller letters where room is short.
    pub fn has_long_name(&self) -> bool {
        self.name.chars().count() > SHORT_NAME
    }
}

impl Default for Shop {
    fn default() -> Self {
        Self::new(ShopSettings::default(), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(name: &str, country: &str) -> ShopSettingsInput {
        ShopSettingsInput { name: name.into(), home_country: country.into() }
    }

    #[test]
    fn a_shop_has_a_name_of_one_line_and_a_known_country() {
        let longest = "ä".repeat(40);
        for (name, country, kept) in [
            (" Blue Anchor ", "DE", "Blue Anchor"),
            ("Blue\r\nAnchor", "US", "Blue  Anchor"),
            ("A", "FR", "A"),
            (longest.as_str(), "GB", longest.as_str()),
        ] {
            let expected = ShopSettings { name: kept.into(), home_country: country.into() };
            assert_eq!(input(name, country).check(), Ok(expected), "{name}");
        }
    }

    #[test]
    fn whatever_is_wrong_is_named() {
        let too_long = "x".repeat(41);
        for (name, country, fields) in [
            ("", "DE", &["name"][..]),
            (" \n ", "DE", &["name"]),
            (too_long.as_str(), "DE", &["name"]),
            ("Blue Anchor", "", &["home_country"]),
            ("Blue Anchor", "XX", &["home_country"]),
            ("Blue Anchor", "de", &["home_country"]),
            ("Blue Anchor", "Germany", &["home_country"]),
            ("", "", &["name", "home_country"]),
        ] {
            let errors = input(name, country).check().expect_err("refused");
            let named: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
            assert_eq!(named, fields, "{name:?} {country:?}");
        }
    }

    #[test]
    fn what_was_not_set_has_its_default() {
        let kept: ShopSettings = serde_json::from_str(r#"{"name":"Blue Anchor"}"#).expect("readable");
        assert_eq!(kept, ShopSettings { name: "Blue Anchor".into(), ..ShopSettings::default() });
        assert!(country_name(&kept.home_country).is_some());
    }
}
