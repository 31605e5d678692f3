//! Orders by the account that they belong to.

use crate::{
    domain::{
        account::OwnOrder,
        ids::{AccountId, OrderId},
        money::{Currency, Money},
        order::{OrderNumber, OrderStatus},
        staff::{PageLinks, PageRequest},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreError, StoreResult, Tx,
        admin::order_and_limit,
        db::{execute, select},
        slice::{Position, Slice, Sliced},
    },
};

/// Gives an account the orders with an e-mail that belong to none.
pub async fn claim_of_guests(tx: &mut Tx, account: AccountId, email: &str) -> StoreResult<u64> {
    execute(tx, "UPDATE orders SET account_id = $1 WHERE email = $2 AND account_id IS NULL")
        .bind(account)
        .bind(email)
        .run()
        .await
}

#[derive(sqlx::FromRow)]
struct Row {
    id: OrderId,
    placed_at: Timestamp,
    status: OrderStatus,
    currency: String,
    total_minor: i64,
    units: i64,
}

impl TryFrom<Row> for OwnOrder {
    type Error = StoreError;
    fn try_from(row: Row) -> StoreResult<Self> {
        let currency = Currency::from_code(&row.currency)
            .ok_or_else(|| StoreError::Inconsistent(format!("order {} is in the currency {}", row.id, row.currency)))?;
        Ok(Self {
            number: OrderNumber(row.id),
            placed_at: row.placed_at,
            status: row.status,
            units: row.units,
            total: Money::new(row.total_minor, currency),
        })
    }
}

/// A page of an account's orders, newest first.
pub async fn list_of_account(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    page: PageRequest,
) -> StoreResult<(Vec<OwnOrder>, PageLinks)> {
    let (above, below) = page.bounds();
    let text = format!(
        "SELECT id, placed_at, status, currency, total_minor,
                CAST((SELECT COALESCE(SUM(quantity), 0) FROM order_line WHERE order_line.order_id = orders.id) AS BIGINT) AS units
         FROM orders WHERE account_id = $1 AND id > $2 AND id < $3 {}",
        order_and_limit("id", page)
    );
    let rows: Vec<Row> = select(on, text).bind(account).bind(above).bind(below).all().await?;
    let (rows, links) = page.finish(rows, |row| row.id.0);
    Ok((rows.into_iter().map(OwnOrder::try_from).collect::<StoreResult<_>>()?, links))
}

/// A slice of an account's orders, by their numbers.
pub async fn slice_of_account(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    slice: Slice,
) -> StoreResult<Sliced<OwnOrder>> {
    let (key, id) = slice.bounds();
    let text = format!(
        "SELECT id, placed_at, status, currency, total_minor,
                CAST((SELECT COALESCE(SUM(quantity), 0) FROM order_line WHERE order_line.order_id = orders.id) AS BIGINT) AS units
         FROM orders WHERE account_id = $1 AND {} {}",
        slice.condition("id", "id", ("$2", "$3")),
        slice.tail("id", "id")
    );
    let rows: Vec<Row> = select(on, text).bind(account).bind(key).bind(id).all().await?;
    let Sliced { rows, before, after } = slice.finish(rows, |row| Position::of_id(row.id.0));
    let rows = rows.into_iter().map(OwnOrder::try_from).collect::<StoreResult<_>>()?;
    Ok(Sliced { rows, before, after })
}

/// Conditions on `orders` that choose those of an account, its id being `$1`.
///
/// An account whose e-mail (`$2`) is verified (`$3`) is also behind what was ordered with it as a guest.
pub const OF_ACCOUNT: &str = "(orders.account_id = $1 OR (orders.account_id IS NULL AND orders.email = $2 AND $3))";

/// Whether an order still needs its address: it is to be paid, or something of it is to be shipped.
const OPEN: &str = "(orders.status IN ('pending_payment', 'paid', 'partly_fulfilled') OR (orders.status = 'partly_refunded'
    AND EXISTS (SELECT 1 FROM order_line WHERE order_line.order_id = orders.id AND order_line.shipped + order_line.canceled < order_line.quantity)))";

/// How many orders an account has, and how many of them are open.
pub async fn count_of_account(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    email: &str,
    verified: bool,
) -> StoreResult<(i64, i64)> {
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN {OPEN} THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM orders WHERE {OF_ACCOUNT}"
    );
    select(on, text).bind(account).bind(email).bind(verified).one().await
}
