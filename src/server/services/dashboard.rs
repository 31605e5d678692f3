//! What waits for the crew, in numbers.

use crate::{
    domain::{
        money::Currency,
        staff::{Dashboard, OrderTab, PageRequest, Revenue},
    },
    error::AppError,
    server::{
        state::State,
        store::admin::{dashboard, orders},
    },
};

/// Most rows of the dashboard's lists.
const ROWS: i64 = 8;

pub async fn load_dashboard(state: &State) -> Result<Dashboard, AppError> {
    let now = state.clock.now();
    let tabs = orders::count_by_tab(&state.db).await?;
    let count = |tab| tabs.iter().find(|count| count.tab == tab).map_or(0, |count| count.count);
    let (mut newest, _) = orders::list(&state.db, OrderTab::All, "", PageRequest::Newest).await?;
    newest.truncate(ROWS as usize);
    Ok(Dashboard {
        needs_attention: count(OrderTab::NeedsAttention),
        to_ship: count(OrderTab::ToShip),
        pending_payment: count(OrderTab::PendingPayment),
        revenue: Revenue::from_days_ago(Currency::default(), &dashboard::revenue_by_day(&state.db, now).await?),
        orders: dashboard::count_orders(&state.db, now).await?,
        low_stock: dashboard::low_stock(&state.db, ROWS).await?,
        newest,
    })
}
