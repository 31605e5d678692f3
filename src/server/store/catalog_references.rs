//! Everything that products refer to, read whole: there are few of each, and files name them by slug or name.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
    multi_row::insert_rows,
};
use crate::domain::{
    ids::{BrandId, CategoryId, ColorId, SizeId, SpecificationId},
    product::SpecificationKind,
};
use serde::Serialize;
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct CategoryRecord {
    pub id: CategoryId,
    pub parent_id: Option<CategoryId>,
    pub slug: String,
    pub name: String,
    pub description: String,
    pub visible: bool,
    /// Hash of a stored picture.
    pub picture: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct BrandRecord {
    pub id: BrandId,
    pub slug: String,
    pub name: String,
    pub description: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct ColorRecord {
    pub id: ColorId,
    pub slug: String,
    pub name: String,
    pub hex: String,
    pub position: i64,
}

/// A size system, material or tax category: nothing but an address and a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct NamedRecord {
    pub id: i64,
    pub slug: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct SizeRecord {
    pub id: SizeId,
    pub size_system_id: i64,
    pub slug: String,
    pub name: String,
    pub position: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct GroupRecord {
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub position: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpecificationRecord {
    pub id: SpecificationId,
    pub group: Option<i64>,
    pub slug: String,
    pub name: String,
    pub kind: SpecificationKind,
    pub unit: String,
    pub filterable: bool,
    pub comparable: bool,
    pub position: i64,
    /// In their order.
    pub choices: Vec<String>,
}

/// All of them, each in the order in which it was added; categories in the order of the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    pub categories: Vec<CategoryRecord>,
    pub brands: Vec<BrandRecord>,
    pub colors: Vec<ColorRecord>,
    pub size_systems: Vec<NamedRecord>,
    pub sizes: Vec<SizeRecord>,
    pub materials: Vec<NamedRecord>,
    pub tax_categories: Vec<NamedRecord>,
    pub groups: Vec<GroupRecord>,
    pub specifications: Vec<SpecificationRecord>,
    /// Which specification groups the products of a category have.
    pub category_groups: Vec<(CategoryId, i64)>,
}

#[derive(sqlx::FromRow)]
struct SpecificationRow {
    id: SpecificationId,
    specification_group_id: Option<i64>,
    slug: String,
    name: String,
    kind: SpecificationKind,
    unit: String,
    filterable: bool,
    comparable: bool,
    position: i64,
}

/// Reads them all, in ten statements.
pub async fn read(on: impl Into<Conn<'_>>) -> StoreResult<References> {
    let mut on = on.into();
    let categories = "SELECT id, parent_id, slug, name, description, visible, picture FROM category ORDER BY lft";
    Ok(References {
        categories: select(on.again(), categories).all().await?,
        brands: select(on.again(), "SELECT id, slug, name, description FROM brand ORDER BY id").all().await?,
        colors: select(on.again(), "SELECT id, slug, name, hex, position FROM color ORDER BY id").all().await?,
        size_systems: named(on.again(), "size_system").await?,
        sizes: select(on.again(), "SELECT id, size_system_id, slug, name, position FROM size ORDER BY id")
            .all()
            .await?,
        materials: named(on.again(), "material").await?,
        tax_categories: named(on.again(), "tax_category").await?,
        groups: select(on.again(), "SELECT id, slug, name, position FROM specification_group ORDER BY id")
            .all()
            .await?,
        category_groups: select(
            on.again(),
            "SELECT category_id, specification_group_id FROM category_specification_group
             ORDER BY category_id, specification_group_id",
        )
        .all()
        .await?,
        specifications: specifications(on.again()).await?,
    })
}

async fn named(on: Conn<'_>, table: &str) -> StoreResult<Vec<NamedRecord>> {
    select(on, format!("SELECT id, slug, name FROM {table} ORDER BY id")).all().await
}

async fn specifications(mut on: Conn<'_>) -> StoreResult<Vec<SpecificationRecord>> {
    let rows: Vec<SpecificationRow> = select(
        on.again(),
        "SELECT id, specification_group_id, slug, name, kind, unit, filterable, comparable, position
         FROM specification ORDER BY id",
    )
    .all()
    .await?;
    let choices: Vec<(SpecificationId, String)> =
        select(on, "SELECT specification_id, name FROM specification_choice ORDER BY specification_id, position, id")
            .all()
            .await?;
    let mut by_specification: HashMap<SpecificationId, Vec<String>> = HashMap::new();
    for (specification, name) in choices {
        by_specification.entry(specification).or_default().push(name);
    }
    let record = |row: SpecificationRow| SpecificationRecord {
        choices: by_specification.remove(&row.id).unwrap_or_default(),
        id: row.id,
        group: row.specification_group_id,
        slug: row.slug,
        name: row.name,
        kind: row.kind,
        unit: row.unit,
        filterable: row.filterable,
        comparable: row.comparable,
        position: row.position,
    };
    Ok(rows.into_iter().map(record).collect())
}

// Writing one of them: what is there by its slug is changed, anything else is added.

pub async fn update_category(tx: &mut Tx, category: &CategoryRecord) -> StoreResult<()> {
    execute(
        tx,
        "UPDATE category SET name = $2, description = $3, visible = $4, picture = $5, version = version + 1 WHERE id = $1",
    )
    .bind(category.id)
    .bind(&category.name)
    .bind(&category.description)
    .bind(category.visible)
    .bind(category.picture.clone())
    .run()
    .await?;
    Ok(())
}

pub async fn set_category_groups(tx: &mut Tx, category: CategoryId, groups: &[i64]) -> StoreResult<()> {
    execute(&mut *tx, "DELETE FROM category_specification_group WHERE category_id = $1").bind(category).run().await?;
    let into = "category_specification_group (category_id, specification_group_id)";
    insert_rows(tx, into, groups, "", |statement, group| statement.bind(category).bind(*group)).await?;
    Ok(())
}

/// A new one when its id is 0.
pub async fn save_brand(tx: &mut Tx, brand: &BrandRecord) -> StoreResult<BrandId> {
    let (id,) = select(
        tx,
        "INSERT INTO brand (slug, name, description) VALUES ($1, $2, $3)
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name, description = excluded.description,
             version = brand.version + 1 RETURNING id",
    )
    .bind(&brand.slug)
    .bind(&brand.name)
    .bind(&brand.description)
    .one()
    .await?;
    Ok(id)
}

pub async fn save_color(tx: &mut Tx, color: &ColorRecord) -> StoreResult<ColorId> {
    let (id,) = select(
        tx,
        "INSERT INTO color (slug, name, hex, position) VALUES ($1, $2, $3, $4)
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name, hex = excluded.hex, position = excluded.position,
             version = color.version + 1 RETURNING id",
    )
    .bind(&color.slug)
    .bind(&color.name)
    .bind(&color.hex)
    .bind(color.position)
    .one()
    .await?;
    Ok(id)
}

/// The tables of [`NamedRecord`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedTable {
    SizeSystem,
    Material,
    TaxCategory,
}

pub async fn save_named(tx: &mut Tx, table: NamedTable, record: &NamedRecord) -> StoreResult<i64> {
    let table = match table {
        NamedTable::SizeSystem => "size_system",
        NamedTable::Material => "material",
        NamedTable::TaxCategory => "tax_category",
    };
    let text = format!(
        "INSERT INTO {table} (slug, name) VALUES ($1, $2)
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name, version = {table}.version + 1 RETURNING id"
    );
    let (id,) = select(tx, text).bind(&record.slug).bind(&record.name).one().await?;
    Ok(id)
}

pub async fn save_size(tx: &mut Tx, size: &SizeRecord) -> StoreResult<SizeId> {
    let (id,) = select(
        tx,
        "INSERT INTO size (size_system_id, slug, name, position) VALUES ($1, $2, $3, $4)
         ON CONFLICT (slug) DO UPDATE SET size_system_id = excluded.size_system_id, name = excluded.name,
             position = excluded.position, version = size.version + 1 RETURNING id",
    )
    .bind(size.size_system_id)
    .bind(&size.slug)
    .bind(&size.name)
    .bind(size.position)
    .one()
    .await?;
    Ok(id)
}

pub async fn save_group(tx: &mut Tx, group: &GroupRecord) -> StoreResult<i64> {
    let (id,) = select(
        tx,
        "INSERT INTO specification_group (slug, name, position) VALUES ($1, $2, $3)
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name, position = excluded.position,
             version = specification_group.version + 1 RETURNING id",
    )
    .bind(&group.slug)
    .bind(&group.name)
    .bind(group.position)
    .one()
    .await?;
    Ok(id)
}

/// The kind of one that is there stays, as values depend on it; choices are added and put in this order, those
/// that are not named come after them.
pub async fn save_specification(tx: &mut Tx, specification: &SpecificationRecord) -> StoreResult<SpecificationId> {
    let (id,): (SpecificationId,) = select(
        &mut *tx,
        "INSERT INTO specification (slug, name, specification_group_id, kind, unit, filterable, comparable, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name,
             specification_group_id = excluded.specification_group_id, unit = excluded.unit,
             filterable = excluded.filterable, comparable = excluded.comparable, position = excluded.position,
             version = specification.version + 1
         RETURNING id",
    )
    .bind(&specification.slug)
    .bind(&specification.name)
    .bind(specification.group)
    .bind(specification.kind)
    .bind(&specification.unit)
    .bind(specification.filterable)
    .bind(specification.comparable)
    .bind(specification.position)
    .one()
    .await?;
    let choices: Vec<_> = (0_i64..).zip(&specification.choices).collect();
    let into = "specification_choice (specification_id, name, position)";
    let tail = "ON CONFLICT (specification_id, name) DO UPDATE SET position = excluded.position";
    insert_rows(tx, into, &choices, tail, |statement, (position, name)| statement.bind(id).bind(*name).bind(*position))
        .await?;
    Ok(id)
}
