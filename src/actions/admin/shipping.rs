//! Setting up shipping: carriers, zones, methods, and what these cost where.

use crate::{
    domain::{
        ids::{ShippingCarrierId, ShippingMethodId, ShippingZoneId},
        shipping::{CarrierInput, MethodInput, RateInput, ZoneInput},
        staff::{CarrierEditor, MethodEditor, RateEditor, ShippingOverview, ZoneEditor},
    },
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// All carriers, zones and methods.
#[server(prefix = "/actions", endpoint = "admin/list_shipping", input = GetUrl)]
pub async fn list_shipping() -> Result<ShippingOverview, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    shipping::overview(&caller.state).await
}

/// A carrier, or with "new" an empty form.
#[server(prefix = "/actions", endpoint = "admin/get_shipping_carrier", input = GetUrl)]
pub async fn get_shipping_carrier(id: String) -> Result<CarrierEditor, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    let id = if id == "new" { None } else { Some(id.parse().map_err(|_| AppError::NotFound)?) };
    shipping::open_carrier(&caller.state, id).await
}

/// Saves a carrier; an empty id adds one. Leads to its page, at its new version.
#[server(prefix = "/actions", endpoint = "admin/save_shipping_carrier")]
pub async fn save_shipping_carrier(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    shipping_carrier: CarrierInput,
) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let known = if id.is_empty() { None } else { Some((id.parse().map_err(|_| AppError::NotFound)?, version)) };
    let saved = shipping::save_carrier(&caller.state, &account.email, known, &shipping_carrier).await;
    let (id, version) = saved.map_err(|error| error.within("shipping_carrier"))?;
    leptos_axum::redirect(&format!("/admin/shipping/carriers/{id}?saved={version}"));
    Ok(())
}

/// Deletes a carrier that nothing refers to. Leads to the overview.
#[server(prefix = "/actions", endpoint = "admin/delete_shipping_carrier")]
pub async fn delete_shipping_carrier(id: ShippingCarrierId, version: i64) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    shipping::delete_carrier(&caller.state, &account.email, (id, version)).await?;
    leptos_axum::redirect(&format!("/admin/shipping?deleted=carrier-{id}"));
    Ok(())
}

/// A zone, or with "new" an empty form.
#[server(prefix = "/actions", endpoint = "admin/get_shipping_zone", input = GetUrl)]
pub async fn get_shipping_zone(id: String) -> Result<ZoneEditor, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    let id = if id == "new" { None } else { Some(id.parse().map_err(|_| AppError::NotFound)?) };
    shipping::open_zone(&caller.state, id).await
}

/// Saves a zone; an empty id adds one. Leads to its page, at its new version.
#[server(prefix = "/actions", endpoint = "admin/save_shipping_zone")]
pub async fn save_shipping_zone(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    shipping_zone: ZoneInput,
) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let known = if id.is_empty() { None } else { Some((id.parse().map_err(|_| AppError::NotFound)?, version)) };
    let saved = shipping::save_zone(&caller.state, &account.email, known, &shipping_zone).await;
    let (id, version) = saved.map_err(|error| error.within("shipping_zone"))?;
    leptos_axum::redirect(&format!("/admin/shipping/zones/{id}?saved={version}"));
    Ok(())
}

/// Deletes a zone. Leads to the overview.
#[server(prefix = "/actions", endpoint = "admin/delete_shipping_zone")]
pub async fn delete_shipping_zone(id: ShippingZoneId, version: i64) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    shipping::delete_zone(&caller.state, &account.email, (id, version)).await?;
    leptos_axum::redirect(&format!("/admin/shipping?deleted=zone-{id}"));
    Ok(())
}

/// A method, or with "new" an empty form.
#[server(prefix = "/actions", endpoint = "admin/get_shipping_method", input = GetUrl)]
pub async fn get_shipping_method(id: String) -> Result<MethodEditor, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    let id = if id == "new" { None } else { Some(id.parse().map_err(|_| AppError::NotFound)?) };
    shipping::open_method(&caller.state, id).await
}

/// Saves a method; an empty id adds one. Leads to its page, at its new version.
#[server(prefix = "/actions", endpoint = "admin/save_shipping_method")]
pub async fn save_shipping_method(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    shipping_method: MethodInput,
) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let known = if id.is_empty() { None } else { Some((id.parse().map_err(|_| AppError::NotFound)?, version)) };
    let saved = shipping::save_method(&caller.state, &account.email, known, &shipping_method).await;
    let (id, version) = saved.map_err(|error| error.within("shipping_method"))?;
    leptos_axum::redirect(&format!("/admin/shipping/methods/{id}?saved={version}"));
    Ok(())
}

/// Deletes a method. Leads to the overview.
#[server(prefix = "/actions", endpoint = "admin/delete_shipping_method")]
pub async fn delete_shipping_method(id: ShippingMethodId, version: i64) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    shipping::delete_method(&caller.state, &account.email, (id, version)).await?;
    leptos_axum::redirect(&format!("/admin/shipping?deleted=method-{id}"));
    Ok(())
}

/// What a method costs in a zone.
#[server(prefix = "/actions", endpoint = "admin/get_shipping_rate", input = GetUrl)]
pub async fn get_shipping_rate(method: String, zone: String) -> Result<RateEditor, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    let (method, zone) =
        (method.parse().map_err(|_| AppError::NotFound)?, zone.parse().map_err(|_| AppError::NotFound)?);
    shipping::open_rate(&caller.state, method, zone).await
}

/// Sets what a method costs in a zone. Leads back to it, at the method's new version.
#[server(prefix = "/actions", endpoint = "admin/save_shipping_rate")]
pub async fn save_shipping_rate(
    method: ShippingMethodId,
    version: i64,
    zone: ShippingZoneId,
    shipping_rate: RateInput,
) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shipping},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let saved = shipping::save_rate(&caller.state, &account.email, (method, version), zone, &shipping_rate).await;
    let version = saved.map_err(|error| error.within("shipping_rate"))?;
    leptos_axum::redirect(&format!("/admin/shipping/methods/{method}/zones/{zone}?saved={version}"));
    Ok(())
}
