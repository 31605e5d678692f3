//! Hands an API token that a plain form made over to the page that shows it.
//!
//! Without scripts a form's answer is a redirect, which carries no value. The token travels in a cookie that no script
//! reads, for a minute, and only to the browser that made it; the page that shows it takes the cookie away.

use super::{permissions::set_cookie, services::api_tokens, sessions, state::State};
use axum::http::{HeaderValue, header, request::Parts};
use axum_extra::extract::cookie::{Cookie, SameSite};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

const NAME: &str = "made_token";
const SECONDS: i64 = 60;

/// Sends the token along with the redirect.
pub fn hand_over(state: &State, secret: &str) {
    set_cookie(cookie(state, secret, SECONDS));
}

/// The token that was just made, once.
pub fn take(state: &State) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let secret = sessions::cookie(&parts.headers, &sessions::name(state, NAME))?;
    set_cookie(cookie(state, "", 0));
    if let Some(response) = use_context::<ResponseOptions>() {
        // Nothing on the way keeps the page that shows it.
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    api_tokens::has_form(&secret).then_some(secret)
}

fn cookie(state: &State, value: &str, seconds: i64) -> HeaderValue {
    let cookie = Cookie::build((sessions::name(state, NAME), value))
        .path("/")
        .http_only(true)
        .secure(state.config.is_https())
        .same_site(SameSite::Strict)
        .max_age(time::Duration::seconds(seconds));
    // Hex digits and words, which every header can carry.
    HeaderValue::from_str(&cookie.build().to_string()).unwrap_or_else(|_| HeaderValue::from_static(""))
}
