//! Roles of the staff.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::{access::Permissions, ids::StaffRoleId, staff::StaffRole};

const COLUMNS: &str = "staff_role.id, staff_role.version, staff_role.name, staff_role.permissions,
    CAST((SELECT COUNT(*) FROM account WHERE account.staff_role_id = staff_role.id) AS BIGINT) AS members";

/// All of them, by name: a shop has a handful, and never more than the service lets it have.
pub async fn all(on: impl Into<Conn<'_>>) -> StoreResult<Vec<StaffRole>> {
    select(on, format!("SELECT {COLUMNS} FROM staff_role ORDER BY name, id")).all().await
}

/// Of all; nobody adds another before the transaction ends.
pub async fn count(tx: &mut Tx) -> StoreResult<i64> {
    super::limits::count_locked(tx, "staff_role").await
}

pub async fn find(on: impl Into<Conn<'_>>, id: StaffRoleId) -> StoreResult<Option<StaffRole>> {
    select(on, format!("SELECT {COLUMNS} FROM staff_role WHERE id = $1")).bind(id).optional().await
}

pub async fn insert(tx: &mut Tx, name: &str, permissions: Permissions) -> StoreResult<StaffRoleId> {
    let (id,): (StaffRoleId,) = select(tx, "INSERT INTO staff_role (name, permissions) VALUES ($1, $2) RETURNING id")
        .bind(name)
        .bind(permissions)
        .one()
        .await?;
    Ok(id)
}

/// Changes a role if it still has the version; tells whether it had.
pub async fn update(
    tx: &mut Tx,
    (id, version): (StaffRoleId, i64),
    name: &str,
    permissions: Permissions,
) -> StoreResult<bool> {
    let text =
        "UPDATE staff_role SET name = $3, permissions = $4, version = version + 1 WHERE id = $1 AND version = $2";
    Ok(execute(tx, text).bind(id).bind(version).bind(name).bind(permissions).run().await? == 1)
}

/// Deletes a role if it still has the version; tells whether it had. The schema refuses while somebody has it.
pub async fn delete(tx: &mut Tx, id: StaffRoleId, version: i64) -> StoreResult<bool> {
    Ok(execute(tx, "DELETE FROM staff_role WHERE id = $1 AND version = $2").bind(id).bind(version).run().await? == 1)
}

/// Logs out everyone who has a role.
pub async fn end_sessions(tx: &mut Tx, id: StaffRoleId) -> StoreResult<()> {
    for table in ["session", "login_challenge"] {
        let text = format!("DELETE FROM {table} WHERE account_id IN (SELECT id FROM account WHERE staff_role_id = $1)");
        execute(&mut *tx, text).bind(id).run().await?;
    }
    Ok(())
}
