//! The queue of jobs as staff see it: what each is about, without anything secret or personal.

use super::PageLinks;
use crate::domain::{ids::JobId, order::OrderNumber, timestamp::Timestamp};
use serde::{Deserialize, Serialize};

/// A part of the queue: each is an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobTab {
    /// Tried so often that nobody tries them any more.
    #[default]
    GivenUp,
    /// Failed, and tried again by themselves.
    Failing,
    Waiting,
}

impl JobTab {
    pub const ALL: [Self; 3] = [Self::GivenUp, Self::Failing, Self::Waiting];

    /// The value of `tab` in the list's address; empty for what is given up.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::GivenUp => "",
            Self::Failing => "failing",
            Self::Waiting => "waiting",
        }
    }

    /// The tab of an address; an unknown one shows what is given up.
    pub fn from_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.slug() == slug).unwrap_or_default()
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::GivenUp => "Given up",
            Self::Failing => "Failing",
            Self::Waiting => "Waiting",
        }
    }
}

/// One page of a tab.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobList {
    pub tabs: Vec<(JobTab, i64)>,
    /// Kinds of the jobs that are given up, and how many of each.
    pub given_up: Vec<(String, i64)>,
    pub jobs: Vec<JobRow>,
    pub pages: PageLinks,
}

/// A job in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRow {
    pub id: JobId,
    /// "send_refund"
    pub kind: String,
    /// Ids of what it is about: "refund 12".
    pub about: String,
    pub order: Option<OrderNumber>,
    /// Whether it is about money or stock.
    pub is_grave: bool,
    pub attempts: i64,
    /// Of the last try, without addresses; empty where none failed.
    pub last_error: String,
    pub created_at: Timestamp,
    /// When it is tried next; of one that is given up, when it was tried last.
    pub at: Timestamp,
}

/// The kind of a job as people read it: "Send refund".
pub fn job_name(kind: &str) -> String {
    let words = kind.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// What a job's error may show: words that hold an e-mail address or a secret of a link are left out.
pub fn without_addresses(text: &str) -> String {
    let is_shown = |word: &str| !word.contains('@') && !word.contains("token=") && !word.contains("key=");
    let words: Vec<&str> = text.split_whitespace().map(|word| if is_shown(word) { word } else { "…" }).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_survive_being_written_and_read() {
        for tab in JobTab::ALL {
            assert_eq!(JobTab::from_slug(tab.slug()), tab);
        }
        assert_eq!(JobTab::from_slug("nonsense"), JobTab::GivenUp);
    }

    #[test]
    fn an_error_names_nobody() {
        assert_eq!(without_addresses("550 <ada@example.com>: no such user"), "550 … no such user");
        assert_eq!(without_addresses("GET https://shop/x?token=abc failed"), "GET … failed");
        assert_eq!(job_name("send_refund"), "Send refund");
    }
}
