//! The counts beside a listing, all in one statement.

use super::{
    filter::{Binds, IN_STOCK, Narrowed, SIZE_NAME, Scope, VALUE, Without, candidates, fits, joined_fits},
    filterable::{self, Filterable, Found},
    order::Order,
};
use crate::{
    domain::{
        catalog::{FacetValue, Facets, Micro, NumberRange, PriceRange, RATINGS},
        ids::SpecificationId,
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

/// What was counted in a listing.
#[derive(Debug, Default)]
pub struct Counted {
    pub total: i64,
    /// Products before the place that the query names: up to and with `after`, or up to `before`.
    pub before: i64,
    pub facets: Facets,
}

/// The number of products that fit, and what they can be narrowed by.
pub async fn count(
    db: &Db,
    scope: &Scope,
    narrowed: &Narrowed<'_>,
    filterable: &[Filterable],
    now: Timestamp,
) -> StoreResult<Counted> {
    let mut binds = Binds::default();
    let candidates = candidates(scope, now, &mut binds);
    let mut branches = vec![
        total(narrowed, &mut binds),
        categories(scope, narrowed, &mut binds),
        option_values(narrowed, ("color", "color.name"), "color.hex", "color.position", Without::Color, &mut binds),
        // A size's place counts within its system.
        option_values(
            narrowed,
            ("size", SIZE_NAME),
            "''",
            "size.size_system_id * 1000000 + size.position",
            Without::Size,
            &mut binds,
        ),
        named(narrowed, "brand", Without::Brand, &mut binds),
        named(narrowed, "material", Without::Material, &mut binds),
        prices(narrowed, &mut binds),
        ratings(narrowed, &mut binds),
        in_stock(narrowed, &mut binds),
    ];
    branches.extend(before(scope, narrowed, &mut binds));
    branches.extend(specification_values(narrowed, &mut binds));
    let sql = format!("{candidates} {}", branches.join(" UNION ALL "));
    let mut rows: Vec<Row> = binds.apply(select(db, sql)).all().await?;
    rows.sort_by(|a, b| (a.place, &a.name, &a.slug).cmp(&(b.place, &b.name, &b.slug)));
    Ok(counted(rows, filterable))
}

fn total(narrowed: &Narrowed<'_>, binds: &mut Binds) -> String {
    let fits = fits(narrowed, Without::Nothing, binds);
    format!(
        "SELECT 'total' AS kind, '' AS slug, '' AS name, '' AS hex, CAST(0 AS BIGINT) AS place,
                CAST(COUNT(*) AS BIGINT) AS products
         FROM candidate WHERE {fits}"
    )
}

fn before(scope: &Scope, narrowed: &Narrowed<'_>, binds: &mut Binds) -> Option<String> {
    let place = narrowed.query.after.or(narrowed.query.before)?;
    let order = Order::of(scope, narrowed, binds);
    let is_before = order.is_before(place, narrowed.query.after.is_some(), binds);
    let fits = fits(narrowed, Without::Nothing, binds);
    Some(format!(
        "SELECT 'before', '', '', '', CAST(0 AS BIGINT), CAST(COUNT(*) AS BIGINT)
         FROM candidate WHERE {is_before} AND {fits}"
    ))
}

fn categories(scope: &Scope, narrowed: &Narrowed<'_>, binds: &mut Binds) -> String {
    let fits = fits(narrowed, Without::Category, binds);
    let below = match scope {
        Scope::Subtree { id, .. } => format!("top.parent_id = {}", binds.int(id.0)),
        Scope::Words(_) | Scope::Everything => "top.parent_id IS NULL".into(),
    };
    format!(
        "SELECT 'category', top.slug, top.name, '', CAST(top.lft AS BIGINT),
                CAST(COUNT(DISTINCT candidate.id) AS BIGINT)
         FROM candidate
         JOIN product_category ON product_category.product_id = candidate.id
         JOIN category own ON own.id = product_category.category_id AND own.visible
         JOIN category top ON own.lft BETWEEN top.lft AND top.rgt AND top.visible
         WHERE {below} AND {fits} GROUP BY top.id, top.slug, top.name, top.lft"
    )
}

fn option_values(
    narrowed: &Narrowed<'_>,
    (table, name): (&str, &str),
    hex: &str,
    place: &str,
    own: Without,
    binds: &mut Binds,
) -> String {
    let fits = joined_fits(narrowed, own, binds);
    format!(
        "SELECT '{table}', {table}.slug, {name}, {hex}, CAST({place} AS BIGINT),
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

/// Brands or materials, which a candidate has one of.
fn named(narrowed: &Narrowed<'_>, kind: &str, own: Without, binds: &mut Binds) -> String {
    let fits = fits(narrowed, own, binds);
    format!(
        "SELECT '{kind}', candidate.{kind}_slug, candidate.{kind}_name, '', CAST(0 AS BIGINT), CAST(COUNT(*) AS BIGINT)
         FROM candidate WHERE candidate.{kind}_slug IS NOT NULL AND {fits}
         GROUP BY candidate.{kind}_slug, candidate.{kind}_name"
    )
}

fn prices(narrowed: &Narrowed<'_>, binds: &mut Binds) -> String {
    let fits = joined_fits(narrowed, Without::Price, binds);
    format!(
        "SELECT 'price', '', '', '', CAST(MIN(variant.price_minor) AS BIGINT), CAST(MAX(variant.price_minor) AS BIGINT)
         FROM candidate JOIN variant ON variant.product_id = candidate.id WHERE {fits} HAVING COUNT(*) > 0"
    )
}

fn ratings(narrowed: &Narrowed<'_>, binds: &mut Binds) -> String {
    let fits = fits(narrowed, Without::Rating, binds);
    let bounds = RATINGS.map(|stars| format!("SELECT {stars} AS stars")).join(" UNION ALL ");
    format!(
        "SELECT 'rating', '', '', '', CAST(bound.stars AS BIGINT), CAST(COUNT(*) AS BIGINT)
         FROM candidate JOIN ({bounds}) AS bound ON candidate.rating_sum >= bound.stars * candidate.rating_count
         WHERE candidate.rating_count > 0 AND {fits} GROUP BY bound.stars"
    )
}

fn in_stock(narrowed: &Narrowed<'_>, binds: &mut Binds) -> String {
    let fits = joined_fits(narrowed, Without::Stock, binds);
    format!(
        "SELECT 'stock', '', '', '', CAST(0 AS BIGINT), CAST(COUNT(DISTINCT candidate.id) AS BIGINT)
         FROM candidate JOIN variant ON variant.product_id = candidate.id WHERE {IN_STOCK} AND {fits}"
    )
}

/// Values and ranges: of all specifications that are not chosen together, of each chosen one without its own choice.
fn specification_values(narrowed: &Narrowed<'_>, binds: &mut Binds) -> Vec<String> {
    let chosen: Vec<SpecificationId> = narrowed.specifications.iter().filter_map(|wanted| wanted.id).collect();
    let mut branches = Vec::new();
    let mut branch = |which: &dyn Fn(&mut Binds) -> String, without, binds: &mut Binds| {
        for (kind, value, least, most) in [
            ("choice", VALUE, VALUE, "COUNT(*)"),
            ("number", "given.number_micro", "MIN(given.number_micro)", "MAX(given.number_micro)"),
        ] {
            let group = if kind == "choice" { format!(", {value}") } else { String::new() };
            let which = which(binds);
            let fits = fits(narrowed, without, binds);
            branches.push(format!(
                "SELECT '{kind}', CAST(given.specification_id AS TEXT), '', '', CAST({least} AS BIGINT),
                        CAST({most} AS BIGINT)
                 FROM candidate JOIN specification_value given ON given.product_id = candidate.id
                 WHERE {value} IS NOT NULL AND {which} AND {fits} GROUP BY given.specification_id{group}"
            ));
        }
    };
    let others = |binds: &mut Binds| {
        let chosen: Vec<String> = chosen.iter().map(|id| binds.int(id.0)).collect();
        let but = if chosen.is_empty() { String::new() } else { format!("AND id NOT IN ({})", chosen.join(", ")) };
        format!("given.specification_id IN (SELECT id FROM specification WHERE filterable {but})")
    };
    branch(&others, Without::Nothing, binds);
    for id in &chosen {
        let own = |binds: &mut Binds| format!("given.specification_id = {}", binds.int(id.0));
        branch(&own, Without::Specification(Some(*id)), binds);
    }
    branches
}

fn counted(rows: Vec<Row>, filterable: &[Filterable]) -> Counted {
    let (mut counted, mut found) = (Counted::default(), Found::default());
    let facets = &mut counted.facets;
    let money = |minor| Money::new(minor, Currency::default());
    for Row { kind, slug, name, hex, place, products } in rows {
        let hex = Some(hex).filter(|hex| !hex.is_empty());
        let specification = || SpecificationId(slug.parse().unwrap_or_default());
        match kind.as_str() {
            "total" => counted.total = products,
            "before" => counted.before = products,
            "price" => facets.price = Some(PriceRange { least: money(place), most: money(products) }),
            "rating" => facets.ratings.insert(0, (u8::try_from(place).unwrap_or_default(), products)),
            "stock" => facets.in_stock = products,
            "choice" => drop(found.counts.insert((specification(), place), products)),
            "number" => {
                let range = NumberRange { least: Micro(place), most: Micro(products) };
                found.ranges.insert(specification(), range);
            }
            kind => {
                let value = FacetValue { slug, name, hex, products };
                match kind {
                    "category" => facets.categories.push(value),
                    "color" => facets.colors.push(value),
                    "size" => facets.sizes.push(value),
                    "brand" => facets.brands.push(value),
                    _ => facets.materials.push(value),
                }
            }
        }
    }
    facets.specifications = filterable::facets(filterable, &found);
    counted
}
