//! Invoices and credit notes, and the series of their numbers.

use super::{Conn, StoreError, StoreResult, Tx, db::select};
use crate::domain::{
    ids::{InvoiceId, OrderId, OrderLineId},
    invoice::{InvoiceContent, InvoiceKind, IssuedInvoice, invoice_number},
    money::{Currency, Money},
    pricing::AdjustmentKind,
    timestamp::Timestamp,
};

/// A document as it was issued.
#[derive(Clone, Debug)]
pub struct Invoice {
    pub id: InvoiceId,
    pub order: OrderId,
    pub kind: InvoiceKind,
    pub number: String,
    pub issued_at: Timestamp,
    pub content: InvoiceContent,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: InvoiceId,
    order_id: OrderId,
    kind: InvoiceKind,
    number: String,
    issued_at: Timestamp,
    content: String,
}

impl Row {
    fn read(self) -> StoreResult<Invoice> {
        let Self { id, order_id, kind, number, issued_at, content } = self;
        let content = serde_json::from_str(&content)
            .map_err(|error| StoreError::Inconsistent(format!("content of {number}: {error}")))?;
        Ok(Invoice { id, order: order_id, kind, number, issued_at, content })
    }
}

const COLUMNS: &str = "SELECT id, order_id, kind, number, issued_at, content FROM invoice";

/// Writes a document under the next number of its year. The row of the series stays locked until the transaction ends:
/// take no other lock after it.
pub async fn insert(
    tx: &mut Tx,
    (order, kind): (OrderId, InvoiceKind),
    invoice: Option<InvoiceId>,
    content: &InvoiceContent,
    now: Timestamp,
) -> StoreResult<()> {
    let json = serde_json::to_string(content).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
    let year = now.year();
    let (position,): (i64,) = select(
        &mut *tx,
        "INSERT INTO invoice_series (year, last) VALUES ($1, 1)
         ON CONFLICT (year) DO UPDATE SET last = invoice_series.last + 1 RETURNING last",
    )
    .bind(year)
    .one()
    .await?;
    let (_,): (InvoiceId,) = select(
        tx,
        "INSERT INTO invoice (order_id, kind, invoice_id, year, position, number, total_minor, content, issued_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
    )
    .bind(order)
    .bind(kind)
    .bind(invoice)
    .bind(year)
    .bind(position)
    .bind(invoice_number(&content.seller.prefix, year, position))
    .bind(content.total_minor)
    .bind(json)
    .bind(now)
    .one()
    .await?;
    Ok(())
}

/// What the documents of an order come to: invoices without credit notes. `None` without any.
pub async fn outstanding(tx: &mut Tx, order: OrderId) -> StoreResult<Option<i64>> {
    let (sum,): (Option<i64>,) = select(
        tx,
        "SELECT CAST(SUM(CASE WHEN kind = 'invoice' THEN total_minor ELSE -total_minor END) AS BIGINT)
         FROM invoice WHERE order_id = $1",
    )
    .bind(order)
    .one()
    .await?;
    Ok(sum)
}

/// The newest invoice of an order.
pub async fn find_newest(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Option<Invoice>> {
    let text = format!("{COLUMNS} WHERE order_id = $1 AND kind = 'invoice' ORDER BY id DESC LIMIT 1");
    let row: Option<Row> = select(on, text).bind(order).optional().await?;
    row.map(Row::read).transpose()
}

/// The credit notes of an invoice, oldest first.
pub async fn credit_notes(tx: &mut Tx, invoice: InvoiceId) -> StoreResult<Vec<Invoice>> {
    let rows: Vec<Row> = select(tx, format!("{COLUMNS} WHERE invoice_id = $1 ORDER BY id")).bind(invoice).all().await?;
    rows.into_iter().map(Row::read).collect()
}

/// A document of an order, by its number.
pub async fn find(on: impl Into<Conn<'_>>, order: OrderId, number: &str) -> StoreResult<Option<Invoice>> {
    let text = format!("{COLUMNS} WHERE order_id = $1 AND number = $2");
    let row: Option<Row> = select(on, text).bind(order).bind(number).optional().await?;
    row.map(Row::read).transpose()
}

/// The documents of an order, oldest first.
pub async fn list(on: impl Into<Conn<'_>>, order: OrderId, currency: Currency) -> StoreResult<Vec<IssuedInvoice>> {
    let text = "SELECT id, kind, number, total_minor, issued_at FROM invoice WHERE order_id = $1 ORDER BY id";
    let rows: Vec<(InvoiceId, InvoiceKind, String, i64, Timestamp)> = select(on, text).bind(order).all().await?;
    let issued = rows.into_iter().map(|(id, kind, number, total, issued_at)| IssuedInvoice {
        id,
        kind,
        number,
        total: Money::new(total, currency),
        issued_at,
    });
    Ok(issued.collect())
}

/// An adjustment of an order with the line that it belongs to; `None` for shipping.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OrderAdjustment {
    pub order_line_id: Option<OrderLineId>,
    pub kind: AdjustmentKind,
    pub label: String,
    pub amount_minor: i64,
    pub included: bool,
}

pub async fn adjustments(tx: &mut Tx, order: OrderId) -> StoreResult<Vec<OrderAdjustment>> {
    let text =
        "SELECT order_line_id, kind, label, amount_minor, included FROM adjustment WHERE order_id = $1 ORDER BY id";
    select(tx, text).bind(order).all().await
}
