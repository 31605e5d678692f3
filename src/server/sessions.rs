//! Who a request comes from: the session cookie, the cart cookie, and the cookies that hold no
//! secret (cart badge, theme).
//!
//! Tokens are random and stored hashed. Over TLS the cookies carry the `__Host-` prefix, so that
//! no other host and no plain connection can set them.

use super::{
    random,
    state::State,
    store::{
        StoreResult,
        accounts::{self, Account},
    },
};
use crate::domain::access::{Theme, Visit, Visitor};
use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, SameSite};

const SESSION_DAYS: i64 = 14;
const CART_DAYS: i64 = 60;
const LOGIN_EMAIL_SECONDS: i64 = 300;

/// What a request's cookies say, checked against the database.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    pub account: Option<Account>,
    /// Of the session that `account` came from.
    pub session_token: Option<String>,
    /// Opens the visitor's cart.
    pub cart_token: Option<String>,
    pub cart_items: u32,
    pub theme: Theme,
}

impl Identity {
    /// Reads the cookies; a broken, unknown or expired one counts as none.
    pub async fn load(state: &State, headers: &HeaderMap) -> StoreResult<Self> {
        let session_token = token_cookie(headers, &name(state, "session"));
        let account = match &session_token {
            Some(token) => accounts::find_by_session(&state.db, &random::token_hash(token), state.clock.now()).await?,
            None => None,
        };
        Ok(Self {
            account,
            session_token,
            cart_token: token_cookie(headers, &name(state, "cart")),
            cart_items: cookie(headers, "cart_items").and_then(|count| count.parse().ok()).unwrap_or(0).min(9_999),
            theme: cookie(headers, "theme").map(|theme| Theme::from_cookie(&theme)).unwrap_or_default(),
        })
    }

    /// What pages may know.
    pub fn visit(&self, demo: bool) -> Visit {
        let visitor = |account: &Account| Visitor {
            name: account.name.clone(),
            email: account.email.clone(),
            role: account.role,
            permissions: account.permissions,
        };
        Visit {
            account: self.account.as_ref().map(visitor),
            cart_items: self.cart_items,
            theme: self.theme,
            demo,
            public_url: String::new(),
        }
    }

    /// Who to name in timelines and movements.
    pub fn actor(&self) -> String {
        match &self.account {
            Some(account) if account.role.is_staff() => account.email.clone(),
            _ => "shopper".into(),
        }
    }
}

/// Opens a session for an account and returns its cookie.
pub async fn open(state: &State, account: &Account, user_agent: &str) -> StoreResult<HeaderValue> {
    let (token, now) = (random::token(), state.clock.now());
    let agent: String = user_agent.chars().take(200).collect();
    accounts::insert_session(
        &state.db,
        (&random::token_hash(&token), &agent),
        account.id,
        now,
        now.plus_days(SESSION_DAYS),
    )
    .await?;
    Ok(secret_cookie(state, "session", token, SESSION_DAYS))
}

/// Ends a session and returns the cookie that makes the browser forget it.
pub async fn close(state: &State, token: &str) -> StoreResult<HeaderValue> {
    accounts::delete_session(&state.db, &random::token_hash(token)).await?;
    Ok(secret_cookie(state, "session", String::new(), 0))
}

/// The cookie that opens a cart.
pub fn cart_cookie(state: &State, token: &str) -> HeaderValue {
    secret_cookie(state, "cart", token.to_owned(), CART_DAYS)
}

/// The cookie that the header's badge is rendered from; it opens nothing.
pub fn cart_items_cookie(items: u32) -> HeaderValue {
    let cookie = Cookie::build(("cart_items", items.to_string())).path("/").same_site(SameSite::Lax);
    header_value(cookie.max_age(time::Duration::days(CART_DAYS)).build())
}

/// The e-mail of a login that failed, for the page to start with; empty, it is forgotten.
pub fn login_email_cookie(email: &str) -> HeaderValue {
    let seconds = if email.is_empty() { 0 } else { LOGIN_EMAIL_SECONDS };
    let email: String = email.chars().take(254).collect();
    let cookie =
        Cookie::build(("login_email", hex::encode(email))).path("/login").http_only(true).same_site(SameSite::Lax);
    header_value(cookie.max_age(time::Duration::seconds(seconds)).build())
}

/// Reads [`login_email_cookie`].
pub fn login_email(headers: &HeaderMap) -> Option<String> {
    let bytes = hex::decode(cookie(headers, "login_email")?).ok()?;
    String::from_utf8(bytes).ok()
}

fn secret_cookie(state: &State, base: &str, value: String, days: i64) -> HeaderValue {
    let cookie = Cookie::build((name(state, base), value))
        .path("/")
        .http_only(true)
        .secure(state.config.is_https())
        .same_site(SameSite::Lax)
        .max_age(time::Duration::days(days))
        .build();
    header_value(cookie)
}

fn header_value(cookie: Cookie<'_>) -> HeaderValue {
    // The values are hex tokens and numbers, which every header can carry.
    HeaderValue::from_str(&cookie.to_string()).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn name(state: &State, base: &str) -> String {
    if state.config.is_https() { format!("__Host-{base}") } else { base.to_owned() }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(Cookie::split_parse)
        .flatten()
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// A cookie's value if it has the form of a token of ours.
fn token_cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    cookie(headers, name).filter(|token| token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
