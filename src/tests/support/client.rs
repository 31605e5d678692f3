//! A visitor's browser, as far as a test needs one.

use super::{Answer, TestShop};
use reqwest::{
    Method, RequestBuilder, Url,
    header::{self, HeaderValue},
};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use tradewind::server::store::accounts::Account;

/// Keeps cookies, does not follow redirects, and says on posts that they come from the shop.
///
/// Clones share their cookies, like tabs of one browser.
#[derive(Clone, Debug)]
pub struct Client {
    /// Who is signed in from the start.
    pub account: Option<Account>,
    /// The node that is asked, without a trailing slash.
    url: String,
    /// The shop's address, where pages say they come from.
    origin: String,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    http: reqwest::Client,
}

impl Client {
    pub(super) fn new(shop: &TestShop, signed_in: Option<(Account, HeaderValue)>) -> Self {
        let (account, cookie) = signed_in.unzip();
        let client = Self { account, ..Self::at(&shop.url) };
        if let Some(cookie) = cookie {
            client.set_cookie(cookie.to_str().expect("a readable cookie"));
        }
        client
    }

    /// Somebody new at a shop with this public address.
    pub fn at(origin: &str) -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { account: None, url: origin.to_owned(), origin: origin.to_owned(), cookies: Arc::default(), http }
    }

    /// The same browser at a shop with this public address, where the node at another one answers.
    pub fn through(&self, node: &str, origin: &str) -> Self {
        Self { url: node.to_owned(), origin: origin.to_owned(), ..self.clone() }
    }

    /// Anything that the methods below do not do; finish it with [`Client::send`]. Posts carry the
    /// `Origin` that browsers send.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method.clone(), format!("{}{path}", self.url));
        if method == Method::GET { request } else { request.header(header::ORIGIN, &self.origin) }
    }

    /// Sends a request with this browser's cookies and keeps those of the answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        self.try_send(request).await.expect("the shop answers")
    }

    /// The same where the shop may be gone at any moment.
    pub async fn try_send(&self, request: RequestBuilder) -> reqwest::Result<Answer> {
        let answer = Answer::read(self.with_cookies(request).send().await?).await?;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            self.set_cookie(cookie.to_str().expect("a readable cookie"));
        }
        Ok(answer)
    }

    fn with_cookies(&self, request: RequestBuilder) -> RequestBuilder {
        let cookies: Vec<_> =
            self.cookies.lock().expect("cookies").iter().map(|(name, value)| format!("{name}={value}")).collect();
        if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies.join("; ")) }
    }

    /// A file of a type, which is no text.
    pub async fn download(&self, path: &str, content_type: &str) -> Vec<u8> {
        let request = self.with_cookies(self.request(Method::GET, path));
        let answer = request.send().await.expect("the shop answers");
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], content_type, "{path}");
        answer.bytes().await.expect("a whole file").to_vec()
    }

    /// A page, as a browser asks for it.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path).header(header::ACCEPT, "text/html")).await
    }

    /// A page, after following redirects within the shop.
    pub async fn follow(&self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..10 {
            let Some(location) = answer.location() else { return answer };
            answer = self.get(location.strip_prefix(&self.origin).unwrap_or(&location)).await;
        }
        panic!("{path} redirects in circles");
    }

    /// A form sent without JavaScript, from the page `/`.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_form_from("/", path, fields).await
    }

    /// A form sent without JavaScript from a page, which is where errors lead back to.
    pub async fn post_form_from(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let referer = format!("{}{page}", self.origin);
        let request =
            self.request(Method::POST, path).header(header::ACCEPT, "text/html").header(header::REFERER, referer);
        self.send(form(request, fields)).await
    }

    /// A server function called as the hydrated page does: `post_action("cart/add_line", ..)`.
    pub async fn post_action(&self, endpoint: &str, arguments: &[(&str, &str)]) -> Answer {
        let request =
            self.request(Method::POST, &format!("/actions/{endpoint}")).header(header::ACCEPT, "application/json");
        self.send(form(request, arguments)).await
    }

    /// A reading server function.
    pub async fn get_action(&self, endpoint: &str, arguments: &[(&str, &str)]) -> Answer {
        let path = format!("/actions/{endpoint}?{}", encode(arguments));
        self.send(self.request(Method::GET, &path).header(header::ACCEPT, "application/json")).await
    }

    pub async fn post_json(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// A form with one file and plain fields, as `<form enctype="multipart/form-data">` sends it.
    pub async fn upload(
        &self,
        path: &str,
        (field, file_name, bytes): (&str, &str, &[u8]),
        fields: &[(&str, &str)],
    ) -> Answer {
        const BOUNDARY: &str = "boundary-of-an-integration-test";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let disposition = format!("form-data; name=\"{field}\"; filename=\"{file_name}\"");
        body.extend(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(bytes);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(self.request(Method::POST, path).header(header::CONTENT_TYPE, kind).body(body)).await
    }

    /// A cookie's value that this browser holds for the shop.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("cookies").get(name).cloned()
    }

    /// Sets a cookie as the shop's `Set-Cookie` does; `Max-Age=0` removes it.
    pub fn set_cookie(&self, cookie: &str) {
        let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("name=value");
        let mut cookies = self.cookies.lock().expect("cookies");
        if cookie.to_lowercase().contains("max-age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// A body as forms have it.
pub fn form(request: RequestBuilder, fields: &[(&str, &str)]) -> RequestBuilder {
    request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(encode(fields))
}

fn encode(fields: &[(&str, &str)]) -> String {
    Url::parse_with_params("x:/", fields).expect("fields").query().unwrap_or_default().to_owned()
}
