//! Accounts as those who may change what they are see them: their place among the staff, and whether they are open.

use super::{
    Conn, StoreResult, Tx,
    admin::{contains, order_and_limit},
    db::{execute, select},
};
use crate::domain::{
    access::{Permission, Permissions, Role},
    ids::AccountId,
    staff::{Invitation, PageLinks, PageRequest, Position, StaffMember},
    timestamp::Timestamp,
};

const COLUMNS: &str = "account.id, account.email, account.name, account.role, account.staff_role_id,
    COALESCE(staff_role.name, '') AS staff_role, account.disabled_at,
    account.email_verified_at IS NOT NULL AS email_verified, account.totp_enabled_at IS NOT NULL AS has_second_factor,
    CAST((SELECT COUNT(*) FROM session WHERE session.account_id = account.id AND session.expires_at > $1) AS BIGINT)
        AS sessions";
const WITH_ROLE: &str = "account LEFT JOIN staff_role ON staff_role.id = account.staff_role_id";

/// That the shop keeps an owner who can log in, whatever becomes of `$1`.
const ANOTHER_OWNER: &str = "EXISTS (SELECT 1 FROM account AS other
    WHERE other.role = 'owner' AND other.disabled_at IS NULL AND other.id <> $1)";

/// A page of the staff whose name or e-mail fits a search, newest first.
pub async fn list(
    on: impl Into<Conn<'_>>,
    query: &str,
    page: PageRequest,
    now: Timestamp,
) -> StoreResult<(Vec<StaffMember>, PageLinks)> {
    let text = format!(
        "SELECT {COLUMNS} FROM {WITH_ROLE}
         WHERE account.role IN ('staff', 'owner') AND account.id > $2 AND account.id < $3
           AND ($4 = '' OR LOWER(account.email) LIKE LOWER($4) ESCAPE '\\' OR LOWER(account.name) LIKE LOWER($4) ESCAPE '\\')
         {}",
        order_and_limit("account.id", page)
    );
    let (above, below) = page.bounds();
    let rows = select(on, text).bind(now).bind(above).bind(below).bind(contains(query)).all().await?;
    Ok(page.finish(rows, |member: &StaffMember| member.id.0))
}

/// Any account.
pub async fn find(on: impl Into<Conn<'_>>, id: AccountId, now: Timestamp) -> StoreResult<Option<StaffMember>> {
    let text = format!("SELECT {COLUMNS} FROM {WITH_ROLE} WHERE account.id = $2");
    select(on, text).bind(now).bind(id).optional().await
}

/// Lets no other transaction change an owner before this one ends: two owners who demote each other at once would
/// otherwise each see the other one stay.
pub async fn lock_owners(tx: &mut Tx) -> StoreResult<()> {
    let lock = super::Conn::from(&mut *tx).dialect().for_update();
    let text = format!("SELECT id FROM account WHERE role = 'owner' ORDER BY id {lock}");
    let _: Vec<(AccountId,)> = select(tx, text).all().await?;
    Ok(())
}

/// Everyone who may work on orders and can log in: the owner, and staff with the permission.
pub async fn who_work_on_orders(on: impl Into<Conn<'_>>) -> StoreResult<Vec<AccountId>> {
    who_may(on, Permission::Orders).await
}

async fn who_may(on: impl Into<Conn<'_>>, permission: Permission) -> StoreResult<Vec<AccountId>> {
    let rows: Vec<(AccountId, Role, Permissions)> = select(
        on,
        "SELECT account.id, account.role, COALESCE(staff_role.permissions, 0)
         FROM account LEFT JOIN staff_role ON staff_role.id = account.staff_role_id
         WHERE account.role IN ('staff', 'owner') AND account.disabled_at IS NULL ORDER BY account.id",
    )
    .all()
    .await?;
    let works = |(_, role, permissions): &(AccountId, Role, Permissions)| role.lets_into(*permissions, permission);
    Ok(rows.into_iter().filter(works).map(|(account, ..)| account).collect())
}

/// Everyone who may set up the shop and can log in.
pub async fn who_set_up(on: impl Into<Conn<'_>>) -> StoreResult<Vec<AccountId>> {
    who_may(on, Permission::Settings).await
}

/// Adds an account whose password nobody knows; `None` when the e-mail is taken.
pub async fn insert(
    tx: &mut Tx,
    invitation: &Invitation,
    password_hash: &str,
    now: Timestamp,
) -> StoreResult<Option<AccountId>> {
    let row: Option<(AccountId,)> = select(
        tx,
        "INSERT INTO account (email, name, password_hash, role, staff_role_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (email) DO NOTHING RETURNING id",
    )
    .bind(&invitation.email)
    .bind(&invitation.name)
    .bind(password_hash)
    .bind(invitation.position.role())
    .bind(invitation.position.staff_role())
    .bind(now)
    .optional()
    .await?;
    Ok(row.map(|(id,)| id))
}

/// Makes an account something else, unless that leaves the shop without an owner; tells whether it did. After
/// [`lock_owners`].
pub async fn set_position(tx: &mut Tx, id: AccountId, position: Position) -> StoreResult<bool> {
    let text = format!(
        "UPDATE account SET role = $2, staff_role_id = $3, version = version + 1
         WHERE id = $1 AND (role <> 'owner' OR $2 = 'owner' OR {ANOTHER_OWNER})"
    );
    let changed = execute(tx, text).bind(id).bind(position.role()).bind(position.staff_role()).run().await?;
    Ok(changed == 1)
}

/// Closes an account, or with `None` opens it again, unless that leaves the shop without an owner; tells whether it did.
/// After [`lock_owners`].
pub async fn set_disabled(tx: &mut Tx, id: AccountId, disabled_at: Option<Timestamp>) -> StoreResult<bool> {
    let text = format!(
        "UPDATE account SET disabled_at = $2, version = version + 1
         WHERE id = $1 AND ($2 IS NULL OR role <> 'owner' OR {ANOTHER_OWNER})"
    );
    Ok(execute(tx, text).bind(id).bind(disabled_at).run().await? == 1)
}

/// Ends every session of an account, and every login that waits for its second factor.
pub async fn end_sessions(tx: &mut Tx, id: AccountId) -> StoreResult<()> {
    for table in ["session", "login_challenge"] {
        execute(&mut *tx, format!("DELETE FROM {table} WHERE account_id = $1")).bind(id).run().await?;
    }
    Ok(())
}
