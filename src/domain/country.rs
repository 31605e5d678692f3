//! Countries, by ISO 3166-1 alpha-2 code.

/// Countries the address form knows, by name. Where the shop ships is a matter of its zones.
pub const COUNTRIES: &[(&str, &str)] = &[
    ("AT", "Austria"),
    ("BE", "Belgium"),
    ("CA", "Canada"),
    ("CZ", "Czechia"),
    ("DK", "Denmark"),
    ("FI", "Finland"),
    ("FR", "France"),
    ("DE", "Germany"),
    ("IE", "Ireland"),
    ("IT", "Italy"),
    ("LU", "Luxembourg"),
    ("NL", "Netherlands"),
    ("NO", "Norway"),
    ("PL", "Poland"),
    ("PT", "Portugal"),
    ("ES", "Spain"),
    ("SE", "Sweden"),
    ("CH", "Switzerland"),
    ("GB", "United Kingdom"),
    ("US", "United States"),
];

/// The English name of a known country.
pub fn country_name(code: &str) -> Option<&'static str> {
    COUNTRIES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// How a country calls the parts of an address that others call otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressWords {
    pub postcode: &'static str,
    /// `None` where addresses have no such line.
    pub region: Option<RegionWords>,
}

/// The part of a country that an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegionWords {
    pub label: &'static str,
    /// A parcel would not arrive without it.
    pub required: bool,
}

/// The words for an address in a country; those of most of Europe for any other.
pub fn address_words(country: &str) -> AddressWords {
    let postcode = match country {
        "US" => "ZIP code",
        "CA" => "Postal code",
        "IE" => "Eircode",
        _ => "Postcode",
    };
    let region = match country {
        "US" => Some(RegionWords { label: "State", required: true }),
        "CA" => Some(RegionWords { label: "Province", required: true }),
        "ES" | "IT" => Some(RegionWords { label: "Province", required: false }),
        "IE" => Some(RegionWords { label: "County", required: false }),
        _ => None,
    };
    AddressWords { postcode, region }
}

/// Whether a postcode has the shape its country uses; countries without a rule take any.
///
/// `9` stands for a digit, `A` for a letter, anything else for itself; case and spaces at the
/// ends do not matter.
pub fn postcode_fits(country: &str, postcode: &str) -> bool {
    let shapes: &[&str] = match country {
        "AT" | "BE" | "CH" | "DK" | "LU" | "NO" => &["9999"],
        "DE" | "ES" | "FI" | "FR" | "IT" => &["99999"],
        "CZ" | "SE" => &["99999", "999 99"],
        "NL" => &["9999AA", "9999 AA"],
        "PL" => &["99-999"],
        "PT" => &["9999-999"],
        "US" => &["99999", "99999-9999"],
        "CA" => &["A9A 9A9", "A9A9A9"],
        "GB" => &["A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA"],
        _ => return true,
    };
    shapes.iter().any(|shape| has_shape(postcode.trim(), shape))
}

fn has_shape(text: &str, shape: &str) -> bool {
    text.chars().count() == shape.len()
        && text.chars().zip(shape.chars()).all(|(char, expected)| match expected {
            '9' => char.is_ascii_digit(),
            'A' => char.is_ascii_alphabetic(),
            other => char == other,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_an_address_are_called_as_their_country_calls_them() {
        assert_eq!(address_words("US").postcode, "ZIP code");
        assert_eq!(address_words("US").region, Some(RegionWords { label: "State", required: true }));
        assert_eq!(address_words("DE"), AddressWords { postcode: "Postcode", region: None });
    }

    #[test]
    fn the_style_sheet_shows_a_region_where_addresses_have_one() {
        let sheet = include_str!("../../style/account.css");
        for (code, name) in COUNTRIES {
            let is_shown = sheet.contains(&format!(r#"[value="{code}"]"#));
            assert_eq!(is_shown, address_words(code).region.is_some(), "{name}");
        }
    }

    #[test]
    fn postcodes_follow_their_country() {
        for (country, postcode, fits) in [
            ("DE", "20095", true),
            ("DE", "2009", false),
            ("DE", "２００９５", false),
            ("GB", "SW1A 1AA", true),
            ("GB", "20095", false),
            ("US", "97201-1234", true),
            ("NL", "1011 ab", true),
            ("IE", "anything", true),
        ] {
            assert_eq!(postcode_fits(country, postcode), fits, "{country} {postcode}");
        }
    }
}
