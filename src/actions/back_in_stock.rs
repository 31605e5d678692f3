//! Asking to be told when something is back.

use crate::{domain::ids::VariantId, error::AppError};
use leptos::prelude::*;

/// Keeps an e-mail for a variant; the answer is the same whoever asked before. Leads a plain form back to the product.
#[server(prefix = "/actions", endpoint = "catalog/tell_when_back")]
pub async fn tell_when_back(variant_id: VariantId, #[server(default)] email: String) -> Result<(), AppError> {
    use crate::server::{permissions, services::back_in_stock};
    let caller = permissions::anyone()?;
    let page = back_in_stock::request(&caller.state, variant_id, &email, caller.address()).await?;
    permissions::lead_plain_form_to(&format!("{page}&told=1"));
    Ok(())
}
