//! Issuing invoices and credit notes, and finding them again.
//!
//! A document is written in the transaction that makes it due, so that it is there exactly if that is. Its number comes
//! from one series of a year, whose row is locked from then on until the transaction ends. So it is the last lock that a
//! transaction takes: stock, promotions and the products' counts of what was sold come before.

use super::{legal_settings, orders};
use crate::{
    domain::{
        access::Permission,
        ids::{OrderId, OrderLineId},
        invoice::{Credit, InvoiceContent, InvoiceKind, InvoiceLine, InvoiceTax, Label, tax_shares},
        order::{OrderDetail, OrderNumber, OrderStatus},
        pricing::AdjustmentKind,
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        documents::{DocumentError, render_invoice},
        rendering,
        sessions::Identity,
        state::State,
        store::{
            self, StoreError, StoreResult, Tx,
            invoices::{Invoice, OrderAdjustment},
            orders::LockedOrder,
        },
    },
};

/// Issues what an order is due. Asked again, it finds nothing to do.
///
/// An invoice is due once the order is paid or the first of its parcels leaves, whichever comes first; a credit note
/// whenever something is taken back that was invoiced, for the reason that is given. Should an order have become dearer,
/// its invoice is taken back as a whole and another one issued.
pub async fn settle(tx: &mut Tx, order: OrderId, reason: &str, now: Timestamp) -> StoreResult<()> {
    let Some(order) = store::orders::lock(tx, order).await? else { return Ok(()) };
    let mut stands = match store::invoices::outstanding(tx, order.id).await? {
        Some(stands) => stands,
        None if is_due(tx, &order).await? => issue(tx, &order, now).await?,
        None => return Ok(()),
    };
    let left = order.total_minor - order.credited_minor;
    if left > stands {
        credit(tx, &order, stands, "The order was changed", now).await?;
        stands = issue(tx, &order, now).await?;
    }
    credit(tx, &order, stands - left, reason, now).await
}

/// The same for an order that was changed: what was invoiced is taken back as a whole, and another invoice says what the
/// order is now.
pub async fn reissue(tx: &mut Tx, order: OrderId, reason: &str, now: Timestamp) -> StoreResult<()> {
    let Some(locked) = store::orders::lock(tx, order).await? else { return Ok(()) };
    let stands = store::invoices::outstanding(tx, locked.id).await?.unwrap_or(0);
    if stands > 0 {
        credit(tx, &locked, stands, reason, now).await?;
        if locked.total_minor > 0 {
            let issued = issue(tx, &locked, now).await?;
            return credit(tx, &locked, issued - (locked.total_minor - locked.credited_minor), reason, now).await;
        }
        return Ok(());
    }
    settle(tx, order, reason, now).await
}

async fn is_due(tx: &mut Tx, order: &LockedOrder) -> StoreResult<bool> {
    let is_paid = order.captured_minor > 0 && order.owed() <= 0;
    let stands = order.status != OrderStatus::Canceled && order.total_minor > 0;
    Ok(stands && (is_paid || store::shipments::count(tx, order.id).await? > 0))
}

/// Writes an invoice of all that was ordered, and tells its total.
async fn issue(tx: &mut Tx, order: &LockedOrder, now: Timestamp) -> StoreResult<i64> {
    let found = store::orders::find_detail(&mut *tx, order.id).await?;
    let (detail, _) = found.ok_or_else(|| StoreError::Inconsistent(format!("order {} is gone", order.id)))?;
    let adjustments = store::invoices::adjustments(tx, order.id).await?;
    let seller = legal_settings::load(&mut *tx).await?;
    let content = content(&detail, &adjustments, seller);
    store::invoices::insert(tx, (order.id, InvoiceKind::Invoice), None, &content, now).await?;
    Ok(content.total_minor)
}

/// Writes a credit note of the newest invoice; nothing for nothing.
async fn credit(tx: &mut Tx, order: &LockedOrder, amount: i64, reason: &str, now: Timestamp) -> StoreResult<()> {
    if amount <= 0 {
        return Ok(());
    }
    let broken = |what: &str| StoreError::Inconsistent(format!("order {}: {what}", order.id));
    let invoice = store::invoices::find_newest(&mut *tx, order.id).await?;
    let invoice = invoice.ok_or_else(|| broken("nothing was invoiced"))?;
    let before: Vec<InvoiceContent> =
        store::invoices::credit_notes(tx, invoice.id).await?.into_iter().map(|note| note.content).collect();
    let credit =
        Credit { invoice: invoice.number.clone(), invoiced_at: invoice.issued_at, reason: capitalized(reason) };
    let mut content =
        invoice.content.credited(amount, &before, credit).ok_or_else(|| broken("more is credited than invoiced"))?;
    // The series goes by the prefix of today.
    content.seller = legal_settings::load(&mut *tx).await?;
    let kind = (order.id, InvoiceKind::CreditNote);
    store::invoices::insert(tx, kind, Some(invoice.id), &content, now).await
}

fn capitalized(reason: &str) -> String {
    let mut chars = reason.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Credit".into(),
    }
}

/// What an order's invoice says.
fn content(
    order: &OrderDetail,
    adjustments: &[OrderAdjustment],
    seller: crate::domain::invoice::LegalSettings,
) -> InvoiceContent {
    let discounts =
        order.discounts.iter().map(|off| Label { label: off.label.clone(), amount_minor: -off.amount_minor });
    let shipping = (order.totals.shipping_total != 0 || !order.shipping_method.is_empty()).then(|| Label {
        label: format!("Shipping: {}", order.shipping_method),
        amount_minor: order.totals.shipping_total,
    });
    let mut parts: Vec<_> = order.lines.iter().map(|line| part(Some(line.id), line.total.minor, adjustments)).collect();
    parts.push(part(None, order.totals.shipping_total, adjustments));
    let (taxes, untaxed_minor) = tax_shares(&parts);
    let is_elsewhere = order.shipping_address != order.billing_address;
    InvoiceContent {
        seller,
        buyer: order.billing_address.lines(),
        ship_to: if is_elsewhere { order.shipping_address.lines() } else { Vec::new() },
        order: order.number,
        ordered_at: order.placed_at,
        currency: order.currency,
        lines: order
            .lines
            .iter()
            .map(|line| InvoiceLine {
                sku: line.sku.clone(),
                title: line.title.clone(),
                options: line.options.clone(),
                quantity: line.quantity,
                unit_price_minor: line.unit_price.minor,
                total_minor: line.total.minor,
            })
            .collect(),
        extras: discounts.chain(shipping).collect(),
        net_minor: order.totals.total - taxes.iter().map(|tax| tax.amount_minor).sum::<i64>(),
        taxes,
        untaxed_minor,
        total_minor: order.totals.total,
        credit: None,
    }
}

/// What discounts leave of a line, or of shipping, with its taxes.
fn part(line: Option<OrderLineId>, total: i64, adjustments: &[OrderAdjustment]) -> (i64, Vec<InvoiceTax>) {
    let own = || adjustments.iter().filter(move |adjustment| adjustment.order_line_id == line);
    let off: i64 = own().filter(|own| own.kind == AdjustmentKind::Discount).map(|discount| discount.amount_minor).sum();
    let taxes = own().filter(|own| own.kind == AdjustmentKind::Tax).map(|tax| InvoiceTax {
        label: tax.label.clone(),
        included: tax.included,
        base_minor: 0,
        amount_minor: tax.amount_minor,
    });
    (total + off, taxes.collect())
}

/// A document of an order for whoever may see the order; without a number, its newest invoice.
///
/// Of a customer who deleted their account, the law keeps the document and only staff may read it: the link of a mail
/// opens it no more.
pub async fn find_for_visitor(
    state: &State,
    identity: &Identity,
    order: OrderNumber,
    token: Option<&str>,
    number: Option<&str>,
) -> Result<Invoice, AppError> {
    let detail = orders::find_for_visitor(state, identity, order, token).await?;
    let is_staff = identity.account.as_ref().is_some_and(|account| account.allows(Permission::Orders));
    if detail.email.is_empty() && !is_staff {
        return Err(AppError::NotFound);
    }
    find(state, order, number).await
}

/// The same for staff.
pub async fn find(state: &State, order: OrderNumber, number: Option<&str>) -> Result<Invoice, AppError> {
    let found = match number {
        Some(number) => store::invoices::find(&state.db, order.0, number).await?,
        None => store::invoices::find_newest(&state.db, order.0).await?,
    };
    found.ok_or(AppError::NotFound)
}

/// The document as a file.
pub async fn pdf(state: &State, invoice: Invoice) -> Result<Vec<u8>, AppError> {
    let render = move || render_invoice(invoice.kind, &invoice.number, invoice.issued_at, &invoice.content);
    rendered(state, render).await
}

/// Lays a document out where it keeps nobody waiting.
pub async fn rendered(
    state: &State,
    render: impl FnOnce() -> Result<Vec<u8>, DocumentError> + Send + 'static,
) -> Result<Vec<u8>, AppError> {
    match rendering::render(state, render).await {
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(error)) => {
            tracing::error!(%error, "a document could not be made");
            Err(AppError::Internal)
        }
        Err(error) => {
            tracing::error!(%error, "making a document ended early");
            Err(AppError::Internal)
        }
    }
}
