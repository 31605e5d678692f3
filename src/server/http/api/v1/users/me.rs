//! The account that asks.

use crate::{
    domain::{
        access::Role,
        account::{Profile, ProfileInput},
    },
    server::{
        http::api::{
            auth::{ProfileReader, ProfileWriter},
            extract::{JsonBody, MergePatch},
            patch::Patch,
            problem::{ApiResult, renamed},
            v1::types::instant,
        },
        services::{delete_account, profiles},
        state::State,
        store::accounts::Account,
    },
};
use axum::{Json, extract::State as AxumState, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An account, as its owner sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    id: i64,
    email: String,
    /// Whether its owner proved to read it.
    email_verified: bool,
    name: String,
    /// Empty when none is known.
    phone: String,
    /// Whether a login needs a code of the second factor, too.
    has_second_factor: bool,
    /// Whether it belongs to somebody of the shop's team.
    is_staff: bool,
    #[schema(format = "date-time")]
    created_at: String,
}

fn user(account: &Account, profile: Profile) -> User {
    User {
        id: account.id.0,
        email: profile.email,
        email_verified: profile.email_verified,
        name: profile.name,
        phone: profile.phone,
        has_second_factor: account.has_second_factor,
        is_staff: account.role != Role::Customer,
        created_at: instant(profile.member_since),
    }
}

/// The account that asks.
#[utoipa::path(get, path = "/users/me", tag = "users", operation_id = "get_me",
    security(("token" = ["account:read"]), ("session" = [])),
    responses((status = 200, description = "The account", body = User)))]
pub async fn get(reader: ProfileReader, AxumState(state): AxumState<State>) -> ApiResult<Json<User>> {
    let profile = profiles::find(&state, reader.0.id).await?;
    Ok(Json(user(&reader.0, profile)))
}

/// What the owner of an account changes in it; the e-mail and the password have ways of their own.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserInput {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 30)]
    phone: String,
}

/// The fields of [`UserInput`] that change.
pub type UserPatch = Patch<UserInput>;

/// Changes the name or the phone of the account that asks.
#[utoipa::path(patch, path = "/users/me", tag = "users", operation_id = "update_me",
    security(("token" = ["account:write"]), ("session" = [])),
    request_body(content = UserPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The account as it is now", body = User)))]
pub async fn patch(
    writer: ProfileWriter,
    AxumState(state): AxumState<State>,
    patch: MergePatch,
) -> ApiResult<Json<User>> {
    let before = profiles::find(&state, writer.0.id).await?;
    let version = before.version;
    let UserInput { name, phone } = patch.apply(&UserInput { name: before.name, phone: before.phone })?;
    profiles::save(&state, writer.0.id, &ProfileInput { name, phone }, version).await?;
    let profile = profiles::find(&state, writer.0.id).await?;
    Ok(Json(user(&writer.0, profile)))
}

/// The password, as proof.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeletionInput {
    #[schema(format = "password", max_length = 500)]
    current_password: String,
}

/// Deletes the account that asks. Its orders are kept and no longer say whose they were.
#[utoipa::path(delete, path = "/users/me", tag = "users", operation_id = "delete_me", request_body = DeletionInput,
    security(("token" = ["account:write"]), ("session" = [])),
    responses((status = 204, description = "It is gone"), (status = 409, description = "An order is still open, or it is the shop owner's")))]
pub async fn delete(
    writer: ProfileWriter,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<DeletionInput>,
) -> ApiResult<StatusCode> {
    let deleted = delete_account::delete_account(&state, &writer.0, &input.current_password).await;
    deleted.map_err(|error| renamed(error, &[("password", "current_password")]))?;
    Ok(StatusCode::NO_CONTENT)
}
