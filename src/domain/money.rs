//! Money as whole minor units; never a float.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An ISO 4217 currency the shop can sell in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    #[default]
    Eur,
    Usd,
    Gbp,
    Chf,
    Jpy,
}

impl Currency {
    /// The three-letter code, in upper case.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Eur => "EUR",
            Self::Usd => "USD",
            Self::Gbp => "GBP",
            Self::Chf => "CHF",
            Self::Jpy => "JPY",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Eur, Self::Usd, Self::Gbp, Self::Chf, Self::Jpy].into_iter().find(|currency| currency.code() == code)
    }

    /// Digits after the decimal point (ISO 4217 "minor unit").
    pub const fn exponent(self) -> u32 {
        match self {
            Self::Jpy => 0,
            _ => 2,
        }
    }

    const fn symbol(self) -> &'static str {
        match self {
            Self::Eur => "€",
            Self::Usd => "$",
            Self::Gbp => "£",
            Self::Chf => "CHF\u{a0}",
            Self::Jpy => "¥",
        }
    }
}

/// An amount in a currency. Shown as "€1,234.50".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// In the currency's minor unit: cents for EUR, whole yen for JPY.
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The amount as people type it and feeds carry it: "1234.50".
    pub fn decimal(self) -> String {
        let exponent = self.currency.exponent();
        let scale = 10_u64.pow(exponent);
        let (sign, minor) = (if self.minor < 0 { "-" } else { "" }, self.minor.unsigned_abs());
        match exponent {
            0 => format!("{sign}{minor}"),
            _ => format!("{sign}{}.{:0width$}", minor / scale, minor % scale, width = exponent as usize),
        }
    }

    /// As texts mention it: "€100", but "€99.50".
    pub fn short(self) -> String {
        let shown = self.to_string();
        match shown.split_once('.') {
            Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole.to_owned(),
            _ => shown,
        }
    }

    /// Reads what [`Money::decimal`] writes, and a comma in place of the point.
    ///
    /// Refuses more digits after the point than the currency has, signs, and amounts past
    /// [`MAX_PRICE_MINOR`].
    pub fn parse(text: &str, currency: Currency) -> Option<Self> {
        let text = text.trim().replace(',', ".");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let exponent = currency.exponent() as usize;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 12 || fraction.len() > exponent || !digits(whole) || !digits(fraction) {
            return None;
        }
        let minor: i64 = format!("{whole}{fraction:0<exponent$}").parse().ok()?;
        (minor <= MAX_PRICE_MINOR).then_some(Self { minor, currency })
    }
}

/// The largest price a variant may have: with the limits on quantity and lines, every total of
/// a cart then fits an `i64` with room to spare.
pub const MAX_PRICE_MINOR: i64 = 10_000_000_000;

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = Money::new(self.minor.saturating_abs(), self.currency).decimal();
        let (whole, fraction) = decimal.split_once('.').unwrap_or((&decimal, ""));
        if self.minor < 0 {
            f.write_str("−")?;
        }
        f.write_str(self.currency.symbol())?;
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        if !fraction.is_empty() {
            write!(f, ".{fraction}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_shown_with_symbol_groups_and_minor_digits() {
        for (minor, currency, shown) in [
            (0, Currency::Eur, "€0.00"),
            (5, Currency::Eur, "€0.05"),
            (4_900, Currency::Eur, "€49.00"),
            (123_456_789, Currency::Usd, "$1,234,567.89"),
            (-1_250, Currency::Gbp, "−£12.50"),
            (1_234, Currency::Jpy, "¥1,234"),
            (100_000, Currency::Chf, "CHF\u{a0}1,000.00"),
        ] {
            assert_eq!(Money::new(minor, currency).to_string(), shown);
        }
    }

    #[test]
    fn typed_amounts_that_are_not_prices_are_refused() {
        for text in ["", ".", "-1", "1.234", "1e3", "abc", "1.2.3", "99999999999999999999", "1000000000000", "' OR 1=1"]
        {
            assert_eq!(Money::parse(text, Currency::Eur), None, "{text}");
        }
        assert_eq!(Money::parse("1.5", Currency::Jpy), None);
        assert_eq!(Money::parse(" 12,5 ", Currency::Eur), Some(Money::new(1_250, Currency::Eur)));
    }

    proptest! {
        #[test]
        fn an_amount_survives_being_written_and_read(minor in 0..=MAX_PRICE_MINOR) {
            for currency in [Currency::Eur, Currency::Jpy] {
                let money = Money::new(minor, currency);
                prop_assert_eq!(Money::parse(&money.decimal(), currency), Some(money));
            }
        }
    }
}
