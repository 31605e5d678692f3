//! An order's payments, for staff.

use crate::{
    domain::{
        ids::{OrderId, PaymentId},
        money::{Currency, Money},
        staff::{PaymentRow, RefundRow, TransactionRow},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreResult,
        db::select,
        payments::{self, Payment},
        refunds::{self, Refund},
    },
};

#[derive(sqlx::FromRow)]
struct Transaction {
    payment_id: PaymentId,
    kind: String,
    status: String,
    amount_minor: i64,
    fee_minor: Option<i64>,
    message: String,
    created_at: Timestamp,
}

/// An order's attempts at payment, newest first, each with what the gateway did and what it was asked to give back.
pub async fn payments(on: impl Into<Conn<'_>>, order: OrderId, currency: Currency) -> StoreResult<Vec<PaymentRow>> {
    let mut on = on.into();
    let payments = payments::list(on.again(), order).await?;
    let refunds = refunds::list(on.again(), order).await?;
    let transactions = transactions(on, order).await?;
    Ok(payments.into_iter().map(|payment| row(payment, currency, &transactions, &refunds)).collect())
}

fn row(payment: Payment, currency: Currency, transactions: &[Transaction], refunds: &[Refund]) -> PaymentRow {
    let money = |minor: i64| Money::new(minor.max(0), currency);
    let of_payment = transactions.iter().filter(|row| row.payment_id == payment.id);
    let fees: Vec<i64> = of_payment.clone().filter_map(|row| row.fee_minor).collect();
    let transactions = of_payment.map(|row| TransactionRow {
        kind: row.kind.clone(),
        status: row.status.clone(),
        amount: money(row.amount_minor),
        fee: row.fee_minor.map(money),
        message: row.message.clone(),
        at: row.created_at,
    });
    let asked = refunds.iter().filter(|refund| refund.payment_id == payment.id);
    let refunds = asked.map(|refund| RefundRow {
        id: refund.id,
        amount: money(refund.amount_minor),
        reason: refund.reason.clone(),
        status: refund.status.slug().into(),
        failure: refund.failure.clone(),
        actor: refund.actor.clone(),
        at: refund.created_at,
    });
    PaymentRow {
        transactions: transactions.collect(),
        refunds: refunds.collect(),
        id: payment.id,
        amount: money(payment.amount_minor),
        authorized: money(payment.authorized_minor),
        captured: money(payment.captured_minor),
        refunded: money(payment.refunded_minor),
        fee: (!fees.is_empty()).then(|| money(fees.iter().sum())),
        capturable: money(payment.capturable()),
        refundable: money(payment.refundable()),
        outstanding: money(payment.outstanding()),
        status: payment.status.slug().into(),
        created_at: payment.created_at,
        gateway: payment.gateway,
        reference: payment.reference,
    }
}

async fn transactions(on: Conn<'_>, order: OrderId) -> StoreResult<Vec<Transaction>> {
    select(
        on,
        "SELECT payment_id, kind, payment_transaction.status, payment_transaction.amount_minor, fee_minor, message,
                payment_transaction.created_at
         FROM payment_transaction JOIN payment ON payment.id = payment_transaction.payment_id
         WHERE payment.order_id = $1 ORDER BY payment_transaction.id",
    )
    .bind(order)
    .all()
    .await
}
