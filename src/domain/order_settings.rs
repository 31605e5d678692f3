//! What the shop sets about the life of its orders.

use super::forms::{FieldErrors, Problem, number};
use serde::{Deserialize, Serialize};

/// Most days that a shipped order waits to be complete.
pub const MOST_DAYS: i64 = 90;

/// What the shop sets about the life of its orders; kept as one setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderSettings {
    /// Days after its last parcel left in which an order that is paid becomes complete by itself, from 1 to [`MOST_DAYS`];
    /// `None`: only by parcels that arrived.
    pub complete_after_days: Option<i64>,
    /// Whether customers may cancel what has not shipped.
    pub customers_cancel: bool,
}

impl Default for OrderSettings {
    fn default() -> Self {
        Self { complete_after_days: Some(14), customers_cancel: true }
    }
}

/// The form of [`OrderSettings`], as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderSettingsInput {
    /// Empty: never.
    pub complete_after_days: String,
    pub customers_cancel: bool,
}

impl OrderSettingsInput {
    /// The settings, if they can be kept.
    pub fn check(&self) -> Result<OrderSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let complete_after_days = match self.complete_after_days.trim() {
            "" => None,
            days => {
                let days = number(days, 1, MOST_DAYS).map_err(|_| Problem::OutOfRange(1, MOST_DAYS));
                errors.take("complete_after_days", days)
            }
        };
        errors.into_result()?;
        Ok(OrderSettings { complete_after_days, customers_cancel: self.customers_cancel })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_waits_for_one_to_ninety_days_or_for_ever() {
        let days = |text: &str| {
            let input = OrderSettingsInput { complete_after_days: text.into(), ..OrderSettingsInput::default() };
            input.check().map(|settings| settings.complete_after_days)
        };
        assert_eq!((days(" "), days("1"), days("90")), (Ok(None), Ok(Some(1)), Ok(Some(90))));
        for text in ["0", "91", "-1", "1.5", "week"] {
            let errors = days(text).expect_err("refused");
            assert_eq!(errors, FieldErrors::one("complete_after_days", Problem::OutOfRange(1, MOST_DAYS)), "{text}");
        }
    }

    #[test]
    fn settings_of_older_versions_can_be_read() {
        assert_eq!(serde_json::from_str::<OrderSettings>("{}").expect("readable"), OrderSettings::default());
    }
}
