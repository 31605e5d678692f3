//! Amounts as PayPal writes them: a currency and a decimal text.

use crate::{
    domain::money::{Currency, Money},
    server::gateways::payment::GatewayError,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    pub currency_code: String,
    pub value: String,
}

impl Amount {
    /// # Errors
    /// `NotPossible` for what PayPal cannot write: parts of a unit, in a currency that it has no decimals for.
    pub fn of(money: Money) -> Result<Self, GatewayError> {
        let code = money.currency.code();
        let value = written(money.minor, money.currency.exponent(), code).ok_or(GatewayError::NotPossible)?;
        Ok(Self { currency_code: code.to_owned(), value })
    }

    /// In minor units.
    pub fn minor(&self) -> Result<i64, GatewayError> {
        let unknown = || GatewayError::BadMessage(format!("the amount {} {}", self.value, self.currency_code));
        let currency = Currency::from_code(&self.currency_code).ok_or_else(unknown)?;
        read(&self.value, currency.exponent()).ok_or_else(unknown)
    }
}

/// How many decimals PayPal has for a currency, which is not always what ISO 4217 has.
fn decimals(code: &str) -> u32 {
    match code {
        "HUF" | "JPY" | "TWD" => 0,
        _ => 2,
    }
}

/// Minor units of a currency with so many ISO 4217 digits as PayPal wants them.
fn written(minor: i64, exponent: u32, code: &str) -> Option<String> {
    let wanted = decimals(code);
    let scaled = if wanted >= exponent {
        minor.checked_mul(10_i64.checked_pow(wanted - exponent)?)?
    } else {
        let divisor = 10_i64.checked_pow(exponent - wanted)?;
        if minor % divisor != 0 {
            return None;
        }
        minor / divisor
    };
    let unit = 10_i64.checked_pow(wanted)?;
    let sign = if scaled < 0 { "-" } else { "" };
    let (whole, part) = (scaled.unsigned_abs() / unit.unsigned_abs(), scaled.unsigned_abs() % unit.unsigned_abs());
    Some(if wanted == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part:0width$}", width = usize::try_from(wanted).ok()?)
    })
}

/// Minor units of a decimal text; what lies behind the currency's digits has to be zeros.
fn read(text: &str, exponent: u32) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = usize::try_from(exponent).ok()?;
    let kept: String = part.chars().chain("000000".chars()).take(digits).collect();
    if whole.is_empty()
        || !part.bytes().all(|byte| byte.is_ascii_digit())
        || part.bytes().skip(digits).any(|byte| byte != b'0')
    {
        return None;
    }
    format!("{whole}{kept}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_the_decimals_that_paypal_wants() {
        assert_eq!(written(10_000, 2, "EUR").as_deref(), Some("100.00"));
        assert_eq!(written(5, 2, "USD").as_deref(), Some("0.05"));
        assert_eq!(written(1_000, 0, "JPY").as_deref(), Some("1000"));
        assert_eq!(written(100_000, 2, "HUF").as_deref(), Some("1000"));
        assert_eq!(written(100_050, 2, "TWD"), None);
        let yen = Amount::of(Money::new(980, Currency::Jpy)).expect("an amount");
        assert_eq!((yen.value.as_str(), yen.minor().expect("yen")), ("980", 980));
    }

    #[test]
    fn amounts_are_read_to_the_last_cent() {
        for (text, exponent, minor) in
            [("100.00", 2, 10_000), ("0.05", 2, 5), ("7", 2, 700), ("7.5", 2, 750), ("980", 0, 980)]
        {
            assert_eq!(read(text, exponent), Some(minor), "{text}");
        }
        assert_eq!(read("980.00", 0), Some(980));
        for text in ["", ".5", "1.005", "1.x", "1,00", "1.2.3"] {
            assert_eq!(read(text, 2), None, "{text}");
        }
    }
}
