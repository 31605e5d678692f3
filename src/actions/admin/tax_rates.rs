//! Tax rates.

use crate::{
    domain::{
        ids::TaxRateId,
        staff::{TaxRateEditor, TaxRateInput, TaxRateRow},
        tax::PriceDisplay,
    },
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Every rate, by place.
#[server(prefix = "/actions", endpoint = "admin/list_tax_rates", input = GetUrl)]
pub async fn list_tax_rates() -> Result<Vec<TaxRateRow>, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::tax_rates},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    tax_rates::list(&caller.state).await
}

/// A rate, or with "new" an empty form; an id that is no number is one that does not exist.
#[server(prefix = "/actions", endpoint = "admin/get_tax_rate", input = GetUrl)]
pub async fn get_tax_rate(id: String) -> Result<TaxRateEditor, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::tax_rates},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    let id = if id == "new" { None } else { Some(id.parse().map_err(|_| AppError::NotFound)?) };
    tax_rates::open(&caller.state, id).await
}

/// Saves a rate; an empty id adds one. Leads to its page, at its new version.
#[server(prefix = "/actions", endpoint = "admin/save_tax_rate")]
pub async fn save_tax_rate(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    rate: TaxRateInput,
) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::tax_rates},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let (state, actor) = (&caller.state, account.email.as_str());
    let saved = if id.is_empty() {
        tax_rates::add(state, actor, &rate).await.map(|id| (id, 1))
    } else {
        let id = id.parse().map_err(|_| AppError::NotFound)?;
        tax_rates::update(state, actor, (id, version), &rate).await.map(|version| (id, version))
    };
    let (id, version) = saved.map_err(|error| error.within("rate"))?;
    leptos_axum::redirect(&format!("/admin/tax-rates/{id}?saved={version}"));
    Ok(())
}

/// Deletes a rate; orders keep their taxes. Leads to the list.
#[server(prefix = "/actions", endpoint = "admin/delete_tax_rate")]
pub async fn delete_tax_rate(id: TaxRateId, version: i64) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::tax_rates},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    tax_rates::delete(&caller.state, &account.email, id, version).await?;
    leptos_axum::redirect(&format!("/admin/tax-rates?deleted={id}"));
    Ok(())
}

/// Whether the catalog shows its prices with tax.
#[server(prefix = "/actions", endpoint = "admin/get_price_display", input = GetUrl)]
pub async fn get_price_display() -> Result<PriceDisplay, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::price_display},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    Ok(price_display::load(&caller.state.db).await?)
}

/// Sets whether the catalog shows its prices with tax. Leads to the list of rates.
#[server(prefix = "/actions", endpoint = "admin/save_price_display")]
pub async fn save_price_display(#[server(default)] show: String) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::price_display},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    price_display::save(&caller.state, &account.email, &show).await?;
    leptos_axum::redirect("/admin/tax-rates?done=shown");
    Ok(())
}
