//! The last comparison of a visitor, kept in a cookie for the next product to be put beside it.

use super::{config::Config, permissions};
use crate::domain::catalog::CompareQuery;
use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::CookieJar;

const COOKIE: &str = "compare";
const KEEP_SECONDS: u32 = 30 * 24 * 60 * 60;

/// What was compared last, as far as the cookie makes sense.
pub fn last(headers: &HeaderMap) -> CompareQuery {
    let jar = CookieJar::from_headers(headers);
    let slugs = jar.get(COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    CompareQuery::parse(&slugs.split('.').map(|slug| format!("p={slug}")).collect::<Vec<_>>().join("&"))
}

/// Remembers what the running server function shows.
pub fn remember(config: &Config, query: &CompareQuery) {
    if let Some(cookie) = cookie(config, query) {
        permissions::set_cookie(cookie);
    }
}

/// Slugs have no points in them, and no sign that a cookie may not have. Only addresses of comparisons get it.
pub fn cookie(config: &Config, query: &CompareQuery) -> Option<HeaderValue> {
    let secure = if config.is_https() { "; Secure" } else { "" };
    let slugs = query.slugs.join(".");
    let text = format!("{COOKIE}={slugs}; Path=/compare; Max-Age={KEEP_SECONDS}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}
