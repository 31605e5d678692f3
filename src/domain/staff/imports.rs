//! Imports as staff see them.

use super::PageLinks;
use crate::domain::{ids::ImportId, timestamp::Timestamp};
use serde::{Deserialize, Serialize};

/// How a file says what it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[cfg_attr(feature = "ssr", derive(clap::ValueEnum))]
#[serde(rename_all = "snake_case")]
pub enum ImportFormat {
    /// The shop's own CSV, as an export writes it.
    #[default]
    Tradewind,
    /// Shopify's product CSV, with its old or its new column names.
    Shopify,
}

impl ImportFormat {
    pub const ALL: [Self; 2] = [Self::Tradewind, Self::Shopify];

    /// Stable text for forms and the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Tradewind => "tradewind",
            Self::Shopify => "shopify",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.slug() == slug)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Tradewind => "Tradewind CSV",
            Self::Shopify => "Shopify product CSV",
        }
    }
}

/// How far an import got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum ImportStatus {
    /// Being read, or waiting for a worker.
    Running,
    Done,
    /// Stopped by staff; it can go on from there.
    Canceled,
    /// The file cannot be read any further.
    Failed,
}

impl ImportStatus {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Running => "Running",
            Self::Done => "Done",
            Self::Canceled => "Stopped",
            Self::Failed => "Failed",
        }
    }
}

/// Whether what a line asks for was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It was not.
    Refused,
    /// It was, but for what the line names.
    Warning,
}

impl Severity {
    /// As the report has it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Warning => "warning",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Refused => "Refused",
            Self::Warning => "Warning",
        }
    }
}

/// What an import did so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct ImportCounts {
    /// Rows of the file that were read, without the header.
    pub rows: i64,
    pub products_added: i64,
    pub products_changed: i64,
    pub products_unchanged: i64,
    pub products_refused: i64,
    /// Categories, brands, colors and whatever else is no product.
    pub others_added: i64,
    pub others_changed: i64,
    pub others_unchanged: i64,
    /// Lines of the report.
    pub refused: i64,
    pub warnings: i64,
}

/// An import in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSummary {
    pub id: ImportId,
    pub format: ImportFormat,
    pub file_name: String,
    pub dry_run: bool,
    pub status: ImportStatus,
    pub actor: String,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// Bytes of the file, and how many of them were read.
    pub bytes: i64,
    pub bytes_read: i64,
    pub counts: ImportCounts,
    /// Why the file could not be read to its end.
    pub problem: String,
}

impl ImportSummary {
    /// 0 to 100.
    pub fn percent(&self) -> i64 {
        match (self.status, self.bytes) {
            (ImportStatus::Done, _) => 100,
            (_, ..=0) => 0,
            (_, bytes) => (self.bytes_read.saturating_mul(100) / bytes).clamp(0, 100),
        }
    }
}

/// One page of the imports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportList {
    pub imports: Vec<ImportSummary>,
    pub pages: PageLinks,
    /// Largest file that is taken, in MiB.
    pub most_mebibytes: u32,
}

/// An import with the first lines of its report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDetail {
    pub summary: ImportSummary,
    pub lines: Vec<ImportLine>,
}

/// One line of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct ImportLine {
    /// Line of the file on which the row begins.
    pub line: i64,
    pub severity: Severity,
    /// Whose row it is: the product's slug, or that of a category and so on.
    pub subject: String,
    /// Column of the file.
    pub field: String,
    pub reason: String,
    /// What stands there, at most 100 characters of it.
    pub value: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_between_nothing_and_all() {
        let import = |status, bytes, bytes_read| ImportSummary {
            id: ImportId(1),
            format: ImportFormat::Shopify,
            file_name: String::new(),
            dry_run: false,
            status,
            actor: String::new(),
            created_at: Timestamp(0),
            finished_at: None,
            bytes,
            bytes_read,
            counts: ImportCounts::default(),
            problem: String::new(),
        };
        assert_eq!(import(ImportStatus::Running, 200, 50).percent(), 25);
        assert_eq!(import(ImportStatus::Running, 0, 0).percent(), 0);
        assert_eq!(import(ImportStatus::Done, 0, 0).percent(), 100);
        assert_eq!(import(ImportStatus::Canceled, 10, 99).percent(), 100);
    }
}
