//! Numbers of specifications, as people read them.

/// A number in millionths, with thousands and without trailing zeros: 1_250_500_000 is "1,250.5". A unit follows.
pub fn number(micro: i64, unit: &str) -> String {
    let (whole, fraction) = (micro.unsigned_abs() / 1_000_000, micro.unsigned_abs() % 1_000_000);
    let digits = whole.to_string();
    let mut text = String::from(if micro < 0 { "−" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if fraction > 0 {
        text.push('.');
        text.push_str(format!("{fraction:06}").trim_end_matches('0'));
    }
    if !unit.is_empty() {
        text.push(' ');
        text.push_str(unit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_thousands_and_no_trailing_zeros() {
        for (micro, unit, shown) in [
            (0, "", "0"),
            (180_000_000, "g/m²", "180 g/m²"),
            (1_250_500_000, "g", "1,250.5 g"),
            (-40_000_000, "°C", "−40 °C"),
            (1, "", "0.000001"),
            (1_234_567_000_000, "mm", "1,234,567 mm"),
            (i64::MIN, "", "−9,223,372,036,854.775808"),
        ] {
            assert_eq!(number(micro, unit), shown);
        }
    }
}
