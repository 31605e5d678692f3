//! Registering, and proving an e-mail. What is answered is the same whether or not an account has the address.

use crate::error::AppError;
use leptos::prelude::*;

/// Makes a customer's account and mails the link that opens it.
#[server(prefix = "/actions", endpoint = "accounts/register")]
pub async fn register(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    use crate::server::{
        permissions,
        services::registration::{self, Registration},
    };
    let caller = permissions::anyone()?;
    let registration = Registration { name: &name, email: &email, password: &password };
    registration::register(&caller.state, registration, caller.address()).await?;
    permissions::lead_plain_form_to("/register?sent=1");
    Ok(())
}

/// Uses the link of a mail: proves the e-mail of a new account, or gives an account the new one that it asked for.
#[server(prefix = "/actions", endpoint = "accounts/verify_email")]
pub async fn verify_email(#[server(default)] token: String) -> Result<(), AppError> {
    use crate::server::{
        permissions,
        services::{credentials, registration},
    };
    let caller = permissions::anyone()?;
    match registration::verify_email(&caller.state, &token).await {
        Err(AppError::LinkExpired) => credentials::confirm_email_change(&caller.state, &token).await?,
        done => done?,
    }
    permissions::lead_plain_form_to("/verify-email?done=1");
    Ok(())
}

/// Mails the link of a new account again.
#[server(prefix = "/actions", endpoint = "accounts/resend_verification")]
pub async fn resend_verification(#[server(default)] email: String) -> Result<(), AppError> {
    use crate::server::{permissions, services::registration};
    let caller = permissions::anyone()?;
    registration::resend_verification(&caller.state, &email, caller.address()).await?;
    permissions::lead_plain_form_to("/verify-email?sent=1");
    Ok(())
}

/// Mails a link that sets another password.
#[server(prefix = "/actions", endpoint = "accounts/request_password_reset")]
pub async fn request_password_reset(#[server(default)] email: String) -> Result<(), AppError> {
    use crate::server::{permissions, services::password_reset};
    let caller = permissions::anyone()?;
    password_reset::request(&caller.state, &email, caller.address()).await?;
    permissions::lead_plain_form_to("/password-reset?sent=1");
    Ok(())
}

/// Sets another password by the link of a mail.
#[server(prefix = "/actions", endpoint = "accounts/reset_password")]
pub async fn reset_password(
    #[server(default)] token: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    use crate::server::{permissions, services::password_reset};
    let caller = permissions::anyone()?;
    password_reset::confirm(&caller.state, &token, &password).await?;
    permissions::lead_plain_form_to("/password-reset?done=1");
    Ok(())
}
