//! Who may do what through the API.
//!
//! [`Editor`] and [`Viewer`] are extractors that stand first among a handler's arguments: who may not is refused
//! before anything else of the request is read. Both ask [`account`], the one place that knows how a request
//! proves who sends it.

use super::problem::{ApiResult, Problem};
use crate::{
    domain::access::Permission,
    server::{sessions::Identity, store::accounts::Account},
};
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};

/// Whoever may change the catalog. Guards every writing route.
#[derive(Clone, Debug)]
pub struct Editor(pub Account);

impl Editor {
    /// Who to name in the audit log.
    pub fn actor(&self) -> &str {
        &self.0.email
    }
}

/// Whoever reads: staff of the catalog see what shoppers do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewer {
    pub is_staff: bool,
    is_signed_in: bool,
}

impl Viewer {
    /// For answers to those whom [`Editor`] let in.
    pub const STAFF: Self = Self { is_staff: true, is_signed_in: true };

    /// Refuses those who may not read what is for staff.
    pub fn require_staff(self) -> ApiResult<()> {
        match self {
            Self { is_staff: true, .. } => Ok(()),
            Self { is_signed_in: true, .. } => Err(Problem::of_status(StatusCode::FORBIDDEN, "")),
            Self { .. } => Err(Problem::of_status(StatusCode::UNAUTHORIZED, "")),
        }
    }
}

/// Who sent the request: the account of the session that its cookie names.
fn account(parts: &Parts) -> Option<&Account> {
    parts.extensions.get::<Identity>()?.account.as_ref()
}

impl<S: Sync> FromRequestParts<S> for Editor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        match account(parts) {
            Some(account) if account.allows(Permission::Catalog) => Ok(Self(account.clone())),
            Some(_) => Err(Problem::of_status(StatusCode::FORBIDDEN, "")),
            None => Err(Problem::of_status(StatusCode::UNAUTHORIZED, "")),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let account = account(parts);
        let is_staff = account.is_some_and(|account| account.allows(Permission::Catalog));
        Ok(Self { is_staff, is_signed_in: account.is_some() })
    }
}
