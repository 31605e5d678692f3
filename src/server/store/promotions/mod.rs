//! Promotions: reading the ones that a cart might have, claiming them for orders, and editing them.

mod choices;
mod claims;
mod codes;
mod edit;
mod shoppers;

pub use choices::{Choices, SampleVariant, choices, held_by, product_slugs, variants};
pub use claims::{Claim, can_reclaim, claim, reclaim, release};
pub use codes::{
    Coupon, CouponCount, add_codes, codes, count_codes, coupons, coupons_named, delete_codes, find_coupon,
};
pub use edit::{Kept, Listed, count_claims, delete, find, insert, list, product_ids, recount, slice, touch, update};
pub use shoppers::{customer_keys, shopper, uses};

use super::{Conn, StoreError, StoreResult, db::select};
use crate::domain::{
    ids::{CartId, CategoryId, CouponCodeId, CustomerGroupId, ProductId, PromotionId},
    promotion::{Conditions, Promotion, Reward, Selection, Terms},
    timestamp::Timestamp,
};
use std::collections::{BTreeSet, HashMap};

/// Most promotions that a cart is judged by: more than that nobody could explain.
const MOST: i64 = 200;

/// A promotion with what claiming it needs to know.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub promotion: Promotion,
    pub coupon: Option<CouponCodeId>,
    pub code_limited: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PromotionId,
    name: String,
    active: bool,
    reward: String,
    ppm: Option<i64>,
    amount_minor: Option<i64>,
    buy_quantity: Option<i64>,
    get_quantity: Option<i64>,
    selection: String,
    gets: String,
    minimum_minor: Option<i64>,
    minimum_quantity: Option<i64>,
    customer_group_id: Option<CustomerGroupId>,
    first_order: bool,
    starts_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    usage_limit: Option<i64>,
    customer_limit: Option<i64>,
    used: i64,
    priority: i64,
    exclusive: bool,
}

/// The columns of [`Row`].
const COLUMNS: &str = "promotion.id, promotion.name, promotion.active, promotion.reward, promotion.ppm, promotion.amount_minor,
    promotion.buy_quantity, promotion.get_quantity, promotion.selection, promotion.gets, promotion.minimum_minor,
    promotion.minimum_quantity, promotion.customer_group_id, promotion.first_order, promotion.starts_at, promotion.ends_at,
    promotion.usage_limit, promotion.customer_limit, promotion.used, promotion.priority, promotion.exclusive";

impl Row {
    fn terms(self) -> StoreResult<Terms> {
        let selection = |json: &str| -> StoreResult<Selection> {
            serde_json::from_str(json).map_err(|error| StoreError::Inconsistent(format!("a selection: {error}")))
        };
        let missing = || StoreError::Inconsistent(format!("promotion {} has no figures for its reward", self.id));
        let ppm = self.ppm.ok_or_else(missing);
        let amount_minor = self.amount_minor.ok_or_else(missing);
        let reward = match self.reward.as_str() {
            "percent" => Reward::Percent { ppm: ppm? },
            "fixed" => Reward::Fixed { amount_minor: amount_minor? },
            "fixed_per_unit" => Reward::FixedPerUnit { amount_minor: amount_minor? },
            "free_shipping" => Reward::FreeShipping,
            "buy_get" => Reward::BuyGet {
                buy: self.buy_quantity.ok_or_else(missing)?,
                get: self.get_quantity.ok_or_else(missing)?,
                ppm: ppm?,
                gets: selection(&self.gets)?,
            },
            other => return Err(StoreError::Inconsistent(format!("promotion {} grants {other:?}", self.id))),
        };
        Ok(Terms {
            selection: selection(&self.selection)?,
            name: self.name,
            active: self.active,
            reward,
            conditions: Conditions {
                minimum_minor: self.minimum_minor,
                minimum_quantity: self.minimum_quantity,
                customer_group: self.customer_group_id,
                first_order: self.first_order,
                starts_at: self.starts_at,
                ends_at: self.ends_at,
            },
            usage_limit: self.usage_limit,
            customer_limit: self.customer_limit,
            priority: self.priority,
            exclusive: self.exclusive,
        })
    }
}

#[derive(sqlx::FromRow)]
struct CandidateRow {
    #[sqlx(flatten)]
    row: Row,
    coupon_id: Option<CouponCodeId>,
    code: Option<String>,
    code_limited: Option<bool>,
    code_used_up: Option<bool>,
}

/// The promotions that a cart is judged by: the automatic ones that run now, and those whose code it has, running or not.
pub async fn of_cart(on: impl Into<Conn<'_>>, cart: CartId, now: Timestamp) -> StoreResult<Vec<Candidate>> {
    let text = format!(
        "SELECT {COLUMNS}, coupon.id AS coupon_id, coupon.code, coupon.usage_limit IS NOT NULL AS code_limited,
                coupon.used >= coupon.usage_limit AS code_used_up
         FROM promotion LEFT JOIN (
             SELECT coupon_code.id, coupon_code.promotion_id, coupon_code.code, coupon_code.usage_limit, coupon_code.used
             FROM cart_coupon JOIN coupon_code ON coupon_code.id = cart_coupon.coupon_code_id
             WHERE cart_coupon.cart_id = $1
         ) AS coupon ON coupon.promotion_id = promotion.id
         WHERE coupon.id IS NOT NULL OR {RUNNING}
         ORDER BY promotion.priority, promotion.id LIMIT $3"
    );
    let rows: Vec<CandidateRow> = select(on, text).bind(cart).bind(now).bind(MOST).all().await?;
    rows.into_iter().map(CandidateRow::candidate).collect()
}

const RUNNING: &str = "(NOT promotion.by_code AND promotion.active
    AND (promotion.starts_at IS NULL OR promotion.starts_at <= $2) AND (promotion.ends_at IS NULL OR promotion.ends_at > $2))";

/// The automatic promotions that run now.
pub async fn running(on: impl Into<Conn<'_>>, now: Timestamp) -> StoreResult<Vec<Promotion>> {
    // The first placeholder stands for the cart, of which there is none.
    let text = format!(
        "SELECT {COLUMNS} FROM promotion WHERE CAST($1 AS BIGINT) = 0 AND {RUNNING}
         ORDER BY promotion.priority, promotion.id LIMIT $3"
    );
    let rows: Vec<Row> = select(on, text).bind(0_i64).bind(now).bind(MOST).all().await?;
    rows.into_iter().map(|row| promotion(row, None, false)).collect()
}

fn promotion(row: Row, code: Option<String>, code_used_up: bool) -> StoreResult<Promotion> {
    let used_up = code_used_up || row.usage_limit.is_some_and(|limit| row.used >= limit);
    Ok(Promotion { id: row.id, terms: row.terms()?, code, used_up, customer_uses: 0 })
}

impl CandidateRow {
    fn candidate(self) -> StoreResult<Candidate> {
        Ok(Candidate {
            promotion: promotion(self.row, self.code, self.code_used_up.unwrap_or(false))?,
            coupon: self.coupon_id,
            code_limited: self.code_limited.unwrap_or(false),
        })
    }
}

/// The categories of some products with everything above them.
pub async fn categories(
    on: impl Into<Conn<'_>>,
    products: &[ProductId],
) -> StoreResult<HashMap<ProductId, BTreeSet<CategoryId>>> {
    if products.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT DISTINCT placed.product_id, ancestor.id
         FROM (SELECT product_id, category_id FROM product_category
               UNION SELECT id, primary_category_id FROM product WHERE primary_category_id IS NOT NULL) AS placed
         JOIN category ON category.id = placed.category_id
         JOIN category AS ancestor ON ancestor.lft <= category.lft AND ancestor.rgt >= category.rgt
         WHERE placed.product_id IN ({})",
        super::sql::list(1, products.len())
    );
    let rows: Vec<(ProductId, CategoryId)> = select(on, text).bind_all(products.iter().copied()).all().await?;
    let mut categories: HashMap<ProductId, BTreeSet<CategoryId>> = HashMap::new();
    for (product, category) in rows {
        categories.entry(product).or_default().insert(category);
    }
    Ok(categories)
}
