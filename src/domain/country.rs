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
