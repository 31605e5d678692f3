//! Hands a secret that a form made, an API token or the key of a webhook endpoint, over to the page that shows it.
//!
//! A form's answer may be a redirect, which carries no value. The secret travels in a cookie that no script
//! reads, for a minute, and only to the browser that made it; the page that shows it takes the cookie away.

use super::{permissions::set_cookie, services::api_tokens, sessions, state::State};
use axum::http::{HeaderValue, header, request::Parts};
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

const NAME: &str = "made_token";
const WEBHOOK_NAME: &str = "made_webhook_secret";
const SECONDS: i64 = 60;

/// Sends the token along with the redirect.
pub fn hand_over(state: &State, secret: &str) {
    set_cookie(cookie(state, NAME, secret, SECONDS));
}

/// The token that was just made, once.
pub fn take(state: &State) -> Option<String> {
    take_named(state, NAME).filter(|secret| api_tokens::has_form(secret))
}

/// Sends the secret of a webhook endpoint along with the redirect to its page.
pub fn hand_over_webhook_secret(state: &State, endpoint: i64, secret: &str) {
    set_cookie(cookie(state, WEBHOOK_NAME, &format!("{endpoint}.{secret}"), SECONDS));
}

/// The secret of this endpoint that was just made, once.
pub fn take_webhook_secret(state: &State, endpoint: i64) -> Option<String> {
    let kept = take_named(state, WEBHOOK_NAME)?;
    let (of, secret) = kept.split_once('.')?;
    let is_secret = secret.strip_prefix("whsec_").is_some_and(|key| BASE64_STANDARD.decode(key).is_ok());
    (of == endpoint.to_string() && is_secret).then(|| secret.to_owned())
}

fn take_named(state: &State, name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let secret = sessions::cookie(&parts.headers, &sessions::name(state, name))?;
    set_cookie(cookie(state, name, "", 0));
    if let Some(response) = use_context::<ResponseOptions>() {
        // Nothing on the way keeps the page that shows it.
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Some(secret)
}

fn cookie(state: &State, name: &str, value: &str, seconds: i64) -> HeaderValue {
    let cookie = Cookie::build((sessions::name(state, name), value))
        .path("/")
        .http_only(true)
        .secure(state.config.is_https())
        .same_site(SameSite::Strict)
        .max_age(time::Duration::seconds(seconds));
    // Digits, words and base64, which every header can carry.
    HeaderValue::from_str(&cookie.build().to_string()).unwrap_or_else(|_| HeaderValue::from_static(""))
}
