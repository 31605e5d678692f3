//! Categories one by one, for programs: with their place in the tree.

use crate::{
    domain::ids::{CategoryId, SpecificationGroupId},
    server::store::{
        Conn, StoreResult,
        db::select,
        slice::{Position, Slice, Sliced},
        sql,
    },
};

/// A category and where it stands.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CategoryRecord {
    pub id: CategoryId,
    pub version: i64,
    pub parent_id: Option<CategoryId>,
    pub slug: String,
    pub name: String,
    pub description: String,
    /// Among its siblings.
    pub position: i64,
    pub visible: bool,
    pub depth: i64,
    pub lft: i64,
    /// Of its picture, where it has one.
    pub hash: Option<String>,
    pub width: Option<i64>,
    pub height: Option<i64>,
}

/// Which categories are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct CategoryFilter<'a> {
    /// Also those that shoppers do not see, because they or one above them are hidden.
    pub hidden: bool,
    pub slug: Option<&'a str>,
    /// Right below this one.
    pub parent: Option<CategoryId>,
    /// 0 is the top.
    pub depth: Option<i64>,
}

const SELECT: &str = "
    SELECT category.id, category.version, category.parent_id, category.slug, category.name, category.description, category.position,
           category.visible, category.depth, category.lft, image.hash, image.width, image.height
    FROM category LEFT JOIN image ON image.hash = category.picture";

// $1: hidden ones, too.
const SHOWN: &str = "
    ($1 OR NOT EXISTS (SELECT 1 FROM category above
                       WHERE above.lft <= category.lft AND above.rgt >= category.rgt AND NOT above.visible))";

/// A slice of the tree as it is read from top to bottom.
pub async fn page(
    on: impl Into<Conn<'_>>,
    filter: CategoryFilter<'_>,
    slice: Slice,
) -> StoreResult<Sliced<CategoryRecord>> {
    let text = format!(
        "{SELECT} WHERE {SHOWN} AND ($2 = '' OR category.slug = $2)
           AND ($3 = 0 OR category.parent_id = $3) AND ($4 < 0 OR category.depth = $4) AND {} {}",
        slice.condition("category.lft", "category.id", ("$5", "$6")),
        slice.tail("category.lft", "category.id")
    );
    let (key, id) = slice.bounds();
    let rows: Vec<CategoryRecord> = select(on, text)
        .bind(filter.hidden)
        .bind(filter.slug.unwrap_or_default().to_owned())
        .bind(filter.parent.map_or(0, |parent| parent.0))
        .bind(filter.depth.unwrap_or(-1))
        .bind(key)
        .bind(id)
        .all()
        .await?;
    Ok(slice.finish(rows, |row| Position { key: row.lft, id: row.id.0 }))
}

/// The whole tree, parents before their children.
pub async fn whole(on: impl Into<Conn<'_>>, hidden: bool) -> StoreResult<Vec<CategoryRecord>> {
    select(on, format!("{SELECT} WHERE {SHOWN} ORDER BY category.lft")).bind(hidden).all().await
}

/// A category by id or, failing that, by slug.
pub async fn find(
    on: impl Into<Conn<'_>>,
    hidden: bool,
    id: Option<i64>,
    slug: &str,
) -> StoreResult<Option<CategoryRecord>> {
    let text = format!(
        "{SELECT} WHERE {SHOWN} AND (category.id = $2 OR category.slug = $3)
         ORDER BY CASE WHEN category.id = $2 THEN 0 ELSE 1 END LIMIT 1"
    );
    select(on, text).bind(hidden).bind(id.unwrap_or(0)).bind(slug.to_owned()).optional().await
}

/// A category and a group of specifications that its products have.
pub type GroupOf = (CategoryId, SpecificationGroupId);

/// The groups of categories.
pub async fn groups(on: impl Into<Conn<'_>>, categories: &[CategoryId]) -> StoreResult<Vec<GroupOf>> {
    if categories.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{GROUPS} WHERE category_id IN ({}) {BY_GROUP}", sql::list(1, categories.len()));
    select(on, text).bind_all(categories.iter().copied()).all().await
}

/// The groups of all categories.
pub async fn all_groups(on: impl Into<Conn<'_>>) -> StoreResult<Vec<GroupOf>> {
    select(on, format!("{GROUPS} {BY_GROUP}")).all().await
}

const GROUPS: &str = "SELECT category_id, specification_group_id FROM category_specification_group";
const BY_GROUP: &str = "ORDER BY category_id, specification_group_id";
