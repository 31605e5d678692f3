//! Promotions as staff list and edit them.

use super::{COLUMNS, Row};
use crate::{
    domain::{
        ids::{ProductId, PromotionId},
        promotion::{Reward, Terms},
        staff::{PageLinks, PageRequest, PromotionTab},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreError, StoreResult, Tx,
        admin::{contains, order_and_limit},
        db::{Statement, execute, select},
        slice::{Position, Slice, Sliced},
        sql,
    },
};
use std::collections::HashMap;

/// A promotion as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    pub version: i64,
    pub by_code: bool,
    pub code_limit: Option<i64>,
    pub terms: Terms,
}

#[derive(sqlx::FromRow)]
struct KeptRow {
    #[sqlx(flatten)]
    row: Row,
    version: i64,
    by_code: bool,
    code_limit: Option<i64>,
}

/// A promotion in a list.
#[derive(Debug)]
pub struct Listed {
    pub id: PromotionId,
    pub terms: Terms,
    pub by_code: bool,
    /// The first of its codes, by the alphabet, and how many there are.
    pub codes: (Option<String>, i64),
    /// Orders that hold it.
    pub uses: i64,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    row: Row,
    by_code: bool,
    code: Option<String>,
    codes: i64,
    uses: i64,
}

/// A page of a tab's promotions, newest first, whose name or code fits a search.
pub async fn list(
    on: impl Into<Conn<'_>>,
    tab: PromotionTab,
    query: &str,
    page: PageRequest,
    now: Timestamp,
) -> StoreResult<(Vec<Listed>, PageLinks)> {
    let text = listing(tab, "id > $1 AND id < $2", &order_and_limit("id", page));
    let (above, below) = page.bounds();
    let rows: Vec<ListedRow> = select(on, text).bind(above).bind(below).bind(contains(query)).bind(now).all().await?;
    let (rows, links) = page.finish(rows, |row| row.row.id.0);
    Ok((rows.into_iter().map(ListedRow::listed).collect::<StoreResult<_>>()?, links))
}

/// A slice of the same, by id.
pub async fn slice(
    on: impl Into<Conn<'_>>,
    tab: PromotionTab,
    query: &str,
    slice: Slice,
    now: Timestamp,
) -> StoreResult<Sliced<Listed>> {
    let (key, id) = slice.bounds();
    let text = listing(tab, &slice.condition("id", "id", ("$1", "$2")), &slice.tail("id", "id"));
    let rows: Vec<ListedRow> = select(on, text).bind(key).bind(id).bind(contains(query)).bind(now).all().await?;
    let Sliced { rows, before, after } = slice.finish(rows, |row| Position::of_id(row.row.id.0));
    Ok(Sliced { rows: rows.into_iter().map(ListedRow::listed).collect::<StoreResult<_>>()?, before, after })
}

/// The list of a tab within bounds ($1, $2) that fits a search ($3) at an instant ($4).
fn listing(tab: PromotionTab, within: &str, tail: &str) -> String {
    let of_tab = match tab {
        PromotionTab::All => "CAST($4 AS BIGINT) IS NOT NULL",
        PromotionTab::Running => {
            "active AND (starts_at IS NULL OR starts_at <= $4) AND (ends_at IS NULL OR ends_at > $4)"
        }
        PromotionTab::Scheduled => "active AND starts_at > $4",
        PromotionTab::Ended => "ends_at <= $4",
        PromotionTab::Paused => "NOT active AND CAST($4 AS BIGINT) IS NOT NULL",
    };
    format!(
        "SELECT {COLUMNS}, promotion.by_code,
                (SELECT MIN(code) FROM coupon_code WHERE promotion_id = promotion.id) AS code,
                CAST((SELECT COUNT(*) FROM coupon_code WHERE promotion_id = promotion.id) AS BIGINT) AS codes,
                CAST((SELECT COUNT(*) FROM promotion_claim
                      WHERE promotion_id = promotion.id AND released_at IS NULL) AS BIGINT) AS uses
         FROM promotion
         WHERE {within} AND {of_tab}
           AND ($3 = '' OR LOWER(name) LIKE LOWER($3) ESCAPE '\\' OR EXISTS (
               SELECT 1 FROM coupon_code WHERE promotion_id = promotion.id AND LOWER(code) LIKE LOWER($3) ESCAPE '\\'))
         {tail}"
    )
}

impl ListedRow {
    fn listed(self) -> StoreResult<Listed> {
        let codes = (self.code, self.codes);
        Ok(Listed { id: self.row.id, terms: self.row.terms()?, by_code: self.by_code, codes, uses: self.uses })
    }
}

pub async fn find(on: impl Into<Conn<'_>>, id: PromotionId) -> StoreResult<Option<Kept>> {
    let text = format!(
        "SELECT {COLUMNS}, promotion.version, promotion.by_code, promotion.code_limit FROM promotion WHERE id = $1"
    );
    let row: Option<KeptRow> = select(on, text).bind(id).optional().await?;
    let kept = |KeptRow { row, version, by_code, code_limit }| -> StoreResult<Kept> {
        Ok(Kept { version, by_code, code_limit, terms: row.terms()? })
    };
    row.map(kept).transpose()
}

/// The ids of products by their addresses; unknown ones are left out.
pub async fn product_ids(on: impl Into<Conn<'_>>, slugs: &[String]) -> StoreResult<HashMap<String, ProductId>> {
    if slugs.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("SELECT slug, id FROM product WHERE slug IN ({})", sql::list(1, slugs.len()));
    let rows: Vec<(String, ProductId)> = select(on, text).bind_all(slugs.iter().cloned()).all().await?;
    Ok(rows.into_iter().collect())
}

const FIELDS: [&str; 21] = [
    "name",
    "active",
    "by_code",
    "reward",
    "ppm",
    "amount_minor",
    "buy_quantity",
    "get_quantity",
    "selection",
    "gets",
    "minimum_minor",
    "minimum_quantity",
    "customer_group_id",
    "first_order",
    "starts_at",
    "ends_at",
    "usage_limit",
    "customer_limit",
    "priority",
    "exclusive",
    "code_limit",
];

/// Binds [`FIELDS`].
fn bind_fields<'c, T>(
    statement: Statement<'c, T>,
    terms: &Terms,
    by_code: bool,
    code_limit: Option<i64>,
) -> StoreResult<Statement<'c, T>> {
    let json =
        |selection| serde_json::to_string(selection).map_err(|error| StoreError::Inconsistent(error.to_string()));
    let nothing = Default::default();
    let (kind, ppm, amount, buy_get, gets) = match &terms.reward {
        Reward::Percent { ppm } => ("percent", Some(*ppm), None, None, &nothing),
        Reward::Fixed { amount_minor } => ("fixed", None, Some(*amount_minor), None, &nothing),
        Reward::FixedPerUnit { amount_minor } => ("fixed_per_unit", None, Some(*amount_minor), None, &nothing),
        Reward::FreeShipping => ("free_shipping", None, None, None, &nothing),
        Reward::BuyGet { buy, get, ppm, gets } => ("buy_get", Some(*ppm), None, Some((*buy, *get)), gets),
    };
    let conditions = &terms.conditions;
    Ok(statement
        .bind(terms.name.clone())
        .bind(terms.active)
        .bind(by_code)
        .bind(kind)
        .bind(ppm)
        .bind(amount)
        .bind(buy_get.map(|(buy, _)| buy))
        .bind(buy_get.map(|(_, get)| get))
        .bind(json(&terms.selection)?)
        .bind(json(gets)?)
        .bind(conditions.minimum_minor)
        .bind(conditions.minimum_quantity)
        .bind(conditions.customer_group)
        .bind(conditions.first_order)
        .bind(conditions.starts_at)
        .bind(conditions.ends_at)
        .bind(terms.usage_limit)
        .bind(terms.customer_limit)
        .bind(terms.priority)
        .bind(terms.exclusive)
        .bind(code_limit))
}

pub async fn insert(
    tx: &mut Tx,
    terms: &Terms,
    by_code: bool,
    code_limit: Option<i64>,
    now: Timestamp,
) -> StoreResult<PromotionId> {
    let text = format!(
        "INSERT INTO promotion ({}, created_at, updated_at) VALUES ({}, ${next}, ${next}) RETURNING id",
        FIELDS.join(", "),
        sql::list(1, FIELDS.len()),
        next = FIELDS.len() + 1
    );
    let (id,): (PromotionId,) = bind_fields(select(tx, text), terms, by_code, code_limit)?.bind(now).one().await?;
    Ok(id)
}

/// Changes a promotion if it still has the version; tells whether it had. Its counts are made anew by [`recount`].
pub async fn update(
    tx: &mut Tx,
    (id, version): (PromotionId, i64),
    terms: &Terms,
    by_code: bool,
    code_limit: Option<i64>,
    now: Timestamp,
) -> StoreResult<bool> {
    let set: Vec<String> =
        FIELDS.iter().enumerate().map(|(index, field)| format!("{field} = ${}", index + 1)).collect();
    let next = FIELDS.len() + 1;
    // Without its count, so that no limit is in the way of the count that follows.
    let text = format!(
        "UPDATE promotion SET {}, used = 0, version = version + 1, updated_at = ${next} WHERE id = ${} AND version = ${}",
        set.join(", "),
        next + 1,
        next + 2
    );
    let statement = bind_fields(execute(tx, text), terms, by_code, code_limit)?;
    Ok(statement.bind(now).bind(id).bind(version).run().await? == 1)
}

/// Raises a promotion's version, as what belongs to it changes, and makes others who change it wait.
pub async fn touch(tx: &mut Tx, id: PromotionId, now: Timestamp) -> StoreResult<bool> {
    let text = "UPDATE promotion SET version = version + 1, updated_at = $2 WHERE id = $1";
    Ok(execute(tx, text).bind(id).bind(now).run().await? == 1)
}

/// Counts uses as the promotion's limits want them counted now, from the orders that hold it.
///
/// # Errors
/// A check violation where a limit lies below what was used already.
pub async fn recount(tx: &mut Tx, id: PromotionId) -> StoreResult<()> {
    const HELD: &str = "promotion_id = $1 AND released_at IS NULL";
    let statements = [
        format!(
            "UPDATE promotion_claim SET
                counted = (SELECT usage_limit IS NOT NULL FROM promotion WHERE id = $1),
                code_counted = coupon_code_id IS NOT NULL AND (SELECT code_limit IS NOT NULL FROM promotion WHERE id = $1),
                customer_counted = (SELECT customer_limit IS NOT NULL OR first_order FROM promotion WHERE id = $1)
             WHERE {HELD}"
        ),
        format!(
            "UPDATE promotion SET used = (SELECT COUNT(*) FROM promotion_claim WHERE {HELD} AND counted) WHERE id = $1"
        ),
        format!(
            "UPDATE coupon_code SET usage_limit = (SELECT code_limit FROM promotion WHERE id = $1),
                used = (SELECT COUNT(*) FROM promotion_claim WHERE {HELD} AND code_counted AND coupon_code_id = coupon_code.id)
             WHERE promotion_id = $1"
        ),
        "DELETE FROM promotion_customer WHERE promotion_id = $1".to_owned(),
        format!(
            "INSERT INTO promotion_customer (promotion_id, customer, used)
             SELECT CAST($1 AS BIGINT), customer, COUNT(*) FROM (
                 SELECT account_key AS customer FROM promotion_claim WHERE {HELD} AND customer_counted AND account_key IS NOT NULL
                 UNION ALL
                 SELECT email_key FROM promotion_claim WHERE {HELD} AND customer_counted AND email_key IS NOT NULL
             ) AS uses GROUP BY customer"
        ),
    ];
    for statement in statements {
        execute(&mut *tx, statement).bind(id).run().await?;
    }
    Ok(())
}

/// Orders that had the promotion, also those that were called off.
pub async fn count_claims(on: impl Into<Conn<'_>>, id: PromotionId) -> StoreResult<i64> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM promotion_claim WHERE promotion_id = $1";
    let (count,): (i64,) = select(on, text).bind(id).one().await?;
    Ok(count)
}

/// Deletes a promotion if it still has the version; tells whether it had. The schema refuses while an order has it.
pub async fn delete(tx: &mut Tx, id: PromotionId, version: i64) -> StoreResult<bool> {
    Ok(execute(tx, "DELETE FROM promotion WHERE id = $1 AND version = $2").bind(id).bind(version).run().await? == 1)
}
