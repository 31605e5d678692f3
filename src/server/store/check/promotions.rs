//! Promotions: what orders hold against what was taken off, and against the counts that limits stand on.

use super::{disagreements, of_order};
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::OrderId,
    },
    server::store::{Conn, StoreResult},
};

/// Orders whose claims are not what their discounts say, or that hold a claim although they were called off.
pub async fn claims_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    const CLAIMS: &str = "
        SELECT id, claimed, discounted, held, is_canceled FROM (
            SELECT orders.id, orders.discount_total_minor AS discounted, (orders.status = 'canceled') AS is_canceled,
                   CAST(COALESCE(claims.claimed, 0) AS BIGINT) AS claimed, CAST(COALESCE(claims.held, 0) AS BIGINT) AS held
            FROM orders LEFT JOIN (
                SELECT order_id, SUM(amount_minor) AS claimed, SUM(CASE WHEN released_at IS NULL THEN 1 ELSE 0 END) AS held
                FROM promotion_claim GROUP BY order_id
            ) AS claims ON claims.order_id = orders.id
        ) AS orders
        WHERE claimed <> discounted OR (is_canceled AND held > 0)
        ORDER BY id LIMIT $1";
    disagreements(on, CLAIMS, |(order, claimed, discounted, held, is_canceled): (OrderId, i64, i64, i64, bool)| {
        of_order(
            CheckedArea::Promotions,
            order,
            if is_canceled && held > 0 {
                format!("it was canceled and still holds {held} promotions")
            } else {
                format!("its promotions come to {claimed}, its discounts to {discounted}")
            },
        )
    })
    .await
}

/// Counts of promotions, codes and customers that are not the orders which hold them.
pub async fn counts_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    const COUNTS: &str = "
        SELECT subject, used, held FROM (
            SELECT 'promotion ' || name AS subject, used, CAST((SELECT COUNT(*) FROM promotion_claim
                WHERE promotion_id = promotion.id AND counted AND released_at IS NULL) AS BIGINT) AS held FROM promotion
            UNION ALL
            SELECT 'coupon ' || code, used, CAST((SELECT COUNT(*) FROM promotion_claim
                WHERE coupon_code_id = coupon_code.id AND code_counted AND released_at IS NULL) AS BIGINT) FROM coupon_code
            UNION ALL
            SELECT 'a customer of promotion ' || promotion_id, used, CAST((SELECT COUNT(*) FROM promotion_claim
                WHERE promotion_claim.promotion_id = promotion_customer.promotion_id AND customer_counted
                  AND released_at IS NULL
                  AND promotion_customer.customer IN (promotion_claim.account_key, promotion_claim.email_key)) AS BIGINT)
            FROM promotion_customer
        ) AS counts WHERE used <> held ORDER BY subject LIMIT $1";
    disagreements(on, COUNTS, |(subject, used, held): (String, i64, i64)| Disagreement {
        area: CheckedArea::Promotions,
        subject,
        problem: format!("it counts {used} uses, and {held} orders hold it"),
    })
    .await
}
