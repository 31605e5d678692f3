//! Payments against what their gateways say.

use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        order::OrderNumber,
        timestamp::Timestamp,
    },
    server::{
        gateways::payment::GatewayRecord,
        state::State,
        store::{
            StoreResult,
            payments::{self, Payment},
        },
    },
};
use futures::stream::{self, StreamExt};

/// Gateways are asked about so many at once.
const AT_ONCE: usize = 8;
/// What happened within so many minutes may still be on its way to the shop.
const GRACE_MINUTES: i64 = 15;

/// Payments, the newest since an instant, of which a gateway that keeps records says something else, or nothing.
pub async fn disagreements(state: &State, from: Timestamp, most: i64) -> StoreResult<Vec<Disagreement>> {
    let payments = payments::list_newest(&state.db, from, most).await?;
    let answers = stream::iter(payments).map(|payment| ask(state, payment)).buffered(AT_ONCE);
    Ok(answers.filter_map(|found| async { found }).collect().await)
}

async fn ask(state: &State, payment: Payment) -> Option<Disagreement> {
    let gateway = match state.gateways.get(&payment.gateway) {
        Some(gateway) if gateway.keeps_records() => gateway,
        Some(_) => return None,
        None => return Some(told(&payment, "the shop has no such gateway any more, so nobody can be asked".into())),
    };
    match gateway.look_up(&payment.reference).await {
        Ok(record) => compare(state, &payment, &record),
        Err(error) => Some(told(&payment, error.to_string())),
    }
}

fn compare(state: &State, payment: &Payment, record: &GatewayRecord) -> Option<Disagreement> {
    let theirs = (record.captured(), record.refunded());
    let is_fresh = record.changed_at > state.clock.now().plus_minutes(-GRACE_MINUTES);
    // Less than the shop counts is wrong at any time.
    let lacks = theirs.0 < payment.captured_minor || theirs.1 < payment.refunded_minor;
    let differs = theirs != (payment.captured_minor, payment.refunded_minor);
    (lacks || (differs && !is_fresh)).then(|| {
        let (captured, refunded) = (payment.captured_minor, payment.refunded_minor);
        told(
            payment,
            format!(
                "captured {captured}, by the gateway {}; refunded {refunded}, by the gateway {}",
                theirs.0, theirs.1
            ),
        )
    })
}

fn told(payment: &Payment, problem: String) -> Disagreement {
    Disagreement {
        area: CheckedArea::Gateways,
        subject: format!(
            "payment {} of order {} through {}",
            payment.id,
            OrderNumber(payment.order_id),
            payment.gateway
        ),
        problem,
    }
}
