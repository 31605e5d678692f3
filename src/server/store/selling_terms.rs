//! Where the shop ships, with whom and for how much, and what tax applies there.

use super::{Conn, StoreResult, Tx, db::select, multi_row::insert_rows};
use std::collections::HashMap;

/// A carrier; `{tracking}` in its address stands for the tracking number.
#[derive(Clone, Copy, Debug)]
pub struct CarrierRow<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub tracking_url: &'a str,
}

/// Countries (ISO 3166-1 alpha-2) that cost the same to ship to.
#[derive(Clone, Copy, Debug)]
pub struct ZoneRow<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub countries: &'a [&'a str],
}

/// A shipping method with its price per zone.
#[derive(Clone, Copy, Debug)]
pub struct MethodRow<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub carrier: &'a str,
    /// Least and most working days until it arrives.
    pub days: (i64, i64),
    pub rates: &'a [RateRow<'a>],
}

#[derive(Clone, Copy, Debug)]
pub struct RateRow<'a> {
    pub zone: &'a str,
    pub price_minor: i64,
    /// Items worth this much ship free.
    pub free_from_minor: Option<i64>,
}

#[derive(Clone, Copy, Debug)]
pub struct TaxRateRow<'a> {
    pub country: &'a str,
    pub category: &'a str,
    pub name: &'a str,
    /// Parts per million.
    pub ppm: i64,
    /// Whether the catalog's prices contain it.
    pub included: bool,
}

const IF_MISSING: &str = "ON CONFLICT DO NOTHING";

// Each adds what is not there yet and leaves alone what is.

pub async fn add_carriers(tx: &mut Tx, rows: &[CarrierRow<'_>]) -> StoreResult<()> {
    let into = "shipping_carrier (slug, name, tracking_url)";
    insert_rows(tx, into, rows, IF_MISSING, |statement, row: &CarrierRow<'_>| {
        statement.bind(row.slug).bind(row.name).bind(row.tracking_url)
    })
    .await?;
    Ok(())
}

pub async fn add_zones(tx: &mut Tx, rows: &[ZoneRow<'_>]) -> StoreResult<()> {
    insert_rows(tx, "shipping_zone (slug, name)", rows, IF_MISSING, |statement, row: &ZoneRow<'_>| {
        statement.bind(row.slug).bind(row.name)
    })
    .await?;
    let zones = ids(&mut *tx, "SELECT slug, id FROM shipping_zone").await?;
    let countries: Vec<(&str, i64)> = rows
        .iter()
        .filter_map(|row| zones.get(row.slug).map(|zone| row.countries.iter().map(|country| (*country, *zone))))
        .flatten()
        .collect();
    let into = "shipping_zone_place (country, shipping_zone_id)";
    insert_rows(tx, into, &countries, IF_MISSING, |statement, (country, zone): &(&str, i64)| {
        statement.bind(*country).bind(*zone)
    })
    .await?;
    Ok(())
}

/// Methods of unknown carriers and rates of unknown zones are left out.
pub async fn add_methods(tx: &mut Tx, rows: &[MethodRow<'_>]) -> StoreResult<()> {
    let carriers = ids(&mut *tx, "SELECT slug, id FROM shipping_carrier").await?;
    let zones = ids(&mut *tx, "SELECT slug, id FROM shipping_zone").await?;
    let placed: Vec<(i64, i64, &MethodRow<'_>)> = (0_i64..)
        .zip(rows)
        .filter_map(|(position, row)| carriers.get(row.carrier).map(|carrier| (position, *carrier, row)))
        .collect();
    let into = "shipping_method (slug, name, shipping_carrier_id, days_min, days_max, position)";
    insert_rows(tx, into, &placed, IF_MISSING, |statement, (position, carrier, row): &(i64, i64, &MethodRow<'_>)| {
        statement.bind(row.slug).bind(row.name).bind(*carrier).bind(row.days.0).bind(row.days.1).bind(*position)
    })
    .await?;
    let methods = ids(&mut *tx, "SELECT slug, id FROM shipping_method").await?;
    let mut rates: Vec<(i64, i64, &RateRow<'_>)> = Vec::new();
    for row in rows {
        let Some(method) = methods.get(row.slug) else { continue };
        rates.extend(row.rates.iter().filter_map(|rate| zones.get(rate.zone).map(|zone| (*method, *zone, rate))));
    }
    let into = "shipping_rate (shipping_method_id, shipping_zone_id, calculator, price_minor, free_from_minor)";
    insert_rows(tx, into, &rates, IF_MISSING, |statement, (method, zone, rate): &(i64, i64, &RateRow<'_>)| {
        statement.bind(*method).bind(*zone).bind("flat").bind(rate.price_minor).bind(rate.free_from_minor)
    })
    .await?;
    Ok(())
}

/// Rates of unknown tax categories are left out.
pub async fn add_tax_rates(tx: &mut Tx, rows: &[TaxRateRow<'_>]) -> StoreResult<()> {
    let categories = ids(&mut *tx, "SELECT slug, id FROM tax_category").await?;
    let rows: Vec<(i64, &TaxRateRow<'_>)> =
        rows.iter().filter_map(|row| categories.get(row.category).map(|category| (*category, row))).collect();
    let into = "tax_rate (country, tax_category_id, name, rate_ppm, included)";
    insert_rows(tx, into, &rows, IF_MISSING, |statement, (category, row): &(i64, &TaxRateRow<'_>)| {
        statement.bind(row.country).bind(*category).bind(row.name).bind(row.ppm).bind(row.included)
    })
    .await?;
    Ok(())
}

/// What a method costs in a zone.
#[derive(Debug, sqlx::FromRow)]
pub struct ZoneRate {
    pub zone: String,
    /// The country that was asked for is in the zone.
    pub home: bool,
    /// Of a table, its lowest.
    pub price_minor: i64,
    pub free_from_minor: Option<i64>,
    pub days_min: i64,
    pub days_max: i64,
}

/// Every rate of every zone, the zone with a country first.
pub async fn zone_rates(on: impl Into<Conn<'_>>, country: &str) -> StoreResult<Vec<ZoneRate>> {
    const RATES: &str = "
        SELECT shipping_zone.name AS zone, (home.country IS NOT NULL) AS home, COALESCE(shipping_rate.price_minor,
                   (SELECT MIN(price_minor) FROM shipping_rate_row
                    WHERE shipping_rate_row.shipping_method_id = shipping_rate.shipping_method_id
                      AND shipping_rate_row.shipping_zone_id = shipping_rate.shipping_zone_id), 0) AS price_minor,
               shipping_rate.free_from_minor, shipping_method.days_min, shipping_method.days_max
        FROM shipping_zone
        JOIN shipping_rate ON shipping_rate.shipping_zone_id = shipping_zone.id
        JOIN shipping_method ON shipping_method.id = shipping_rate.shipping_method_id
            AND shipping_method.active AND shipping_method.kind = 'delivery'
        LEFT JOIN shipping_zone_place home
            ON home.shipping_zone_id = shipping_zone.id AND home.country = $1 AND home.region_key = ''
        ORDER BY CASE WHEN home.country IS NULL THEN 1 ELSE 0 END, shipping_zone.id, shipping_method.position, shipping_method.id";
    select(on, RATES).bind(country).all().await
}

/// Codes of the countries that some method goes to, also if only to a region of them.
pub async fn countries_shipped_to(on: impl Into<Conn<'_>>) -> StoreResult<Vec<String>> {
    const COUNTRIES: &str = "
        SELECT DISTINCT shipping_zone_place.country
        FROM shipping_zone_place
        JOIN shipping_rate ON shipping_rate.shipping_zone_id = shipping_zone_place.shipping_zone_id
        JOIN shipping_method ON shipping_method.id = shipping_rate.shipping_method_id AND shipping_method.active
        ORDER BY shipping_zone_place.country";
    let rows: Vec<(String,)> = select(on, COUNTRIES).all().await?;
    Ok(rows.into_iter().map(|(country,)| country).collect())
}

async fn ids(on: impl Into<Conn<'_>>, sql: &'static str) -> StoreResult<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = select(on, sql).all().await?;
    Ok(rows.into_iter().collect())
}
