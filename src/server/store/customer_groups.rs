//! Groups of customers: names that promotions can be for. A group is there as long as somebody is in it or a promotion
//! is for it.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
    multi_row::insert_rows,
    sql,
};
use crate::domain::ids::{AccountId, CustomerGroupId};

/// The names of an account's groups, by the alphabet.
pub async fn of_account(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Vec<String>> {
    let rows: Vec<(String,)> = select(
        on,
        "SELECT customer_group.name FROM customer_group_member
         JOIN customer_group ON customer_group.id = customer_group_member.customer_group_id
         WHERE customer_group_member.account_id = $1 ORDER BY customer_group.name",
    )
    .bind(account)
    .all()
    .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Puts an account into these groups and no others; groups that are not there yet are made, and forgotten when nobody
/// needs them any more.
pub async fn set(tx: &mut Tx, account: AccountId, names: &[String]) -> StoreResult<()> {
    execute(&mut *tx, "DELETE FROM customer_group_member WHERE account_id = $1").bind(account).run().await?;
    if !names.is_empty() {
        let into = "customer_group (name)";
        insert_rows(tx, into, names, "ON CONFLICT DO NOTHING", |statement, name: &String| statement.bind(name)).await?;
        let text = format!("SELECT id FROM customer_group WHERE name IN ({})", sql::list(1, names.len()));
        let groups: Vec<(CustomerGroupId,)> = select(&mut *tx, text).bind_all(names.iter().cloned()).all().await?;
        let into = "customer_group_member (account_id, customer_group_id)";
        insert_rows(tx, into, &groups, "", |statement, (group,): &(CustomerGroupId,)| {
            statement.bind(account).bind(*group)
        })
        .await?;
    }
    execute(
        tx,
        "DELETE FROM customer_group
         WHERE NOT EXISTS (SELECT 1 FROM customer_group_member WHERE customer_group_id = customer_group.id)
           AND NOT EXISTS (SELECT 1 FROM promotion WHERE promotion.customer_group_id = customer_group.id)",
    )
    .run()
    .await?;
    Ok(())
}
