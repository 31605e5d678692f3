//! The seller's data on invoices, as the owner sets them.

use crate::domain::forms::{FieldErrors, Problem, email, optional_line, optional_text, required_line};
use serde::{Deserialize, Serialize};

/// Longest line of the seller's data.
const LINE: u32 = 80;
/// Longest text at the foot of a document.
const FOOTER: u32 = 400;

/// Who sells, as the law wants it on every invoice; kept as one setting. Documents that were issued keep what they have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LegalSettings {
    /// Of the company, with its legal form. Empty until it is set: documents then name the shop.
    pub name: String,
    pub street: String,
    pub postcode: String,
    pub city: String,
    pub country: String,
    /// Number for value added tax, or whatever the tax office gave.
    pub vat_id: String,
    /// Court and number of the commercial register.
    pub register: String,
    pub email: String,
    /// At the foot of every document.
    pub footer: String,
    /// What document numbers begin with. Never ends in a digit.
    pub prefix: String,
}

impl Default for LegalSettings {
    fn default() -> Self {
        Self {
            name: String::new(),
            street: String::new(),
            postcode: String::new(),
            city: String::new(),
            country: String::new(),
            vat_id: String::new(),
            register: String::new(),
            email: String::new(),
            footer: String::new(),
            prefix: "INV".into(),
        }
    }
}

impl LegalSettings {
    /// Whether an invoice has what the law wants: name, address and tax number.
    pub fn is_complete(&self) -> bool {
        [&self.name, &self.street, &self.city, &self.vat_id].into_iter().all(|line| !line.is_empty())
    }

    /// The address in lines, without the name.
    pub fn address(&self) -> Vec<String> {
        let place = format!("{} {}", self.postcode, self.city);
        let lines = [self.street.as_str(), place.trim(), self.country.as_str()];
        lines.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

/// The form of [`LegalSettings`], as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LegalSettingsInput {
    pub name: String,
    pub street: String,
    pub postcode: String,
    pub city: String,
    pub country: String,
    pub vat_id: String,
    pub register: String,
    pub email: String,
    pub footer: String,
    pub prefix: String,
}

impl LegalSettingsInput {
    /// The settings, if they can be kept.
    pub fn check(self) -> Result<LegalSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut required = |field, text: &str| errors.take(field, required_line(text, LINE)).unwrap_or_default();
        let (name, street, city, country, vat_id) = (
            required("name", &self.name),
            required("street", &self.street),
            required("city", &self.city),
            required("country", &self.country),
            required("vat_id", &self.vat_id),
        );
        let postcode = errors.take("postcode", optional_line(&self.postcode, 12)).unwrap_or_default();
        let register = errors.take("register", optional_line(&self.register, LINE)).unwrap_or_default();
        let address = if self.email.trim().is_empty() { Ok(String::new()) } else { email(&self.email) };
        let email = errors.take("email", address).unwrap_or_default();
        let footer = errors.take("footer", optional_text(&self.footer, FOOTER)).unwrap_or_default();
        let prefix = errors.take("prefix", prefix(&self.prefix)).unwrap_or_default();
        errors.into_result()?;
        Ok(LegalSettings { name, street, postcode, city, country, vat_id, register, email, footer, prefix })
    }
}

/// Up to eight letters and hyphens, so that whatever follows is the year, and that the number can be the name of a file.
fn prefix(text: &str) -> Result<String, Problem> {
    let prefix = optional_line(text, 8)?.to_uppercase();
    let fits = prefix.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    if fits { Ok(prefix) } else { Err(Problem::NotAPrefix) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn valid() -> LegalSettingsInput {
        LegalSettingsInput {
            name: " Halyard GmbH ".into(),
            street: "Speicherstraße 1".into(),
            city: "Hamburg".into(),
            country: "Germany".into(),
            vat_id: "DE123456789".into(),
            prefix: "re-".into(),
            ..LegalSettingsInput::default()
        }
    }

    #[test]
    fn what_the_law_wants_is_required_and_the_rest_is_not() {
        let kept = valid().check().expect("can be kept");
        assert_eq!((kept.name.as_str(), kept.prefix.as_str()), ("Halyard GmbH", "RE-"));
        assert!(kept.is_complete() && !LegalSettings::default().is_complete());
        let refused = LegalSettingsInput::default().check().expect_err("empty");
        let fields: Vec<_> = refused.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "street", "city", "country", "vat_id"]);
    }

    #[test]
    fn a_prefix_leaves_the_digits_to_year_and_position() {
        for text in ["R1", "R/", "ÄR", "RECHNUNGEN-", "../"] {
            let refused = LegalSettingsInput { prefix: text.into(), ..valid() }.check().expect_err(text);
            assert!(refused.message("prefix").is_some(), "{text}");
        }
    }
}
