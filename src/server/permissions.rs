//! The first line of every server function: who asks, and may they.

use super::{
    access::Access,
    query::encode,
    sessions::{self, Identity},
    state::State,
    store::{StoreError, accounts::Account},
};
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

impl Caller {
    /// Sends the cookies that keep the visitor's cart, with a new token if the cart got one.
    pub fn remember_cart(&self, new_token: Option<&str>, items: u32) {
        if let Some(token) = new_token.or(self.identity.cart_token.as_deref()) {
            set_cookie(sessions::cart_cookie(&self.state, token));
        }
        set_cookie(sessions::cart_items_cookie(items));
    }

    /// Refuses what is sensitive unless the password was given within the last quarter of an hour. A plain form is led
    /// to the page that asks for it, and back to where it stood.
    fn require_confirmed(&self) -> Result<(), AppError> {
        if self.identity.is_confirmed(self.state.clock.now()) {
            return Ok(());
        }
        lead_plain_form_to(&format!("/account/confirm?next={}", encode(&referring_page())));
        Err(AppError::ConfirmationRequired)
    }
}

/// Leads the browser that posted a plain form on to a page. A call by the app gets its answer
/// instead and stays where it is.
pub fn lead_plain_form_to(path: &str) {
    if is_plain_form() {
        leptos_axum::redirect(path);
    }
}

/// Whether a browser posted a plain form, and so leaves the page that has it.
pub fn is_plain_form() -> bool {
    let accepts = use_context::<Parts>().and_then(|parts| parts.headers.get(header::ACCEPT).cloned());
    accepts.is_some_and(|types| types.as_bytes().windows(9).any(|types| types == b"text/html"))
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
    admit(Access::SignedIn)
}

/// Only whoever is signed in and gave the password just now may call this.
pub fn confirmed() -> Result<(Caller, Account), AppError> {
    let (caller, account) = signed_in()?;
    caller.require_confirmed()?;
    Ok((caller, account))
}

/// Only staff may call this; what they get depends on their permissions.
pub fn any_staff() -> Result<(Caller, Account), AppError> {
    admit(Access::AnyStaff)
}

/// Only the owner, and staff with a permission, may call this.
pub fn staff(permission: Permission) -> Result<(Caller, Account), AppError> {
    admit(Access::Staff(permission))
}

/// Only the owner may call this.
pub fn owner() -> Result<(Caller, Account), AppError> {
    admit(Access::Owner)
}

/// Only the owner who gave the password just now may call this.
pub fn confirmed_owner() -> Result<(Caller, Account), AppError> {
    let (caller, account) = owner()?;
    caller.require_confirmed()?;
    Ok((caller, account))
}

fn admit(access: Access) -> Result<(Caller, Account), AppError> {
    let caller = anyone()?;
    access.admit(caller.identity.account.as_ref())?;
    let account = caller.identity.account.clone().ok_or(AppError::SignInRequired)?;
    Ok((caller, account))
}

/// The page of the shop that the running server function was called from, as far as the browser tells.
fn referring_page() -> String {
    let parts = use_context::<Parts>();
    let referer = parts.as_ref().and_then(|parts| parts.headers.get(header::REFERER)).and_then(|url| url.to_str().ok());
    let page = referer.and_then(|referer| reqwest::Url::parse(referer).ok());
    page.map_or_else(|| "/".to_owned(), |page| page.path().to_owned())
}

/// Keeps the page, or the answer, out of every cache: it shows a secret.
pub fn keep_secret() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
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
