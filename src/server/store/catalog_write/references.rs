//! What products refer to: brands, colors, sizes, materials, tax categories, specifications.

use crate::{
    domain::{
        ids::{BrandId, CategoryId, ColorId, MaterialId, SizeId, SpecificationGroupId, SpecificationId, TaxCategoryId},
        product::SpecificationKind,
    },
    server::store::{
        Conn, StoreResult, Tx,
        db::{Record, select},
        multi_row::{insert_rows, insert_rows_returning},
    },
};
use std::collections::HashMap;

/// The shop's standard tax category, made if there is none yet.
pub async fn standard_tax_category(tx: &mut Tx) -> StoreResult<TaxCategoryId> {
    let found: Option<(TaxCategoryId,)> = select(
        &mut *tx,
        "SELECT id FROM tax_category ORDER BY CASE slug WHEN 'standard' THEN 0 ELSE 1 END, id LIMIT 1",
    )
    .optional()
    .await?;
    if let Some((id,)) = found {
        return Ok(id);
    }
    let (id,): (TaxCategoryId,) = select(
        tx,
        "INSERT INTO tax_category (slug, name) VALUES ('standard', 'Standard')
         ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id",
    )
    .one()
    .await?;
    Ok(id)
}

/// A specification with its kind, and the ids of its choices by name.
#[derive(Clone, Debug)]
pub struct Definition {
    pub kind: SpecificationKind,
    pub choices: HashMap<String, i64>,
}

/// Every specification of the shop.
pub async fn definitions(tx: &mut Tx) -> StoreResult<HashMap<SpecificationId, Definition>> {
    let kinds: Vec<(SpecificationId, SpecificationKind)> =
        select(&mut *tx, "SELECT id, kind FROM specification").all().await?;
    let choices: Vec<(SpecificationId, String, i64)> =
        select(tx, "SELECT specification_id, name, id FROM specification_choice").all().await?;
    let definition = |(id, kind)| (id, Definition { kind, choices: HashMap::new() });
    let mut definitions: HashMap<_, _> = kinds.into_iter().map(definition).collect();
    for (specification, name, id) in choices {
        if let Some(definition) = definitions.get_mut(&specification) {
            definition.choices.insert(name, id);
        }
    }
    Ok(definitions)
}

// Adding by slug what is not there yet; the answer is every id by slug.

#[derive(Debug)]
pub struct BrandRow<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub description: &'a str,
}

pub async fn add_brands(tx: &mut Tx, rows: &[BrandRow<'_>]) -> StoreResult<HashMap<String, BrandId>> {
    insert_rows(tx, "brand (slug, name, description)", rows, IF_MISSING, |statement, row: &BrandRow<'_>| {
        statement.bind(row.slug).bind(row.name).bind(row.description)
    })
    .await?;
    by_slug(tx, "SELECT slug, id FROM brand").await
}

#[derive(Debug)]
pub struct ColorRow<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    /// "#rrggbb"
    pub hex: &'a str,
    pub position: i64,
}

pub async fn add_colors(tx: &mut Tx, rows: &[ColorRow<'_>]) -> StoreResult<HashMap<String, ColorId>> {
    insert_rows(tx, "color (slug, name, hex, position)", rows, IF_MISSING, |statement, row: &ColorRow<'_>| {
        statement.bind(row.slug).bind(row.name).bind(row.hex).bind(row.position)
    })
    .await?;
    by_slug(tx, "SELECT slug, id FROM color").await
}

/// Slug and name.
pub type Named<'a> = (&'a str, &'a str);

pub async fn add_materials(tx: &mut Tx, rows: &[Named<'_>]) -> StoreResult<HashMap<String, MaterialId>> {
    insert_rows(tx, "material (slug, name)", rows, IF_MISSING, |statement, (slug, name)| {
        statement.bind(*slug).bind(*name)
    })
    .await?;
    by_slug(tx, "SELECT slug, id FROM material").await
}

pub async fn add_tax_categories(tx: &mut Tx, rows: &[Named<'_>]) -> StoreResult<HashMap<String, TaxCategoryId>> {
    insert_rows(tx, "tax_category (slug, name)", rows, IF_MISSING, |statement, (slug, name)| {
        statement.bind(*slug).bind(*name)
    })
    .await?;
    by_slug(tx, "SELECT slug, id FROM tax_category").await
}

/// Ids of size systems have no type of their own: nothing but sizes refers to them.
pub async fn add_size_systems(tx: &mut Tx, rows: &[Named<'_>]) -> StoreResult<HashMap<String, i64>> {
    insert_rows(tx, "size_system (slug, name)", rows, IF_MISSING, |statement, (slug, name)| {
        statement.bind(*slug).bind(*name)
    })
    .await?;
    by_slug(tx, "SELECT slug, id FROM size_system").await
}

#[derive(Debug)]
pub struct SizeRow<'a> {
    pub system: i64,
    pub slug: &'a str,
    pub name: &'a str,
    pub position: i64,
}

pub async fn add_sizes(tx: &mut Tx, rows: &[SizeRow<'_>]) -> StoreResult<HashMap<String, SizeId>> {
    insert_rows(tx, "size (size_system_id, slug, name, position)", rows, IF_MISSING, |statement, row: &SizeRow<'_>| {
        statement.bind(row.system).bind(row.slug).bind(row.name).bind(row.position)
    })
    .await?;
    by_slug(tx, "SELECT slug, id FROM size").await
}

/// Groups stand in the order of the rows.
pub async fn add_specification_groups(
    tx: &mut Tx,
    rows: &[Named<'_>],
) -> StoreResult<HashMap<String, SpecificationGroupId>> {
    let rows: Vec<_> = (0_i64..).zip(rows).collect();
    let into = "specification_group (slug, name, position)";
    insert_rows(tx, into, &rows, IF_MISSING, |statement, (position, (slug, name))| {
        statement.bind(*slug).bind(*name).bind(*position)
    })
    .await?;
    by_slug(tx, "SELECT slug, id FROM specification_group").await
}

/// Says that the products of a category, and of those below it, have the specifications of a group.
pub async fn add_category_groups(tx: &mut Tx, rows: &[(CategoryId, SpecificationGroupId)]) -> StoreResult<()> {
    let into = "category_specification_group (category_id, specification_group_id)";
    insert_rows(tx, into, rows, "ON CONFLICT DO NOTHING", |statement, (category, group)| {
        statement.bind(*category).bind(*group)
    })
    .await?;
    Ok(())
}

#[derive(Debug)]
pub struct SpecificationRow<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub group: Option<SpecificationGroupId>,
    pub kind: SpecificationKind,
    pub unit: &'a str,
    pub filterable: bool,
    pub comparable: bool,
    pub position: i64,
    pub choices: &'a [String],
}

/// Choices are added only to specifications that are new.
pub async fn add_specifications(
    tx: &mut Tx,
    rows: &[SpecificationRow<'_>],
) -> StoreResult<HashMap<String, SpecificationId>> {
    let into = "specification (slug, name, specification_group_id, kind, unit, filterable, comparable, position)";
    let tail = "ON CONFLICT (slug) DO NOTHING RETURNING slug, id";
    let added: Vec<(String, SpecificationId)> =
        insert_rows_returning(tx, into, rows, tail, |statement, row: &SpecificationRow<'_>| {
            statement
                .bind(row.slug)
                .bind(row.name)
                .bind(row.group)
                .bind(row.kind)
                .bind(row.unit)
                .bind(row.filterable)
                .bind(row.comparable)
                .bind(row.position)
        })
        .await?;
    let mut choices = Vec::new();
    for (slug, id) in &added {
        let names = rows.iter().filter(|row| row.slug == slug).flat_map(|row| row.choices);
        choices.extend((0_i64..).zip(names).map(|(position, name)| (*id, name.as_str(), position)));
    }
    let into = "specification_choice (specification_id, name, position)";
    insert_rows(tx, into, &choices, "", |statement, (specification, name, position)| {
        statement.bind(*specification).bind(*name).bind(*position)
    })
    .await?;
    by_slug(tx, "SELECT slug, id FROM specification").await
}

const IF_MISSING: &str = "ON CONFLICT (slug) DO NOTHING";

async fn by_slug<I>(on: impl Into<Conn<'_>>, sql: &'static str) -> StoreResult<HashMap<String, I>>
where
    (String, I): Record,
{
    let rows: Vec<(String, I)> = select(on, sql).all().await?;
    Ok(rows.into_iter().collect())
}
