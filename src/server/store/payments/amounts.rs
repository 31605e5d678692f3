//! The amounts of a payment: every change is one guarded UPDATE, and the rule once more a CHECK in the schema.

use crate::{
    domain::ids::PaymentId,
    server::store::{StoreResult, Tx, db::execute},
};

async fn changed(tx: &mut Tx, text: &'static str, payment: PaymentId, amount: i64) -> StoreResult<bool> {
    Ok(execute(tx, text).bind(payment).bind(amount).run().await? == 1)
}

/// Notes that the gateway promised an amount in all; `false` if it is more than was asked for.
pub async fn add_authorized(tx: &mut Tx, payment: PaymentId, amount: i64) -> StoreResult<bool> {
    let text = "UPDATE payment
         SET authorized_minor = CASE WHEN authorized_minor < $2 THEN $2 ELSE authorized_minor END,
             status = CASE WHEN status IN ('pending', 'failed') THEN 'authorized' ELSE status END
         WHERE id = $1 AND amount_minor >= $2";
    changed(tx, text, payment, amount).await
}

/// Counts money as taken; `false` if it is more than was asked for. Taking implies that it was promised.
pub async fn add_captured(tx: &mut Tx, payment: PaymentId, amount: i64) -> StoreResult<bool> {
    let text = "UPDATE payment
         SET authorized_minor = CASE WHEN authorized_minor < captured_minor + voided_minor + $2
                                     THEN captured_minor + voided_minor + $2 ELSE authorized_minor END,
             captured_minor = captured_minor + $2, status = 'captured'
         WHERE id = $1 AND captured_minor + voided_minor + $2 <= amount_minor";
    changed(tx, text, payment, amount).await
}

/// Counts a promise as let go of; `false` if the shop does not know of such a promise.
pub async fn add_voided(tx: &mut Tx, payment: PaymentId, amount: i64) -> StoreResult<bool> {
    let text = "UPDATE payment
         SET voided_minor = voided_minor + $2, status = CASE WHEN captured_minor = 0 THEN 'canceled' ELSE status END
         WHERE id = $1 AND captured_minor + voided_minor + $2 <= authorized_minor";
    changed(tx, text, payment, amount).await
}

/// Closes a payment that nobody paid.
pub async fn close(tx: &mut Tx, payment: PaymentId) -> StoreResult<()> {
    let text = "UPDATE payment SET status = 'canceled' WHERE id = $1 AND status = 'pending'";
    execute(tx, text).bind(payment).run().await?;
    Ok(())
}

/// Asks for so much more, and not for what it was before; never for more.
pub async fn lower(tx: &mut Tx, payment: PaymentId, due: i64) -> StoreResult<()> {
    let text = "UPDATE payment SET amount_minor = captured_minor + voided_minor + $2
         WHERE id = $1 AND captured_minor + voided_minor + $2 < amount_minor
           AND authorized_minor <= captured_minor + voided_minor + $2";
    execute(tx, text).bind(payment).bind(due).run().await?;
    Ok(())
}

/// Asks for so much more, whatever it was before. For payments that no gateway collects.
pub async fn ask_for(tx: &mut Tx, payment: PaymentId, due: i64) -> StoreResult<()> {
    let text = "UPDATE payment SET amount_minor = captured_minor + voided_minor + $2
         WHERE id = $1 AND authorized_minor <= captured_minor + voided_minor + $2";
    execute(tx, text).bind(payment).bind(due).run().await?;
    Ok(())
}

/// Sends nobody to the page of a payment any more, as what it asks for is not what is owed.
pub async fn replace(tx: &mut Tx, payment: PaymentId) -> StoreResult<()> {
    execute(tx, "UPDATE payment SET replaced = TRUE WHERE id = $1").bind(payment).run().await?;
    Ok(())
}

/// Marks captured money as of no use to the order.
pub async fn add_unallocated(tx: &mut Tx, payment: PaymentId, amount: i64) -> StoreResult<bool> {
    let text = "UPDATE payment SET unallocated_minor = unallocated_minor + $2
         WHERE id = $1 AND refunded_minor + refunding_minor + unallocated_minor + $2 <= captured_minor";
    changed(tx, text, payment, amount).await
}

/// Sets money apart to be given back, out of what the order holds or of what it cannot use; `false` if there is not so
/// much left that was not asked back before.
pub async fn begin_refund(tx: &mut Tx, payment: PaymentId, amount: i64, unallocated: bool) -> StoreResult<bool> {
    let text = if unallocated {
        "UPDATE payment SET refunding_minor = refunding_minor + $2, unallocated_minor = unallocated_minor - $2
         WHERE id = $1 AND unallocated_minor >= $2"
    } else {
        "UPDATE payment SET refunding_minor = refunding_minor + $2
         WHERE id = $1 AND refunded_minor + refunding_minor + unallocated_minor + $2 <= captured_minor"
    };
    changed(tx, text, payment, amount).await
}

/// Counts money that was set apart as given back, or puts it back where it was.
pub async fn end_refund(
    tx: &mut Tx,
    payment: PaymentId,
    amount: i64,
    unallocated: bool,
    succeeded: bool,
) -> StoreResult<bool> {
    let text = match (succeeded, unallocated) {
        (true, _) => {
            "UPDATE payment
             SET refunding_minor = refunding_minor - $2, refunded_minor = refunded_minor + $2,
                 status = CASE WHEN refunded_minor + $2 = captured_minor THEN 'refunded' ELSE status END
             WHERE id = $1 AND refunding_minor >= $2"
        }
        (false, true) => {
            "UPDATE payment SET refunding_minor = refunding_minor - $2, unallocated_minor = unallocated_minor + $2
             WHERE id = $1 AND refunding_minor >= $2"
        }
        (false, false) => {
            "UPDATE payment SET refunding_minor = refunding_minor - $2 WHERE id = $1 AND refunding_minor >= $2"
        }
    };
    changed(tx, text, payment, amount).await
}
