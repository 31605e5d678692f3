//! What the shop answered.

use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use tradewind::error::AppError;

/// A whole response.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// # Errors
    /// The connection broke in the middle.
    pub async fn read(response: reqwest::Response) -> reqwest::Result<Self> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Self { status, headers, body: response.text().await? })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a readable header"))
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<String> {
        self.header("location").map(str::to_owned)
    }

    /// The body as JSON: what a server function returned.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{error} in the {} answer {:?}", self.status, self.body))
    }

    /// The error of a server function.
    #[track_caller]
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
