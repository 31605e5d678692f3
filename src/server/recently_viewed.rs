//! The products that a visitor looked at last, kept in a cookie of their own and nowhere else.

use super::{config::Config, permissions};
use crate::domain::ids::ProductId;
use axum::http::{HeaderMap, HeaderValue, request::Parts};
use axum_extra::extract::CookieJar;
use leptos::prelude::use_context;

const COOKIE: &str = "recent";
const KEEP_SECONDS: u32 = 30 * 24 * 60 * 60;
/// A row of cards, and the product whose page it stands on.
const MOST: usize = 5;

/// Products, the one looked at last first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecentlyViewed(Vec<ProductId>);

impl RecentlyViewed {
    /// Of whoever the running server function answers.
    pub fn of_request() -> Self {
        use_context::<Parts>().map(|parts| Self::from_headers(&parts.headers)).unwrap_or_default()
    }

    /// As far as the cookie makes sense.
    fn from_headers(headers: &HeaderMap) -> Self {
        let jar = CookieJar::from_headers(headers);
        let ids = jar.get(COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
        Self(ids.split('.').filter_map(|id| id.parse().ok()).map(ProductId).take(MOST).collect())
    }

    pub fn products(&self) -> &[ProductId] {
        &self.0
    }

    /// With one more.
    pub fn with(mut self, product: ProductId) -> Self {
        self.0.retain(|known| *known != product);
        self.0.insert(0, product);
        self.0.truncate(MOST);
        self
    }

    /// For the visitor's next product page.
    pub fn remember(&self, config: &Config) {
        let secure = if config.is_https() { "; Secure" } else { "" };
        let ids = self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(".");
        let text = format!("{COOKIE}={ids}; Path=/; Max-Age={KEEP_SECONDS}; HttpOnly; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&text) {
            permissions::set_cookie(cookie);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cookie: &str) -> Vec<i64> {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", HeaderValue::from_str(&format!("{COOKIE}={cookie}")).expect("a header"));
        RecentlyViewed::from_headers(&headers).0.into_iter().map(|id| id.0).collect()
    }

    #[test]
    fn what_makes_no_sense_is_left_out_and_more_than_a_row_is_cut_off() {
        assert_eq!(read("3.x..9999999999999999999.-1.2"), [3, -1, 2]);
        assert_eq!(read("1.2.3.4.5.6.7").len(), MOST);
        assert_eq!(read(""), Vec::<i64>::new());
    }

    #[test]
    fn the_last_one_comes_first_and_none_comes_twice() {
        let seen =
            [1, 2, 3, 1, 4, 5, 6].into_iter().fold(RecentlyViewed::default(), |seen, id| seen.with(ProductId(id)));
        assert_eq!(seen.products(), [6, 5, 4, 1, 3].map(ProductId));
    }
}
