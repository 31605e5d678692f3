//! The category tree, a nested set: a subtree is one range of `lft`.

use crate::{
    domain::ids::CategoryId,
    server::store::{
        Conn, StoreResult, Tx,
        db::{execute, select},
    },
};
use std::collections::HashMap;

/// A category to be added.
#[derive(Clone, Copy, Debug)]
pub struct CategoryRow<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub description: &'a str,
    /// Hash of a stored picture.
    pub picture: Option<&'a str>,
}

/// Where a new category goes: last among its siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Place {
    lft: i64,
    depth: i64,
    position: i64,
}

/// Keeps everyone else from changing the tree before the transaction ends.
pub async fn lock_tree(tx: &mut Tx) -> StoreResult<()> {
    let conn = Conn::from(tx);
    if let Some(sql) = conn.dialect().lock_table("category") {
        execute(conn, sql).run().await?;
    }
    Ok(())
}

/// The place for one more category below a parent, or at the top; `None` when there is no such parent.
pub async fn last_place(tx: &mut Tx, parent: Option<CategoryId>) -> StoreResult<Option<Place>> {
    const BELOW: &str = "
        SELECT parent.rgt AS lft, parent.depth + 1 AS depth,
               CAST((SELECT COUNT(*) FROM category child WHERE child.parent_id = parent.id) AS BIGINT) AS position
        FROM category parent WHERE parent.id = $1";
    const TOP: &str = "
        SELECT CAST(COALESCE(MAX(rgt), 0) + 1 AS BIGINT) AS lft, CAST(0 AS BIGINT) AS depth,
               CAST(COUNT(CASE WHEN parent_id IS NULL THEN 1 END) AS BIGINT) AS position
        FROM category";
    match parent {
        Some(parent) => select(tx, BELOW).bind(parent).optional().await,
        None => select(tx, TOP).optional().await,
    }
}

/// Makes room at a place and puts the category there; the tree must be locked.
pub async fn insert(
    tx: &mut Tx,
    row: CategoryRow<'_>,
    parent: Option<CategoryId>,
    place: Place,
) -> StoreResult<CategoryId> {
    const MAKE_ROOM: &str = "
        UPDATE category SET rgt = rgt + 2, lft = CASE WHEN lft >= $1 THEN lft + 2 ELSE lft END WHERE rgt >= $1";
    execute(&mut *tx, MAKE_ROOM).bind(place.lft).run().await?;
    const INSERT: &str = "
        INSERT INTO category (parent_id, slug, name, description, position, lft, rgt, depth, picture)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
    let (id,): (CategoryId,) = select(tx, INSERT)
        .bind(parent)
        .bind(row.slug)
        .bind(row.name)
        .bind(row.description)
        .bind(place.position)
        .bind(place.lft)
        .bind(place.lft + 1)
        .bind(place.depth)
        .bind(row.picture.map(str::to_owned))
        .one()
        .await?;
    Ok(id)
}

/// Every category's id by its slug.
pub async fn ids_by_slug(on: impl Into<Conn<'_>>) -> StoreResult<HashMap<String, CategoryId>> {
    let rows: Vec<(String, CategoryId)> = select(on, "SELECT slug, id FROM category").all().await?;
    Ok(rows.into_iter().collect())
}
