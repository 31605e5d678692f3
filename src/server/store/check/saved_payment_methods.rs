//! Cards that customers keep: whose they are, and whether gateways forgot what they were to forget.

use super::{MOST, disagreements};
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::{OrderId, PaymentId},
        order::OrderNumber,
        timestamp::Timestamp,
    },
    server::store::{Conn, StoreResult, db::select},
};

/// Payments that are charged to a card of somebody else than the order's owner, or of another gateway.
pub async fn charges_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT payment.id, payment.order_id
         FROM payment JOIN saved_payment_method AS method ON method.id = payment.saved_payment_method_id
         JOIN orders ON orders.id = payment.order_id
         WHERE (orders.account_id IS NOT NULL AND orders.account_id <> method.account_id) OR method.gateway <> payment.gateway
         ORDER BY payment.id LIMIT $1";
    disagreements(on, sql, |(payment, order): (PaymentId, OrderId)| Disagreement {
        area: CheckedArea::Payments,
        subject: format!("payment {payment} of order {}", OrderNumber(order)),
        problem: "is charged to a card that is not the customer's".into(),
    })
    .await
}

/// What gateways were to forget before an instant, and have not.
pub async fn overdue_erasures(on: impl Into<Conn<'_>>, before: Timestamp) -> StoreResult<Vec<Disagreement>> {
    let rows: Vec<(i64, String)> =
        select(on, "SELECT id, gateway FROM gateway_erasure WHERE created_at < $1 ORDER BY id LIMIT $2")
            .bind(before)
            .bind(MOST)
            .all()
            .await?;
    let told = |(id, gateway): (i64, String)| Disagreement {
        area: CheckedArea::Gateways,
        subject: format!("erasure {id} at {gateway}"),
        problem: "a removed card or customer is still kept there".into(),
    };
    Ok(rows.into_iter().map(told).collect())
}
