//! The names that products refer to, and the category tree.

use crate::server::store::{
    Db, StoreResult,
    catalog::{
        SIZE_NAME,
        filterable::{self, Filterable},
    },
    db::select,
};

/// A category's place in the tree.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CategoryRow {
    pub id: i64,
    pub parent_id: Option<i64>,
    pub slug: String,
    pub name: String,
    pub visible: bool,
    pub lft: i64,
    pub rgt: i64,
}

/// A brand, color, size or material.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedRow {
    pub kind: String,
    pub id: i64,
    pub slug: String,
    pub name: String,
    /// Of a color.
    pub hex: String,
    /// Order among its kind, before the name.
    pub place: i64,
}

/// Everything that products refer to.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// From left to right.
    pub categories: Vec<CategoryRow>,
    pub named: Vec<NamedRow>,
    pub specifications: Vec<Filterable>,
}

/// Reads it all: three statements.
pub async fn load(db: &Db) -> StoreResult<Rows> {
    const CATEGORIES: &str = "SELECT id, parent_id, slug, name, visible, lft, rgt FROM category ORDER BY lft";
    let named = format!(
        "SELECT 'brand' AS kind, id, slug, name, '' AS hex, CAST(0 AS BIGINT) AS place FROM brand
        UNION ALL SELECT 'color', id, slug, name, hex, position FROM color
        UNION ALL SELECT 'size', id, slug, {SIZE_NAME}, '', size_system_id * 1000000 + position FROM size
        UNION ALL SELECT 'material', id, slug, name, '', CAST(0 AS BIGINT) FROM material"
    );
    Ok(Rows {
        categories: select(db, CATEGORIES).all().await?,
        named: select(db, named).all().await?,
        specifications: filterable::filterable(db).await?,
    })
}
