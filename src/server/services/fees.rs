//! What gateways keep of a capture for themselves, in the books: out of what they hold for the shop, into a cost.
//!
//! A fee is posted once for each capture, whoever tells of it and whenever. One that nobody tells of is not known, which is
//! not the same as nothing.

use crate::{
    domain::timestamp::Timestamp,
    server::store::{
        self, StoreResult, Tx,
        payments::{Account, Payment, post},
    },
};

/// Posts the fee of a capture, by the gateway's id of it; `false` if it is known already, or the capture is not.
pub(super) async fn record(
    tx: &mut Tx,
    payment: &Payment,
    (capture, fee_minor): (&str, i64),
    now: Timestamp,
) -> StoreResult<bool> {
    if fee_minor < 0 || !store::payments::set_fee(tx, payment.id, capture, fee_minor).await? {
        return Ok(false);
    }
    let postings = [(Account::Fee, fee_minor), (Account::Gateway, -fee_minor)];
    post(tx, payment.order_id, "gateway fee", &postings, now).await?;
    Ok(true)
}
