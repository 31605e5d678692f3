//! Signing in and out.

use crate::{domain::login::LoginForm, error::AppError};
use leptos::prelude::*;

/// What the login page starts with.
#[server(prefix = "/actions", endpoint = "accounts/login_form", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_login_form() -> Result<LoginForm, AppError> {
    use crate::server::{permissions, services::accounts};
    let caller = permissions::anyone()?;
    accounts::prepare_login(&caller.state, caller.login_email()).await
}

/// Signs in and answers with where to go: `next` if it is within the shop, else the place of the role; to the page that
/// asks for the second factor, where the account has one.
#[server(prefix = "/actions", endpoint = "accounts/login")]
pub async fn login(
    email: String,
    password: String,
    #[server(default)] remember: bool,
    #[server(default)] next: String,
) -> Result<String, AppError> {
    use crate::server::{
        permissions,
        services::accounts::{self, LoginAttempt},
    };
    let caller = permissions::anyone()?;
    let attempt = LoginAttempt { email: &email, password: &password, address: caller.address() };
    let login = accounts::log_in(&caller.state, attempt).await.inspect_err(|_| caller.remember_login_email(&email))?;
    let target = caller.enter(login, remember, &next).await?;
    permissions::lead_plain_form_to(&target);
    Ok(target)
}

/// Completes a login with a code of the second factor, and answers with where to go.
#[server(prefix = "/actions", endpoint = "accounts/login_second_factor")]
pub async fn login_second_factor(
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<String, AppError> {
    use crate::server::{
        permissions,
        services::{accounts, second_factor},
    };
    let caller = permissions::anyone()?;
    let (account, remembered) =
        second_factor::complete_login(&caller.state, caller.challenge().as_deref(), &code).await?;
    caller.open_session(&account, remembered).await?;
    let target = accounts::after_login(&account, &next);
    permissions::lead_plain_form_to(&target);
    Ok(target)
}

/// Ends the session, here and in the database. Leads to the front page.
#[server(prefix = "/actions", endpoint = "accounts/logout")]
pub async fn logout() -> Result<String, AppError> {
    use crate::server::permissions;
    let caller = permissions::anyone()?;
    caller.close_session().await?;
    permissions::lead_plain_form_to("/");
    Ok("/".into())
}
