//! Taking back what was sold, in the books: the total of an order stays, what is taken back is a credit.

use super::invoices;
use crate::{
    domain::{credit, ids::OrderId, timestamp::Timestamp},
    server::store::{
        self, StoreError, StoreResult, Tx,
        payments::{Account, post, sale_postings},
    },
};

/// Credits a part of an order to its customer: sales, shipping and tax are taken back in proportion. What was invoiced gets
/// its credit note with it, so let go of stock and promotions before (see `services::invoices`).
///
/// # Errors
/// More than is left of the sale is an inconsistency: whoever calls has asked for the order under its lock.
pub async fn credit(
    tx: &mut Tx,
    order: OrderId,
    amount_minor: i64,
    description: &str,
    now: Timestamp,
) -> StoreResult<()> {
    if amount_minor == 0 {
        return Ok(());
    }
    let earned = store::credits::earned(tx, order).await?;
    let left: Vec<i64> = earned.iter().map(|(_, left)| *left).collect();
    let pieces = credit::split(&left, amount_minor);
    let (Some(pieces), true) = (pieces, store::credits::add(tx, order, amount_minor).await?) else {
        return Err(StoreError::Inconsistent(format!("{amount_minor} cannot be credited to order {order}")));
    };
    store::credits::note(tx, order, amount_minor, description, now).await?;
    let taken_back = earned.into_iter().zip(pieces).map(|((account, _), piece)| (account, piece));
    let postings: Vec<_> = taken_back.chain([(Account::Receivable, -amount_minor)]).collect();
    post(tx, order, description, &postings, now).await?;
    invoices::settle(tx, order, description, now).await
}

/// Credits all that is left of an order.
pub async fn credit_rest(tx: &mut Tx, order: OrderId, description: &str, now: Timestamp) -> StoreResult<()> {
    let earned = store::credits::earned(tx, order).await?;
    let rest = earned.iter().map(|(_, left)| left).sum();
    if rest == 0 {
        // Accounts that cancel each other out are emptied all the same.
        let postings: Vec<_> = earned.into_iter().collect();
        return post(tx, order, description, &postings, now).await;
    }
    credit(tx, order, rest, description, now).await
}

/// Sells once more what was credited as a whole: the order had expired and is paid after all.
pub async fn sell_again(tx: &mut Tx, order: OrderId, description: &str, now: Timestamp) -> StoreResult<()> {
    if !store::credits::forget(tx, order).await? {
        return Err(StoreError::Inconsistent(format!("order {order} is not canceled as a whole")));
    }
    let sale = sale_postings(tx, order).await?;
    let total =
        sale.iter().filter(|(account, _)| *account == Account::Receivable).map(|(_, amount)| amount).sum::<i64>();
    if total != 0 {
        store::credits::note(tx, order, -total, description, now).await?;
    }
    post(tx, order, description, &sale, now).await
}
