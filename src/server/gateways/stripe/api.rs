//! Calls of Stripe's API: forms go there, JSON comes back.

use crate::server::gateways::payment::GatewayError;
use axum::http::StatusCode;
use reqwest::{RequestBuilder, Url, header};
use serde::de::DeserializeOwned;

/// The version whose bodies `objects` reads; without it, Stripe answers in the version of the account.
const VERSION: &str = "2025-03-31.basil";

/// Where and as whom the API is called.
pub struct Api {
    pub client: reqwest::Client,
    /// Without a trailing slash.
    pub address: String,
    pub key: String,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Api").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Api {
    pub async fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<T, GatewayError> {
        self.send(self.client.get(self.url(path, query)?)).await
    }

    /// The key again is the same call; Stripe answers as it did the first time.
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        form: &[(&str, &str)],
        idempotency_key: &str,
    ) -> Result<T, GatewayError> {
        let body = self.url(path, form)?.query().unwrap_or_default().to_owned();
        let request = self
            .client
            .post(self.url(path, &[])?)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("idempotency-key", idempotency_key)
            .body(body);
        self.send(request).await
    }

    pub async fn delete<T: DeserializeOwned>(&self, path: &str) -> Result<T, GatewayError> {
        self.send(self.client.delete(self.url(path, &[])?)).await
    }

    fn url(&self, path: &str, query: &[(&str, &str)]) -> Result<Url, GatewayError> {
        let address = format!("{}{path}", self.address);
        let url = if query.is_empty() { Url::parse(&address) } else { Url::parse_with_params(&address, query) };
        url.map_err(|error| GatewayError::Unavailable(error.to_string()))
    }

    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, GatewayError> {
        let request = request.bearer_auth(&self.key).header("stripe-version", VERSION);
        let answer =
            request.send().await.map_err(|error| GatewayError::Unavailable(error.without_url().to_string()))?;
        match answer.status() {
            status if status.is_success() => {
                answer.json().await.map_err(|error| GatewayError::BadMessage(error.without_url().to_string()))
            }
            StatusCode::NOT_FOUND => Err(GatewayError::UnknownPayment),
            StatusCode::BAD_REQUEST | StatusCode::PAYMENT_REQUIRED => Err(GatewayError::NotPossible),
            status => Err(GatewayError::Unavailable(format!("it answered {status}"))),
        }
    }
}
