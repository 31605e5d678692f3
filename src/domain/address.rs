//! Postal addresses.

use super::{
    country::{AddressPart, address_words, country_name, place_lines, postcode_fits},
    forms::{FieldErrors, Problem, optional_line, required_line},
};
use serde::{Deserialize, Serialize};

/// A postal address as entered; [`Address::check`] says whether a parcel would arrive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    pub name: String,
    pub company: String,
    pub street: String,
    /// Apartment, floor, care of.
    pub extra: String,
    pub postcode: String,
    pub city: String,
    /// State or province, where addresses have one.
    pub region: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub phone: String,
}

/// The longest any line of an address may be.
pub const LINE_LENGTH: u32 = 100;

/// The longest a postcode may be.
const POSTCODE_LENGTH: u32 = 12;

impl Address {
    /// The address with its lines trimmed, or every field that is wrong, under `prefix` + name.
    pub fn check(&self, prefix: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut required = |field: &str, text: &str| {
            errors.take(&format!("{prefix}{field}"), required_line(text, LINE_LENGTH)).unwrap_or_default()
        };
        let (name, street, city) =
            (required("name", &self.name), required("street", &self.street), required("city", &self.city));
        let mut optional = |field: &str, text: &str| {
            errors.take(&format!("{prefix}{field}"), optional_line(text, LINE_LENGTH)).unwrap_or_default()
        };
        let (company, extra) = (optional("company", &self.company), optional("extra", &self.extra));
        let country = errors.take(&format!("{prefix}country"), known_country(&self.country)).unwrap_or_default();
        let postcode =
            errors.take(&format!("{prefix}postcode"), postcode(&self.postcode, &country)).unwrap_or_default();
        let region = errors.take(&format!("{prefix}region"), region(&self.region, &country)).unwrap_or_default();
        let phone = errors.take(&format!("{prefix}phone"), phone(&self.phone)).unwrap_or_default();
        errors.into_result()?;
        Ok(Self { name, company, street, extra, postcode, city, region, country, phone })
    }

    /// The lines as they go on a parcel, empty ones left out.
    pub fn lines<'a>(&'a self) -> Vec<String> {
        let before = [&self.name, &self.company, &self.street, &self.extra].map(|line| line.trim().to_owned());
        let words = address_words(&self.country);
        // A form hides what a country does not have: it may still hold what was typed for another.
        let shown = |text: &'a str, words: Option<AddressPart>| if words.is_some() { text } else { "" };
        let (region, postcode) = (shown(&self.region, words.region), shown(&self.postcode, words.postcode));
        let place = place_lines(&self.country, &self.city, region, postcode);
        let country = country_name(&self.country).unwrap_or_default().to_owned();
        before.into_iter().chain(place).chain([country]).filter(|line| !line.is_empty()).collect()
    }
}

fn known_country(code: &str) -> Result<String, Problem> {
    country_name(code).map(|_| code.to_owned()).ok_or(Problem::UnknownCountry)
}

fn postcode(text: &str, country: &str) -> Result<String, Problem> {
    let postcode = part(text, address_words(country).postcode, POSTCODE_LENGTH)?.to_uppercase();
    let fits = postcode.is_empty() || postcode_fits(country, &postcode);
    if fits { Ok(postcode) } else { Err(Problem::NotAPostcode) }
}

fn region(text: &str, country: &str) -> Result<String, Problem> {
    part(text, address_words(country).region, LINE_LENGTH)
}

/// A part that is asked for in some countries only.
fn part(text: &str, words: Option<AddressPart>, length: u32) -> Result<String, Problem> {
    match words {
        Some(part) if part.required => required_line(text, length),
        _ => optional_line(text, length),
    }
}

/// A phone number in any common notation, or nothing.
pub fn phone(text: &str) -> Result<String, Problem> {
    let phone = optional_line(text, 30)?;
    let known = |char: char| char.is_ascii_digit() || "+ ()-/.".contains(char);
    if phone.chars().all(known) { Ok(phone) } else { Err(Problem::NotAPhone) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn valid() -> Address {
        Address {
            name: " Ada Byron ".into(),
            street: "Hafenstraße 1".into(),
            postcode: "20095".into(),
            city: "Hamburg".into(),
            country: "DE".into(),
            ..Address::default()
        }
    }

    #[test]
    fn a_complete_address_passes_and_is_trimmed() {
        let checked = valid().check("").unwrap();
        assert_eq!(checked.lines(), ["Ada Byron", "Hafenstraße 1", "20095 Hamburg", "Germany"]);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let broken = Address { name: String::new(), postcode: "1".into(), phone: "call me".into(), ..valid() };
        let errors = broken.check("shipping_").unwrap_err();
        for field in ["shipping_name", "shipping_postcode", "shipping_phone"] {
            assert!(errors.message(field).is_some(), "{field}");
        }
        assert_eq!(errors.0.len(), 3);
    }

    #[test]
    fn a_state_is_required_where_addresses_have_one() {
        let american = Address { country: "US".into(), postcode: "97201".into(), ..valid() };
        assert!(american.check("").unwrap_err().message("region").is_some());
    }

    #[test]
    fn a_postcode_is_asked_for_where_there_are_postcodes() {
        let without = |country: &str| Address { country: country.into(), postcode: String::new(), ..valid() };
        assert!(without("DE").check("").unwrap_err().message("postcode").is_some());
        let typed_before = Address { region: "ZZ".into(), ..valid() };
        assert_eq!(typed_before.check("").unwrap().lines().last().map(String::as_str), Some("Germany"));
        let checked = without("HK").check("").unwrap();
        assert_eq!(checked.lines(), ["Ada Byron", "Hafenstraße 1", "Hamburg", "Hong Kong"]);
    }

    #[test]
    fn an_unknown_country_is_refused() {
        let nowhere = Address { country: "XX".into(), ..valid() };
        assert!(nowhere.check("").unwrap_err().message("country").is_some());
    }
}
