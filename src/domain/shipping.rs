//! Shipping methods as the checkout offers them.

use super::{ids::ShippingMethodId, money::Money};
use serde::{Deserialize, Serialize};

/// A shipping method with its price for the cart and address at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingOffer {
    pub id: ShippingMethodId,
    pub slug: String,
    pub name: String,
    pub carrier: String,
    /// Zero once the items are worth the method's free-shipping threshold.
    pub price: Money,
    pub days_min: i64,
    pub days_max: i64,
}

impl ShippingOffer {
    /// "3–5 working days".
    pub fn estimate(&self) -> String {
        match (self.days_min, self.days_max) {
            (1, 1) => "Next working day".into(),
            (least, most) if least == most => format!("{least} working days"),
            (least, most) => format!("{least}–{most} working days"),
        }
    }
}
