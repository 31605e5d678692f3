//! Sending webhooks to addresses that somebody else wrote: to public ones only, as `picture_fetcher` has it.

use super::picture_fetcher::{PublicOnly, is_private, is_public};
use futures::StreamExt;
use reqwest::{Client, Url, header, redirect};
use std::{net::IpAddr, sync::Arc, time::Duration};

const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(15);
/// Of an answer, what the log keeps.
const EXCERPT_BYTES: usize = 500;

/// A message as its receiver gets it (standardwebhooks.com).
#[derive(Clone, Debug)]
pub struct Message<'a> {
    pub id: &'a str,
    /// In seconds since 1970.
    pub timestamp: i64,
    /// One for each secret, with spaces between them.
    pub signature: &'a str,
    pub body: &'a str,
}

/// Sends webhooks.
#[derive(Clone, Debug)]
pub struct WebhookSender {
    client: Client,
    allow_private: bool,
}

impl WebhookSender {
    /// `allow_private`: also to this machine and its own networks.
    pub fn new(allow_private: bool) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            // A proxy would resolve names by itself.
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(redirect::Policy::none())
            .dns_resolver(Arc::new(PublicOnly { allow_private }))
            .user_agent("Tradewind webhooks")
            .build()?;
        Ok(Self { client, allow_private })
    }

    /// The status and the beginning of what was answered, or why nothing was.
    pub async fn send(&self, address: &str, message: &Message<'_>) -> Result<(u16, String), String> {
        let url = Url::parse(address).map_err(|_| "The address is broken.".to_owned())?;
        let literal = url.host_str().and_then(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().ok());
        if literal.is_some_and(|ip| !self.allow_private && !is_public(ip)) {
            return Err("The address is not a public one.".into());
        }
        let request = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.timestamp)
            .header("webhook-signature", message.signature)
            .body(message.body.to_owned());
        let response = request.send().await.map_err(|error| {
            let silent = if error.is_timeout() { "No answer in time." } else { "The server does not answer." };
            if is_private(&error) { "The address is not a public one." } else { silent }.to_owned()
        })?;
        let status = response.status().as_u16();
        let (mut excerpt, mut chunks) = (Vec::new(), response.bytes_stream());
        while excerpt.len() < EXCERPT_BYTES
            && let Some(Ok(chunk)) = chunks.next().await
        {
            excerpt.extend(chunk.iter().take(EXCERPT_BYTES - excerpt.len()));
        }
        Ok((status, String::from_utf8_lossy(&excerpt).replace('\0', "")))
    }
}
