//! Somebody who buys in one browser, step by step, as the pages do.

use reqwest::{Client, Method, Response, header, redirect::Policy};
use std::{
    collections::BTreeMap,
    net::IpAddr,
    time::{Duration, Instant},
};
use tradewind::domain::{checkout::Checkout, ids::VariantId};

/// A card of the sandbox that pays at once.
const CARD: &str = "4242424242424242";

const ADDRESS: &str = "shipping_name=Ada+Byron&shipping_street=Hafenstr.+1&shipping_postcode=20095\
                       &shipping_city=Hamburg&shipping_country=DE";

pub struct Shopper {
    http: Client,
    url: String,
    origin: String,
    cookies: BTreeMap<String, String>,
}

impl Shopper {
    /// Each comes from another address.
    pub fn new(url: &str, origin: &str, number: usize) -> Self {
        let from = IpAddr::from([127, 0, 1, u8::try_from(number).expect("few people")]);
        let http = Client::builder().redirect(Policy::none()).local_address(from).build().expect("a client");
        Self { http, url: url.to_owned(), origin: origin.to_owned(), cookies: BTreeMap::new() }
    }

    /// From the empty cart to the paid order; how long "place order" took.
    pub async fn buy(&mut self, variant: VariantId, coupon: Option<&str>) -> Duration {
        self.cookies.clear();
        self.act("cart/add_line", &format!("variant_id={variant}&quantity=1")).await;
        if let Some(code) = coupon {
            self.act("cart/add_coupon", &format!("code={code}")).await;
        }
        self.act("checkout/save_contact", "email=ada%40example.com").await;
        self.act("checkout/save_address", ADDRESS).await;
        let method = self.look().await.offers.first().expect("a shipping method").id;
        self.act("checkout/save_shipping", &format!("shipping_method={method}")).await;
        self.act("checkout/save_payment", "gateway=sandbox").await;
        let shown = self.look().await;
        let (version, total) = (shown.cart.version, shown.cart.totals.amounts.total);
        let key = shown.idempotency_key;
        let order = format!("cart_version={version}&seen_total={total}&idempotency_key={key}");
        let begun = Instant::now();
        let payment: String = self.act("checkout/place_order", &order).await.json().await.expect("the gateway's page");
        let placing = begun.elapsed();
        self.pay(&payment).await;
        placing
    }

    async fn look(&mut self) -> Checkout {
        let answer = self.send(Method::GET, "/actions/checkout/load?", None).await;
        answer.json().await.expect("the checkout")
    }

    /// Pays, and comes back to the shop.
    async fn pay(&mut self, payment: &str) {
        let paid = self.send(Method::POST, payment, Some(&format!("number={CARD}"))).await;
        let back = paid.headers().get(header::LOCATION).and_then(|back| back.to_str().ok()).expect("the way back");
        let back = back.strip_prefix(&self.origin).expect("back to the shop").to_owned();
        self.send(Method::GET, &back, None).await;
    }

    async fn act(&mut self, action: &str, body: &str) -> Response {
        let answer = self.send(Method::POST, &format!("/actions/{action}"), Some(body)).await;
        assert!(answer.status().is_success(), "{action}: {}", answer.text().await.unwrap_or_default());
        answer
    }

    async fn send(&mut self, method: Method, path: &str, body: Option<&str>) -> Response {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .header(header::ACCEPT, "application/json")
            .header(header::COOKIE, cookies.join("; "));
        if let Some(body) = body {
            request = request
                .header(header::ORIGIN, &self.origin)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body.to_owned());
        }
        let answer = request.send().await.expect("an answer");
        assert!(answer.status().as_u16() < 400, "{path}: {}", answer.text().await.unwrap_or_default());
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().expect("a readable cookie").split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("name and value");
            self.cookies.insert(name.trim().to_owned(), value.trim().to_owned());
        }
        answer
    }
}
