//! Working on stock.

use crate::{
    domain::staff::{Fulfillment, InventoryDetail, InventoryList, PackingSlip, SheetPage, StocktakingSheet},
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use std::collections::BTreeMap;

/// A page of the inventory items that fit a filter, as [`crate::domain::staff::InventoryFilter`] has it, and a search.
#[server(prefix = "/actions", endpoint = "admin/list_inventory", input = GetUrl)]
pub async fn list_inventory(
    tab: String,
    query: String,
    older: String,
    newer: String,
) -> Result<InventoryList, AppError> {
    use crate::{
        domain::{
            access::Permission,
            staff::{InventoryFilter, PageRequest},
        },
        server::{permissions, services::stock},
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    stock::list(&caller.state, InventoryFilter::from_slug(&tab), &query, PageRequest::parse(&older, &newer)).await
}

/// An item with a page of its movements.
#[server(prefix = "/actions", endpoint = "admin/get_inventory_item", input = GetUrl)]
pub async fn get_inventory_item(id: String, older: String, newer: String) -> Result<InventoryDetail, AppError> {
    use crate::{
        domain::{access::Permission, staff::PageRequest},
        server::{permissions, services::stock},
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    stock::open(&caller.state, id, PageRequest::parse(&older, &newer)).await
}

/// Takes units in that arrived. Leads back to the item's page, as all that follow do.
#[server(prefix = "/actions", endpoint = "admin/receive_stock")]
pub async fn receive_stock(
    id: String,
    #[server(default)] receive_quantity: String,
    #[server(default)] receive_reason: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, ids::InventoryItemId, staff::StockChange},
        server::{permissions, services::stock},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let id: InventoryItemId = id.parse().map_err(|_| AppError::NotFound)?;
    let change = StockChange::receive(&receive_quantity, &receive_reason)?;
    let movement = stock::change(&caller.state, &account.email, id, &change).await?;
    leptos_axum::redirect(&format!("/admin/stock/{id}?done=received&at={movement}"));
    Ok(())
}

/// Corrects a level, for a reason.
#[server(prefix = "/actions", endpoint = "admin/adjust_stock")]
pub async fn adjust_stock(
    id: String,
    #[server(default)] adjust_change: String,
    #[server(default)] adjust_reason: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, ids::InventoryItemId, staff::StockChange},
        server::{permissions, services::stock},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let id: InventoryItemId = id.parse().map_err(|_| AppError::NotFound)?;
    let change = StockChange::adjust(&adjust_change, &adjust_reason)?;
    let movement = stock::change(&caller.state, &account.email, id, &change).await?;
    leptos_axum::redirect(&format!("/admin/stock/{id}?done=adjusted&at={movement}"));
    Ok(())
}

/// Sets a level to what was counted. `count_seen` is what the books said when the form was shown.
#[server(prefix = "/actions", endpoint = "admin/count_stock")]
pub async fn count_stock(
    id: String,
    #[server(default)] counted: String,
    #[server(default)] count_seen: String,
    #[server(default)] count_reason: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, ids::InventoryItemId, staff::StockChange},
        server::{permissions, services::stock},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let id: InventoryItemId = id.parse().map_err(|_| AppError::NotFound)?;
    let change = StockChange::count(&counted, &count_seen, &count_reason)?;
    let movement = stock::change(&caller.state, &account.email, id, &change).await?;
    leptos_axum::redirect(&format!("/admin/stock/{id}?done=counted&at={movement}"));
    Ok(())
}

/// A page of what a center has, to be counted; `tab` names it as in the list.
#[server(prefix = "/actions", endpoint = "admin/get_stocktaking_sheet", input = GetUrl)]
pub async fn get_stocktaking_sheet(
    tab: String,
    query: String,
    older: String,
    newer: String,
) -> Result<StocktakingSheet, AppError> {
    use crate::{
        domain::{
            access::Permission,
            staff::{InventoryFilter, PageRequest},
        },
        server::{permissions, services::stocktaking},
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    stocktaking::sheet(&caller.state, InventoryFilter::from_slug(&tab), &query, PageRequest::parse(&older, &newer))
        .await
}

/// Sets the levels of a page's items to what was counted; `levels` are what the form showed. Leads back to the page, which
/// says what was booked, or on to the next.
#[server(prefix = "/actions", endpoint = "admin/take_stock")]
pub async fn take_stock(
    #[server(flatten)] sheet: SheetPage,
    #[server(default)] counts: BTreeMap<String, String>,
    #[server(default)] levels: BTreeMap<String, String>,
    #[server(default)] sheet_reason: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{
            access::Permission,
            staff::{InventoryFilter, Stocktaking},
        },
        server::{permissions, services::stocktaking},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let center = InventoryFilter::from_slug(&sheet.tab).center.ok_or(AppError::NotFound)?;
    let counted = Stocktaking::of_form(&counts, &levels, &sheet_reason)?;
    let result = stocktaking::book(&caller.state, &account.email, center, &counted).await?;
    let next = sheet.after(result.refused.is_empty());
    leptos_axum::redirect(&stocktaking::page_after(&caller.state, &next, (&result, &counted.reason)));
    Ok(())
}

/// Moves units to another center.
#[server(prefix = "/actions", endpoint = "admin/transfer_stock")]
pub async fn transfer_stock(
    id: String,
    #[server(default)] transfer_to: String,
    #[server(default)] transfer_quantity: String,
    #[server(default)] transfer_reason: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, ids::InventoryItemId, staff::StockChange},
        server::{permissions, services::stock},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let id: InventoryItemId = id.parse().map_err(|_| AppError::NotFound)?;
    let change = StockChange::transfer(&transfer_to, &transfer_quantity, &transfer_reason)?;
    let movement = stock::change(&caller.state, &account.email, id, &change).await?;
    leptos_axum::redirect(&format!("/admin/stock/{id}?done=transferred&at={movement}"));
    Ok(())
}

/// Sets the level at which staff are told; empty for none.
#[server(prefix = "/actions", endpoint = "admin/set_reorder_level")]
pub async fn set_reorder_level(id: String, #[server(default)] reorder_level: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, ids::InventoryItemId},
        server::{permissions, services::stock},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let id: InventoryItemId = id.parse().map_err(|_| AppError::NotFound)?;
    stock::set_reorder_level(&caller.state, &account.email, id, &reorder_level).await?;
    leptos_axum::redirect(&format!("/admin/stock/{id}?done=level&at={}", reorder_level.trim().len()));
    Ok(())
}

/// What is to be picked, center by center; of some orders, where their numbers are named, separated by commas.
#[server(prefix = "/actions", endpoint = "admin/get_pick_lists", input = GetUrl)]
pub async fn get_pick_lists(#[server(default)] orders: String) -> Result<Fulfillment, AppError> {
    use crate::{
        domain::{access::Permission, staff::chosen_orders},
        server::{permissions, services::fulfillment},
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    let chosen = chosen_orders(&orders).map_err(|problem| AppError::field("orders", problem))?;
    fulfillment::pick_lists(&caller.state, Some(chosen.as_slice()).filter(|chosen| !chosen.is_empty())).await
}

/// What is to be packed of an order at a center.
#[server(prefix = "/actions", endpoint = "admin/get_slip_to_pack", input = GetUrl)]
pub async fn get_slip_to_pack(number: String, center: String) -> Result<PackingSlip, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::fulfillment},
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    fulfillment::slip_to_pack(&caller.state, number, center.parse().map_err(|_| AppError::NotFound)?).await
}

/// What lies in a parcel.
#[server(prefix = "/actions", endpoint = "admin/get_packing_slip", input = GetUrl)]
pub async fn get_packing_slip(id: String) -> Result<PackingSlip, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::fulfillment},
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    fulfillment::packing_slip(&caller.state, id.parse().map_err(|_| AppError::NotFound)?).await
}
