//! Tokens of programs that know an account's password, by the addresses that users of Djoser know.
//!
//! People make tokens with fewer rights on the page `/account/tokens`.

use super::{types::instant, users::Sender};
use crate::{
    domain::forms::Problem as Reason,
    server::{
        http::api::{
            auth::ShownToken,
            extract::JsonBody,
            problem::{ApiResult, Problem, renamed},
        },
        services::{
            accounts::{self, Login, LoginAttempt},
            api_tokens, second_factor,
        },
        state::State,
        store::accounts::Account,
    },
};
use axum::{Json, extract::State as AxumState, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What opens an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenLoginInput {
    #[schema(format = "email", max_length = 254)]
    email: String,
    #[schema(format = "password", max_length = 500)]
    password: String,
    /// A code of the second factor or a recovery code, where the account has one.
    #[serde(default)]
    #[schema(max_length = 40)]
    otp: Option<String>,
}

/// A token, shown this once.
#[derive(Serialize, ToSchema)]
pub struct AuthToken {
    /// For the header `Authorization: Bearer tw_...`.
    auth_token: String,
    #[schema(format = "date-time")]
    expires_at: Option<String>,
}

/// Makes a token that may do all that the account may, for 30 days.
///
/// An account with a second factor answers 422 for the field `otp` until the body has its code.
#[utoipa::path(post, path = "/token/login", tag = "token", operation_id = "token_login", request_body = TokenLoginInput, security(()),
    responses((status = 200, description = "The token", body = AuthToken)))]
pub async fn login(
    sender: Sender,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<TokenLoginInput>,
) -> ApiResult<Json<AuthToken>> {
    let attempt = LoginAttempt { email: &input.email, password: &input.password, address: sender.0 };
    let account = match accounts::log_in(&state, attempt).await? {
        Login::Complete(account) => account,
        Login::NeedsSecondFactor(account) => with_second_factor(&state, &account, input.otp.as_deref()).await?,
    };
    let made = api_tokens::log_in(&state, &account).await?;
    Ok(Json(AuthToken { auth_token: made.secret, expires_at: made.expires_at.map(instant) }))
}

async fn with_second_factor(state: &State, account: &Account, code: Option<&str>) -> ApiResult<Account> {
    let code = code.ok_or_else(|| Problem::field("otp", Reason::Required))?;
    let challenge = second_factor::challenge(state, account.id, false).await?;
    let entered = second_factor::complete_login(state, Some(&challenge), code).await;
    let (account, _) = entered.map_err(|error| renamed(error, &[("code", "otp")]))?;
    Ok(account)
}

/// Ends the token that asks.
#[utoipa::path(post, path = "/token/logout", tag = "token", operation_id = "token_logout", security(("token" = [])),
    responses((status = 204, description = "It opens nothing any more")))]
pub async fn logout(shown: ShownToken, AxumState(state): AxumState<State>) -> ApiResult<StatusCode> {
    api_tokens::revoke(&state, shown.account.id, shown.token).await?;
    Ok(StatusCode::NO_CONTENT)
}
