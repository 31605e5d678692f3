//! Working on an order's money, and what the owner sets about payments.

use crate::{
    domain::{
        check::CheckReport,
        payment::{PaymentSettings, PaymentSettingsInput},
    },
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Captures a part of what was authorized. `seen` is what the form showed as captured. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/capture_payment")]
pub async fn capture_payment(
    number: String,
    payment: String,
    seen: i64,
    #[server(default)] amount: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{permissions, services::staff_payments},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let payment = payment.parse().map_err(|_| AppError::NotFound)?;
    staff_payments::capture(&caller.state, &account, number, payment, (&amount, seen)).await?;
    leptos_axum::redirect(&staff_payments::page_after(&caller.state, number, "captured"));
    Ok(())
}

/// Lets go of an authorization, or closes a payment that nobody paid. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/void_payment")]
pub async fn void_payment(number: String, payment: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{permissions, services::staff_payments},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let payment = payment.parse().map_err(|_| AppError::NotFound)?;
    staff_payments::void(&caller.state, &account, number, payment).await?;
    leptos_axum::redirect(&staff_payments::page_after(&caller.state, number, "voided"));
    Ok(())
}

/// Gives a part of a payment back. `seen` is how many refunds the form showed. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/refund_payment")]
pub async fn refund_payment(
    number: String,
    payment: String,
    seen: i64,
    #[server(default)] amount: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{
            permissions,
            services::staff_payments::{self, RefundForm},
        },
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let payment = payment.parse().map_err(|_| AppError::NotFound)?;
    let form = RefundForm { payment, amount: &amount, reason: &reason, seen };
    staff_payments::refund(&caller.state, &account, number, &form).await?;
    leptos_axum::redirect(&staff_payments::page_after(&caller.state, number, "refunded"));
    Ok(())
}

/// Says that money came which no gateway tells of. `seen` is what the form showed as paid. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/mark_payment_paid")]
pub async fn mark_payment_paid(
    number: String,
    payment: String,
    seen: i64,
    #[server(default)] amount: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{permissions, services::staff_payments},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let payment = payment.parse().map_err(|_| AppError::NotFound)?;
    staff_payments::mark_paid(&caller.state, &account, number, payment, (&amount, seen)).await?;
    leptos_axum::redirect(&staff_payments::page_after(&caller.state, number, "paid"));
    Ok(())
}

/// Says that a refund was made which no gateway makes. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/mark_refund_done")]
pub async fn mark_refund_done(number: String, refund: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{permissions, services::staff_payments},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let refund = refund.parse().map_err(|_| AppError::NotFound)?;
    staff_payments::mark_refunded(&caller.state, &account, number, refund).await?;
    leptos_axum::redirect(&staff_payments::page_after(&caller.state, number, "refunded"));
    Ok(())
}

/// What the owner set about payments.
#[server(prefix = "/actions", endpoint = "admin/get_payment_settings", input = GetUrl)]
pub async fn get_payment_settings() -> Result<PaymentSettings, AppError> {
    use crate::server::{permissions, services::payment_settings};
    let (caller, _) = permissions::owner()?;
    Ok(payment_settings::load(&caller.state.db).await?)
}

/// Keeps what the owner sets about payments.
#[server(prefix = "/actions", endpoint = "admin/save_payment_settings")]
pub async fn save_payment_settings(#[server(flatten)] settings: PaymentSettingsInput) -> Result<(), AppError> {
    use crate::server::{permissions, services::payment_settings};
    let (caller, account) = permissions::confirmed_owner()?;
    payment_settings::save(&caller.state, &account, settings).await?;
    permissions::lead_plain_form_to("/admin/settings/payments?saved=1");
    Ok(())
}

/// Whether books, payments, orders and stock agree, now.
#[server(prefix = "/actions", endpoint = "admin/run_check", input = GetUrl)]
pub async fn run_check() -> Result<CheckReport, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::check},
    };
    let (caller, _) = permissions::staff(Permission::Reports)?;
    check::report(&caller.state).await
}
