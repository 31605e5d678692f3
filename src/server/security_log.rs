//! What an operator wants to know of logins and of what protects them: structured events with the target `security`.
//!
//! They name an account by its id and nobody by name, e-mail or address: whoever reads logs need not know who it is.

use crate::domain::ids::AccountId;

/// Something that happened to an account or to the attempt to get into one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityEvent {
    LoginSucceeded,
    LoginFailed,
    LoginThrottled,
    SecondFactorFailed,
    Registered,
    AccountDeleted,
    EmailVerified,
    PasswordChanged,
    PasswordReset,
    EmailChanged,
    SecondFactorEnabled,
    SecondFactorDisabled,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    SessionsEnded,
    IdentityConfirmed,
    SecondFactorRequirementChanged,
    ApiTokenMade,
    ApiTokenRevoked,
    /// Somebody became staff, an owner, a customer, or got another role.
    PositionChanged,
    /// Of a role: whoever has it may do other things now.
    PermissionsChanged,
    AccountDisabled,
    AccountEnabled,
    StaffInvited,
}

impl SecurityEvent {
    const fn name(self) -> &'static str {
        match self {
            Self::LoginSucceeded => "login_succeeded",
            Self::LoginFailed => "login_failed",
            Self::LoginThrottled => "login_throttled",
            Self::SecondFactorFailed => "second_factor_failed",
            Self::Registered => "registered",
            Self::AccountDeleted => "account_deleted",
            Self::EmailVerified => "email_verified",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset => "password_reset",
            Self::EmailChanged => "email_changed",
            Self::SecondFactorEnabled => "second_factor_enabled",
            Self::SecondFactorDisabled => "second_factor_disabled",
            Self::RecoveryCodesRenewed => "recovery_codes_renewed",
            Self::RecoveryCodeUsed => "recovery_code_used",
            Self::SessionsEnded => "sessions_ended",
            Self::IdentityConfirmed => "identity_confirmed",
            Self::SecondFactorRequirementChanged => "second_factor_requirement_changed",
            Self::ApiTokenMade => "api_token_made",
            Self::ApiTokenRevoked => "api_token_revoked",
            Self::PositionChanged => "position_changed",
            Self::PermissionsChanged => "permissions_changed",
            Self::AccountDisabled => "account_disabled",
            Self::AccountEnabled => "account_enabled",
            Self::StaffInvited => "staff_invited",
        }
    }

    const fn is_failure(self) -> bool {
        matches!(self, Self::LoginFailed | Self::LoginThrottled | Self::SecondFactorFailed)
    }
}

/// Notes an event; without an account where there is none, or where naming it would tell that it exists.
pub fn note(event: SecurityEvent, account: Option<AccountId>) {
    let (name, account) = (event.name(), account.map(|account| account.0));
    if event.is_failure() {
        tracing::warn!(target: "security", event = name, account, "{name}");
    } else {
        tracing::info!(target: "security", event = name, account, "{name}");
    }
}
