//! Customers, for staff with the permission.

use crate::{
    domain::{
        ids::AccountId,
        staff::{CustomerDetail, CustomerList},
    },
    error::AppError,
};
use leptos::prelude::*;

/// A page of the customers that fit the search; `sort` as in [`crate::domain::staff::CustomerSort::from_slug`], `older`
/// and `newer` as in [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "admin/list_customers", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_customers(
    query: String,
    sort: String,
    older: String,
    newer: String,
) -> Result<CustomerList, AppError> {
    use crate::{
        domain::{
            access::Permission,
            staff::{CustomerSort, PageRequest},
        },
        server::{permissions, services::customers},
    };
    let (caller, _) = permissions::staff(Permission::Customers)?;
    let page = PageRequest::parse(&older, &newer);
    customers::list(&caller.state, &query, CustomerSort::from_slug(&sort), page).await
}

/// One customer; an id that is no number is one that does not exist.
#[server(prefix = "/actions", endpoint = "admin/get_customer", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_customer(id: String) -> Result<CustomerDetail, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::customers},
    };
    let (caller, _) = permissions::staff(Permission::Customers)?;
    customers::open(&caller.state, id.parse().map_err(|_| AppError::NotFound)?).await
}

/// Closes a customer's account, or opens it again. Leads back to the customer's page.
#[server(prefix = "/actions", endpoint = "admin/disable_customer")]
pub async fn disable_customer(id: AccountId, disabled: bool) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::customers},
    };
    let (caller, account) = permissions::staff(Permission::Customers)?;
    customers::set_disabled(&caller.state, &account, id, disabled).await?;
    leptos_axum::redirect(&format!("/admin/customers/{id}?done={}", if disabled { "disabled" } else { "enabled" }));
    Ok(())
}

/// Puts a customer into the groups that are named, one a line, and no others. Leads back to the customer's page.
#[server(prefix = "/actions", endpoint = "admin/set_customer_groups")]
pub async fn set_customer_groups(id: AccountId, #[server(default)] groups: String) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::customer_groups},
    };
    let (caller, account) = permissions::staff(Permission::Customers)?;
    customer_groups::set(&caller.state, &account, id, &groups).await?;
    leptos_axum::redirect(&format!("/admin/customers/{id}?done=grouped"));
    Ok(())
}

/// Logs a customer out everywhere. Leads back to the customer's page.
#[server(prefix = "/actions", endpoint = "admin/end_customer_sessions")]
pub async fn end_customer_sessions(id: AccountId) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::customers},
    };
    let (caller, account) = permissions::staff(Permission::Customers)?;
    customers::end_sessions(&caller.state, &account, id).await?;
    leptos_axum::redirect(&format!("/admin/customers/{id}?done=logged-out"));
    Ok(())
}

/// Mails a customer a link by which they set another password. Leads back to the customer's page.
#[server(prefix = "/actions", endpoint = "admin/send_customer_reset")]
pub async fn send_customer_reset(id: AccountId) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::customers},
    };
    let (caller, account) = permissions::staff(Permission::Customers)?;
    customers::send_reset(&caller.state, &account, id).await?;
    leptos_axum::redirect(&format!("/admin/customers/{id}?done=sent"));
    Ok(())
}
