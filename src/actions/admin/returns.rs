//! Working on returns.

use crate::{
    domain::returns::{ReturnList, ReturnSettings, StaffReturn},
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use std::collections::BTreeMap;

/// A page of the returns in a state that fit the search; `older` and `newer` as in
/// [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "admin/list_returns", input = GetUrl)]
pub async fn list_returns(tab: String, query: String, older: String, newer: String) -> Result<ReturnList, AppError> {
    use crate::{
        domain::{access::Permission, returns::ReturnStatus, staff::PageRequest},
        server::{permissions, services::returns},
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    let page = PageRequest::parse(&older, &newer);
    returns::list(&caller.state, ReturnStatus::from_slug(&tab), &query, page).await
}

#[server(prefix = "/actions", endpoint = "admin/get_return", input = GetUrl)]
pub async fn get_return(return_number: String) -> Result<StaffReturn, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::returns},
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    let number = return_number.parse().map_err(|_| AppError::NotFound)?;
    returns::open(&caller.state, number).await
}

/// Opens a return on a customer's behalf: quantities, reasons and notes by the ids of lines. Leads to its page.
#[server(prefix = "/actions", endpoint = "admin/open_return")]
pub async fn open_return(
    number: String,
    #[server(default)] return_quantity: BTreeMap<String, String>,
    #[server(default)] return_reason: BTreeMap<String, String>,
    #[server(default)] return_note: BTreeMap<String, String>,
    #[server(default)] return_instructions: String,
    #[server(default)] seen: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, returns::ReturnRequest},
        server::{permissions, services::returns},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let order = number.parse().map_err(|_| AppError::NotFound)?;
    let wish = ReturnRequest::parse(&return_quantity, &return_reason, &return_note, &seen)?;
    let opened = returns::open_for_customer(&caller.state, &account.email, order, &wish, &return_instructions).await?;
    leptos_axum::redirect(&format!("/admin/returns/{opened}?done=opened"));
    Ok(())
}

/// Approves a return; the customer is told where to send it. Leads back to its page.
#[server(prefix = "/actions", endpoint = "admin/approve_return")]
pub async fn approve_return(
    return_number: String,
    #[server(default)] return_instructions: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, returns::ReturnNumber},
        server::{permissions, services::returns},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: ReturnNumber = return_number.parse().map_err(|_| AppError::NotFound)?;
    returns::approve(&caller.state, &account.email, number, &return_instructions).await?;
    leptos_axum::redirect(&format!("/admin/returns/{number}?done=approved"));
    Ok(())
}

/// Rejects a return; the customer reads why. Leads back to its page.
#[server(prefix = "/actions", endpoint = "admin/reject_return")]
pub async fn reject_return(return_number: String, #[server(default)] rejection: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, returns::ReturnNumber},
        server::{permissions, services::returns},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: ReturnNumber = return_number.parse().map_err(|_| AppError::NotFound)?;
    returns::reject(&caller.state, &account.email, number, &rejection).await?;
    leptos_axum::redirect(&format!("/admin/returns/{number}?done=rejected"));
    Ok(())
}

/// Notes what came of a return: quantities, and the centers where it is for sale again, by the ids of lines. Leads back to
/// its page.
#[server(prefix = "/actions", endpoint = "admin/receive_return")]
pub async fn receive_return(
    return_number: String,
    #[server(default)] received: BTreeMap<String, String>,
    #[server(default)] restock: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use crate::{
        domain::{
            access::Permission,
            returns::{ReceivedUnits, ReturnNumber},
        },
        server::{permissions, services::returns},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: ReturnNumber = return_number.parse().map_err(|_| AppError::NotFound)?;
    let came = ReceivedUnits::parse(&received, &restock)?;
    returns::receive(&caller.state, &account.email, number, &came).await?;
    leptos_axum::redirect(&format!("/admin/returns/{number}?done=received"));
    Ok(())
}

/// Settles a return that came: credits the amount, and with a tick the price of shipping. Leads back to its page.
#[server(prefix = "/actions", endpoint = "admin/refund_return")]
pub async fn refund_return(
    return_number: String,
    #[server(default)] amount: String,
    #[server(default)] return_shipping: String,
    #[server(default)] deduction_reason: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{
            access::Permission,
            returns::{RefundAmount, ReturnNumber},
        },
        server::{
            permissions,
            services::returns::{self, ReturnRefund},
        },
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: ReturnNumber = return_number.parse().map_err(|_| AppError::NotFound)?;
    let (amount, shipping) = (RefundAmount::Typed(amount), !return_shipping.is_empty());
    let wish = ReturnRefund { amount, shipping, deduction_reason, key: String::new() };
    returns::refund(&caller.state, &account, number, &wish).await?;
    leptos_axum::redirect(&format!("/admin/returns/{number}?done=refunded"));
    Ok(())
}

/// What the shop set about returns.
#[server(prefix = "/actions", endpoint = "admin/get_return_settings", input = GetUrl)]
pub async fn get_return_settings() -> Result<ReturnSettings, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::return_settings},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    Ok(return_settings::load(&caller.state.db).await?)
}

/// Keeps what the shop sets about returns.
#[server(prefix = "/actions", endpoint = "admin/save_return_settings")]
pub async fn save_return_settings(
    #[server(default)] window_days: String,
    #[server(default)] return_instructions: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, returns::ReturnSettingsInput},
        server::{permissions, services::return_settings},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let input = ReturnSettingsInput { window_days, return_instructions };
    return_settings::save(&caller.state, &account, input).await?;
    permissions::lead_plain_form_to("/admin/settings/returns?saved=1");
    Ok(())
}
