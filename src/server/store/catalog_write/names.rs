//! What things are called, for those who read the audit log.

use crate::server::store::{StoreResult, Tx, db::select, sql};
use std::collections::{BTreeSet, HashMap};

/// Something with a name, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    Brand(i64),
    Material(i64),
    TaxCategory(i64),
    Category(i64),
    Product(i64),
    Specification(i64),
}

/// Names by what has them.
pub type Names = HashMap<Name, String>;

/// A kind of thing: its table, the column with the name, and its id among names.
type Kind = (&'static str, &'static str, fn(i64) -> Name);

const KINDS: [Kind; 6] = [
    ("brand", "name", Name::Brand),
    ("material", "name", Name::Material),
    ("tax_category", "name", Name::TaxCategory),
    ("category", "name", Name::Category),
    ("product", "title", Name::Product),
    ("specification", "name", Name::Specification),
];

impl Name {
    const fn key(self) -> (usize, i64) {
        match self {
            Self::Brand(id) => (0, id),
            Self::Material(id) => (1, id),
            Self::TaxCategory(id) => (2, id),
            Self::Category(id) => (3, id),
            Self::Product(id) => (4, id),
            Self::Specification(id) => (5, id),
        }
    }
}

/// Reads names in one statement; those of things that do not exist are missing.
pub async fn read(tx: &mut Tx, wanted: &[Name]) -> StoreResult<Names> {
    let wanted: BTreeSet<(usize, i64)> = wanted.iter().map(|name| name.key()).collect();
    let (mut parts, mut ids) = (Vec::new(), Vec::new());
    for (number, (table, column, _)) in KINDS.iter().enumerate() {
        let of_kind: Vec<i64> = wanted.iter().filter(|(kind, _)| *kind == number).map(|(_, id)| *id).collect();
        if !of_kind.is_empty() {
            let list = sql::list(ids.len() + 1, of_kind.len());
            parts.push(format!(
                "SELECT CAST({number} AS BIGINT) AS kind, id, {column} AS name FROM {table} WHERE id IN ({list})"
            ));
            ids.extend(of_kind);
        }
    }
    if parts.is_empty() {
        return Ok(Names::new());
    }
    let rows: Vec<(i64, i64, String)> = select(tx, parts.join(" UNION ALL ")).bind_all(ids).all().await?;
    let name = |(kind, id, name): (i64, i64, String)| {
        let (_, _, named) = KINDS.get(usize::try_from(kind).ok()?)?;
        Some((named(id), name))
    };
    Ok(rows.into_iter().filter_map(name).collect())
}
