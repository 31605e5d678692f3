//! Taking a person out of the database; what has to stay no longer says who it was.

use super::{
    Conn, StoreError, StoreResult, Tx,
    admin::contains,
    carts,
    db::{execute, select},
    orders::OF_ACCOUNT,
    personal_data::{Person, mails_of_account},
};
use crate::domain::{
    address::Address,
    ids::{AccountId, CartId, OrderId},
    timestamp::Timestamp,
};

/// Stands where the name of a customer stood.
pub const NOBODY: &str = "Deleted customer";

/// The account, which nobody changes and for which nobody writes an order until the transaction ends.
///
/// Locks are taken in the order in which logging in (account, cart) and placing an order (cart, then the account that it
/// refers to) take theirs, so that nobody waits in a circle.
pub async fn lock(tx: &mut Tx, account: AccountId) -> StoreResult<Option<(String, bool)>> {
    carts::lock_account(&mut *tx, account).await?;
    let conn = Conn::from(&mut *tx);
    let text = format!("SELECT id FROM cart WHERE account_id = $1 ORDER BY id {}", conn.dialect().for_delete());
    let _: Vec<(CartId,)> = select(conn, text).bind(account).all().await?;
    let conn = Conn::from(tx);
    let text = format!(
        "SELECT email, email_verified_at IS NOT NULL FROM account WHERE id = $1 {}",
        conn.dialect().for_delete()
    );
    select(conn, text).bind(account).optional().await
}

/// Takes name, e-mail, addresses and the words of mails out of a person's orders. Country and region stay: taxes are
/// declared by them. What was bought, and for how much, stays as the books need it.
pub async fn anonymize_orders(tx: &mut Tx, person: &Person, now: Timestamp) -> StoreResult<u64> {
    // Mails first: their orders are found by what is about to go.
    let text = format!("DELETE FROM outbox_mail WHERE {}", mails_of_account());
    execute(&mut *tx, text).bind(person.account).bind(&person.email).bind(person.email_verified).run().await?;
    let text = format!("SELECT id, shipping_address, billing_address FROM orders WHERE {OF_ACCOUNT} ORDER BY id");
    let orders: Vec<(OrderId, String, String)> =
        select(&mut *tx, text).bind(person.account).bind(&person.email).bind(person.email_verified).all().await?;
    let mut anonymized = 0;
    // Few places, whatever the number of orders: a statement for each pair of them.
    for (shipping, billing, ids) in by_places(&orders)? {
        for ids in ids.chunks(1_000) {
            let text = format!(
                "UPDATE orders SET email = '', account_id = NULL, shipping_address = $1, billing_address = $2,
                    updated_at = $3, version = version + 1
                 WHERE id IN ({})",
                super::sql::list(4, ids.len())
            );
            let statement = execute(&mut *tx, text).bind(&shipping).bind(&billing).bind(now);
            anonymized += statement.bind_all(ids.iter().copied()).run().await?;
            // What they wrote about what they sent back.
            let text = format!(
                "UPDATE order_return_line SET note = ''
                 WHERE order_return_id IN (SELECT id FROM order_return WHERE order_id IN ({}))",
                super::sql::list(1, ids.len())
            );
            execute(&mut *tx, text).bind_all(ids.iter().copied()).run().await?;
            let text = format!(
                "UPDATE order_edit SET form = '', changes = '' WHERE order_id IN ({})",
                super::sql::list(1, ids.len())
            );
            execute(&mut *tx, text).bind_all(ids.iter().copied()).run().await?;
        }
    }
    Ok(anonymized)
}

type ByPlaces = Vec<(String, String, Vec<OrderId>)>;

fn by_places(orders: &[(OrderId, String, String)]) -> StoreResult<ByPlaces> {
    let mut places: ByPlaces = Vec::new();
    for (id, shipping, billing) in orders {
        let (shipping, billing) = (without_person(shipping)?, without_person(billing)?);
        match places.iter_mut().find(|place| place.0 == shipping && place.1 == billing) {
            Some(place) => place.2.push(*id),
            None => places.push((shipping, billing, vec![*id])),
        }
    }
    Ok(places)
}

fn without_person(json: &str) -> StoreResult<String> {
    let broken = |error: serde_json::Error| StoreError::Inconsistent(format!("address of an order: {error}"));
    let Address { country, region, .. } = serde_json::from_str(json).map_err(broken)?;
    let address = Address { name: NOBODY.to_owned(), country, region, ..Address::default() };
    serde_json::to_string(&address).map_err(broken)
}

/// Deletes what mails about the account itself left: the jobs that wrote them name its e-mails, those that it had before,
/// too, and the outbox has what was sent to these.
pub async fn delete_account_mails(tx: &mut Tx, person: &Person) -> StoreResult<()> {
    let email = serde_json::to_string(&person.email).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
    let (email, account) = (contains(&email), person.account);
    let about = "kind = 'account_mail' AND (payload LIKE $1 ESCAPE '\\' OR payload LIKE $2 OR payload LIKE $3)";
    for text in [
        format!("DELETE FROM outbox_mail WHERE job_id IN (SELECT id FROM job WHERE {about})"),
        format!("DELETE FROM job WHERE {about}"),
    ] {
        execute(&mut *tx, text)
            .bind(&email)
            .bind(format!(r#"%"account":{account},%"#))
            .bind(format!(r#"%"account":{account}}}%"#))
            .run()
            .await?;
    }
    Ok(())
}

/// Takes what is known of a person out of what the audit log tells about their account; that something was done stays.
pub async fn anonymize_audit(tx: &mut Tx, account: AccountId, stand_in: &str) -> StoreResult<()> {
    let text = "UPDATE audit_entry SET label = $2, before = '', after = ''
                WHERE subject_id = $1 AND subject IN ('account', 'staff_member')";
    execute(tx, text).bind(account).bind(stand_in).run().await?;
    Ok(())
}

/// Takes the e-mail of a member of staff out of what they did; `stand_in` still tells their deeds from others'.
pub async fn anonymize_actor(tx: &mut Tx, email: &str, stand_in: &str) -> StoreResult<()> {
    let tables = [
        "audit_entry",
        "order_alert",
        "order_edit",
        "order_event",
        "order_return_event",
        "stock_movement",
        "import",
        "bulk_change",
    ];
    for table in tables {
        let text = format!("UPDATE {table} SET actor = $2 WHERE actor = $1");
        execute(&mut *tx, text).bind(email).bind(stand_in).run().await?;
    }
    Ok(())
}

/// Deletes the account with its cart, and with everything that refers to it: sessions, tokens, address book, kept cards, choices.
pub async fn delete(tx: &mut Tx, account: AccountId) -> StoreResult<()> {
    // Of carts only the account would be forgotten, not what was entered at their checkouts.
    execute(&mut *tx, "DELETE FROM cart WHERE account_id = $1").bind(account).run().await?;
    execute(tx, "DELETE FROM account WHERE id = $1").bind(account).run().await?;
    Ok(())
}
