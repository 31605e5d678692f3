//! Addresses that products and categories had in the shop that a file comes from.

use super::draft::{reason, warning, with_value};
use crate::{
    domain::{forms::Problem, slug::slug, staff::ImportLine, timestamp::Timestamp},
    server::store::{
        StoreResult, Tx,
        slugs::{self, Named},
    },
};

/// Most former slugs of one thing that are taken.
const MOST: usize = 200;

/// Those of a batch, written together once their owners have ids.
#[derive(Debug, Default)]
pub struct Former {
    slugs: Vec<(Named, String)>,
    lines: Vec<ImportLine>,
}

impl Former {
    /// Takes what a row says of a thing; `None` is a file that says nothing.
    pub fn note(&mut self, named: Named, line: i64, present: &str, former: Option<&[String]>) {
        for text in former.into_iter().flatten().take(MOST) {
            if slug(text).as_deref() != Ok(text) {
                let why = format!("It is left out: {}", reason(Problem::NotASlug));
                self.lines.push(with_value(warning(line, present, "former_slugs", why), text));
            } else if text != present {
                self.slugs.push((named, text.clone()));
            }
        }
    }

    /// Adds them to those that are known. One that leads somewhere already stays as it is: the same file again changes
    /// nothing.
    pub async fn write(self, tx: &mut Tx, now: Timestamp, lines: &mut Vec<ImportLine>) -> StoreResult<()> {
        lines.extend(self.lines);
        slugs::add_old(tx, &self.slugs, now).await
    }
}
