//! Returns, for staff.

use super::{binds::Binds, contains, order_and_limit, orders::currency};
use crate::{
    domain::{
        address::Address,
        ids::{OrderId, ReturnId},
        money::Money,
        order::OrderNumber,
        returns::{ReturnNumber, ReturnRow, ReturnStatus},
        staff::{PageLinks, PageRequest},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreError, StoreResult,
        db::select,
        slice::{Position, Slice, Sliced},
    },
};

#[derive(sqlx::FromRow)]
struct Row {
    id: ReturnId,
    order_id: OrderId,
    status: ReturnStatus,
    created_at: Timestamp,
    shipping_address: String,
    email: String,
    currency: String,
    units: i64,
    refunded_minor: i64,
}

const ROWS: &str = "
    SELECT order_return.id, order_return.order_id, order_return.status, order_return.created_at, orders.shipping_address,
           orders.email, orders.currency, order_return.refunded_minor,
           CAST((SELECT COALESCE(SUM(quantity), 0) FROM order_return_line
                 WHERE order_return_line.order_return_id = order_return.id) AS BIGINT) AS units
    FROM order_return JOIN orders ON orders.id = order_return.order_id";

/// A page of the returns in a state whose number, order, e-mail or recipient fits the search.
pub async fn list(
    on: impl Into<Conn<'_>>,
    status: Option<ReturnStatus>,
    query: &str,
    page: PageRequest,
) -> StoreResult<(Vec<ReturnRow>, PageLinks)> {
    let on = on.into();
    let (above, below) = page.bounds();
    let mut binds = Binds::default();
    let mut conditions = format!("order_return.id > {} AND order_return.id < {}", binds.int(above), binds.int(below));
    if let Some(status) = status {
        conditions.push_str(&format!(" AND order_return.status = {}", binds.text(status.slug())));
    }
    let words = contains(query);
    if !words.is_empty() {
        let number = query.trim().parse::<ReturnNumber>().map_or(0, |number| number.0.0);
        let order = query.trim().parse::<OrderNumber>().map_or(0, |number| number.0.0);
        let (words, number, order) = (binds.text(words), binds.int(number), binds.int(order));
        let name = on.dialect().json_text("orders.shipping_address", "name");
        conditions.push_str(&format!(
            " AND (order_return.id = {number} OR orders.id = {order} OR LOWER(orders.email) LIKE LOWER({words}) ESCAPE '\\'
               OR LOWER({name}) LIKE LOWER({words}) ESCAPE '\\')"
        ));
    }
    let text = format!("{ROWS} WHERE {conditions} {}", order_and_limit("order_return.id", page));
    let rows: Vec<Row> = binds.apply(select(on, text)).all().await?;
    let (rows, links) = page.finish(rows, |row| row.id.0);
    Ok((rows.into_iter().map(Row::told).collect::<StoreResult<_>>()?, links))
}

/// One return as a row.
pub async fn find(on: impl Into<Conn<'_>>, id: ReturnId) -> StoreResult<Option<ReturnRow>> {
    let row: Option<Row> = select(on, format!("{ROWS} WHERE order_return.id = $1")).bind(id).optional().await?;
    row.map(Row::told).transpose()
}

/// How many returns there are in each state; states without any are left out.
pub async fn counts(on: impl Into<Conn<'_>>) -> StoreResult<Vec<(ReturnStatus, i64)>> {
    select(on, "SELECT status, CAST(COUNT(*) AS BIGINT) FROM order_return GROUP BY status").all().await
}

/// Which returns.
#[derive(Clone, Debug, Default)]
pub struct ReturnFilter {
    /// Empty: all of them.
    pub statuses: Vec<ReturnStatus>,
    pub order: Option<OrderId>,
}

/// Returns that fit, by their numbers, which is when they were asked for.
pub async fn slice(on: impl Into<Conn<'_>>, filter: &ReturnFilter, slice: Slice) -> StoreResult<Sliced<ReturnRow>> {
    let mut binds = Binds::default();
    let (key, id) = slice.bounds();
    let bounds = (binds.int(key), binds.int(id));
    let mut conditions = slice.condition("order_return.id", "order_return.id", (&bounds.0, &bounds.1));
    if !filter.statuses.is_empty() {
        let statuses: Vec<String> = filter.statuses.iter().map(|status| format!("'{}'", status.slug())).collect();
        conditions.push_str(&format!(" AND order_return.status IN ({})", statuses.join(", ")));
    }
    if let Some(order) = filter.order {
        conditions.push_str(&format!(" AND order_return.order_id = {}", binds.int(order.0)));
    }
    let text = format!("{ROWS} WHERE {conditions} {}", slice.tail("order_return.id", "order_return.id"));
    let rows: Vec<Row> = binds.apply(select(on, text)).all().await?;
    let Sliced { rows, before, after } = slice.finish(rows, |row| Position::of_id(row.id.0));
    Ok(Sliced { rows: rows.into_iter().map(Row::told).collect::<StoreResult<_>>()?, before, after })
}

impl Row {
    fn told(self) -> StoreResult<ReturnRow> {
        let address: Address = serde_json::from_str(&self.shipping_address)
            .map_err(|error| StoreError::Inconsistent(format!("address of order {}: {error}", self.order_id)))?;
        Ok(ReturnRow {
            number: ReturnNumber(self.id),
            order: OrderNumber(self.order_id),
            status: self.status,
            created_at: self.created_at,
            name: address.name,
            email: self.email,
            units: self.units,
            refunded: Money::new(self.refunded_minor, currency(&self.currency)?),
        })
    }
}
