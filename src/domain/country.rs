//! Countries, by ISO 3166-1 alpha-2 code: their names, and how their addresses are written.

mod addresses;
mod names;

pub use addresses::{AddressPart, AddressWords, address_words, place_lines, postcode_fits};
pub use names::COUNTRIES;

/// Where a country lies, for lists that would be long otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continent {
    Africa,
    Americas,
    Antarctica,
    Asia,
    Europe,
    Oceania,
}

impl Continent {
    pub const ALL: [Self; 6] =
        [Self::Europe, Self::Americas, Self::Asia, Self::Oceania, Self::Africa, Self::Antarctica];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Africa => "Africa",
            Self::Americas => "Americas",
            Self::Antarctica => "Antarctica",
            Self::Asia => "Asia",
            Self::Europe => "Europe",
            Self::Oceania => "Oceania",
        }
    }

    /// Code and name of its countries.
    pub fn countries(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        COUNTRIES.iter().filter(move |country| country.2 == self).map(|(code, name, _)| (*code, *name))
    }
}

/// The English name of a country.
pub fn country_name(code: &str) -> Option<&'static str> {
    COUNTRIES.iter().find(|(known, ..)| *known == code).map(|(_, name, _)| *name)
}

/// Every country, as a choice in a form: code and name.
pub fn country_choices() -> Vec<(String, String)> {
    COUNTRIES.iter().map(|(code, name, _)| ((*code).to_owned(), (*name).to_owned())).collect()
}

/// Of these countries those that are known, as choices in a form; every country where there are none.
pub fn country_choices_of(codes: &[String]) -> Vec<(String, String)> {
    let mut choices = country_choices();
    if !codes.is_empty() {
        choices.retain(|(code, _)| codes.contains(code));
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_of_the_standard_is_there_once() {
        let mut codes: Vec<&str> = COUNTRIES.iter().map(|country| country.0).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 249);
        assert!(codes.iter().all(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())));
        assert_eq!(Continent::ALL.map(|continent| continent.countries().count()).iter().sum::<usize>(), 249);
    }

    #[test]
    fn countries_are_found_by_code_and_chosen_by_name() {
        assert_eq!((country_name("JP"), country_name("jp"), country_name("XX")), (Some("Japan"), None, None));
        let chosen = country_choices_of(&["SE".into(), "XX".into(), "AT".into()]);
        assert_eq!(chosen, [("AT".into(), "Austria".into()), ("SE".into(), "Sweden".into())]);
        assert_eq!(country_choices_of(&[]).len(), COUNTRIES.len());
    }
}
