//! The outbox as staff see it.

use super::PageLinks;
use crate::domain::{ids::OutboxMailId, order::OrderNumber, timestamp::Timestamp};
use serde::{Deserialize, Serialize};

/// One page of the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailList {
    pub mails: Vec<MailRow>,
    pub pages: PageLinks,
}

/// A mail in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    pub id: OutboxMailId,
    pub recipient: String,
    pub subject: String,
    pub created_at: Timestamp,
    /// When a mail server took it; `None` while it is only kept here.
    pub sent_at: Option<Timestamp>,
    pub order: Option<OrderNumber>,
}

/// A whole mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailDetail {
    pub row: MailRow,
    pub text: String,
    /// Sanitized: safe to put into a page.
    pub html: String,
}

impl MailDetail {
    /// The addresses in the text, in order, each once.
    pub fn links(&self) -> Vec<String> {
        let mut links: Vec<String> = Vec::new();
        for word in self.text.split_whitespace() {
            let word = word.trim_matches(|char: char| "<>()[]\"'".contains(char)).trim_end_matches(['.', ',', ';']);
            let is_link = word.starts_with("https://") || word.starts_with("http://");
            if is_link && !links.iter().any(|known| known == word) {
                links.push(word.to_owned());
            }
        }
        links
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_once_and_without_punctuation() {
        let row = MailRow {
            id: OutboxMailId(1),
            recipient: String::new(),
            subject: String::new(),
            created_at: Timestamp(0),
            sent_at: None,
            order: None,
        };
        let text = "See https://shop.example/orders/T1?token=ab.\nAgain: <https://shop.example/orders/T1?token=ab>\njavascript:alert(1)";
        let mail = MailDetail { row, text: text.into(), html: String::new() };
        assert_eq!(mail.links(), ["https://shop.example/orders/T1?token=ab"]);
    }
}
