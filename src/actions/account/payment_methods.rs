//! Cards that the customer keeps.

use crate::{domain::account::SavedPaymentMethod, error::AppError};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/actions", endpoint = "account/payment_methods", input = GetUrl)]
pub async fn list_payment_methods() -> Result<Vec<SavedPaymentMethod>, AppError> {
    use crate::server::{permissions, services::saved_payment_methods};
    let (caller, account) = permissions::signed_in()?;
    saved_payment_methods::list(&caller.state, account.id).await
}

/// Has the checkout choose this card.
#[server(prefix = "/actions", endpoint = "account/set_default_payment_method")]
pub async fn set_default_payment_method(id: String) -> Result<(), AppError> {
    use crate::server::{permissions, services::saved_payment_methods};
    let (caller, account) = permissions::signed_in()?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    saved_payment_methods::set_default(&caller.state, account.id, id).await?;
    permissions::lead_plain_form_to("/account/payment-methods");
    Ok(())
}

#[server(prefix = "/actions", endpoint = "account/remove_payment_method")]
pub async fn remove_payment_method(id: String) -> Result<(), AppError> {
    use crate::server::{permissions, services::saved_payment_methods};
    let (caller, account) = permissions::signed_in()?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    saved_payment_methods::remove(&caller.state, account.id, id).await?;
    permissions::lead_plain_form_to("/account/payment-methods?done=removed");
    Ok(())
}
