//! Calls of PayPal's API: JSON both ways, with a token that is kept until it expires.

use crate::{
    domain::timestamp::Timestamp,
    server::{clock::Clock, gateways::payment::GatewayError},
};
use axum::http::StatusCode;
use reqwest::{Method, RequestBuilder, Response, header};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use tokio::sync::Mutex;

/// A token is renewed so many seconds before it expires.
const MARGIN_SECONDS: i64 = 60;

/// Where and as whom the API is called.
pub struct Api {
    pub client: reqwest::Client,
    /// Without a trailing slash.
    pub address: String,
    pub client_id: String,
    pub secret: String,
    pub clock: Clock,
    /// Held while a token is asked for, so that one call is enough for everybody who waits.
    pub token: Mutex<Option<Token>>,
}

/// An access token; without `Debug`, as it is secret.
pub struct Token {
    text: String,
    expires_at: Timestamp,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Api").field("address", &self.address).finish_non_exhaustive()
    }
}

/// What a call came to, other than an answer.
#[derive(Debug)]
pub enum CallError {
    /// PayPal understood it and will not do it: its name for the reason, and a sentence.
    Refused {
        issue: String,
        description: String,
    },
    Failed(GatewayError),
}

impl From<GatewayError> for CallError {
    fn from(error: GatewayError) -> Self {
        Self::Failed(error)
    }
}

/// A refusal that has no meaning of its own where it happened.
impl From<CallError> for GatewayError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Refused { .. } => Self::NotPossible,
            CallError::Failed(error) => error,
        }
    }
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    expires_in: i64,
}

/// The body of a refusal.
#[derive(Deserialize)]
struct Refusal {
    name: Option<String>,
    message: Option<String>,
    #[serde(default)]
    details: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    issue: Option<String>,
    description: Option<String>,
}

impl Api {
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, CallError> {
        let answer = self.send(Method::GET, path, None, "").await?;
        read(answer).await
    }

    /// The key again is the same call; PayPal answers as it did the first time.
    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: &Value, key: &str) -> Result<T, CallError> {
        let answer = self.send(Method::POST, path, Some(body.to_string()), key).await?;
        read(answer).await
    }

    /// The same where the body is JSON already, and nothing is done that could be done twice.
    pub async fn post_text<T: DeserializeOwned>(&self, path: &str, body: String) -> Result<T, CallError> {
        let answer = self.send(Method::POST, path, Some(body), "").await?;
        read(answer).await
    }

    /// A call whose answer has nothing in it.
    pub async fn post_empty(&self, path: &str, key: &str) -> Result<(), CallError> {
        self.send(Method::POST, path, Some("{}".into()), key).await.map(drop)
    }

    /// The answer, if it is a success. A token that PayPal does not take any more is renewed once.
    async fn send(&self, method: Method, path: &str, body: Option<String>, key: &str) -> Result<Response, CallError> {
        let token = self.token(None).await?;
        let answer = self.send_with(&token, method.clone(), path, body.clone(), key).await?;
        let answer = if answer.status() == StatusCode::UNAUTHORIZED {
            let token = self.token(Some(&token)).await?;
            self.send_with(&token, method, path, body, key).await?
        } else {
            answer
        };
        if answer.status().is_success() { Ok(answer) } else { Err(refusal(answer).await) }
    }

    async fn send_with(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Option<String>,
        key: &str,
    ) -> Result<Response, GatewayError> {
        let mut request = self.client.request(method, format!("{}{path}", self.address)).bearer_auth(token);
        if let Some(body) = body {
            request = request.header(header::CONTENT_TYPE, "application/json").body(body);
            // Otherwise answers name what was made, and do not tell of it.
            request = request.header("prefer", "return=representation");
        }
        if !key.is_empty() {
            request = request.header("paypal-request-id", key);
        }
        call(request).await
    }

    /// The token that is valid, or a new one if it is this one that was refused.
    async fn token(&self, refused: Option<&str>) -> Result<String, GatewayError> {
        let now = self.clock.now();
        let mut kept = self.token.lock().await;
        if let Some(token) =
            kept.as_ref().filter(|token| token.expires_at > now && Some(token.text.as_str()) != refused)
        {
            return Ok(token.text.clone());
        }
        let request = self
            .client
            .post(format!("{}/v1/oauth2/token", self.address))
            .basic_auth(&self.client_id, Some(&self.secret))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials");
        let answer = call(request).await?;
        if !answer.status().is_success() {
            return Err(GatewayError::Unavailable(format!("it gives no token: {}", answer.status())));
        }
        let TokenAnswer { access_token, expires_in } = json(answer).await?;
        let expires_at = now.plus_seconds(expires_in - MARGIN_SECONDS);
        *kept = Some(Token { text: access_token.clone(), expires_at });
        Ok(access_token)
    }
}

async fn call(request: RequestBuilder) -> Result<Response, GatewayError> {
    request.send().await.map_err(|error| GatewayError::Unavailable(error.without_url().to_string()))
}

async fn json<T: DeserializeOwned>(answer: Response) -> Result<T, GatewayError> {
    answer.json().await.map_err(|error| GatewayError::BadMessage(error.without_url().to_string()))
}

async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, CallError> {
    Ok(json(answer).await?)
}

async fn refusal(answer: Response) -> CallError {
    match answer.status() {
        StatusCode::NOT_FOUND => CallError::Failed(GatewayError::UnknownPayment),
        StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN | StatusCode::UNPROCESSABLE_ENTITY => {
            let Refusal { name, message, details } = match json(answer).await {
                Ok(refusal) => refusal,
                Err(error) => return CallError::Failed(error),
            };
            let detail = details.into_iter().next();
            let (issue, description) = detail.map(|detail| (detail.issue, detail.description)).unwrap_or_default();
            CallError::Refused {
                issue: issue.or(name).unwrap_or_default(),
                description: description.or(message).unwrap_or_default(),
            }
        }
        // Also of a key whose first call is still at work (409).
        status => CallError::Failed(GatewayError::Unavailable(format!("it answered {status}"))),
    }
}
