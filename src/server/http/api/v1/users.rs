//! Accounts, by the addresses and with the fields that users of Djoser know.
//!
//! The use cases are those of the pages: the same throttling, the same mails, and the same answer whether an e-mail is
//! known or not.

pub mod addresses;
pub mod me;
pub mod orders;
pub mod passwords;
pub mod payment_methods;

use crate::server::{
    http::{
        api::{extract::JsonBody, problem::ApiResult},
        client,
    },
    services::registration::{self, Registration},
    state::State,
};
use axum::{
    Json,
    extract::{FromRequestParts, State as AxumState},
    http::{StatusCode, request::Parts},
};
use serde::{Deserialize, Serialize};
use std::{convert::Infallible, net::IpAddr};
use utoipa::ToSchema;

/// Where a request comes from, for throttling.
#[derive(Clone, Copy, Debug)]
pub struct Sender(pub Option<IpAddr>);

impl<S: Sync> FromRequestParts<S> for Sender {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(client::address(parts)))
    }
}

/// Somebody new.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationInput {
    #[schema(format = "email", max_length = 254)]
    email: String,
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// Long, and not what everybody tries first; any characters.
    #[schema(format = "password", max_length = 500)]
    password: String,
}

/// What is known of a registration before its e-mail is proved.
#[derive(Debug, Serialize, ToSchema)]
pub struct Registered {
    email: String,
    name: String,
}

/// Registers. The account opens once the link in the mail is used (`users/activation`).
///
/// The answer is the same if the e-mail has an account: then its owner is told by mail.
#[utoipa::path(post, path = "/users", tag = "users", operation_id = "register", request_body = RegistrationInput, security(()),
    responses((status = 201, description = "A mail says how it goes on", body = Registered)))]
pub async fn register(
    sender: Sender,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<RegistrationInput>,
) -> ApiResult<(StatusCode, Json<Registered>)> {
    let RegistrationInput { email, name, password } = input;
    let registration = Registration { name: &name, email: &email, password: &password };
    registration::register(&state, registration, sender.0).await?;
    Ok((StatusCode::CREATED, Json(Registered { email, name })))
}

/// What the link of a mail carries.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivationInput {
    /// Sent by clients of Djoser; the token alone says whose it is.
    #[serde(default)]
    #[schema(max_length = 100)]
    #[expect(dead_code, reason = "accepted, and not needed")]
    uid: Option<String>,
    /// From the address of the link in the mail.
    #[schema(max_length = 200)]
    token: String,
}

/// Proves the e-mail of an account with the token that was mailed to it.
#[utoipa::path(post, path = "/users/activation", tag = "users", operation_id = "activate", request_body = ActivationInput, security(()),
    responses((status = 204, description = "The account is open"), (status = 410, description = "The token was used, or is too old")))]
pub async fn activate(
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<ActivationInput>,
) -> ApiResult<StatusCode> {
    registration::verify_email(&state, &input.token).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An e-mail that a mail shall go to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailInput {
    #[schema(format = "email", max_length = 254)]
    email: String,
}

/// Mails the link once more, if an account with this e-mail still waits for it; the answer does not tell.
#[utoipa::path(post, path = "/users/resend_activation", tag = "users", operation_id = "resend_activation", request_body = EmailInput,
    security(()), responses((status = 204, description = "Accepted")))]
pub async fn resend_activation(
    sender: Sender,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<EmailInput>,
) -> ApiResult<StatusCode> {
    registration::resend_verification(&state, &input.email, sender.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
