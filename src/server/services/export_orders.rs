//! Orders as CSV for spreadsheets and bookkeeping, part by part: one row per order, or one per line.

use super::catalog_csv::cells::escape;
use crate::{
    domain::{ids::OrderId, money::Money, order::OrderNumber},
    server::store::{
        Db, StoreError, StoreResult,
        admin::order_export::{self, ExportedLine, ExportedOrder, Wanted},
    },
};

/// Orders read at once.
const ORDERS: i64 = 500;

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    Orders,
    Lines,
}

impl Rows {
    pub fn from_slug(slug: &str) -> Self {
        if slug == "lines" { Self::Lines } else { Self::Orders }
    }
}

const ORDER_COLUMNS: &[&str] = &[
    "order",
    "placed_at",
    "status",
    "email",
    "name",
    "country",
    "currency",
    "items",
    "shipping",
    "discounts",
    "added_taxes",
    "included_taxes",
    "total",
    "credited",
    "paid",
    "refunded",
    "referral_code",
];
const LINE_COLUMNS: &[&str] = &[
    "order",
    "placed_at",
    "status",
    "sku",
    "title",
    "options",
    "currency",
    "unit_price",
    "quantity",
    "shipped",
    "canceled",
    "total",
];

/// An export on its way, newest first.
#[derive(Debug)]
pub struct Export {
    db: Db,
    wanted: Wanted,
    rows: Rows,
    below: Option<OrderId>,
    is_begun: bool,
}

impl Export {
    pub fn new(db: Db, wanted: Wanted, rows: Rows) -> Self {
        Self { db, wanted, rows, below: Some(OrderId(i64::MAX)), is_begun: false }
    }

    /// The next part of the file; `None` after the last one.
    pub async fn next(&mut self) -> StoreResult<Option<Vec<u8>>> {
        let mut sheet = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        if !self.is_begun {
            self.is_begun = true;
            let columns = if self.rows == Rows::Orders { ORDER_COLUMNS } else { LINE_COLUMNS };
            sheet.write_record(columns).map_err(|error| broken(&error))?;
        }
        let Some(below) = self.below else { return Ok(None) };
        let orders = order_export::orders_below(&self.db, &self.wanted, below, ORDERS).await?;
        self.below = orders.last().map(|order| order.id);
        match self.rows {
            Rows::Orders => {
                for order in &orders {
                    sheet.write_record(order_cells(order)).map_err(|error| broken(&error))?;
                }
            }
            Rows::Lines => {
                let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
                for line in order_export::lines(&self.db, &ids).await? {
                    let order = orders.iter().find(|order| order.id == line.order_id);
                    let cells = order.map(|order| line_cells(order, &line)).unwrap_or_default();
                    sheet.write_record(cells).map_err(|error| broken(&error))?;
                }
            }
        }
        sheet.into_inner().map(Some).map_err(|error| StoreError::Inconsistent(error.to_string()))
    }
}

fn broken(error: &csv::Error) -> StoreError {
    StoreError::Inconsistent(error.to_string())
}

fn order_cells(order: &ExportedOrder) -> Vec<String> {
    let money = |minor| Money::new(minor, order.currency()).decimal();
    let texts = [
        OrderNumber(order.id).to_string(),
        order.placed_at.iso(),
        order.status.slug().to_owned(),
        order.email.clone(),
        order.name.clone(),
        order.country.clone(),
        order.currency.clone(),
    ];
    let amounts = [
        order.item_total_minor,
        order.shipping_total_minor,
        -order.discount_total_minor,
        order.additional_tax_total_minor,
        order.included_tax_total_minor,
        order.total_minor,
        order.credited_minor,
        order.captured_minor,
        order.refunded_minor,
    ];
    let texts = texts.iter().map(|text| escape(text).into_owned());
    texts.chain(amounts.into_iter().map(money)).chain([escape(&order.referral_code).into_owned()]).collect()
}

fn line_cells(order: &ExportedOrder, line: &ExportedLine) -> Vec<String> {
    let money = |minor| Money::new(minor, order.currency()).decimal();
    let texts = [
        OrderNumber(order.id).to_string(),
        order.placed_at.iso(),
        order.status.slug().to_owned(),
        line.sku.clone(),
        line.title.clone(),
        line.options.clone(),
        order.currency.clone(),
    ];
    let texts = texts.iter().map(|text| escape(text).into_owned());
    let numbers = [
        money(line.unit_price_minor),
        line.quantity.to_string(),
        line.shipped.to_string(),
        line.canceled.to_string(),
        money(line.total_minor),
    ];
    texts.chain(numbers).collect()
}
