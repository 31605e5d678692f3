//! How the countries write their addresses, as the Universal Postal Union collects it.

/// What a country calls the parts of an address that others call otherwise, or do not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressWords {
    /// `None` where there are no postcodes.
    pub postcode: Option<AddressPart>,
    /// `None` where addresses have no such line.
    pub region: Option<AddressPart>,
}

/// A part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressPart {
    pub label: &'static str,
    /// A parcel would not arrive without it.
    pub required: bool,
}

/// Countries without postcodes.
const NO_POSTCODE: &[&str] = &[
    "AE", "AG", "AO", "AW", "BF", "BI", "BJ", "BO", "BQ", "BS", "BW", "BZ", "CD", "CF", "CG", "CI", "CK", "CM", "CW",
    "DJ", "DM", "FJ", "GA", "GD", "GH", "GM", "GQ", "GY", "HK", "JM", "KI", "KM", "KN", "KP", "ML", "MO", "MR", "MW",
    "NR", "NU", "QA", "RW", "SB", "SC", "SL", "SR", "SS", "ST", "SX", "SY", "TD", "TG", "TK", "TL", "TO", "TV", "UG",
    "VU", "YE", "ZW",
];

/// Countries whose addresses name no part of the country.
const NO_REGION: &[&str] = &[
    "AD", "AL", "AT", "AX", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "FI", "FO", "FR", "GB", "GG", "GI",
    "GL", "GR", "HR", "HU", "IL", "IM", "IS", "JE", "LI", "LT", "LU", "LV", "MC", "ME", "MK", "MT", "NL", "NO", "NZ",
    "PL", "PT", "RO", "RS", "SE", "SG", "SI", "SK", "SM", "VA",
];

/// Countries that write the postcode after the city, most of them on the same line.
const POSTCODE_LAST: &[&str] = &[
    "AU", "BD", "BN", "BR", "CA", "CN", "EG", "GB", "GG", "GI", "ID", "IE", "IM", "IN", "JE", "JO", "JP", "KE", "KH",
    "KR", "LB", "LK", "MT", "NG", "NP", "NZ", "PG", "PK", "PR", "SA", "SG", "TH", "TW", "UA", "US", "VN", "ZA",
];

/// The words for an address in a country.
pub fn address_words(country: &str) -> AddressWords {
    let part = |label, required| Some(AddressPart { label, required });
    let postcode = match country {
        "US" | "PR" | "GU" | "VI" | "AS" | "MP" => part("ZIP code", true),
        "CA" => part("Postal code", true),
        "IE" => part("Eircode", false),
        "IN" => part("PIN code", true),
        _ if NO_POSTCODE.contains(&country) => None,
        _ => part("Postcode", !shapes(country).is_empty()),
    };
    let region = match country {
        "US" | "AU" | "BR" | "IN" | "MX" => part("State", true),
        "CA" | "CN" => part("Province", true),
        "JP" => part("Prefecture", true),
        "AE" => part("Emirate", true),
        "AR" | "ES" | "ID" | "IT" | "KR" | "PH" | "TH" | "TR" | "VN" | "ZA" => part("Province", false),
        "IE" => part("County", false),
        "HK" => part("Area", false),
        "MY" | "NG" | "VE" => part("State", false),
        _ if NO_REGION.contains(&country) => None,
        _ => part("State or province", false),
    };
    AddressWords { postcode, region }
}

/// The lines of an address that hold city, region and postcode, in the order of its country.
pub fn place_lines(country: &str, city: &str, region: &str, postcode: &str) -> Vec<String> {
    let joined = |parts: [&str; 2], between: &str| {
        parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
    };
    match country {
        // On a line of its own.
        "GB" | "GG" | "IE" | "IM" | "JE" => vec![joined([city, region], ", "), postcode.to_owned()],
        _ if POSTCODE_LAST.contains(&country) => vec![joined([&joined([city, region], ", "), postcode], " ")],
        _ => vec![joined([&joined([postcode, city], " "), region], ", ")],
    }
}

/// The shapes of a country's postcodes; none where any will do.
///
/// `9` stands for a digit, `A` for a letter, anything else for itself.
fn shapes(country: &str) -> &'static [&'static str] {
    match country {
        "AT" | "AU" | "BE" | "BG" | "CH" | "CY" | "DK" | "HU" | "LI" | "LU" | "NO" | "NZ" | "SI" | "ZA" => &["9999"],
        "AX" | "DE" | "EE" | "ES" | "FI" | "FR" | "HR" | "IT" | "KR" | "LT" | "MC" | "MX" | "MY" | "RS" | "SM"
        | "TH" | "TR" | "UA" | "VA" => &["99999"],
        "CN" | "RO" | "SG" => &["999999"],
        "IN" => &["999999", "999 999"],
        "CZ" | "GR" | "SE" | "SK" => &["99999", "999 99"],
        "BR" => &["99999-999", "99999999"],
        "CA" => &["A9A 9A9", "A9A9A9"],
        "GB" | "GG" | "IM" | "JE" => &["A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA"],
        "IL" => &["9999999", "99999"],
        "IS" => &["999"],
        "JP" => &["999-9999", "9999999"],
        "LV" => &["AA-9999", "9999"],
        "MT" => &["AAA 9999", "AAA9999"],
        "NL" => &["9999AA", "9999 AA"],
        "PL" => &["99-999"],
        "PT" => &["9999-999"],
        "TW" => &["999", "99999", "999999"],
        "US" | "PR" | "GU" | "VI" | "AS" | "MP" => &["99999", "99999-9999"],
        _ => &[],
    }
}

/// Whether a postcode has the shape its country uses; countries without a rule take any. Case and spaces at the ends do not
/// matter.
pub fn postcode_fits(country: &str, postcode: &str) -> bool {
    let shapes = shapes(country);
    shapes.is_empty() || shapes.iter().any(|shape| has_shape(postcode.trim(), shape))
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
    use super::{super::COUNTRIES, *};

    #[test]
    fn parts_of_an_address_are_called_as_their_country_calls_them() {
        let required = |label| Some(AddressPart { label, required: true });
        assert_eq!(address_words("US"), AddressWords { postcode: required("ZIP code"), region: required("State") });
        assert_eq!(address_words("DE"), AddressWords { postcode: required("Postcode"), region: None });
        assert_eq!(address_words("HK").postcode, None);
        assert_eq!(address_words("KE").postcode, Some(AddressPart { label: "Postcode", required: false }));
    }

    #[test]
    fn rules_are_of_countries_that_there_are() {
        let known = |code: &&str| COUNTRIES.iter().any(|country| country.0 == *code);
        for code in [NO_POSTCODE, NO_REGION, POSTCODE_LAST].concat() {
            assert!(known(&code), "{code}");
        }
        for (code, name, _) in COUNTRIES {
            assert!(
                !NO_POSTCODE.contains(code) || shapes(code).is_empty(),
                "{name} has no postcodes, but shapes of them"
            );
        }
    }

    #[test]
    fn the_style_sheet_hides_what_addresses_do_not_have() {
        let sheet = include_str!("../../../style/account.css");
        let hiding = |part: &str| {
            let rule = sheet.lines().find(|line| line.contains(&format!("> .address-{part} {{ display: none")));
            rule.unwrap_or_default().to_owned()
        };
        let (postcode, region) = (hiding("postcode"), hiding("region"));
        for (code, name, _) in COUNTRIES {
            let words = address_words(code);
            let value = format!(r#"[value="{code}"]"#);
            assert_eq!(postcode.contains(&value), words.postcode.is_none(), "postcode of {name}");
            assert_eq!(region.contains(&value), words.region.is_none(), "region of {name}");
        }
    }

    #[test]
    fn the_place_is_written_as_its_country_writes_it() {
        for (country, region, postcode, lines) in [
            ("DE", "", "20095", vec!["20095 Town"]),
            ("IT", "MI", "20121", vec!["20121 Town, MI"]),
            ("US", "OR", "97201", vec!["Town, OR 97201"]),
            ("AU", "Victoria", "3000", vec!["Town, Victoria 3000"]),
            ("GB", "", "SW1A 1AA", vec!["Town", "SW1A 1AA"]),
            ("SG", "", "018956", vec!["Town 018956"]),
            ("HK", "Kowloon", "", vec!["Town, Kowloon"]),
        ] {
            assert_eq!(place_lines(country, "Town", region, postcode), lines, "{country}");
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
            ("JP", "100-0001", true),
            ("BR", "01310", false),
        ] {
            assert_eq!(postcode_fits(country, postcode), fits, "{country} {postcode}");
        }
    }
}
