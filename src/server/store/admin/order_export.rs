//! Orders as an export reads them.

use super::{contains, orders::in_tab};
use crate::{
    domain::{
        ids::OrderId,
        money::Currency,
        order::{OrderNumber, OrderStatus},
        staff::OrderTab,
        timestamp::Timestamp,
    },
    server::store::{Conn, StoreResult, db::select, sql},
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ExportedOrder {
    pub id: OrderId,
    pub placed_at: Timestamp,
    pub status: OrderStatus,
    pub email: String,
    /// Of whoever receives it.
    pub name: String,
    pub country: String,
    pub currency: String,
    pub item_total_minor: i64,
    pub shipping_total_minor: i64,
    pub discount_total_minor: i64,
    pub additional_tax_total_minor: i64,
    pub included_tax_total_minor: i64,
    pub total_minor: i64,
    pub credited_minor: i64,
    pub captured_minor: i64,
    pub refunded_minor: i64,
    pub referral_code: String,
}

impl ExportedOrder {
    pub fn currency(&self) -> Currency {
        Currency::from_code(&self.currency).unwrap_or_default()
    }
}

/// Which orders: those of a tab that fit a search, as the list of orders finds them, and of them the chosen ones where some
/// were to be chosen.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub tab: OrderTab,
    pub query: String,
    pub chosen: Option<Vec<OrderId>>,
}

/// The newest of the wanted orders below an id.
pub async fn orders_below(
    on: impl Into<Conn<'_>>,
    wanted: &Wanted,
    below: OrderId,
    most: i64,
) -> StoreResult<Vec<ExportedOrder>> {
    let on = on.into();
    let Wanted { tab, query, chosen } = wanted;
    let in_tab = in_tab(*tab);
    let among = match chosen.as_deref() {
        Some([]) => return Ok(Vec::new()),
        Some(chosen) => format!("AND id IN ({})", sql::list(5, chosen.len())),
        None => String::new(),
    };
    let (name, country) = {
        let text = |key| on.dialect().json_text("shipping_address", key);
        (text("name"), text("country"))
    };
    let text = format!(
        "SELECT id, placed_at, status, email, COALESCE({name}, '') AS name, COALESCE({country}, '') AS country, currency,
                item_total_minor, shipping_total_minor, discount_total_minor, additional_tax_total_minor,
                included_tax_total_minor, total_minor, credited_minor, captured_minor, refunded_minor, referral_code
         FROM orders
         WHERE id < $1 {in_tab} {among}
           AND ($2 = '' OR id = $3 OR LOWER(email) LIKE LOWER($2) ESCAPE '\\' OR LOWER({name}) LIKE LOWER($2) ESCAPE '\\')
         ORDER BY id DESC LIMIT $4"
    );
    let number = query.trim().parse::<OrderNumber>().map_or(0, |number| number.0.0);
    let chosen = chosen.iter().flatten().copied();
    select(on, text).bind(below).bind(contains(query)).bind(number).bind(most).bind_all(chosen).all().await
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ExportedLine {
    pub order_id: OrderId,
    pub sku: String,
    pub title: String,
    pub options: String,
    pub unit_price_minor: i64,
    pub quantity: i64,
    pub shipped: i64,
    pub canceled: i64,
    pub total_minor: i64,
}

/// The lines of orders, the newest order first.
pub async fn lines(on: impl Into<Conn<'_>>, orders: &[OrderId]) -> StoreResult<Vec<ExportedLine>> {
    if orders.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT order_id, sku, title, options, unit_price_minor, quantity, shipped, canceled, total_minor
         FROM order_line WHERE order_id IN ({}) ORDER BY order_id DESC, id",
        sql::list(1, orders.len())
    );
    select(on, text).bind_all(orders.iter().copied()).all().await
}
