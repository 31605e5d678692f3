//! Putting one entry in the place of another, wherever something refers to it.

use crate::{
    domain::{
        ids::{BrandId, PromotionId},
        promotion::Selection,
        references::ReferenceKind,
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreError, StoreResult, Tx,
        db::{execute, select},
    },
};

/// Where entries of a model are referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this column of products.
    Product(&'static str),
    /// In this column of the values of products' options.
    OptionValue(&'static str),
}

/// Models whose entries mean the same to a product whichever of two it has; `None` for the others.
pub const fn place(kind: ReferenceKind) -> Option<Place> {
    match kind {
        ReferenceKind::Brand => Some(Place::Product("brand_id")),
        ReferenceKind::Material => Some(Place::Product("material_id")),
        ReferenceKind::Color => Some(Place::OptionValue("color_id")),
        ReferenceKind::Size => Some(Place::OptionValue("size_id")),
        ReferenceKind::SizeSystem | ReferenceKind::TaxCategory | ReferenceKind::SpecificationGroup => None,
    }
}

/// Most entries that are offered.
const MOST: i64 = 2_000;

/// The other entries of a model, by name; sizes with their system.
pub async fn others(on: impl Into<Conn<'_>>, kind: ReferenceKind, id: i64) -> StoreResult<Vec<(i64, String)>> {
    let (table, name) = match kind {
        ReferenceKind::Brand => ("brand", "entry.name"),
        ReferenceKind::Material => ("material", "entry.name"),
        ReferenceKind::Color => ("color", "entry.name"),
        ReferenceKind::Size => (
            "size",
            "entry.name || ' (' || (SELECT size_system.name FROM size_system WHERE size_system.id = entry.size_system_id) || ')'",
        ),
        _ => return Ok(Vec::new()),
    };
    let text = format!(
        "SELECT entry.id, {name} FROM {table} AS entry WHERE entry.id <> $1 ORDER BY entry.name, entry.id LIMIT $2"
    );
    select(on, text).bind(id).bind(MOST).all().await
}

/// Whether an option of a product has both as values: its addresses could not tell them apart any more.
pub async fn share_an_option(tx: &mut Tx, place: Place, one: i64, other: i64) -> StoreResult<bool> {
    let Place::OptionValue(column) = place else { return Ok(false) };
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM option_value one
         JOIN option_value other ON other.product_option_id = one.product_option_id
         WHERE one.{column} = $1 AND other.{column} = $2"
    );
    let (count,): (i64,) = select(tx, text).bind(one).bind(other).one().await?;
    Ok(count > 0)
}

/// Refers everything to another entry; products that had the first one count as changed.
pub async fn refer(tx: &mut Tx, place: Place, from: i64, to: i64, now: Timestamp) -> StoreResult<()> {
    match place {
        Place::Product(column) => {
            let text =
                format!("UPDATE product SET {column} = $1, version = version + 1, updated_at = $2 WHERE {column} = $3");
            execute(tx, text).bind(to).bind(now).bind(from).run().await?;
        }
        Place::OptionValue(column) => {
            let products = format!(
                "UPDATE product SET version = version + 1, updated_at = $1 WHERE id IN (
                     SELECT product_option.product_id FROM option_value
                     JOIN product_option ON product_option.id = option_value.product_option_id
                     WHERE option_value.{column} = $2)"
            );
            execute(&mut *tx, products).bind(now).bind(from).run().await?;
            let values = format!("UPDATE option_value SET {column} = $1 WHERE {column} = $2");
            execute(tx, values).bind(to).bind(from).run().await?;
        }
    }
    Ok(())
}

/// Promotions for a brand are for another one from now on.
pub async fn promote_instead(tx: &mut Tx, from: BrandId, to: BrandId, now: Timestamp) -> StoreResult<()> {
    let rows: Vec<(PromotionId, String, String)> =
        select(&mut *tx, "SELECT id, selection, gets FROM promotion ORDER BY id").all().await?;
    let mut changed = Vec::new();
    for (id, selection, gets) in rows {
        let (new_selection, new_gets) = (instead(&selection, from, to)?, instead(&gets, from, to)?);
        if new_selection.is_some() || new_gets.is_some() {
            changed.push((id, new_selection.unwrap_or(selection), new_gets.unwrap_or(gets)));
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    // Per promotion three values, behind the instant.
    let case = |offset: usize| -> String {
        (0..changed.len()).map(|place| format!(" WHEN ${} THEN ${}", place * 3 + 2, place * 3 + 2 + offset)).collect()
    };
    let ids: Vec<String> = (0..changed.len()).map(|place| format!("${}", place * 3 + 2)).collect();
    let text = format!(
        "UPDATE promotion SET version = version + 1, updated_at = $1, selection = CASE id{} END, gets = CASE id{} END
         WHERE id IN ({})",
        case(1),
        case(2),
        ids.join(", ")
    );
    let statement = execute(tx, text).bind(now);
    let bound = changed
        .into_iter()
        .fold(statement, |statement, (id, selection, gets)| statement.bind(id).bind(selection).bind(gets));
    bound.run().await?;
    Ok(())
}

/// A selection with another brand in the place of one; `None` if it does not have that one.
fn instead(json: &str, from: BrandId, to: BrandId) -> StoreResult<Option<String>> {
    let broken = |error: serde_json::Error| StoreError::Inconsistent(format!("a selection: {error}"));
    let mut selection: Selection = serde_json::from_str(json).map_err(broken)?;
    if !selection.brands.remove(&from) {
        return Ok(None);
    }
    selection.brands.insert(to);
    serde_json::to_string(&selection).map(Some).map_err(broken)
}
