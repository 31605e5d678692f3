//! Orders and their payments, for staff.

use super::{contains, order_and_limit};
use crate::{
    domain::{
        address::Address,
        ids::{AccountId, OrderId, ShippingCarrierId},
        money::{Currency, Money},
        order::{OrderNumber, OrderStatus},
        staff::{OrderRow, OrderTab, PageLinks, PageRequest, TabCount},
        timestamp::Timestamp,
    },
    server::store::{Conn, Db, StoreError, StoreResult, db::select, order_alerts, shipments::AT_THE_DOOR},
};

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: OrderId,
    placed_at: Timestamp,
    shipping_address: String,
    email: String,
    status: OrderStatus,
    currency: String,
    total_minor: i64,
    units: i64,
    needs_attention: bool,
}

pub(super) const COLUMNS: &str = "id, placed_at, shipping_address, email, status, currency, total_minor,
    CAST((SELECT COALESCE(SUM(quantity), 0) FROM order_line WHERE order_line.order_id = orders.id) AS BIGINT) AS units,
    EXISTS (SELECT 1 FROM order_alert WHERE order_alert.order_id = orders.id AND done_at IS NULL) AS needs_attention";

/// The condition that a tab puts on `orders`, with its AND; empty where it shows all of them.
pub(super) fn in_tab(tab: OrderTab) -> String {
    let statuses: Vec<String> = tab.statuses().iter().map(|status| format!("'{}'", status.slug())).collect();
    let of_state = format!("orders.status IN ({})", statuses.join(", "));
    match tab {
        OrderTab::All => String::new(),
        OrderTab::NeedsAttention => format!("AND {}", order_alerts::OPEN),
        OrderTab::ToShip => format!("AND ({of_state} OR {AT_THE_DOOR})"),
        _ => format!("AND {of_state}"),
    }
}

/// The newest orders of an account.
pub async fn newest_of(on: impl Into<Conn<'_>>, account: AccountId, most: i64) -> StoreResult<Vec<OrderRow>> {
    let text = format!("SELECT {COLUMNS} FROM orders WHERE account_id = $1 ORDER BY id DESC LIMIT $2");
    let rows: Vec<Row> = select(on, text).bind(account).bind(most).all().await?;
    rows.into_iter().map(order_row).collect()
}

/// A page of a tab's orders whose number, e-mail or recipient fits the search.
pub async fn list(
    on: impl Into<Conn<'_>>,
    tab: OrderTab,
    query: &str,
    page: PageRequest,
) -> StoreResult<(Vec<OrderRow>, PageLinks)> {
    let on = on.into();
    let in_tab = in_tab(tab);
    let text = format!(
        "SELECT {COLUMNS} FROM orders
         WHERE id > $1 AND id < $2 {in_tab}
           AND ($3 = '' OR id = $4 OR LOWER(email) LIKE LOWER($3) ESCAPE '\\' OR LOWER({name}) LIKE LOWER($3) ESCAPE '\\')
         {order}",
        name = on.dialect().json_text("shipping_address", "name"),
        order = order_and_limit("id", page),
    );
    let (above, below) = page.bounds();
    let number = query.trim().parse::<OrderNumber>().map_or(0, |number| number.0.0);
    let rows: Vec<Row> = select(on, text).bind(above).bind(below).bind(contains(query)).bind(number).all().await?;
    let (rows, links) = page.finish(rows, |row| row.id.0);
    Ok((rows.into_iter().map(order_row).collect::<StoreResult<_>>()?, links))
}

pub(super) fn order_row(row: Row) -> StoreResult<OrderRow> {
    let address: Address = serde_json::from_str(&row.shipping_address)
        .map_err(|error| StoreError::Inconsistent(format!("address of order {}: {error}", row.id)))?;
    Ok(OrderRow {
        number: OrderNumber(row.id),
        placed_at: row.placed_at,
        name: address.name,
        email: row.email,
        status: row.status,
        units: row.units,
        needs_attention: row.needs_attention,
        total: Money::new(row.total_minor, currency(&row.currency)?),
    })
}

pub(super) fn currency(code: &str) -> StoreResult<Currency> {
    Currency::from_code(code).ok_or_else(|| StoreError::Inconsistent(format!("currency {code}")))
}

/// How many orders each tab shows.
pub async fn count_by_tab(db: &Db) -> StoreResult<Vec<TabCount>> {
    let attention = order_alerts::count_orders(db).await?;
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM orders WHERE {AT_THE_DOOR}");
    let (at_the_door,): (i64,) = select(db, text).one().await?;
    let counts: Vec<(OrderStatus, i64)> =
        select(db, "SELECT status, CAST(COUNT(*) AS BIGINT) FROM orders GROUP BY status").all().await?;
    let of_states =
        |tab: OrderTab| -> i64 { counts.iter().filter(|(status, _)| tab.shows(*status)).map(|(_, count)| count).sum() };
    let count = |tab: OrderTab| match tab {
        OrderTab::NeedsAttention => attention,
        OrderTab::ToShip => of_states(tab) + at_the_door,
        _ => of_states(tab),
    };
    Ok(OrderTab::ALL.into_iter().map(|tab| TabCount { tab, count: count(tab) }).collect())
}

/// Everyone who can carry a parcel.
pub async fn carriers(on: impl Into<Conn<'_>>) -> StoreResult<Vec<(ShippingCarrierId, String)>> {
    select(on, "SELECT id, name FROM shipping_carrier ORDER BY name, id").all().await
}

/// The carrier of the shipping method that an order was placed with.
pub async fn carrier_of(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Option<ShippingCarrierId>> {
    let row: Option<(Option<ShippingCarrierId>,)> =
        select(on, "SELECT shipping_carrier_id FROM orders WHERE id = $1").bind(order).optional().await?;
    Ok(row.and_then(|(carrier,)| carrier))
}
