//! Passwords and the e-mail: changing them, and setting a forgotten password.

use super::{EmailInput, Sender};
use crate::server::{
    http::api::{
        auth::ProfileWriter,
        extract::JsonBody,
        problem::{ApiResult, renamed},
    },
    services::{credentials, password_reset},
    state::State,
};
use axum::{extract::State as AxumState, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

/// Another password, and the present one as proof.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordInput {
    #[schema(format = "password", max_length = 500)]
    current_password: String,
    #[schema(format = "password", max_length = 500)]
    new_password: String,
}

/// Sets another password. Every session and every token of the account ends, the one that asks included.
#[utoipa::path(post, path = "/users/set_password", tag = "users", operation_id = "set_password", request_body = PasswordInput,
    security(("token" = ["account:write"]), ("session" = [])),
    responses((status = 204, description = "It is set")))]
pub async fn set(
    writer: ProfileWriter,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<PasswordInput>,
) -> ApiResult<StatusCode> {
    let PasswordInput { current_password, new_password } = input;
    let changed = credentials::change_password(&state, &writer.0, &current_password, &new_password).await;
    changed.map_err(|error| renamed(error, &[("password", "current_password")]))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Another e-mail, and the password as proof.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEmailInput {
    #[schema(format = "password", max_length = 500)]
    current_password: String,
    #[schema(format = "email", max_length = 254)]
    new_email: String,
}

/// Asks for another e-mail. It changes once the link that is mailed to it is used; the present address is told.
#[utoipa::path(post, path = "/users/set_email", tag = "users", operation_id = "set_email", request_body = NewEmailInput,
    security(("token" = ["account:write"]), ("session" = [])),
    responses((status = 204, description = "A mail says how it goes on")))]
pub async fn set_email(
    writer: ProfileWriter,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<NewEmailInput>,
) -> ApiResult<StatusCode> {
    let names = &[("password", "current_password"), ("email", "new_email")];
    let confirmed = credentials::check_password(&state, &writer.0, &input.current_password).await;
    confirmed.map_err(|error| renamed(error, names))?;
    let asked = credentials::request_email_change(&state, &writer.0, &input.new_email).await;
    asked.map_err(|error| renamed(error, names))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Mails a link that sets another password, if an account has this e-mail; the answer does not tell.
#[utoipa::path(post, path = "/users/reset_password", tag = "users", operation_id = "reset_password", request_body = EmailInput,
    security(()), responses((status = 204, description = "Accepted")))]
pub async fn reset(
    sender: Sender,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<EmailInput>,
) -> ApiResult<StatusCode> {
    password_reset::request(&state, &input.email, sender.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Another password, and what the link of the mail carries.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetInput {
    /// Sent by clients of Djoser; the token alone says whose it is.
    #[serde(default)]
    #[schema(max_length = 100)]
    #[expect(dead_code, reason = "accepted, and not needed")]
    uid: Option<String>,
    /// From the address of the link in the mail.
    #[schema(max_length = 200)]
    token: String,
    #[schema(format = "password", max_length = 500)]
    new_password: String,
}

/// Sets another password with the token that was mailed. Every session and every token of the account ends.
#[utoipa::path(post, path = "/users/reset_password_confirm", tag = "users", operation_id = "reset_password_confirm",
    request_body = ResetInput, security(()),
    responses((status = 204, description = "It is set"), (status = 410, description = "The token was used, or is too old")))]
pub async fn confirm_reset(
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<ResetInput>,
) -> ApiResult<StatusCode> {
    let done = password_reset::confirm(&state, &input.token, &input.new_password).await;
    done.map_err(|error| renamed(error, &[("password", "new_password")]))?;
    Ok(StatusCode::NO_CONTENT)
}
