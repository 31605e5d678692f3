//! Lists by which orders are picked and packed.

use crate::{
    domain::{
        address::Address,
        ids::{FulfillmentCenterId, OrderId, ShipmentId},
        order::OrderNumber,
        staff::{Bin, Fulfillment, OpenAtCenter, OpenLine, PackedLine, PackingSlip, PickList, SentParcel},
    },
    error::AppError,
    server::{
        services::orders,
        state::State,
        store::{
            self, StoreError, StoreResult,
            shipments::{self, ToPick},
        },
    },
};
use std::collections::BTreeMap;

/// What is to be picked, by center and SKU, over all orders that are ready to ship, or over chosen ones of them.
pub async fn pick_lists(state: &State, chosen: Option<&[OrderId]>) -> Result<Fulfillment, AppError> {
    let rows = shipments::to_pick(&state.db, chosen).await?;
    let is_cut = i64::try_from(rows.len()).is_ok_and(|rows| rows >= shipments::MOST_TO_PICK);
    let names = store::admin::stock::center_names(&state.db).await?;
    let lists = names.into_iter().map(|(center, name)| pick_list(center, name, &rows));
    let waits = |order: &OrderId| rows.iter().any(|row| row.order == *order);
    let nothing_to_pack = chosen.unwrap_or_default().iter().filter(|order| !is_cut && !waits(order));
    Ok(Fulfillment {
        centers: lists.filter(|list| list.units > 0).collect(),
        is_cut,
        nothing_to_pack: nothing_to_pack.map(|order| OrderNumber(*order)).collect(),
    })
}

/// The slips of what chosen orders wait for, order by order, one for each center that has something of it.
pub async fn slips_to_pack(state: &State, chosen: &[OrderId]) -> Result<Vec<PackingSlip>, AppError> {
    let rows = shipments::to_pick(&state.db, Some(chosen)).await?;
    let names = store::admin::stock::center_names(&state.db).await?;
    let mut slips = Vec::new();
    for order in shipments::addressed(&state.db, chosen).await? {
        let address: Address = serde_json::from_str(&order.shipping_address)
            .map_err(|error| StoreError::Inconsistent(format!("address of order {}: {error}", order.id)))?;
        for (center, name) in &names {
            let here = rows.iter().filter(|row| row.order == order.id && row.center == *center);
            let lines: Vec<PackedLine> = here.map(packed_line).collect();
            let units: i64 = lines.iter().map(|line| line.quantity).sum();
            if units > 0 {
                slips.push(PackingSlip {
                    number: OrderNumber(order.id),
                    placed_at: order.placed_at,
                    sent: None,
                    address: address.clone(),
                    shipping_method: order.shipping_method.clone(),
                    center: name.clone(),
                    lines,
                    to_follow: order.open - units,
                });
            }
        }
    }
    Ok(slips)
}

fn packed_line(row: &ToPick) -> PackedLine {
    PackedLine { sku: row.sku.clone(), title: row.title.clone(), options: row.options.clone(), quantity: row.quantity }
}

fn pick_list(center: FulfillmentCenterId, name: String, rows: &[ToPick]) -> PickList {
    let mut bins: BTreeMap<&str, Bin> = BTreeMap::new();
    let mut orders: BTreeMap<OrderId, i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.center == center) {
        *orders.entry(row.order).or_default() += row.quantity;
        let bin = bins.entry(&row.sku).or_insert_with(|| Bin {
            sku: row.sku.clone(),
            title: row.title.clone(),
            options: row.options.clone(),
            quantity: 0,
            on_hand: row.on_hand,
            orders: Vec::new(),
        });
        bin.quantity += row.quantity;
        bin.orders.push((OrderNumber(row.order), row.quantity));
    }
    let bins: Vec<Bin> = bins.into_values().collect();
    PickList {
        center,
        name,
        orders: i64::try_from(orders.len()).unwrap_or(i64::MAX),
        units: bins.iter().map(|bin| bin.quantity).sum(),
        bins,
        to_pack: orders.into_iter().map(|(order, units)| (OrderNumber(order), units)).collect(),
    }
}

/// What lies in a parcel.
pub async fn packing_slip(state: &State, shipment: ShipmentId) -> Result<PackingSlip, AppError> {
    let slip = shipments::find_slip(&state.db, shipment).await?.ok_or(AppError::NotFound)?;
    let address = serde_json::from_str(&slip.shipping_address)
        .map_err(|error| StoreError::Inconsistent(format!("address of order {}: {error}", slip.order)))?;
    let packed = shipments::lines_of(&state.db, slip.order).await?;
    let ordered = store::shipments::ordered_units(&state.db, slip.order).await?;
    let sent_by_then: i64 = packed.iter().filter(|line| line.shipment <= shipment).map(|line| line.quantity).sum();
    let lines = packed.into_iter().filter(|line| line.shipment == shipment).map(|line| PackedLine {
        sku: line.sku,
        title: line.title,
        options: line.options,
        quantity: line.quantity,
    });
    Ok(PackingSlip {
        number: OrderNumber(slip.order),
        placed_at: slip.placed_at,
        sent: Some(SentParcel {
            shipment,
            shipped_at: slip.shipped_at,
            carrier: slip.carrier,
            tracking_number: slip.tracking_number,
        }),
        address,
        shipping_method: slip.shipping_method,
        center: slip.center,
        lines: lines.collect(),
        to_follow: ordered - sent_by_then,
    })
}

/// What an order that is ready to ship waits for at a center, as the slip of the parcel that is to be packed there.
pub async fn slip_to_pack(
    state: &State,
    number: OrderNumber,
    center: FulfillmentCenterId,
) -> Result<PackingSlip, AppError> {
    if !shipments::is_ready(&state.db, number.0).await? {
        return Err(AppError::NotFound);
    }
    let order = orders::get_for_staff(state, number).await?;
    let open = open_at_centers(state, &order).await?;
    let to_pack = open.into_iter().find(|open| open.center == center).ok_or(AppError::NotFound)?;
    let here: i64 = to_pack.lines.iter().map(|line| line.quantity).sum();
    let lines = to_pack.lines.into_iter().map(|line| PackedLine {
        sku: line.sku,
        title: line.title,
        options: line.options,
        quantity: line.quantity,
    });
    Ok(PackingSlip {
        lines: lines.collect(),
        to_follow: order.open_units() - here,
        number,
        placed_at: order.placed_at,
        sent: None,
        address: order.shipping_address,
        shipping_method: order.shipping_method,
        center: to_pack.name,
    })
}

/// What an order waits for, by center.
pub async fn open_at_centers(
    state: &State,
    order: &crate::domain::order::OrderDetail,
) -> StoreResult<Vec<OpenAtCenter>> {
    let mut centers: Vec<OpenAtCenter> = Vec::new();
    for held in store::allocations::held(&state.db, order.number.0).await? {
        let Some(line) = order.lines.iter().find(|line| line.id == held.line) else { continue };
        let open = OpenLine {
            line: line.id,
            sku: line.sku.clone(),
            title: line.title.clone(),
            options: line.options.clone(),
            quantity: held.quantity,
            is_short: held.on_hand < held.quantity,
        };
        match centers.last_mut().filter(|center| center.center == held.center) {
            Some(center) => center.lines.push(open),
            None => centers.push(OpenAtCenter { center: held.center, name: held.center_name, lines: vec![open] }),
        }
    }
    Ok(centers)
}
