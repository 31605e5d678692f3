//! Orders, as staff find and open them.

use crate::{
    domain::{
        order::OrderNumber,
        staff::{OrderList, OrderRow, OrderTab, PageRequest, StaffOrder},
    },
    error::AppError,
    server::{
        services::{fulfillment, order_edit_drafts, orders::get_for_staff, returns},
        state::State,
        store::{
            admin::{
                orders, payments,
                slices::{self, OrderFilter},
            },
            order_alerts, outbox,
            slice::{Slice, Sliced},
        },
    },
};

/// A page of a tab's orders that fit a search, newest first.
pub async fn list_orders(state: &State, tab: OrderTab, query: &str, page: PageRequest) -> Result<OrderList, AppError> {
    let (rows, pages) = orders::list(&state.db, tab, query, page).await?;
    Ok(OrderList { tabs: orders::count_by_tab(&state.db).await?, orders: rows, pages })
}

/// A slice of the orders that fit a filter.
pub async fn slice(state: &State, filter: &OrderFilter, slice: Slice) -> Result<Sliced<OrderRow>, AppError> {
    Ok(slices::orders(&state.db, filter, slice).await?)
}

/// An order with its payments and what it takes to ship it.
pub async fn open_order(state: &State, number: OrderNumber) -> Result<StaffOrder, AppError> {
    let mut detail = get_for_staff(state, number).await?;
    returns::tell(state, &mut detail).await?;
    Ok(StaffOrder {
        payments: payments::payments(&state.db, number.0, detail.currency).await?,
        carriers: orders::carriers(&state.db).await?,
        open: fulfillment::open_at_centers(state, &detail).await?,
        carrier: orders::carrier_of(&state.db, number.0).await?,
        edits: order_edit_drafts::history(state, number.0).await?,
        alerts: order_alerts::list(&state.db, number.0).await?,
        mails: outbox::list_of_order(&state.db, number.0).await?,
        detail,
    })
}
