//! Mails about orders: written once into the outbox, and sent where a server is configured.

use super::{orders, payment_settings, shop_settings};
use crate::{
    domain::{
        ids::{JobId, OrderId, OutboxMailId, RefundId, ShipmentId},
        invoice::IssuedInvoice,
        order::{OrderDetail, OrderNumber, Shipment},
        staff::{OrderMailRow, PackedLine},
    },
    error::AppError,
    server::{
        gateways::mail::{Mail, MailError},
        jobs::{Job, OrderMailKind},
        state::State,
        store::{
            self, StoreError,
            refunds::{Refund, RefundSource},
        },
    },
};
use minijinja::{Environment, context, syntax::SyntaxConfig};

#[derive(Debug, thiserror::Error)]
pub enum OrderMailError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("template: {0}")]
    Template(#[from] minijinja::Error),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error("there is no order {0}")]
    UnknownOrder(OrderId),
    #[error("there is no refund {0}")]
    UnknownRefund(RefundId),
}

/// Writes the mail of a job unless it is written, and sends it unless it is sent.
pub async fn send_order_mail(
    state: &State,
    job: JobId,
    order: OrderId,
    kind: OrderMailKind,
) -> Result<(), OrderMailError> {
    send(state, job, order, kind, None).await
}

/// The same for a parcel that left.
pub async fn send_shipped_mail(
    state: &State,
    job: JobId,
    order: OrderId,
    shipment: ShipmentId,
) -> Result<(), OrderMailError> {
    send(state, job, order, OrderMailKind::Shipped, Some(shipment)).await
}

async fn send(
    state: &State,
    job: JobId,
    order: OrderId,
    kind: OrderMailKind,
    shipment: Option<ShipmentId>,
) -> Result<(), OrderMailError> {
    let now = state.clock.now();
    if store::outbox::find_by_job(&state.db, job).await?.is_none() {
        let Some(detail) = find(state, order).await? else { return Ok(()) };
        let mail = compose(state, order, &detail, (kind, shipment), wording(&detail, kind)).await?;
        store::outbox::insert(&state.db, job, Some(order), &mail, now).await?;
    }
    send_written(state, job).await
}

/// The same for the mail about a refund, which names what went back this time.
pub async fn send_refund_mail(state: &State, job: JobId, refund: RefundId) -> Result<(), OrderMailError> {
    if store::outbox::find_by_job(&state.db, job).await?.is_none() {
        let refund = store::refunds::find(&state.db, refund).await?.ok_or(OrderMailError::UnknownRefund(refund))?;
        let Some(payment) = store::payments::find(&state.db, refund.payment_id).await? else { return Ok(()) };
        let Some(detail) = find(state, payment.order_id).await? else { return Ok(()) };
        let mail = compose(
            state,
            payment.order_id,
            &detail,
            (OrderMailKind::Refunded, None),
            refund_wording(&detail, &refund),
        )
        .await?;
        store::outbox::insert(&state.db, job, Some(payment.order_id), &mail, state.clock.now()).await?;
    }
    send_written(state, job).await
}

/// Whoever asks for a mail once more within so many seconds pressed the button twice.
const RESEND_SECONDS: i64 = 60;

/// The mails that an order had, the oldest first. For staff.
pub async fn list(state: &State, number: OrderNumber) -> Result<Vec<OrderMailRow>, AppError> {
    Ok(store::outbox::list_of_order(&state.db, number.0).await?)
}

/// Asks for a mail that an order had to be sent once more: once, however often the button is pressed. For staff.
pub async fn ask_to_resend(state: &State, number: OrderNumber, mail: OutboxMailId) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let mails = store::outbox::list_of_order(&mut tx, number.0).await?;
    if mails.iter().all(|known| known.id != mail) {
        return Err(AppError::NotFound);
    }
    if !store::outbox::claim_resend(&mut tx, mail, now, now.plus_seconds(-RESEND_SECONDS)).await? {
        return Ok(());
    }
    Job::ResendMail { mail }.enqueue(&mut tx, now).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Sends a mail once more, as it was, to where the order's mails go now.
pub async fn resend(state: &State, job: JobId, mail: OutboxMailId) -> Result<(), OrderMailError> {
    store::outbox::copy(&state.db, job, mail, state.clock.now()).await?;
    send_written(state, job).await
}

/// The order, unless whoever placed it has deleted their account since.
pub(super) async fn find(state: &State, order: OrderId) -> Result<Option<OrderDetail>, OrderMailError> {
    let (mut detail, _) =
        store::orders::find_detail(&state.db, order).await?.ok_or(OrderMailError::UnknownOrder(order))?;
    payment_settings::tell_how_to_pay(state, &mut detail).await?;
    Ok(Some(detail).filter(|detail| !detail.email.is_empty()))
}

pub(super) async fn send_written(state: &State, job: JobId) -> Result<(), OrderMailError> {
    let now = state.clock.now();
    let Some(written) = store::outbox::find_by_job(&state.db, job).await? else { return Ok(()) };
    let shop = shop_settings::load(&state.db).await?.name;
    if written.sent_at.is_none() && state.mailer.send(&shop, &written.mail).await? {
        store::outbox::mark_sent(&state.db, written.id, now).await?;
    }
    Ok(())
}

const TEXT: &str = include_str!("mails/order.txt");
const HTML: &str = include_str!("mails/order.html");

pub(super) async fn compose(
    state: &State,
    id: OrderId,
    order: &OrderDetail,
    (kind, shipment): (OrderMailKind, Option<ShipmentId>),
    (subject, lead): (String, String),
) -> Result<Mail, OrderMailError> {
    let shop = shop_settings::load(&state.db).await?.name;
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template("order.txt", TEXT)?;
    // The ending turns on escaping for HTML.
    environment.add_template("order.html", HTML)?;
    let money = |minor| order.money(minor).to_string();
    let lines: Vec<_> = order
        .lines
        .iter()
        .map(|line| context! { title => &line.title, options => &line.options, quantity => line.quantity, total => line.total.to_string(), note => line.backorder_note() })
        .collect();
    let taxes: Vec<_> = order
        .taxes
        .iter()
        .map(|tax| context! { label => &tax.label, amount => money(tax.amount_minor), included => tax.included })
        .collect();
    let discounts: Vec<_> = order
        .discounts
        .iter()
        .map(|discount| context! { label => &discount.label, amount => money(-discount.amount_minor) })
        .collect();
    // Without its id, the parcel that left last.
    let is_meant = |parcel: &&Shipment| shipment.is_none_or(|id| id == parcel.id);
    let shipment = order.shipments.iter().rev().find(is_meant).filter(|_| kind == OrderMailKind::Shipped);
    let documents: Vec<_> = order
        .invoices
        .iter()
        .map(|document| context! { title => document.title(), url => invoice_url(state, id, document) })
        .collect();
    let values = context! {
        documents, shop,
        subject => &subject,
        lead, lines, discounts, taxes,
        number => order.number.to_string(),
        url => format!("{}{}", state.config.public_url(), orders::order_url(state, id)),
        items => money(order.totals.item_total),
        shipping => money(order.totals.shipping_total),
        shipping_method => &order.shipping_method,
        delivery_estimate => match kind {
            OrderMailKind::HowToPay | OrderMailKind::Confirmation => order.delivery_estimate.as_str(),
            _ => "",
        },
        total => money(order.totals.total),
        pickup_place => order.pickup_place.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>(),
        address => order.shipping_address.lines(),
        shipment => shipment.map(|shipment| context! {
            lines => parcel_lines(order, shipment), carrier => &shipment.carrier, number => &shipment.tracking_number, url => &shipment.tracking_url,
        }),
    };
    Ok(Mail {
        recipient: order.email.clone(),
        subject,
        body_text: environment.get_template("order.txt")?.render(&values)?,
        body_html: environment.get_template("order.html")?.render(&values)?,
    })
}

/// Where the file of a document is, for whoever has the mail.
fn invoice_url(state: &State, order: OrderId, document: &IssuedInvoice) -> String {
    let (number, token) = (OrderNumber(order), orders::order_token(state, order));
    format!("{}/orders/{number}/invoices/{}?token={token}", state.config.public_url(), document.file())
}

/// What is in a parcel, where it is not the whole order.
fn parcel_lines(order: &OrderDetail, shipment: &Shipment) -> Vec<String> {
    let is_whole = shipment.units == order.lines.iter().map(|line| line.quantity - line.canceled).sum::<i64>();
    let line = |line: &PackedLine| match line.options.as_str() {
        "" => format!("{} x {}", line.quantity, line.title),
        options => format!("{} x {} ({options})", line.quantity, line.title),
    };
    if is_whole { Vec::new() } else { shipment.lines.iter().map(line).collect() }
}

fn wording(order: &OrderDetail, kind: OrderMailKind) -> (String, String) {
    let number = order.number;
    match kind {
        OrderMailKind::HowToPay => {
            (format!("Your order {number}"), format!("Thank you, we keep your order. {}", payment_wording(order)))
        }
        OrderMailKind::Confirmation if order.due().minor > 0 => (
            format!("Your order {number}"),
            "Thank you. Your payment is authorized and charged when your order ships.".into(),
        ),
        OrderMailKind::Confirmation => {
            (format!("Your order {number}"), "Thank you. Your payment arrived and your order is being packed.".into())
        }
        OrderMailKind::PaymentFailed => (
            format!("Payment for your order {number} did not go through"),
            format!(
                "Nothing is lost: we keep your order until {} UTC, and you can pay it on its page.",
                order.payment_due_at
            ),
        ),
        OrderMailKind::Shipped if order.is_pickup() => (
            format!("Your order {number} is ready to be picked up"),
            "What you ordered waits for you. Please bring the number of the order.".into(),
        ),
        OrderMailKind::Shipped if order.open_units() > 0 => (
            format!("A part of your order {number} is on its way"),
            "A parcel with a part of your order has left our warehouse. The rest follows.".into(),
        ),
        OrderMailKind::Shipped => {
            (format!("Your order {number} is on its way"), "Your parcel has left our warehouse.".into())
        }
        OrderMailKind::Canceled => (
            format!("Your order {number} was canceled"),
            "The order was canceled. If you paid already, the money is on its way back.".into(),
        ),
        OrderMailKind::CanceledByCustomer => (
            format!("Your order {number} is canceled"),
            "You canceled your order, and nothing will be sent. If you paid already, the money is on its way back."
                .into(),
        ),
        OrderMailKind::PartlyCanceled => (
            format!("A part of your order {number} was canceled"),
            format!(
                "Not everything that you ordered will come. Canceled: {}. If you paid for it already, the money is on its way \
                 back.",
                canceled_wording(order)
            ),
        ),
        OrderMailKind::Refunded => (
            format!("Refund for your order {number}"),
            format!("{} went back to where it came from. Banks take a few days to show it.", order.refunded),
        ),
    }
}

/// "2 x Mug, 1 x Tee (Navy / M)".
fn canceled_wording(order: &OrderDetail) -> String {
    let canceled = order.lines.iter().filter(|line| line.canceled > 0);
    let wording = |line: &crate::domain::order::OrderLine| match line.options.as_str() {
        "" => format!("{} x {}", line.canceled, line.title),
        options => format!("{} x {} ({options})", line.canceled, line.title),
    };
    canceled.map(wording).collect::<Vec<_>>().join(", ")
}

/// How what is due is to be paid, and until when it is waited for.
fn payment_wording(order: &OrderDetail) -> String {
    let how = order.how_to_pay.as_ref().map(|how| payment_settings::wording(how, order.due()));
    how.unwrap_or_else(|| "You can pay it on its page.".into())
}

fn refund_wording(order: &OrderDetail, refund: &Refund) -> (String, String) {
    let amount = order.money(refund.amount_minor);
    let why = match refund.source {
        RefundSource::Order => "",
        RefundSource::Unallocated => " Your order did not need it.",
    };
    let lead = format!("{amount} went back to where it came from.{why} Banks take a few days to show it.");
    (format!("Refund for your order {}", order.number), lead)
}
