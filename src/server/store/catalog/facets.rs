//! The counts beside a listing, all in one statement.

use super::filter::{Binds, Scope, Without, candidates, fits, joined_fits};
use crate::{
    domain::{
        catalog::{FacetValue, Facets, ListingQuery, PriceRange},
        money::{Currency, Money},
        timestamp::Timestamp,
    },
    server::store::{Db, StoreResult, db::select},
};

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    slug: String,
    name: String,
    hex: String,
    /// Order within its facet, most significant first; of the price, the lowest.
    place: i64,
    /// Of the price, the highest.
    products: i64,
}

/// The number of products that fit, and what they can be narrowed by.
pub async fn count(db: &Db, scope: &Scope, query: &ListingQuery, now: Timestamp) -> StoreResult<(i64, Facets)> {
    let mut binds = Binds::default();
    let candidates = candidates(scope, now, &mut binds);
    let branches = [
        total(query, &mut binds),
        option_values(query, "color", "color.hex", "color.position", Without::Color, &mut binds),
        // A size's place counts within its system.
        option_values(query, "size", "''", "size.size_system_id * 1000000 + size.position", Without::Size, &mut binds),
        brands(query, &mut binds),
        prices(query, &mut binds),
    ];
    let sql = format!("{candidates} {}", branches.join(" UNION ALL "));
    let mut rows: Vec<Row> = binds.apply(select(db, sql)).all().await?;
    rows.sort_by(|a, b| (a.place, &a.name, &a.slug).cmp(&(b.place, &b.name, &b.slug)));
    Ok(facets(rows))
}

fn total(query: &ListingQuery, binds: &mut Binds) -> String {
    let fits = fits(query, Without::Nothing, binds);
    format!(
        "SELECT 'total' AS kind, '' AS slug, '' AS name, '' AS hex, CAST(0 AS BIGINT) AS place,
                CAST(COUNT(*) AS BIGINT) AS products
         FROM candidate WHERE {fits}"
    )
}

fn option_values(query: &ListingQuery, table: &str, hex: &str, place: &str, own: Without, binds: &mut Binds) -> String {
    let fits = joined_fits(query, own, binds);
    format!(
        "SELECT '{table}', {table}.slug, {table}.name, {hex}, CAST({place} AS BIGINT),
                CAST(COUNT(DISTINCT candidate.id) AS BIGINT)
         FROM candidate
         JOIN variant ON variant.product_id = candidate.id
         JOIN variant_option_value chosen ON chosen.variant_id = variant.id
         JOIN option_value chosen_value ON chosen_value.id = chosen.option_value_id
         JOIN {table} ON {table}.id = chosen_value.{table}_id
         WHERE {fits}
         GROUP BY {table}.id"
    )
}

fn brands(query: &ListingQuery, binds: &mut Binds) -> String {
    let fits = fits(query, Without::Brand, binds);
    format!(
        "SELECT 'brand', candidate.brand_slug, candidate.brand_name, '', CAST(0 AS BIGINT), CAST(COUNT(*) AS BIGINT)
         FROM candidate WHERE candidate.brand_slug IS NOT NULL AND {fits}
         GROUP BY candidate.brand_slug, candidate.brand_name"
    )
}

fn prices(query: &ListingQuery, binds: &mut Binds) -> String {
    let fits = joined_fits(query, Without::Price, binds);
    format!(
        "SELECT 'price', '', '', '', CAST(MIN(variant.price_minor) AS BIGINT), CAST(MAX(variant.price_minor) AS BIGINT)
         FROM candidate JOIN variant ON variant.product_id = candidate.id WHERE {fits} HAVING COUNT(*) > 0"
    )
}

fn facets(rows: Vec<Row>) -> (i64, Facets) {
    let (mut total, mut facets) = (0, Facets::default());
    let money = |minor| Money::new(minor, Currency::default());
    for Row { kind, slug, name, hex, place, products } in rows {
        let hex = Some(hex).filter(|hex| !hex.is_empty());
        let value = FacetValue { slug, name, hex, products };
        match kind.as_str() {
            "total" => total = products,
            "color" => facets.colors.push(value),
            "size" => facets.sizes.push(value),
            "brand" => facets.brands.push(value),
            _ => facets.price = Some(PriceRange { least: money(place), most: money(products) }),
        }
    }
    (total, facets)
}
