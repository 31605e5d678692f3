//! Working on orders.

use crate::{
    domain::staff::{OrderList, StaffOrder},
    error::AppError,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A page of a tab's orders that fit the search; `older` and `newer` as in
/// [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "admin/list_orders", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_orders(tab: String, query: String, older: String, newer: String) -> Result<OrderList, AppError> {
    use crate::{
        domain::{
            access::Permission,
            staff::{OrderTab, PageRequest},
        },
        server::{permissions, services::admin_orders},
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    let page = PageRequest::parse(&older, &newer);
    admin_orders::list_orders(&caller.state, OrderTab::from_slug(&tab), &query, page).await
}

#[server(prefix = "/actions", endpoint = "admin/get_order", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_order(number: String) -> Result<StaffOrder, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::admin_orders},
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    admin_orders::open_order(&caller.state, number).await
}

/// Ships a parcel of an order; the customer is told. Leads back to the order's page.
///
/// Without `quantities`, by the ids of lines, everything that is open at the center; without a center, at the only one.
/// `seen` is how many parcels the page showed.
#[server(prefix = "/actions", endpoint = "admin/ship_order")]
pub async fn ship_order(
    number: String,
    carrier: String,
    #[server(default)] tracking_number: String,
    #[server(default)] center: String,
    #[server(default)] quantities: BTreeMap<String, String>,
    #[server(default)] seen: String,
    #[server(default)] edits: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, forms::Problem, order::OrderNumber, staff::Parcel},
        server::{permissions, services::orders},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let carrier = carrier.parse().map_err(|_| AppError::field("carrier", Problem::UnknownChoice))?;
    let parcel = Parcel::parse(tracking_number, &center, &quantities, &seen)?;
    let parcel = Parcel { edits: edits.parse().ok(), ..parcel };
    orders::ship_order(&caller.state, &account.email, number, carrier, &parcel).await?;
    // Another address after every parcel, so that the page is loaded anew.
    let seen = parcel.seen.map(|seen| format!("&seen={}", seen + 1)).unwrap_or_default();
    leptos_axum::redirect(&format!("/admin/orders/{number}?done=shipped{seen}"));
    Ok(())
}

/// Notes that the customer has fetched the order. Leads back to its page.
#[server(prefix = "/actions", endpoint = "admin/mark_picked_up")]
pub async fn mark_picked_up(number: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{permissions, services::ship_order},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    ship_order::mark_picked_up(&caller.state, &account.email, number).await?;
    leptos_axum::redirect(&format!("/admin/orders/{number}?done=picked-up"));
    Ok(())
}

/// Notes that a parcel of an order arrived. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/mark_delivered")]
pub async fn mark_delivered(number: String, shipment: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{
            permissions,
            services::{complete_order, staff_payments::page_after},
        },
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let shipment = shipment.parse().map_err(|_| AppError::NotFound)?;
    complete_order::mark_delivered(&caller.state, &account.email, number, shipment).await?;
    leptos_axum::redirect(&page_after(&caller.state, number, "delivered"));
    Ok(())
}

/// Cancels an order of which nothing has shipped. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/cancel_order")]
pub async fn cancel_order(number: String, #[server(default)] edits: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{permissions, services::orders},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    orders::cancel_order(&caller.state, &account.email, number, edits.parse().ok()).await?;
    leptos_axum::redirect(&format!("/admin/orders/{number}?done=canceled"));
    Ok(())
}

/// Cancels units of an order that have not shipped; `cancel` has them by the ids of their lines, and `seen` is how many were
/// canceled when the form was shown. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/cancel_lines")]
pub async fn cancel_lines(
    number: String,
    #[server(default)] cancel: BTreeMap<String, String>,
    #[server(default)] cancel_shipping: String,
    #[server(default)] cancel_reason: String,
    #[server(default)] seen: String,
    #[server(default)] edits: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber, staff::LinesToCancel},
        server::{
            permissions,
            services::{cancel_lines, staff_payments::page_after},
        },
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let wish = LinesToCancel::parse(&cancel, !cancel_shipping.is_empty(), cancel_reason, &seen)?;
    let wish = LinesToCancel { edits: edits.parse().ok(), ..wish };
    cancel_lines::cancel_lines(&caller.state, &account.email, number, &wish).await?;
    leptos_axum::redirect(&page_after(&caller.state, number, "partly-canceled"));
    Ok(())
}

/// Adds a note to an order's timeline. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/add_order_note")]
pub async fn add_order_note(
    number: String,
    #[server(default)] note: String,
    #[server(default)] for_customer: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{
            permissions,
            services::{order_notes, staff_payments::page_after},
        },
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    order_notes::add(&caller.state, &account.email, number, (&note, !for_customer.is_empty())).await?;
    leptos_axum::redirect(&page_after(&caller.state, number, "noted"));
    Ok(())
}

/// Sends a mail that an order had once more. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/resend_order_mail")]
pub async fn resend_order_mail(number: String, mail: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{
            permissions,
            services::{order_mail, staff_payments::page_after},
        },
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let mail = mail.parse().map_err(|_| AppError::NotFound)?;
    order_mail::ask_to_resend(&caller.state, number, mail).await?;
    leptos_axum::redirect(&page_after(&caller.state, number, "resent"));
    Ok(())
}
