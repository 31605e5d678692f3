//! An account's own data.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::{
    account::{Profile, ProfileInput},
    ids::AccountId,
    timestamp::Timestamp,
};

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    email: String,
    phone: String,
    email_verified: bool,
    created_at: Timestamp,
    version: i64,
}

pub async fn find(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Option<Profile>> {
    let row: Option<Row> = select(
        on,
        "SELECT name, email, phone, email_verified_at IS NOT NULL AS email_verified, created_at, version
         FROM account WHERE id = $1",
    )
    .bind(account)
    .optional()
    .await?;
    Ok(row.map(|row| Profile {
        name: row.name,
        email: row.email,
        phone: row.phone,
        email_verified: row.email_verified,
        member_since: row.created_at,
        version: row.version,
    }))
}

/// Changes a profile that is at a version; `false` when it moved on.
pub async fn update(tx: &mut Tx, account: AccountId, input: &ProfileInput, version: i64) -> StoreResult<bool> {
    let text = "UPDATE account SET name = $2, phone = $3, version = version + 1 WHERE id = $1 AND version = $4";
    let changed = execute(tx, text).bind(account).bind(&input.name).bind(&input.phone).bind(version).run().await?;
    Ok(changed == 1)
}
