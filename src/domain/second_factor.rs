//! How the second factor of an account stands, for its owner.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SecondFactorState {
    #[default]
    Off,
    /// Being set up: it protects nothing yet.
    Pending(SecondFactorSetup),
    On {
        /// Recovery codes that are left.
        recovery_codes: i64,
    },
}

impl SecondFactorState {
    /// As it is shown to whoever did, or did not, give the password just now: without that, no secret.
    #[must_use]
    pub fn seen(self, confirmed: bool) -> Self {
        match self {
            Self::Pending(_) if !confirmed => Self::Off,
            state => state,
        }
    }
}

/// What an authenticator app needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorSetup {
    /// To be typed, in groups of four.
    pub key: String,
    /// To be opened on the phone itself.
    pub url: String,
    /// To be scanned: modules of a side of the QR code.
    pub size: usize,
    /// Its dark modules as the path of an SVG picture, a unit each.
    pub path: String,
}

/// What the page `/account/security` shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSecurity {
    pub email: String,
    /// Whether the password was given just now; without that, what is sensitive is not offered.
    pub confirmed: bool,
    pub second_factor: SecondFactorState,
    /// Whether the owner of the shop requires a second factor that this account lacks.
    pub second_factor_required: bool,
    /// New recovery codes, shown this once.
    pub new_codes: Vec<String>,
}
