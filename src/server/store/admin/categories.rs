//! Categories, for staff.

use crate::{
    domain::{
        ids::{CategoryId, SpecificationGroupId},
        picture::Picture,
        references::{CategoryEditor, CategoryNode, CategoryValue, GroupLink},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreResult, Tx,
        db::{execute, select},
        multi_row::insert_rows,
    },
};

#[derive(sqlx::FromRow)]
struct NodeRow {
    id: CategoryId,
    parent_id: Option<CategoryId>,
    slug: String,
    name: String,
    depth: i64,
    visible: bool,
    products: i64,
}

/// The whole tree in its order, with the number of products of each subtree.
pub async fn tree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<CategoryNode>> {
    const TREE: &str = "
        SELECT category.id, category.parent_id, category.slug, category.name, category.depth, category.visible,
               CAST(COALESCE(counted.products, 0) AS BIGINT) AS products
        FROM category
        LEFT JOIN (
            SELECT above.id, COUNT(DISTINCT product_category.product_id) AS products
            FROM category above
            JOIN category below ON below.lft BETWEEN above.lft AND above.rgt
            JOIN product_category ON product_category.category_id = below.id
            GROUP BY above.id
        ) counted ON counted.id = category.id
        ORDER BY category.lft";
    let rows: Vec<NodeRow> = select(on, TREE).all().await?;
    let node = |row: NodeRow| CategoryNode {
        id: row.id,
        parent: row.parent_id,
        slug: row.slug,
        name: row.name,
        depth: row.depth,
        visible: row.visible,
        products: row.products,
    };
    Ok(rows.into_iter().map(node).collect())
}

#[derive(sqlx::FromRow)]
struct EditRow {
    version: i64,
    parent_id: Option<CategoryId>,
    slug: String,
    name: String,
    description: String,
    visible: bool,
    hash: Option<String>,
    width: Option<i64>,
    height: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct GroupRow {
    id: SpecificationGroupId,
    slug: String,
    name: String,
    is_own: bool,
    is_inherited: bool,
}

/// A category with everything its edit page shows.
pub async fn find_editor(on: impl Into<Conn<'_>>, id: CategoryId) -> StoreResult<Option<CategoryEditor>> {
    let mut on = on.into();
    const CATEGORY: &str = "
        SELECT category.version, category.parent_id, category.slug, category.name, category.description,
               category.visible, image.hash, image.width, image.height
        FROM category LEFT JOIN image ON image.hash = category.picture WHERE category.id = $1";
    let found: Option<EditRow> = select(on.again(), CATEGORY).bind(id).optional().await?;
    let Some(row) = found else { return Ok(None) };
    const GROUPS: &str = "
        SELECT specification_group.id, specification_group.slug, specification_group.name,
               EXISTS (SELECT 1 FROM category_specification_group given
                       WHERE given.category_id = $1 AND given.specification_group_id = specification_group.id) AS is_own,
               EXISTS (SELECT 1 FROM category base
                       JOIN category above ON above.lft < base.lft AND above.rgt > base.rgt
                       JOIN category_specification_group given ON given.category_id = above.id
                       WHERE base.id = $1 AND given.specification_group_id = specification_group.id) AS is_inherited
        FROM specification_group ORDER BY specification_group.position, specification_group.id";
    let groups: Vec<GroupRow> = select(on.again(), GROUPS).bind(id).all().await?;
    const OLD: &str = "SELECT slug FROM category_slug WHERE category_id = $1 ORDER BY created_at DESC, slug";
    let old_slugs: Vec<(String,)> = select(on.again(), OLD).bind(id).all().await?;
    let products = products_in(on.again(), id).await?;
    let picture = match (row.hash, row.width, row.height) {
        (Some(key), Some(width), Some(height)) => Some(Picture { key, width, height, alt: String::new() }),
        _ => None,
    };
    let ids = |which: fn(&GroupRow) -> bool| {
        let mut ids: Vec<_> = groups.iter().filter(|row| which(row)).map(|row| row.id).collect();
        ids.sort_unstable();
        ids
    };
    Ok(Some(CategoryEditor {
        id,
        version: row.version,
        parent: row.parent_id,
        slug: row.slug,
        name: row.name,
        description: row.description,
        visible: row.visible,
        picture,
        groups: ids(|row| row.is_own),
        inherited: ids(|row| row.is_inherited),
        all_groups: groups.into_iter().map(|row| GroupLink { id: row.id, slug: row.slug, name: row.name }).collect(),
        old_slugs: old_slugs.into_iter().map(|(slug,)| slug).collect(),
        products,
        tree: tree(on).await?,
    }))
}

/// How many products are in the category itself, or have it as their primary one.
pub async fn products_in(on: impl Into<Conn<'_>>, id: CategoryId) -> StoreResult<i64> {
    const PRODUCTS: &str = "
        SELECT CAST(COUNT(*) AS BIGINT) FROM (
            SELECT product_id FROM product_category WHERE category_id = $1
            UNION SELECT id FROM product WHERE primary_category_id = $1
        ) AS member";
    let (count,): (i64,) = select(on, PRODUCTS).bind(id).one().await?;
    Ok(count)
}

/// Changes a category's fields if it still has the version; tells whether it had.
pub async fn update(tx: &mut Tx, id: CategoryId, version: i64, value: &CategoryValue) -> StoreResult<bool> {
    const UPDATE: &str = "
        UPDATE category SET name = $1, slug = $2, description = $3, visible = $4, version = version + 1
        WHERE id = $5 AND version = $6";
    let changed = execute(tx, UPDATE)
        .bind(&value.name)
        .bind(&value.slug)
        .bind(&value.description)
        .bind(value.visible)
        .bind(id)
        .bind(version)
        .run()
        .await?;
    Ok(changed == 1)
}

/// Hides or shows a category that was just added.
pub async fn set_visible(tx: &mut Tx, id: CategoryId, visible: bool) -> StoreResult<()> {
    execute(tx, "UPDATE category SET visible = $1 WHERE id = $2").bind(visible).bind(id).run().await?;
    Ok(())
}

/// Gives a category another picture, or none.
pub async fn set_picture(tx: &mut Tx, id: CategoryId, hash: Option<&str>) -> StoreResult<()> {
    const PICTURE: &str = "UPDATE category SET picture = $1, version = version + 1 WHERE id = $2";
    execute(tx, PICTURE).bind(hash.map(str::to_owned)).bind(id).run().await?;
    Ok(())
}

/// The specification groups of the category's products, in place of those it had.
pub async fn set_groups(tx: &mut Tx, id: CategoryId, groups: &[SpecificationGroupId]) -> StoreResult<()> {
    const CLEAR: &str = "DELETE FROM category_specification_group WHERE category_id = $1";
    execute(&mut *tx, CLEAR).bind(id).run().await?;
    let into = "category_specification_group (category_id, specification_group_id)";
    insert_rows(tx, into, groups, "", |statement, group| statement.bind(id).bind(*group)).await?;
    Ok(())
}

/// Remembers an address that the category had.
pub async fn keep_old_slug(tx: &mut Tx, id: CategoryId, slug: &str, now: Timestamp) -> StoreResult<()> {
    const KEEP: &str = "
        INSERT INTO category_slug (slug, category_id, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (slug) DO UPDATE SET category_id = excluded.category_id, created_at = excluded.created_at";
    execute(tx, KEEP).bind(slug).bind(id).bind(now).run().await?;
    Ok(())
}

/// An address that is in use again is no old one.
pub async fn forget_old_slug(tx: &mut Tx, slug: &str) -> StoreResult<()> {
    execute(tx, "DELETE FROM category_slug WHERE slug = $1").bind(slug).run().await?;
    Ok(())
}

/// Puts all products of a category into another one instead. Their versions rise: an editor that still shows the old
/// category must not bring it back.
pub async fn hand_over_products(tx: &mut Tx, from: CategoryId, to: CategoryId, now: Timestamp) -> StoreResult<()> {
    const TOUCH: &str = "
        UPDATE product SET version = version + 1, updated_at = $2,
               primary_category_id = CASE WHEN primary_category_id = $1 THEN $3 ELSE primary_category_id END
        WHERE primary_category_id = $1
           OR id IN (SELECT product_id FROM product_category WHERE category_id = $1)";
    execute(&mut *tx, TOUCH).bind(from).bind(now).bind(to).run().await?;
    const ADD: &str = "
        INSERT INTO product_category (product_id, category_id)
        SELECT product_id, CAST($2 AS BIGINT) FROM product_category WHERE category_id = $1
        ON CONFLICT (product_id, category_id) DO NOTHING";
    execute(&mut *tx, ADD).bind(from).bind(to).run().await?;
    execute(tx, "DELETE FROM product_category WHERE category_id = $1").bind(from).run().await?;
    Ok(())
}
