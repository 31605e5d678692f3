//! Cards that a customer keeps at a payment gateway.

use crate::domain::{ids::SavedPaymentMethodId, timestamp::Timestamp};
use serde::{Deserialize, Serialize};

/// Most cards of one account; a further one is not kept.
pub const SAVED_PAYMENT_METHODS: i64 = 20;

/// A kept card as its owner sees it. What the gateway calls it stays on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedPaymentMethod {
    pub id: SavedPaymentMethodId,
    /// Slug of the gateway that keeps it.
    pub gateway: String,
    /// As gateways write it: "visa".
    pub brand: String,
    pub last4: String,
    pub expiry_month: i64,
    pub expiry_year: i64,
    /// The checkout has it chosen.
    pub is_default: bool,
    pub is_expired: bool,
}

impl SavedPaymentMethod {
    /// "Visa ending in 4242".
    pub fn title(&self) -> String {
        format!("{} ending in {}", brand_name(&self.brand), self.last4)
    }

    /// "12/2030".
    pub fn expiry(&self) -> String {
        format!("{:02}/{}", self.expiry_month, self.expiry_year)
    }

    /// Whether a card that is valid through a month is not valid any more.
    pub fn has_expired(now: Timestamp, month: i64, year: i64) -> bool {
        let last = format!("{year:04}-{month:02}");
        now.iso().get(..7).is_some_and(|this_month| this_month > last.as_str())
    }
}

/// The brand as its owner writes it; one that is not known, with a capital letter.
fn brand_name(brand: &str) -> String {
    let known = match brand {
        "amex" => "American Express",
        "diners" => "Diners Club",
        "eftpos_au" => "Eftpos",
        "jcb" => "JCB",
        "unionpay" => "UnionPay",
        "" | "unknown" => "Card",
        other => {
            let mut chars = other.chars();
            return chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default();
        }
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_told_by_its_brand_and_last_digits() {
        let card = |brand: &str| SavedPaymentMethod {
            id: SavedPaymentMethodId(1),
            gateway: "sandbox".into(),
            brand: brand.into(),
            last4: "4242".into(),
            expiry_month: 3,
            expiry_year: 2031,
            is_default: false,
            is_expired: false,
        };
        assert_eq!(card("visa").title(), "Visa ending in 4242");
        assert_eq!(card("amex").title(), "American Express ending in 4242");
        assert_eq!(card("").title(), "Card ending in 4242");
        assert_eq!(card("visa").expiry(), "03/2031");
    }

    #[test]
    fn a_card_is_valid_through_its_last_month() {
        // 22 Nov 2026.
        let now = Timestamp(1_795_342_000_000);
        assert!(!SavedPaymentMethod::has_expired(now, 11, 2026));
        assert!(!SavedPaymentMethod::has_expired(now, 1, 2027));
        assert!(SavedPaymentMethod::has_expired(now, 10, 2026));
        assert!(SavedPaymentMethod::has_expired(now, 12, 2025));
    }
}
