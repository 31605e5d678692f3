//! Categories as the shop's ways: menu, breadcrumbs, subcategories.

use super::filter::Scope;
use crate::{
    domain::{
        catalog::{CategoryLink, CategoryTile, NavCategory, Navigation},
        ids::CategoryId,
        picture::Picture,
        timestamp::Timestamp,
    },
    server::store::{Db, StoreResult, db::select},
};

/// A category with its surroundings.
#[derive(Clone, Debug)]
pub struct Found {
    pub category: CategoryLink,
    pub description: String,
    pub picture: Option<Picture>,
    pub ancestors: Vec<CategoryLink>,
    pub children: Vec<CategoryLink>,
    pub scope: Scope,
}

#[derive(sqlx::FromRow)]
struct NearRow {
    id: CategoryId,
    slug: String,
    name: String,
    description: String,
    visible: bool,
    lft: i64,
    rgt: i64,
    base_id: CategoryId,
    hash: Option<String>,
    width: Option<i64>,
    height: Option<i64>,
}

impl NearRow {
    /// The picture of the category that the others are near to.
    fn picture(&self) -> Option<Picture> {
        // The name beside it says what it shows.
        let (key, alt) = (self.hash.clone()?, String::new());
        Some(Picture { key, width: self.width?, height: self.height?, alt })
    }

    fn link(&self) -> CategoryLink {
        CategoryLink { slug: self.slug.clone(), name: self.name.clone() }
    }
}

const NEAR: &str = "
    SELECT near.id, near.slug, near.name, near.description, near.visible, near.lft, near.rgt, base.id AS base_id,
           image.hash, image.width, image.height
    FROM category base
    JOIN category near ON (near.lft <= base.lft AND near.rgt >= base.rgt) OR near.parent_id = base.id
    LEFT JOIN image ON image.hash = base.picture
    WHERE base.slug = $1 ORDER BY near.lft";

/// A category that shoppers may see: neither it nor one above it is hidden.
pub async fn find(db: &Db, slug: &str) -> StoreResult<Option<Found>> {
    let rows: Vec<NearRow> = select(db, NEAR).bind(slug).all().await?;
    let Some(place) = rows.iter().position(|row| row.id == row.base_id) else { return Ok(None) };
    let (above, rest) = rows.split_at(place);
    let Some((base, below)) = rest.split_first() else { return Ok(None) };
    if !base.visible || above.iter().any(|row| !row.visible) {
        return Ok(None);
    }
    Ok(Some(Found {
        category: base.link(),
        description: base.description.clone(),
        picture: base.picture(),
        ancestors: above.iter().map(NearRow::link).collect(),
        children: below.iter().filter(|row| row.visible).map(NearRow::link).collect(),
        scope: Scope::Subtree { id: base.id, lft: base.lft, rgt: base.rgt },
    }))
}

/// The way down to a category, itself included.
pub async fn path(db: &Db, id: Option<CategoryId>) -> StoreResult<Vec<CategoryLink>> {
    const PATH: &str = "
        SELECT above.slug, above.name FROM category base
        JOIN category above ON above.lft <= base.lft AND above.rgt >= base.rgt
        WHERE base.id = $1 AND above.visible ORDER BY above.lft";
    let rows: Vec<(String, String)> = select(db, PATH).bind(id.unwrap_or(CategoryId(0))).all().await?;
    Ok(rows.into_iter().map(|(slug, name)| CategoryLink { slug, name }).collect())
}

/// What nearly every page shows of the tree.
#[derive(Clone, Debug, Default)]
pub struct TopCategories {
    pub navigation: Navigation,
    pub tiles: Vec<CategoryTile>,
}

#[derive(sqlx::FromRow)]
struct TopRow {
    slug: String,
    name: String,
    is_top: bool,
    hash: Option<String>,
    width: Option<i64>,
    height: Option<i64>,
    products: i64,
}

const TOP: &str = "
    SELECT category.slug, category.name, (category.parent_id IS NULL) AS is_top, image.hash, image.width, image.height,
           CAST(CASE WHEN category.parent_id IS NULL THEN (
               SELECT COUNT(DISTINCT product_category.product_id)
               FROM category below
               JOIN product_category ON product_category.category_id = below.id
               JOIN product ON product.id = product_category.product_id
               WHERE below.lft BETWEEN category.lft AND category.rgt AND below.visible
                 AND product.status = 'active' AND product.published_at <= $1
           ) ELSE 0 END AS BIGINT) AS products
    FROM category
    LEFT JOIN category parent ON parent.id = category.parent_id
    LEFT JOIN image ON image.hash = category.picture
    WHERE category.visible AND (category.parent_id IS NULL OR (parent.parent_id IS NULL AND parent.visible))
    ORDER BY category.lft";

/// The top categories with what is right below them: one statement.
pub async fn top(db: &Db, now: Timestamp) -> StoreResult<TopCategories> {
    let rows: Vec<TopRow> = select(db, TOP).bind(now).all().await?;
    let mut top = TopCategories::default();
    for row in rows {
        let category = CategoryLink { slug: row.slug, name: row.name };
        if row.is_top {
            let picture = match (row.hash, row.width, row.height) {
                // The name beside it says what it shows.
                (Some(key), Some(width), Some(height)) => Some(Picture { key, width, height, alt: String::new() }),
                _ => None,
            };
            top.tiles.push(CategoryTile { category: category.clone(), picture, products: row.products });
            top.navigation.0.push(NavCategory { category, children: vec![] });
        } else if let Some(parent) = top.navigation.0.last_mut() {
            parent.children.push(category);
        }
    }
    Ok(top)
}
