//! What the shop sets about returns.

use super::INSTRUCTIONS_LENGTH;
use crate::domain::forms::{FieldErrors, number, optional_text};
use serde::{Deserialize, Serialize};

/// Most days that a customer may think it over.
const MOST_DAYS: i64 = 365;

/// What the shop sets about returns; kept as one setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnSettings {
    /// Days after the last parcel left in which customers may ask for a return; with none, only staff open one.
    pub window_days: i64,
    /// Where to send it and how: what the form of an approval begins with.
    pub instructions: String,
}

impl Default for ReturnSettings {
    fn default() -> Self {
        let instructions = "Please pack the items well, put a note with the number of the return into the parcel, and send \
                            it to the address on your invoice.";
        Self { window_days: 30, instructions: instructions.into() }
    }
}

/// The form of [`ReturnSettings`], as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnSettingsInput {
    pub window_days: String,
    pub return_instructions: String,
}

impl ReturnSettingsInput {
    /// The settings, if they can be kept.
    pub fn check(self) -> Result<ReturnSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let window_days = errors.take("window_days", number(&self.window_days, 0, MOST_DAYS)).unwrap_or_default();
        let instructions = optional_text(&self.return_instructions, INSTRUCTIONS_LENGTH);
        let instructions = errors.take("return_instructions", instructions).unwrap_or_default();
        errors.into_result()?;
        Ok(ReturnSettings { window_days, instructions })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_has_whole_days_of_at_most_a_year() {
        let days = |text: &str| ReturnSettingsInput { window_days: text.into(), ..ReturnSettingsInput::default() };
        assert_eq!(days("14").check().map(|settings| settings.window_days), Ok(14));
        for text in ["", "-1", "366", "1.5", "month"] {
            assert!(days(text).check().is_err(), "{text}");
        }
    }

    #[test]
    fn settings_of_older_versions_can_be_read() {
        assert_eq!(serde_json::from_str::<ReturnSettings>("{}").expect("readable"), ReturnSettings::default());
    }
}
