//! Sending mail by SMTP, where a server is configured.

use crate::server::config::Config;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
};

/// The shop's way to send mail; without a server, the outbox in the database is all there is.
#[derive(Debug)]
pub struct Mailer {
    from: Mailbox,
    smtp: Option<AsyncSmtpTransport<Tokio1Executor>>,
}

/// A mail ready to be sent.
#[derive(Debug)]
pub struct Mail {
    pub recipient: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
}

/// The mail was not taken; trying again may help.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("address: {0}")]
    Address(#[from] lettre::address::AddressError),
    #[error("message: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("mail server: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
}

impl Mailer {
    /// Checks the settings; the server is first spoken to when there is mail.
    pub fn new(config: &Config) -> Result<Self, String> {
        let from = config.mail_from.parse().map_err(|error| format!("{}: {error}", config.mail_from))?;
        let smtp = match &config.smtp_url {
            Some(url) => {
                Some(AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|error| error.to_string())?.build())
            }
            None => None,
        };
        Ok(Self { from, smtp })
    }

    /// Hands a mail of the shop to the server; `false` when none is configured.
    pub async fn send(&self, shop: &str, mail: &Mail) -> Result<bool, MailError> {
        let Some(smtp) = &self.smtp else { return Ok(false) };
        let message = Message::builder()
            .from(sender(&self.from, shop))
            .to(Mailbox::new(None, mail.recipient.parse()?))
            .subject(&mail.subject)
            .multipart(MultiPart::alternative_plain_html(mail.body_text.clone(), mail.body_html.clone()))?;
        smtp.send(message).await?;
        Ok(true)
    }
}

/// The address that is set, with the name that is set beside it, else the shop's.
fn sender(from: &Mailbox, shop: &str) -> Mailbox {
    let name = from.name.clone().unwrap_or_else(|| shop.to_owned());
    Mailbox::new(Some(name), from.email.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_comes_from_the_shop_unless_the_setting_names_somebody() {
        for (from, sent_from) in [
            ("shop@example.com", "\"Rope, Sail\" <shop@example.com>"),
            ("Orders <shop@example.com>", "Orders <shop@example.com>"),
        ] {
            assert_eq!(sender(&from.parse().unwrap(), "Rope, Sail").to_string(), sent_from);
        }
    }
}
