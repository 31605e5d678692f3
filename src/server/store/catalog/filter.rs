//! Conditions of a listing, as SQL with its values.

use super::filterable::{Filterable, NO, Wanted, WantedValues, YES, wanted};
use crate::{
    domain::{
        catalog::{ListingQuery, Micro},
        ids::{CategoryId, SpecificationId},
        timestamp::Timestamp,
    },
    server::store::db::Statement,
};

/// Where a listing looks, before anything narrows it.
#[derive(Clone, Debug)]
pub enum Scope {
    /// A category with everything below it, as its nested-set range.
    Subtree { id: CategoryId, lft: i64, rgt: i64 },
    /// Products that contain every one of these words.
    Words(Vec<String>),
    /// The whole catalog.
    Everything,
}

/// The conditions of a facet that a count leaves out: its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Without {
    Nothing,
    Category,
    Color,
    Size,
    Brand,
    Material,
    Price,
    Rating,
    Stock,
    Specification(Option<SpecificationId>),
}

/// A choice, its specifications looked up.
#[derive(Debug)]
pub struct Narrowed<'a> {
    pub query: &'a ListingQuery,
    pub specifications: Vec<Wanted>,
}

impl<'a> Narrowed<'a> {
    pub fn new(query: &'a ListingQuery, filterable: &[Filterable]) -> Self {
        Self { query, specifications: wanted(filterable, query) }
    }
}

/// The values of a statement in the order of their placeholders.
#[derive(Debug, Default)]
pub struct Binds(Vec<Bind>);

#[derive(Debug)]
enum Bind {
    Int(i64),
    Text(String),
}

impl Binds {
    pub fn int(&mut self, value: i64) -> String {
        self.0.push(Bind::Int(value));
        format!("${}", self.0.len())
    }

    pub fn text(&mut self, value: impl Into<String>) -> String {
        self.0.push(Bind::Text(value.into()));
        format!("${}", self.0.len())
    }

    /// `$1, $2`
    pub fn texts(&mut self, values: &[String]) -> String {
        values.iter().map(|value| self.text(value)).collect::<Vec<_>>().join(", ")
    }

    pub fn apply<T>(self, statement: Statement<'_, T>) -> Statement<'_, T> {
        self.0.into_iter().fold(statement, |statement, bind| match bind {
            Bind::Int(value) => statement.bind(value),
            Bind::Text(value) => statement.bind(value),
        })
    }
}

/// Names the products in a scope `candidate`, for the statement that follows.
pub fn candidates(scope: &Scope, now: Timestamp, binds: &mut Binds) -> String {
    let now = binds.int(now.0);
    let within = match scope {
        Scope::Subtree { lft, rgt, .. } => {
            let (lft, rgt) = (binds.int(*lft), binds.int(*rgt));
            format!(
                "product.id IN (SELECT product_category.product_id FROM product_category
                 JOIN category ON category.id = product_category.category_id
                 WHERE category.visible AND category.lft BETWEEN {lft} AND {rgt})"
            )
        }
        Scope::Words(words) => contains_all(words, binds),
        Scope::Everything => TRUE.into(),
    };
    // MATERIALIZED: the branches of a statement read the same few rows, found once.
    format!(
        "WITH candidate AS MATERIALIZED (
            SELECT product.id, product.slug, product.title, product.summary, product.price_minor, product.published_at,
                   product.sold, product.rating_count, product.rating_sum, brand.slug AS brand_slug,
                   brand.name AS brand_name, material.slug AS material_slug, material.name AS material_name
            FROM product
            LEFT JOIN brand ON brand.id = product.brand_id
            LEFT JOIN material ON material.id = product.material_id
            WHERE product.status = 'active' AND product.published_at <= {now}
              AND EXISTS (SELECT 1 FROM variant WHERE variant.product_id = product.id) AND {within})"
    )
}

fn contains_all(words: &[String], binds: &mut Binds) -> String {
    let contains = |word: &String| {
        let pattern = binds.text(like_pattern(word));
        let like = |column: &str| format!("LOWER({column}) LIKE LOWER({pattern}) ESCAPE '\\'");
        let columns = ["product.title", "brand.name", "product.summary", "product.description"].map(like).join(" OR ");
        let sku = like("variant.sku");
        format!("({columns} OR EXISTS (SELECT 1 FROM variant WHERE variant.product_id = product.id AND {sku}))")
    };
    let conditions: Vec<String> = words.iter().map(contains).collect();
    if conditions.is_empty() { "FALSE".into() } else { conditions.join(" AND ") }
}

/// How many of the words the title contains.
pub fn words_in_title(words: &[String], binds: &mut Binds) -> String {
    let contains = |word: &String| {
        let pattern = binds.text(like_pattern(word));
        format!("CASE WHEN LOWER(candidate.title) LIKE LOWER({pattern}) ESCAPE '\\' THEN 1 ELSE 0 END")
    };
    words.iter().map(contains).collect::<Vec<_>>().join(" + ")
}

/// Matches the text anywhere, its own `%` and `_` taken literally.
fn like_pattern(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// Whether a candidate fits the choice. One variant must meet color, size, price and stock together.
pub fn fits(narrowed: &Narrowed<'_>, without: Without, binds: &mut Binds) -> String {
    let variant = variant_fits(narrowed.query, without, binds);
    let mut conditions = product_fits(narrowed, without, binds);
    if variant != TRUE {
        conditions
            .push(format!("EXISTS (SELECT 1 FROM variant WHERE variant.product_id = candidate.id AND {variant})"));
    }
    all(conditions)
}

/// Whether a candidate joined with one of its variants fits the choice.
pub fn joined_fits(narrowed: &Narrowed<'_>, without: Without, binds: &mut Binds) -> String {
    let mut conditions = product_fits(narrowed, without, binds);
    conditions.push(variant_fits(narrowed.query, without, binds));
    all(conditions)
}

const TRUE: &str = "1 = 1";
const FALSE: &str = "1 = 0";

fn all(conditions: Vec<String>) -> String {
    if conditions.is_empty() { TRUE.into() } else { conditions.join(" AND ") }
}

/// The conditions on the product itself.
fn product_fits(narrowed: &Narrowed<'_>, without: Without, binds: &mut Binds) -> Vec<String> {
    let query = narrowed.query;
    let mut conditions = Vec::new();
    if without != Without::Category && !query.categories.is_empty() {
        conditions.push(format!(
            "EXISTS (SELECT 1 FROM product_category
             JOIN category own ON own.id = product_category.category_id AND own.visible
             JOIN category top ON own.lft BETWEEN top.lft AND top.rgt AND top.visible
             WHERE product_category.product_id = candidate.id AND top.slug IN ({}))",
            binds.texts(&query.categories)
        ));
    }
    for (facet, column, slugs) in
        [(Without::Brand, "brand_slug", &query.brands), (Without::Material, "material_slug", &query.materials)]
    {
        if without != facet && !slugs.is_empty() {
            conditions.push(format!("candidate.{column} IN ({})", binds.texts(slugs)));
        }
    }
    if let Some(stars) = query.rating.filter(|_| without != Without::Rating) {
        let stars = binds.int(stars.into());
        conditions
            .push(format!("candidate.rating_count > 0 AND candidate.rating_sum >= {stars} * candidate.rating_count"));
    }
    for wanted in &narrowed.specifications {
        if without != Without::Specification(wanted.id) || wanted.id.is_none() {
            conditions.push(specification_fits(wanted, binds));
        }
    }
    conditions
}

fn specification_fits(wanted: &Wanted, binds: &mut Binds) -> String {
    let Some(id) = wanted.id else { return FALSE.into() };
    let values = match &wanted.values {
        WantedValues::AnyOf(ids) if !ids.is_empty() => {
            let ids: Vec<String> = ids.iter().map(|id| binds.int(*id)).collect();
            format!("{VALUE} IN ({})", ids.join(", "))
        }
        WantedValues::Between(min, max) => {
            let mut bounds = vec!["given.number_micro IS NOT NULL".to_owned()];
            bounds.extend(min.map(|Micro(min)| format!("given.number_micro >= {}", binds.int(min))));
            bounds.extend(max.map(|Micro(max)| format!("given.number_micro <= {}", binds.int(max))));
            bounds.join(" AND ")
        }
        WantedValues::AnyOf(_) | WantedValues::Nothing => return FALSE.into(),
    };
    let id = binds.int(id.0);
    format!(
        "EXISTS (SELECT 1 FROM specification_value given
         WHERE given.product_id = candidate.id AND given.specification_id = {id} AND {values})"
    )
}

/// The id of what is chosen of a specification, yes and no included; null for what is no choice.
pub const VALUE: &str = "COALESCE(given.choice_id, CASE WHEN given.boolean_value IS NULL THEN NULL WHEN given.boolean_value THEN 1 ELSE 0 END)";
const _: () = assert!(YES == 1 && NO == 0, "the statement has the numbers in it");

/// The name of a row of `size`: with its size system where another one has a size of the same name.
pub const SIZE_NAME: &str = "CASE
    WHEN EXISTS (SELECT 1 FROM size other
                 WHERE LOWER(other.name) = LOWER(size.name) AND other.size_system_id <> size.size_system_id)
    THEN size.name || ' (' || (SELECT size_system.name FROM size_system WHERE size_system.id = size.size_system_id) || ')'
    ELSE size.name END";

/// Whether a unit of a row of `variant` can leave now, as `variants::VARIANTS` reads it.
pub const IN_STOCK: &str = "(NOT variant.track_stock
    OR EXISTS (SELECT 1 FROM inventory_item WHERE inventory_item.variant_id = variant.id
               AND inventory_item.on_hand > inventory_item.reserved))";

/// Whether a row of `variant` has a chosen color, a chosen size, a price within the bounds, and stock if it must.
pub fn variant_fits(query: &ListingQuery, without: Without, binds: &mut Binds) -> String {
    let mut conditions = Vec::new();
    for (facet, table, slugs) in [(Without::Color, "color", &query.colors), (Without::Size, "size", &query.sizes)] {
        if without != facet && !slugs.is_empty() {
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM variant_option_value
                 JOIN option_value ON option_value.id = variant_option_value.option_value_id
                 JOIN {table} ON {table}.id = option_value.{table}_id
                 WHERE variant_option_value.variant_id = variant.id AND {table}.slug IN ({}))",
                binds.texts(slugs)
            ));
        }
    }
    if without != Without::Price {
        if let Some(min) = query.min {
            conditions.push(format!("variant.price_minor >= {}", binds.int(min.minor)));
        }
        if let Some(max) = query.max {
            conditions.push(format!("variant.price_minor <= {}", binds.int(max.minor)));
        }
    }
    if without != Without::Stock && query.in_stock {
        conditions.push(IN_STOCK.into());
    }
    all(conditions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_like_are_taken_literally() {
        assert_eq!(like_pattern(r"50%_a\b"), r"%50\%\_a\\b%");
    }

    #[test]
    fn values_never_stand_in_the_statement() {
        let mut binds = Binds::default();
        let query = ListingQuery::parse("color=navy,moss&size=m&brand=holmlys&min=10");
        let sql = fits(&Narrowed::new(&query, &[]), Without::Nothing, &mut binds);
        assert_eq!(binds.0.len(), 5);
        assert!(!sql.contains("navy") && !sql.contains("holmlys") && sql.contains("$5"), "{sql}");
    }
}
