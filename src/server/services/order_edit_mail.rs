//! The mail about a change of an order.

use super::{
    order_mail::{OrderMailError, compose, find, send_written},
    payment_settings,
};
use crate::{
    domain::{
        ids::JobId,
        order::OrderDetail,
        payment::{GatewayKind, HowToPay},
    },
    server::{
        jobs::OrderMailKind,
        state::State,
        store::{self, order_edits::KeptEdit},
    },
};

/// Writes the mail of a job unless it is written, and sends it unless it is sent.
pub async fn send(state: &State, job: JobId, edit: i64) -> Result<(), OrderMailError> {
    if store::outbox::find_by_job(&state.db, job).await?.is_none() {
        let Some(edit) = store::order_edits::find(&state.db, edit).await? else { return Ok(()) };
        let Some(detail) = find(state, edit.order_id).await? else { return Ok(()) };
        let kind = (OrderMailKind::Confirmation, None);
        let mail = compose(state, edit.order_id, &detail, kind, wording(&detail, &edit)).await?;
        store::outbox::insert(&state.db, job, Some(edit.order_id), &mail, state.clock.now()).await?;
    }
    send_written(state, job).await
}

/// Subject and lead: the totals before and after, and what that means. The lines stand below.
fn wording(order: &OrderDetail, edit: &KeptEdit) -> (String, String) {
    let (before, after) = (order.money(edit.total_before_minor), order.money(edit.total_after_minor));
    let totals = match after.minor - before.minor {
        0 => format!("Its total of {after} stays."),
        _ => format!("Its total was {before} and is {after} now."),
    };
    let to_pay = order.to_pay();
    let money = if to_pay.minor > 0 {
        match &order.how_to_pay {
            Some(HowToPay::Online) | None => format!(" {to_pay} are still to be paid, on the order's page."),
            Some(how) => format!(" {}", payment_settings::wording(how, to_pay)),
        }
    } else if after.minor < before.minor && !order.captured.is_zero() {
        match GatewayKind::of(&order.gateway) {
            GatewayKind::Online => " What you paid too much is on its way back.".into(),
            _ => " What you paid too much is sent back to you.".into(),
        }
    } else {
        String::new()
    };
    (format!("Your order {} was changed", order.number), format!("We have changed your order. {totals}{money}"))
}
