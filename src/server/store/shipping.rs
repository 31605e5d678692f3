//! Carriers, zones, methods and rates, as staff edit them. What pricing reads of them is in [`super::pricing`].

use super::{
    Conn, StoreResult, Tx,
    db::{Statement, execute, select},
    multi_row::insert_rows,
    pricing::rate_of,
};
use crate::domain::{
    ids::{FulfillmentCenterId, ShippingCarrierId, ShippingMethodId, ShippingZoneId},
    shipping::{
        CheckedCarrier, CheckedMethod, CheckedZone, Limits, Pickup, Rate, RateRow, RateTable, ZonePlace, region_key,
    },
    staff::{CarrierRow, MethodRow, ZoneRate, ZoneRow},
};
use std::collections::HashMap;

/// Rows of one of the tables.
pub async fn count(on: impl Into<Conn<'_>>, table: &str) -> StoreResult<i64> {
    let (count,): (i64,) = select(on, format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}")).one().await?;
    Ok(count)
}

/// Whether a slug is taken in one of the tables.
pub async fn slug_exists(on: impl Into<Conn<'_>>, table: &str, slug: &str) -> StoreResult<bool> {
    let row: Option<(i64,)> =
        select(on, format!("SELECT id FROM {table} WHERE slug = $1")).bind(slug.to_owned()).optional().await?;
    Ok(row.is_some())
}

#[derive(sqlx::FromRow)]
struct Carrier {
    id: ShippingCarrierId,
    version: i64,
    slug: String,
    name: String,
    tracking_url: String,
}

/// By name.
pub async fn carriers(on: impl Into<Conn<'_>>) -> StoreResult<Vec<CarrierRow>> {
    let text = "SELECT id, version, slug, name, tracking_url FROM shipping_carrier ORDER BY name, id";
    let rows: Vec<Carrier> = select(on, text).all().await?;
    let read = |row: Carrier| CarrierRow {
        id: row.id,
        version: row.version,
        slug: row.slug,
        name: row.name,
        tracking_url: row.tracking_url,
    };
    Ok(rows.into_iter().map(read).collect())
}

pub async fn insert_carrier(tx: &mut Tx, slug: &str, carrier: &CheckedCarrier) -> StoreResult<ShippingCarrierId> {
    let text = "INSERT INTO shipping_carrier (slug, name, tracking_url) VALUES ($1, $2, $3) RETURNING id";
    let (id,): (ShippingCarrierId,) =
        select(tx, text).bind(slug).bind(&carrier.name).bind(&carrier.tracking_url).one().await?;
    Ok(id)
}

/// Changes a carrier if it still has the version; tells whether it had. So do the others below.
pub async fn update_carrier(
    tx: &mut Tx,
    (id, version): (ShippingCarrierId, i64),
    carrier: &CheckedCarrier,
) -> StoreResult<bool> {
    let text = "UPDATE shipping_carrier SET name = $3, tracking_url = $4, version = version + 1 WHERE id = $1 AND version = $2";
    let statement = execute(tx, text).bind(id).bind(version).bind(&carrier.name).bind(&carrier.tracking_url);
    Ok(statement.run().await? == 1)
}

/// Methods, orders and parcels of a carrier: it cannot be deleted while there are any.
pub async fn uses_of_carrier(on: impl Into<Conn<'_>>, id: ShippingCarrierId) -> StoreResult<i64> {
    let text = "SELECT CAST((SELECT COUNT(*) FROM shipping_method WHERE shipping_carrier_id = $1)
                   + (SELECT COUNT(*) FROM orders WHERE shipping_carrier_id = $1)
                   + (SELECT COUNT(*) FROM shipment WHERE shipping_carrier_id = $1) AS BIGINT)";
    let (uses,): (i64,) = select(on, text).bind(id).one().await?;
    Ok(uses)
}

/// Deletes a row of one of the tables.
pub async fn delete(tx: &mut Tx, table: &str, id: i64, version: i64) -> StoreResult<bool> {
    let text = format!("DELETE FROM {table} WHERE id = $1 AND version = $2");
    Ok(execute(tx, text).bind(id).bind(version).run().await? == 1)
}

/// All zones with their places, oldest first.
pub async fn zones(on: impl Into<Conn<'_>>) -> StoreResult<Vec<ZoneRow>> {
    let mut on = on.into();
    let rows: Vec<(ShippingZoneId, i64, String, String)> =
        select(on.again(), "SELECT id, version, slug, name FROM shipping_zone ORDER BY id").all().await?;
    let text = "SELECT shipping_zone_id, country, region FROM shipping_zone_place ORDER BY country, region_key";
    let places: Vec<(ShippingZoneId, String, String)> = select(on, text).all().await?;
    let mut by_zone: HashMap<ShippingZoneId, Vec<ZonePlace>> = HashMap::new();
    for (zone, country, region) in places {
        by_zone.entry(zone).or_default().push(ZonePlace { country, region });
    }
    let zone = |(id, version, slug, name)| ZoneRow {
        places: by_zone.remove(&id).unwrap_or_default(),
        id,
        version,
        slug,
        name,
    };
    Ok(rows.into_iter().map(zone).collect())
}

pub async fn insert_zone(tx: &mut Tx, slug: &str, zone: &CheckedZone) -> StoreResult<ShippingZoneId> {
    let text = "INSERT INTO shipping_zone (slug, name) VALUES ($1, $2) RETURNING id";
    let (id,): (ShippingZoneId,) = select(&mut *tx, text).bind(slug).bind(&zone.name).one().await?;
    write_places(tx, id, &zone.places).await?;
    Ok(id)
}

pub async fn update_zone(tx: &mut Tx, (id, version): (ShippingZoneId, i64), zone: &CheckedZone) -> StoreResult<bool> {
    let text = "UPDATE shipping_zone SET name = $3, version = version + 1 WHERE id = $1 AND version = $2";
    if execute(&mut *tx, text).bind(id).bind(version).bind(&zone.name).run().await? != 1 {
        return Ok(false);
    }
    execute(&mut *tx, "DELETE FROM shipping_zone_place WHERE shipping_zone_id = $1").bind(id).run().await?;
    write_places(tx, id, &zone.places).await?;
    Ok(true)
}

async fn write_places(tx: &mut Tx, zone: ShippingZoneId, places: &[ZonePlace]) -> StoreResult<()> {
    let into = "shipping_zone_place (shipping_zone_id, country, region, region_key)";
    insert_rows(tx, into, places, "", |statement, place: &ZonePlace| {
        statement.bind(zone).bind(place.country.clone()).bind(place.region.clone()).bind(region_key(&place.region))
    })
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Method {
    id: ShippingMethodId,
    version: i64,
    slug: String,
    name: String,
    carrier_id: ShippingCarrierId,
    carrier: String,
    active: bool,
    days_min: i64,
    days_max: i64,
    position: i64,
    minimum_weight_grams: Option<i64>,
    maximum_weight_grams: Option<i64>,
    minimum_value_minor: Option<i64>,
    maximum_value_minor: Option<i64>,
    center: Option<FulfillmentCenterId>,
    pickup_place: String,
}

#[derive(sqlx::FromRow)]
struct StoredRate {
    method: ShippingMethodId,
    zone: ShippingZoneId,
    zone_name: String,
    calculator: String,
    price_minor: Option<i64>,
    free_from_minor: Option<i64>,
}

/// All methods with their rates, in the order of the checkout; three queries.
pub async fn methods(on: impl Into<Conn<'_>>) -> StoreResult<Vec<MethodRow>> {
    let mut on = on.into();
    let rows: Vec<Method> = select(
        on.again(),
        "SELECT method.id, method.version, method.slug, method.name, carrier.id AS carrier_id, carrier.name AS carrier,
                method.active, method.days_min, method.days_max, method.position, method.minimum_weight_grams,
                method.maximum_weight_grams, method.minimum_value_minor, method.maximum_value_minor,
                method.fulfillment_center_id AS center, method.pickup_place
         FROM shipping_method method JOIN shipping_carrier carrier ON carrier.id = method.shipping_carrier_id
         ORDER BY method.position, method.id",
    )
    .all()
    .await?;
    let stored: Vec<StoredRate> = select(
        on.again(),
        "SELECT rate.shipping_method_id AS method, zone.id AS zone, zone.name AS zone_name, rate.calculator,
                rate.price_minor, rate.free_from_minor
         FROM shipping_rate rate JOIN shipping_zone zone ON zone.id = rate.shipping_zone_id ORDER BY zone.id",
    )
    .all()
    .await?;
    let text = "SELECT shipping_method_id, shipping_zone_id, up_to, price_minor FROM shipping_rate_row";
    let table_rows: Vec<(ShippingMethodId, ShippingZoneId, Option<i64>, i64)> = select(on, text).all().await?;
    let mut tables: HashMap<(ShippingMethodId, ShippingZoneId), Vec<RateRow>> = HashMap::new();
    for (method, zone, up_to, price_minor) in table_rows {
        tables.entry((method, zone)).or_default().push(RateRow { up_to, price_minor });
    }
    let mut rates: HashMap<ShippingMethodId, Vec<ZoneRate>> = HashMap::new();
    for row in stored {
        let rows = tables.remove(&(row.method, row.zone)).unwrap_or_default();
        let rate = rate_of(&row.calculator, row.price_minor, row.free_from_minor, rows)?;
        rates.entry(row.method).or_default().push(ZoneRate { zone: row.zone, zone_name: row.zone_name, rate });
    }
    Ok(rows.into_iter().map(|row| row.read(&mut rates)).collect())
}

impl Method {
    fn read(self, rates: &mut HashMap<ShippingMethodId, Vec<ZoneRate>>) -> MethodRow {
        MethodRow {
            rates: rates.remove(&self.id).unwrap_or_default(),
            id: self.id,
            version: self.version,
            slug: self.slug,
            name: self.name,
            carrier_id: self.carrier_id,
            carrier: self.carrier,
            active: self.active,
            days_min: self.days_min,
            days_max: self.days_max,
            position: self.position,
            limits: Limits {
                minimum_weight_grams: self.minimum_weight_grams,
                maximum_weight_grams: self.maximum_weight_grams,
                minimum_value_minor: self.minimum_value_minor,
                maximum_value_minor: self.maximum_value_minor,
            },
            pickup: self.center.map(|center| Pickup { center, place: self.pickup_place }),
        }
    }
}

fn bind<'c, T>(statement: Statement<'c, T>, method: &CheckedMethod) -> Statement<'c, T> {
    statement
        .bind(method.name.clone())
        .bind(method.carrier)
        .bind(method.active)
        .bind(method.kind())
        .bind(method.days_min)
        .bind(method.days_max)
        .bind(method.position)
        .bind(method.limits.minimum_weight_grams)
        .bind(method.limits.maximum_weight_grams)
        .bind(method.limits.minimum_value_minor)
        .bind(method.limits.maximum_value_minor)
        .bind(method.pickup.as_ref().map(|pickup| pickup.center))
        .bind(method.pickup.as_ref().map(|pickup| pickup.place.clone()).unwrap_or_default())
}

pub async fn insert_method(tx: &mut Tx, slug: &str, method: &CheckedMethod) -> StoreResult<ShippingMethodId> {
    let text = "INSERT INTO shipping_method (name, shipping_carrier_id, active, kind, days_min, days_max, position,
                    minimum_weight_grams, maximum_weight_grams, minimum_value_minor, maximum_value_minor,
                    fulfillment_center_id, pickup_place, slug)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id";
    let (id,): (ShippingMethodId,) = bind(select(tx, text), method).bind(slug.to_owned()).one().await?;
    Ok(id)
}

pub async fn update_method(
    tx: &mut Tx,
    (id, version): (ShippingMethodId, i64),
    method: &CheckedMethod,
) -> StoreResult<bool> {
    let text = "UPDATE shipping_method SET name = $1, shipping_carrier_id = $2, active = $3, kind = $4, days_min = $5,
                    days_max = $6, position = $7, minimum_weight_grams = $8, maximum_weight_grams = $9,
                    minimum_value_minor = $10, maximum_value_minor = $11, fulfillment_center_id = $12,
                    pickup_place = $13, version = version + 1
                WHERE id = $14 AND version = $15";
    Ok(bind(execute(tx, text), method).bind(id).bind(version).run().await? == 1)
}

/// Raises a method's version, as a change of its rates does.
pub async fn touch_method(tx: &mut Tx, (id, version): (ShippingMethodId, i64)) -> StoreResult<bool> {
    let text = "UPDATE shipping_method SET version = version + 1 WHERE id = $1 AND version = $2";
    Ok(execute(tx, text).bind(id).bind(version).run().await? == 1)
}

/// Carts that chose a method choose anew.
pub async fn forget_choices(tx: &mut Tx, method: ShippingMethodId) -> StoreResult<()> {
    let text = "UPDATE checkout SET shipping_method_id = NULL WHERE shipping_method_id = $1";
    execute(tx, text).bind(method).run().await?;
    Ok(())
}

/// What a method costs in a zone from now on; `None`: it does not go there.
pub async fn set_rate(
    tx: &mut Tx,
    method: ShippingMethodId,
    zone: ShippingZoneId,
    rate: Option<&Rate>,
) -> StoreResult<()> {
    let text = "DELETE FROM shipping_rate WHERE shipping_method_id = $1 AND shipping_zone_id = $2";
    execute(&mut *tx, text).bind(method).bind(zone).run().await?;
    let rates: Vec<(ShippingZoneId, &Rate)> = rate.map(|rate| (zone, rate)).into_iter().collect();
    insert_rates(tx, method, &rates).await
}

/// What a method costs from now on, everywhere.
pub async fn replace_rates(tx: &mut Tx, method: ShippingMethodId, rates: &[(ShippingZoneId, Rate)]) -> StoreResult<()> {
    execute(&mut *tx, "DELETE FROM shipping_rate WHERE shipping_method_id = $1").bind(method).run().await?;
    let rates: Vec<(ShippingZoneId, &Rate)> = rates.iter().map(|(zone, rate)| (*zone, rate)).collect();
    insert_rates(tx, method, &rates).await
}

async fn insert_rates(tx: &mut Tx, method: ShippingMethodId, rates: &[(ShippingZoneId, &Rate)]) -> StoreResult<()> {
    let into = "shipping_rate (shipping_method_id, shipping_zone_id, calculator, price_minor, free_from_minor)";
    insert_rows(tx, into, rates, "", |statement, (zone, rate): &(ShippingZoneId, &Rate)| {
        let statement = statement.bind(method).bind(*zone).bind(rate.calculator.slug());
        statement.bind(rate.flat_minor()).bind(rate.free_from_minor)
    })
    .await?;
    let rows_of = |(zone, rate): &(ShippingZoneId, &Rate)| -> Vec<(ShippingZoneId, RateRow)> {
        let rows = rate.calculator.rows().map(RateTable::rows).unwrap_or_default();
        rows.iter().map(|row| (*zone, *row)).collect()
    };
    let rows: Vec<(ShippingZoneId, RateRow)> = rates.iter().flat_map(rows_of).collect();
    let into = "shipping_rate_row (shipping_method_id, shipping_zone_id, up_to, price_minor)";
    insert_rows(tx, into, &rows, "", |statement, (zone, row): &(ShippingZoneId, RateRow)| {
        statement.bind(method).bind(*zone).bind(row.up_to).bind(row.price_minor)
    })
    .await?;
    Ok(())
}
