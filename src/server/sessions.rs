//! Who a request comes from: the session cookie, the cart cookie, and the cookies that hold no
//! secret (cart badge, theme).
//!
//! Tokens are random and stored hashed. Over TLS the cookies carry the `__Host-` prefix, so that
//! no other host and no plain connection can set them.

use super::{
    http::client::region,
    random,
    state::State,
    store::{
        Conn, StoreResult,
        accounts::{self, Account, NewSession, OpenSession},
    },
};
use crate::domain::{
    access::{Theme, Visit, Visitor},
    ids::AccountId,
    referral::{ReferralCode, WINDOW_DAYS},
    timestamp::Timestamp,
};
use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, SameSite};
use std::net::IpAddr;

/// A session that ends with the browser, or after so long.
const SESSION_HOURS: i64 = 12;
/// One that outlives the browser.
const REMEMBERED_DAYS: i64 = 30;
/// How long a login waits for its second factor, and new recovery codes for being looked at.
pub const SHORT_MINUTES: i64 = 10;
/// How long a password counts as just given.
const CONFIRMED_MINUTES: i64 = 15;
const CART_DAYS: i64 = 60;
const LOGIN_EMAIL_SECONDS: i64 = 300;

/// What a request's cookies say, checked against the database.
#[derive(Clone, Default)]
pub struct Identity {
    pub account: Option<Account>,
    /// Of the session that `account` came from.
    pub session_token: Option<String>,
    /// Whether that session outlives the browser.
    pub remembered: bool,
    /// When it was last noted that the session is in use.
    pub seen_at: Timestamp,
    /// When the password was last given in it.
    pub confirmed_at: Timestamp,
    /// Opens the visitor's cart.
    pub cart_token: Option<String>,
    pub cart_items: u32,
    pub theme: Theme,
    /// By whose link the visitor came.
    pub referral: Option<ReferralCode>,
}

/// Without the tokens, which open a session and a cart.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let account = self.account.as_ref().map(|account| account.id);
        f.debug_struct("Identity").field("account", &account).finish_non_exhaustive()
    }
}

impl Identity {
    /// Reads the cookies; a broken, unknown or expired one counts as none.
    pub async fn load(state: &State, headers: &HeaderMap) -> StoreResult<Self> {
        let session_token = token_cookie(headers, &name(state, "session"));
        let session = match &session_token {
            Some(token) => accounts::find_by_session(&state.db, &random::token_hash(token), state.clock.now()).await?,
            None => None,
        };
        let told = |session: &OpenSession| (session.remembered, session.seen_at, session.confirmed_at);
        let (remembered, seen_at, confirmed_at) = session.as_ref().map(told).unwrap_or_default();
        Ok(Self {
            account: session.map(|session| session.account),
            session_token,
            remembered,
            seen_at,
            confirmed_at,
            cart_token: token_cookie(headers, &name(state, "cart")),
            cart_items: cookie(headers, "cart_items").and_then(|count| count.parse().ok()).unwrap_or(0).min(9_999),
            theme: cookie(headers, "theme").map(|theme| Theme::from_cookie(&theme)).unwrap_or_default(),
            referral: cookie(headers, &name(state, "ref")).and_then(|code| code.parse().ok()),
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

    /// Whether the password was given in this session just now, so that what is sensitive may go ahead.
    pub fn is_confirmed(&self, now: Timestamp) -> bool {
        self.account.is_some() && self.confirmed_at.plus_minutes(CONFIRMED_MINUTES) > now
    }
}

/// Where a session is opened, and for how long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device<'a> {
    pub user_agent: &'a str,
    pub address: Option<IpAddr>,
    /// Whether the session outlives the browser.
    pub remembered: bool,
}

/// Opens a session for an account whose owner just proved to be its owner, and returns its cookie.
pub async fn open(
    state: &State,
    on: impl Into<Conn<'_>>,
    account: AccountId,
    device: Device<'_>,
) -> StoreResult<HeaderValue> {
    let (token, now) = (random::token(), state.clock.now());
    let user_agent: String = device.user_agent.chars().take(200).collect();
    let remembered = device.remembered;
    let session = NewSession {
        token_hash: &random::token_hash(&token),
        account,
        user_agent: &user_agent,
        address: &device.address.map(region).unwrap_or_default(),
        remembered,
        opened_at: now,
        expires_at: if remembered { now.plus_days(REMEMBERED_DAYS) } else { now.plus_minutes(SESSION_HOURS * 60) },
    };
    accounts::insert_session(on, session).await?;
    let lifetime = remembered.then(|| time::Duration::days(REMEMBERED_DAYS));
    Ok(secret_cookie(state, "session", token, lifetime))
}

/// The cookie of a login that waits for its second factor; empty, it is forgotten.
pub fn challenge_cookie(state: &State, token: &str) -> HeaderValue {
    short_cookie(state, "login_challenge", token)
}

/// Reads [`challenge_cookie`].
pub fn challenge(state: &State, headers: &HeaderMap) -> Option<String> {
    token_cookie(headers, &name(state, "login_challenge"))
}

/// New recovery codes on their way to the page that shows them once, for browsers that load it anew; empty, they are
/// forgotten.
pub fn recovery_codes_cookie(state: &State, codes: &[String]) -> HeaderValue {
    short_cookie(state, "recovery_codes", &codes.join("."))
}

/// Reads [`recovery_codes_cookie`].
pub fn recovery_codes(state: &State, headers: &HeaderMap) -> Vec<String> {
    let codes = cookie(headers, &name(state, "recovery_codes")).unwrap_or_default();
    let is_code =
        |code: &&str| code.len() <= 40 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    codes.split('.').filter(|code| !code.is_empty()).filter(is_code).take(20).map(str::to_owned).collect()
}

fn short_cookie(state: &State, base: &str, value: &str) -> HeaderValue {
    let minutes = if value.is_empty() { 0 } else { SHORT_MINUTES };
    secret_cookie(state, base, value.to_owned(), Some(time::Duration::minutes(minutes)))
}

/// Ends a session and returns the cookie that makes the browser forget it.
pub async fn close(state: &State, token: &str) -> StoreResult<HeaderValue> {
    accounts::delete_session(&state.db, &random::token_hash(token)).await?;
    Ok(secret_cookie(state, "session", String::new(), Some(time::Duration::ZERO)))
}

/// The cookie that opens a cart.
pub fn cart_cookie(state: &State, token: &str) -> HeaderValue {
    secret_cookie(state, "cart", token.to_owned(), Some(time::Duration::days(CART_DAYS)))
}

/// The cookie that remembers by whose link a visitor came.
pub fn referral_cookie(state: &State, code: &ReferralCode) -> HeaderValue {
    secret_cookie(state, "ref", code.to_string(), Some(time::Duration::days(WINDOW_DAYS)))
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

/// Without a lifetime, the browser forgets it when it closes.
fn secret_cookie(state: &State, base: &str, value: String, lifetime: Option<time::Duration>) -> HeaderValue {
    let mut cookie = Cookie::build((name(state, base), value))
        .path("/")
        .http_only(true)
        .secure(state.config.is_https())
        .same_site(SameSite::Lax)
        .build();
    cookie.set_max_age(lifetime);
    header_value(cookie)
}

fn header_value(cookie: Cookie<'_>) -> HeaderValue {
    // The values are hex tokens, numbers and plain codes, which every header can carry.
    HeaderValue::from_str(&cookie.to_string()).unwrap_or_else(|_| HeaderValue::from_static(""))
}

pub(super) fn name(state: &State, base: &str) -> String {
    if state.config.is_https() { format!("__Host-{base}") } else { base.to_owned() }
}

pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
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
