//! A program that buys: it knows nothing but the address of its cart.

use crate::support::{Answer, TestShop};
use reqwest::{Method, header};
use serde_json::{Value, json};
use tradewind::domain::ids::VariantId;

/// Where a parcel goes, as bodies have it.
pub fn address() -> Value {
    json!({"name": "Ada Byron", "street": "Hafenstraße 1", "postcode": "20095", "city": "Hamburg", "country": "DE"})
}

/// A request of a program that is nobody, or shows a token.
#[derive(Clone, Debug)]
pub struct Program {
    url: String,
    http: reqwest::Client,
    token: Option<String>,
}

impl Program {
    pub fn of_nobody(shop: &TestShop) -> Self {
        Self { url: shop.url.clone(), http: reqwest::Client::new(), token: None }
    }

    pub fn with_token(shop: &TestShop, token: String) -> Self {
        Self { token: Some(token), ..Self::of_nobody(shop) }
    }

    /// Sends a request below `/api/v1`, with a key unless that is empty.
    pub async fn send(&self, method: Method, path: &str, key: &str, body: Option<Value>) -> Answer {
        let mut request = self.http.request(method, format!("{}/api/v1{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        Answer::read(request.send().await.expect("an answer")).await.expect("a whole answer")
    }

    /// Changes what has the version of an entity tag, with a key unless that is empty.
    pub async fn change(&self, method: Method, path: &str, (tag, key): (&str, &str), body: Value) -> Answer {
        let mut request = self.http.request(method, format!("{}/api/v1{path}", self.url)).header(header::IF_MATCH, tag);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        Answer::read(request.json(&body).send().await.expect("an answer")).await.expect("a whole answer")
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "", None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, "", Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, "", Some(body)).await
    }

    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> Answer {
        self.send(Method::POST, path, key, Some(body)).await
    }

    /// A cart with some units, and every step of its checkout done. The answer is its path and its total.
    pub async fn fill(&self, variant: VariantId, quantity: i64, payment_method: &str) -> (String, Value) {
        let made: Value = self.send(Method::POST, "/carts", "", None).await.expect(201).json();
        let cart = format!("/carts/{}", made["token"].as_str().expect("a token"));
        let line = json!({"variant_id": variant.0, "quantity": quantity});
        self.post(&format!("{cart}/lines"), line).await.expect(200);
        self.put(&format!("{cart}/checkout/contact"), json!({"email": "ada@example.com"})).await.expect(200);
        let addressed = self.put(&format!("{cart}/checkout/addresses"), json!({"shipping": address()})).await;
        let offered: Value = addressed.expect(200).json();
        let methods = offered["shipping_methods"].as_array().expect("methods");
        let standard = methods.iter().find(|method| method["slug"] == "standard").expect("the standard method");
        let choice = json!({"shipping_method_id": standard["id"]});
        self.put(&format!("{cart}/checkout/shipping-method"), choice).await.expect(200);
        let choice = json!({"payment_method": payment_method});
        let ready: Value = self.put(&format!("{cart}/checkout/payment-method"), choice).await.expect(200).json();
        assert_eq!(ready["next_step"], "review", "{ready}");
        (cart, ready["cart"]["totals"]["total"].clone())
    }
}
