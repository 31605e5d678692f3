//! Products side by side.

use super::{
    cards::{self, CardBase},
    product::related,
    stated,
    variants::{self, ValueRow, VariantRow},
};
use crate::{
    domain::{
        catalog::{ComparedGroup, ComparedProduct, ComparedRow, Comparison, ListingQuery, rating_tenths},
        ids::{CategoryId, ProductId},
        timestamp::Timestamp,
    },
    server::store::{Db, StoreResult, db::select, sql},
};

#[derive(sqlx::FromRow)]
struct ProductRow {
    #[sqlx(flatten)]
    card: CardBase,
    primary_category_id: Option<CategoryId>,
    rating_count: i64,
    rating_sum: i64,
}

/// Those of the products that shoppers may see, in the order asked for, and others of the first one's category: six
/// statements.
pub async fn load(db: &Db, slugs: &[String], now: Timestamp) -> StoreResult<Comparison> {
    let mut rows = products(db, slugs, now).await?;
    let Some(first) = rows.first() else { return Ok(Comparison::default()) };
    let mut others = related(db, first.card.id, first.primary_category_id, now).await?;
    others.retain(|other| rows.iter().all(|row| row.card.id != other.id));

    let ids: Vec<ProductId> = rows.iter().map(|row| row.card.id).collect();
    let all: Vec<ProductId> = ids.iter().copied().chain(others.iter().map(|other| other.id)).collect();
    let (variants, values) = (variants::variants(db, &all).await?, variants::values(db, &all).await?);
    // What cannot be bought in any form is not in the table.
    rows.retain(|row| variants.iter().any(|variant| variant.product_id == row.card.id));
    let ids: Vec<ProductId> = ids.into_iter().filter(|id| rows.iter().any(|row| row.card.id == *id)).collect();
    if ids.is_empty() {
        return Ok(Comparison::default());
    }
    let mut groups = options(&ids, &variants, &values);
    groups.extend(stated::compared(db, &ids).await?);
    let parts = cards::Parts::new(variants, values, variants::pictures(db, &all).await?);
    let query = ListingQuery::default();
    let ratings: Vec<(i64, u32)> =
        rows.iter().map(|row| (row.rating_count, rating_tenths(row.rating_count, row.rating_sum))).collect();
    let bases = rows.into_iter().map(|row| row.card).collect();
    let products = cards::build(bases, &parts, &query).into_iter().zip(ratings);
    Ok(Comparison {
        products: products
            .map(|(card, (rating_count, rating_tenths))| ComparedProduct { card, rating_count, rating_tenths })
            .collect(),
        groups,
        suggestions: cards::build(others, &parts, &query),
    })
}

async fn products(db: &Db, slugs: &[String], now: Timestamp) -> StoreResult<Vec<ProductRow>> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let order: String = (1..=slugs.len()).map(|place| format!(" WHEN ${place} THEN {place}")).collect();
    let text = format!(
        "SELECT product.id, product.slug, product.title, product.summary, brand.name AS brand_name,
                product.primary_category_id, product.rating_count, product.rating_sum
         FROM product LEFT JOIN brand ON brand.id = product.brand_id
         WHERE product.slug IN ({}) AND product.status = 'active' AND product.published_at <= ${}
         ORDER BY CASE product.slug{order} END",
        sql::list(1, slugs.len()),
        slugs.len() + 1
    );
    select(db, text).bind_all(slugs.iter().cloned()).bind(now).all().await
}

/// What there is to choose on each product, a row per option.
fn options(products: &[ProductId], variants: &[VariantRow], values: &[ValueRow]) -> Vec<ComparedGroup> {
    let mut rows: Vec<(String, Vec<Vec<&str>>)> = Vec::new();
    for value in values {
        let owner = variants.iter().find(|variant| variant.id == value.variant_id).map(|variant| variant.product_id);
        let Some(column) = products.iter().position(|product| Some(*product) == owner) else { continue };
        let place = rows.iter().position(|(name, _)| *name == value.option_name).unwrap_or_else(|| {
            rows.push((value.option_name.clone(), vec![Vec::new(); products.len()]));
            rows.len() - 1
        });
        if let Some(names) = rows.get_mut(place).and_then(|(_, columns)| columns.get_mut(column))
            && !names.contains(&value.name.as_str())
        {
            names.push(&value.name);
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let cell = |names: Vec<&str>| (!names.is_empty()).then(|| names.join(", "));
    let row = |(name, columns): (String, Vec<Vec<&str>>)| ComparedRow {
        name,
        values: columns.into_iter().map(cell).collect(),
    };
    vec![ComparedGroup { name: "To choose from".into(), rows: rows.into_iter().map(row).collect() }]
}
