//! Mails about returns: written once into the outbox, as those about orders are.

use super::{
    order_mail::{OrderMailError, send_written},
    orders, shop_settings,
};
use crate::{
    domain::{
        ids::{JobId, ReturnId},
        money::Money,
        order::OrderDetail,
        returns::{OrderReturn, ReturnLine},
    },
    server::{gateways::mail::Mail, jobs::ReturnMailKind, state::State, store},
};
use minijinja::{Environment, context, syntax::SyntaxConfig};

const TEXT: &str = include_str!("mails/return.txt");
const HTML: &str = include_str!("mails/return.html");

/// Writes the mail of a job unless it is written, and sends it unless it is sent. A customer who deleted their account gets
/// none.
pub async fn send(state: &State, job: JobId, id: ReturnId, kind: ReturnMailKind) -> Result<(), OrderMailError> {
    if store::outbox::find_by_job(&state.db, job).await?.is_none() {
        let Some(detail) = store::returns::find_detail(&state.db, id).await? else { return Ok(()) };
        let Some((order, _)) = store::orders::find_detail(&state.db, detail.order.0).await? else { return Ok(()) };
        if order.email.is_empty() {
            return Ok(());
        }
        let shop = shop_settings::load(&state.db).await?.name;
        let mail = compose(state, &shop, (&order, &detail), kind)?;
        store::outbox::insert(&state.db, job, Some(order.number.0), &mail, state.clock.now()).await?;
    }
    send_written(state, job).await
}

fn compose(
    state: &State,
    shop: &str,
    (order, detail): (&OrderDetail, &OrderReturn),
    kind: ReturnMailKind,
) -> Result<Mail, OrderMailError> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template("return.txt", TEXT)?;
    // The ending turns on escaping for HTML.
    environment.add_template("return.html", HTML)?;
    let (subject, lead) = wording(detail, kind);
    let has_come = kind == ReturnMailKind::Refunded;
    let line = |line: &ReturnLine| {
        let quantity = if has_come { line.received } else { line.quantity };
        (quantity > 0).then(|| context! { quantity, title => &line.title, options => &line.options })
    };
    let money = |is_told: bool, amount: Money| is_told.then(|| amount.to_string());
    let values = context! {
        shop,
        subject => &subject,
        lead,
        number => detail.number.to_string(),
        order => order.number.to_string(),
        lines => detail.lines.iter().filter_map(line).collect::<Vec<_>>(),
        words => match kind {
            ReturnMailKind::Approved => lines_of(&detail.instructions),
            ReturnMailKind::Rejected => lines_of(&detail.rejection),
            ReturnMailKind::Requested | ReturnMailKind::Refunded => Vec::new(),
        },
        shipping => money(has_come && !detail.shipping.is_zero(), detail.shipping),
        deduction => money(has_come && !detail.deduction.is_zero(), detail.deduction),
        deduction_reason => &detail.deduction_reason,
        url => format!("{}{}", state.config.public_url(), orders::order_url(state, order.number.0)),
    };
    Ok(Mail {
        recipient: order.email.clone(),
        subject,
        body_text: environment.get_template("return.txt")?.render(&values)?,
        body_html: environment.get_template("return.html")?.render(&values)?,
    })
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim().to_owned()).collect()
}

fn wording(detail: &OrderReturn, kind: ReturnMailKind) -> (String, String) {
    let (number, order) = (detail.number, detail.order);
    match kind {
        ReturnMailKind::Requested => (
            format!("Your return {number} of order {order}"),
            "We have your request and look at it. Please keep the items until you hear from us.".into(),
        ),
        ReturnMailKind::Approved => (format!("Please send us your return {number}"), "Your return is approved.".into()),
        ReturnMailKind::Rejected => {
            (format!("About your return {number}"), "We are sorry: we cannot take these items back.".into())
        }
        ReturnMailKind::Refunded if detail.refunded.is_zero() => (
            format!("Your return {number} has arrived"),
            "Your return has arrived, and nothing is paid back for it.".into(),
        ),
        ReturnMailKind::Refunded => (
            format!("Your return {number} has arrived"),
            format!(
                "Your return has arrived. {} is credited to you; what you paid of it is on its way back to where it came from.",
                detail.refunded
            ),
        ),
    }
}
