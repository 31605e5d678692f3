//! Product forms that are not saved yet. Each belongs to whoever typed it, and nobody else sees it.

use crate::{
    domain::{ids::AccountId, timestamp::Timestamp},
    server::store::{
        Conn, StoreResult, Tx,
        db::{execute, select},
    },
};

/// Drafts that one person keeps; older ones give way.
const KEPT: i64 = 20;

/// Keeps a form with what is wrong with it, both as JSON; the answer is its id.
pub async fn keep(tx: &mut Tx, account: AccountId, (form, errors): (&str, &str), now: Timestamp) -> StoreResult<i64> {
    let (id,): (i64,) = select(
        &mut *tx,
        "INSERT INTO product_draft (account_id, form, errors, updated_at) VALUES ($1, $2, $3, $4) RETURNING id",
    )
    .bind(account)
    .bind(form)
    .bind(errors)
    .bind(now)
    .one()
    .await?;
    execute(
        tx,
        format!(
            "DELETE FROM product_draft WHERE account_id = $1 AND id NOT IN
                (SELECT id FROM product_draft WHERE account_id = $1 ORDER BY id DESC LIMIT {KEPT})"
        ),
    )
    .bind(account)
    .run()
    .await?;
    Ok(id)
}

/// A draft of this person: form and errors as JSON.
pub async fn find(on: impl Into<Conn<'_>>, account: AccountId, id: i64) -> StoreResult<Option<(String, String)>> {
    select(on, "SELECT form, errors FROM product_draft WHERE id = $1 AND account_id = $2")
        .bind(id)
        .bind(account)
        .optional()
        .await
}

/// Forgets drafts that nobody came back to.
pub async fn delete_older(on: impl Into<Conn<'_>>, than: Timestamp) -> StoreResult<u64> {
    execute(on, "DELETE FROM product_draft WHERE updated_at < $1").bind(than).run().await
}
