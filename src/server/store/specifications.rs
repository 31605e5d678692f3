//! Specifications, for staff.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
    multi_row::insert_rows,
};
use crate::domain::{
    ids::{SpecificationGroupId, SpecificationId},
    product::SpecificationKind,
    references::{Direction, SpecificationEntry, SpecificationValue, UsedChoice},
};

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: SpecificationId,
    version: i64,
    uses: i64,
    name: String,
    slug: String,
    specification_group_id: Option<SpecificationGroupId>,
    kind: SpecificationKind,
    unit: String,
    filterable: bool,
    comparable: bool,
}

impl EntryRow {
    fn entry(self) -> SpecificationEntry {
        SpecificationEntry {
            id: self.id,
            version: self.version,
            uses: self.uses,
            name: self.name,
            slug: self.slug,
            group: self.specification_group_id,
            kind: self.kind,
            unit: self.unit,
            filterable: self.filterable,
            comparable: self.comparable,
            choices: Vec::new(),
        }
    }
}

const ENTRY: &str = "
    SELECT specification.id, specification.version, specification.name, specification.slug,
           specification.specification_group_id, specification.kind, specification.unit, specification.filterable,
           specification.comparable,
           CAST((SELECT COUNT(*) FROM specification_value
                 WHERE specification_value.specification_id = specification.id) AS BIGINT) AS uses
    FROM specification";

/// All specifications with the number of products that have them, in the order of the shop; without their choices.
pub async fn all(on: impl Into<Conn<'_>>) -> StoreResult<Vec<SpecificationEntry>> {
    let text = format!(
        "{ENTRY} LEFT JOIN specification_group ON specification_group.id = specification.specification_group_id
         ORDER BY CASE WHEN specification_group.id IS NULL THEN 1 ELSE 0 END, specification_group.position,
                  specification_group.id, specification.position, specification.id"
    );
    let rows: Vec<EntryRow> = select(on, text).all().await?;
    Ok(rows.into_iter().map(EntryRow::entry).collect())
}

/// A specification with its choices.
pub async fn find(on: impl Into<Conn<'_>>, id: SpecificationId) -> StoreResult<Option<SpecificationEntry>> {
    let mut on = on.into();
    let found: Option<EntryRow> =
        select(on.again(), format!("{ENTRY} WHERE specification.id = $1")).bind(id).optional().await?;
    let Some(row) = found else { return Ok(None) };
    const CHOICES: &str = "
        SELECT specification_choice.id, specification_choice.name,
               CAST((SELECT COUNT(*) FROM specification_value
                     WHERE specification_value.specification_id = specification_choice.specification_id
                       AND specification_value.choice_id = specification_choice.id) AS BIGINT) AS uses
        FROM specification_choice WHERE specification_choice.specification_id = $1
        ORDER BY specification_choice.position, specification_choice.id";
    let choices: Vec<(i64, String, i64)> = select(on, CHOICES).bind(id).all().await?;
    let choices = choices.into_iter().map(|(id, name, uses)| UsedChoice { id, name, uses }).collect();
    Ok(Some(SpecificationEntry { choices, ..row.entry() }))
}

/// Adds a specification, last in its group, without its choices.
pub async fn insert(tx: &mut Tx, value: &SpecificationValue) -> StoreResult<SpecificationId> {
    const INSERT: &str = "
        INSERT INTO specification
            (name, slug, specification_group_id, kind, unit, filterable, comparable, position)
        VALUES ($1, $2, $3, $4, $5, $6, $7, (
            SELECT COALESCE(MAX(position) + 1, 0) FROM specification
            WHERE COALESCE(specification_group_id, 0) = COALESCE($3, 0)))
        RETURNING id";
    let (id,): (SpecificationId,) = select(tx, INSERT)
        .bind(&value.name)
        .bind(&value.slug)
        .bind(value.group)
        .bind(value.kind)
        .bind(&value.unit)
        .bind(value.filterable)
        .bind(value.comparable)
        .one()
        .await?;
    Ok(id)
}

/// Changes a specification's own fields if it still has the version; tells whether it had. In another group it goes last.
pub async fn update(tx: &mut Tx, id: SpecificationId, version: i64, value: &SpecificationValue) -> StoreResult<bool> {
    const UPDATE: &str = "
        UPDATE specification SET name = $1, slug = $2, kind = $3, unit = $4, filterable = $5, comparable = $6,
               position = CASE WHEN COALESCE(specification_group_id, 0) = COALESCE($7, 0) THEN position ELSE (
                   SELECT COALESCE(MAX(other.position) + 1, 0) FROM specification other
                   WHERE COALESCE(other.specification_group_id, 0) = COALESCE($7, 0)) END,
               specification_group_id = $7, version = version + 1
        WHERE id = $8 AND version = $9";
    let changed = execute(tx, UPDATE)
        .bind(&value.name)
        .bind(&value.slug)
        .bind(value.kind)
        .bind(&value.unit)
        .bind(value.filterable)
        .bind(value.comparable)
        .bind(value.group)
        .bind(id)
        .bind(version)
        .run()
        .await?;
    Ok(changed == 1)
}

/// Deletes a specification with its choices if it still has the version; tells whether it had.
pub async fn delete(tx: &mut Tx, id: SpecificationId, version: i64) -> StoreResult<bool> {
    const DELETE: &str = "DELETE FROM specification WHERE id = $1 AND version = $2";
    Ok(execute(tx, DELETE).bind(id).bind(version).run().await? == 1)
}

/// Puts the choices in place of those that the specification has. Known ones keep their ids, and with them their values.
pub async fn set_choices(
    tx: &mut Tx,
    id: SpecificationId,
    before: &[UsedChoice],
    choices: &[(i64, String)],
) -> StoreResult<()> {
    // A name that moves from one choice to another must be free in between.
    const FREE: &str = "UPDATE specification_choice SET name = '#' || id WHERE specification_id = $1";
    execute(&mut *tx, FREE).bind(id).run().await?;
    for gone in before.iter().filter(|old| choices.iter().all(|(known, _)| *known != old.id)) {
        const DELETE: &str = "DELETE FROM specification_choice WHERE id = $1 AND specification_id = $2";
        execute(&mut *tx, DELETE).bind(gone.id).bind(id).run().await?;
    }
    let placed: Vec<(i64, i64, &str)> =
        (0_i64..).zip(choices).map(|(position, (known, name))| (position, *known, name.as_str())).collect();
    // At most as many statements as a specification has choices, in a form that staff save now and then.
    for (position, known, name) in placed.iter().filter(|(_, known, _)| *known != 0) {
        const UPDATE: &str =
            "UPDATE specification_choice SET name = $1, position = $2 WHERE id = $3 AND specification_id = $4";
        execute(&mut *tx, UPDATE).bind(*name).bind(*position).bind(*known).bind(id).run().await?;
    }
    let new: Vec<_> = placed.into_iter().filter(|(_, known, _)| *known == 0).collect();
    let into = "specification_choice (specification_id, name, position)";
    insert_rows(tx, into, &new, "", |statement, (position, _, name)| statement.bind(id).bind(*name).bind(*position))
        .await?;
    Ok(())
}

/// Puts a specification before or behind its neighbor of the same group, if there is one; tells its place before and after.
pub async fn shift(tx: &mut Tx, id: SpecificationId, direction: Direction) -> StoreResult<Option<(i64, i64)>> {
    super::ordering::shift(tx, "specification", Some("specification_group_id"), id.0, direction).await
}
