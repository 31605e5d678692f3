//! The first line of every server function: who asks, and may they.

use super::{sessions::Identity, state::State, store::{StoreError, accounts::Account}};
use crate::{domain::access::Permission, error::AppError};
use axum::http::{HeaderName, HeaderValue, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// The node and the visitor of the running server function.
#[derive(Clone, Debug)]
pub struct Caller {
    pub state: State,
    pub identity: Identity,
}

/// Anyone may call this.
pub fn anyone() -> Result<Caller, AppError> {
    let state = use_context::<State>();
    let identity = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Identity>().cloned());
    match (state, identity) {
        (Some(state), Some(identity)) => Ok(Caller { state, identity }),
        _ => Err(AppError::Internal),
    }
}

/// Only whoever is signed in may call this.
pub fn signed_in() -> Result<(Caller, Account), AppError> {
    let caller = anyone()?;
    let account = caller.identity.account.clone().ok_or(AppError::SignInRequired)?;
    Ok((caller, account))
}

/// Only staff with a permission may call this.
pub fn staff(permission: Permission) -> Result<(Caller, Account), AppError> {
    let (caller, account) = signed_in()?;
    if account.role.allows(permission) { Ok((caller, account)) } else { Err(AppError::Forbidden) }
}

/// Adds a cookie to the response of the running server function.
pub fn set_cookie(value: HeaderValue) {
    add_header(header::SET_COOKIE, value);
}

fn add_header(name: HeaderName, value: HeaderValue) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.append_header(name, value);
    }
}

/// Internal failures are logged here, once, and told to nobody.
impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::Internal
    }
}
