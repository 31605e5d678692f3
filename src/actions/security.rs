//! What protects the account of whoever is logged in.

use crate::{domain::second_factor::AccountSecurity, error::AppError};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// What `/account/security` shows.
#[server(prefix = "/actions", endpoint = "security/load", input = GetUrl)]
pub async fn load_security() -> Result<AccountSecurity, AppError> {
    use crate::server::{permissions, services::second_factor};
    let (caller, account) = permissions::signed_in()?;
    permissions::keep_secret();
    let confirmed = caller.identity.is_confirmed(caller.state.clock.now());
    // The secret that is being set up is for confirmed eyes only.
    let second_factor = second_factor::state(&caller.state, &account).await?.seen(confirmed);
    Ok(AccountSecurity {
        new_codes: caller.take_recovery_codes(),
        second_factor_required: account.lacks_second_factor,
        email: account.email,
        confirmed,
        second_factor,
    })
}

/// Takes the password again, for what is sensitive; answers with where to go on.
#[server(prefix = "/actions", endpoint = "security/confirm")]
pub async fn confirm_identity(
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<String, AppError> {
    use crate::{
        domain::login::local_path,
        server::{permissions, services::credentials},
    };
    let (caller, account) = permissions::signed_in()?;
    credentials::check_password(&caller.state, &account, &password).await?;
    caller.renew_session(&account, caller.identity.remembered).await?;
    let target = local_path(&next).unwrap_or("/account/security").to_owned();
    permissions::lead_plain_form_to(&target);
    Ok(target)
}

/// Sets another password; every other device is logged out.
#[server(prefix = "/actions", endpoint = "security/change_password")]
pub async fn change_password(
    #[server(default)] password: String,
    #[server(default)] new_password: String,
) -> Result<(), AppError> {
    use crate::server::{permissions, services::credentials};
    let (caller, account) = permissions::signed_in()?;
    credentials::change_password(&caller.state, &account, &password, &new_password).await?;
    caller.renew_session(&account, caller.identity.remembered).await?;
    permissions::lead_plain_form_to("/account/security?done=password");
    Ok(())
}

/// Mails a link to the new e-mail, which the account gets by it.
#[server(prefix = "/actions", endpoint = "security/change_email")]
pub async fn change_email(#[server(default)] email: String) -> Result<(), AppError> {
    use crate::server::{permissions, services::credentials};
    let (caller, account) = permissions::confirmed()?;
    credentials::request_email_change(&caller.state, &account, &email).await?;
    permissions::lead_plain_form_to("/account/security?done=email");
    Ok(())
}

/// Makes a secret for the second factor, to be shown and proved next.
#[server(prefix = "/actions", endpoint = "security/begin_second_factor")]
pub async fn begin_second_factor() -> Result<(), AppError> {
    use crate::server::{permissions, services::second_factor};
    let (caller, account) = permissions::confirmed()?;
    second_factor::begin(&caller.state, &account).await?;
    permissions::lead_plain_form_to("/account/security#second-factor");
    Ok(())
}

/// Switches the second factor on and answers with the recovery codes.
#[server(prefix = "/actions", endpoint = "security/enable_second_factor")]
pub async fn enable_second_factor(#[server(default)] code: String) -> Result<Vec<String>, AppError> {
    use crate::server::{permissions, services::second_factor};
    let (caller, account) = permissions::confirmed()?;
    let codes = second_factor::enable(&caller.state, &account, &code).await?;
    caller.renew_session(&account, caller.identity.remembered).await?;
    caller.show_recovery_codes(&codes);
    Ok(codes)
}

/// Makes new recovery codes.
#[server(prefix = "/actions", endpoint = "security/renew_recovery_codes")]
pub async fn renew_recovery_codes() -> Result<Vec<String>, AppError> {
    use crate::server::{permissions, services::second_factor};
    let (caller, account) = permissions::confirmed()?;
    let codes = second_factor::renew_recovery_codes(&caller.state, &account).await?;
    caller.show_recovery_codes(&codes);
    Ok(codes)
}

/// Switches the second factor off.
#[server(prefix = "/actions", endpoint = "security/disable_second_factor")]
pub async fn disable_second_factor() -> Result<(), AppError> {
    use crate::server::{permissions, services::second_factor};
    let (caller, account) = permissions::confirmed()?;
    second_factor::disable(&caller.state, &account).await?;
    permissions::lead_plain_form_to("/account/security?done=off");
    Ok(())
}
