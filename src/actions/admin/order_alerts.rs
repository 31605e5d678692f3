//! Seeing to orders whose money did not go as it should.

use crate::error::AppError;
use leptos::prelude::*;

/// Notes that the caller saw to what an order needed attention for. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/mark_alert_done")]
pub async fn mark_alert_done(number: String, alert: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{
            permissions,
            services::{order_alerts, staff_payments::page_after},
        },
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let alert = alert.parse().map_err(|_| AppError::NotFound)?;
    order_alerts::mark_done(&caller.state, &account.email, number, alert).await?;
    leptos_axum::redirect(&page_after(&caller.state, number, "seen-to"));
    Ok(())
}
