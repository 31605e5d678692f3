//! A visitor's browser, as far as a test needs one.

use super::TestShop;
use reqwest::{
    Method, RequestBuilder, Url,
    cookie::{CookieStore, Jar},
    header::{self, HeaderMap, HeaderValue},
};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;
use tradewind::{error::AppError, server::store::accounts::Account};

/// Keeps cookies, does not follow redirects, and says on posts that they come from the shop.
#[derive(Clone, Debug)]
pub struct Client {
    /// Who is signed in from the start.
    pub account: Option<Account>,
    url: String,
    cookies: Arc<Jar>,
    http: reqwest::Client,
}

/// A whole response.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Client {
    pub(super) fn new(shop: &TestShop, signed_in: Option<(Account, HeaderValue)>) -> Self {
        let cookies = Arc::new(Jar::default());
        let (account, cookie) = signed_in.unzip();
        let url: Url = shop.url.parse().expect("an address");
        if let Some(cookie) = cookie {
            cookies.set_cookies(&mut std::iter::once(&cookie), &url);
        }
        let http =
            reqwest::Client::builder().cookie_provider(cookies.clone()).redirect(reqwest::redirect::Policy::none());
        Self { account, url: shop.url.clone(), cookies, http: http.build().expect("a client") }
    }

    /// Anything that the methods below do not do. Posts carry the `Origin` that browsers send.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method.clone(), format!("{}{path}", self.url));
        if method == Method::GET { request } else { request.header(header::ORIGIN, &self.url) }
    }

    /// A page, as a browser asks for it.
    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path).header(header::ACCEPT, "text/html")).await
    }

    /// A page, after following redirects within the shop.
    pub async fn follow(&self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..10 {
            let Some(location) = answer.location() else { return answer };
            answer = self.get(location.strip_prefix(&self.url).unwrap_or(&location)).await;
        }
        panic!("{path} redirects in circles");
    }

    /// A form sent without JavaScript, from the page `/`.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_form_from("/", path, fields).await
    }

    /// A form sent without JavaScript from a page, which is where errors lead back to.
    pub async fn post_form_from(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let referer = format!("{}{page}", self.url);
        let request =
            self.request(Method::POST, path).header(header::ACCEPT, "text/html").header(header::REFERER, referer);
        send(request.form(fields)).await
    }

    /// A server function called as the hydrated page does: `post_action("cart/add_line", ..)`.
    pub async fn post_action(&self, endpoint: &str, arguments: &[(&str, &str)]) -> Answer {
        let request =
            self.request(Method::POST, &format!("/actions/{endpoint}")).header(header::ACCEPT, "application/json");
        send(request.form(arguments)).await
    }

    /// A reading server function.
    pub async fn get_action(&self, endpoint: &str, arguments: &[(&str, &str)]) -> Answer {
        let path = Url::parse_with_params("x:/", arguments).expect("arguments");
        let path = format!("/actions/{endpoint}?{}", path.query().unwrap_or_default());
        send(self.request(Method::GET, &path).header(header::ACCEPT, "application/json")).await
    }

    pub async fn post_json(&self, path: &str, body: &impl Serialize) -> Answer {
        send(self.request(Method::POST, path).json(body)).await
    }

    /// A cookie's value that this browser holds for the shop.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let header = self.cookies.cookies(&self.url.parse().expect("an address"))?;
        let pairs = header.to_str().expect("readable cookies").split("; ");
        pairs
            .filter_map(|pair| pair.split_once('='))
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value.to_owned())
    }

    /// Sets a cookie as if the shop had: `set_cookie("cart=broken")`.
    pub fn set_cookie(&self, cookie: &str) {
        self.cookies.add_cookie_str(cookie, &self.url.parse().expect("an address"));
    }
}

async fn send(request: RequestBuilder) -> Answer {
    Answer::read(request.send().await.expect("the shop answers")).await
}

impl Answer {
    pub async fn read(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.expect("a whole body") }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a readable header"))
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<String> {
        self.header("location").map(str::to_owned)
    }

    /// The body as JSON: what a server function returned.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{error} in the {} answer {:?}", self.status, self.body))
    }

    /// The error of a server function.
    pub fn error(&self) -> AppError {
        assert!(self.status >= 400, "no error but {}: {}", self.status, self.body);
        self.json()
    }

    /// Fails with the body unless the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }
}
