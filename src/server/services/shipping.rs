//! Carriers, zones, methods and rates, as staff edit them. Orders keep the shipping that they were placed with.

use super::audit::{self, Subject};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::{FieldErrors, Problem},
        ids::{ShippingCarrierId, ShippingMethodId, ShippingZoneId},
        shipping::{
            CarrierInput, CheckedCarrier, CheckedMethod, CheckedZone, MethodInput, Rate, RateInput, RateRowInput,
            ZoneInput,
        },
        slug::slugify,
        staff::{
            CarrierEditor, CarrierRow, MethodEditor, MethodRow, RateEditor, ShippingOverview, ZoneEditor, ZoneRate,
            ZoneRow,
        },
    },
    error::AppError,
    server::{
        state::State,
        store::{StoreError, Tx, admin::stock::center_names, limits, shipping as store},
    },
};
use serde::Serialize;

/// Most carriers, zones and methods of a shop each: pages show all of them.
const MOST: i64 = 200;

pub async fn overview(state: &State) -> Result<ShippingOverview, AppError> {
    Ok(ShippingOverview {
        carriers: store::carriers(&state.db).await?,
        zones: store::zones(&state.db).await?,
        methods: store::methods(&state.db).await?,
    })
}

/// A slug of its own for a new row of a table.
async fn new_slug(tx: &mut Tx, table: &str, name: &str) -> Result<String, AppError> {
    if limits::count_locked(&mut *tx, table).await? >= MOST {
        return Err(AppError::field("name", Problem::TooMany(MOST as u32)));
    }
    let slug = slugify(name);
    match slug.is_empty() {
        true => Err(AppError::field("name", Problem::Required)),
        false if store::slug_exists(&mut *tx, table, &slug).await? => {
            Err(AppError::field("name", Problem::AlreadyTaken))
        }
        false => Ok(slug),
    }
}

fn refusal(error: StoreError) -> AppError {
    if error.violates("shipping_zone_place_key", "shipping_zone_place.country, shipping_zone_place.region_key") {
        AppError::field("countries", Problem::PlaceTaken)
    } else if error.is_foreign_key_violation() {
        AppError::field("carrier", Problem::UnknownChoice)
    } else {
        error.into()
    }
}

// Carriers

async fn carrier(tx: &mut Tx, id: ShippingCarrierId) -> Result<CarrierRow, AppError> {
    store::carriers(tx).await?.into_iter().find(|row| row.id == id).ok_or(AppError::NotFound)
}

/// A carrier, or without an id an empty form.
pub async fn open_carrier(state: &State, id: Option<ShippingCarrierId>) -> Result<CarrierEditor, AppError> {
    let Some(id) = id else { return Ok(CarrierEditor::default()) };
    let row = store::carriers(&state.db).await?.into_iter().find(|row| row.id == id).ok_or(AppError::NotFound)?;
    let form = CarrierInput { name: row.name, tracking_url: row.tracking_url };
    Ok(CarrierEditor { carrier: Some((id, row.version)), form })
}

/// Adds a carrier, or changes the one named with the version that was seen; answers with its id and new version.
pub async fn save_carrier(
    state: &State,
    actor: &str,
    known: Option<(ShippingCarrierId, i64)>,
    input: &CarrierInput,
) -> Result<(ShippingCarrierId, i64), AppError> {
    let checked = input.check()?;
    let mut tx = state.db.begin().await?;
    let (saved, before) = match known {
        None => {
            let slug = new_slug(&mut tx, "shipping_carrier", &checked.name).await?;
            ((store::insert_carrier(&mut tx, &slug, &checked).await?, 1), None)
        }
        Some((id, version)) => {
            let before = carrier(&mut tx, id).await?;
            if !store::update_carrier(&mut tx, (id, version), &checked).await? {
                return Err(AppError::Conflict);
            }
            ((id, version + 1), Some(CheckedCarrier { name: before.name, tracking_url: before.tracking_url }))
        }
    };
    let subject = Subject::new(AuditSubject::ShippingCarrier, saved.0.0, &checked.name);
    audit::note(&mut tx, state.clock.now(), actor, subject, before.as_ref(), Some(&checked)).await?;
    tx.commit().await?;
    Ok(saved)
}

/// Deletes a carrier that no method, order or parcel has.
pub async fn delete_carrier(
    state: &State,
    actor: &str,
    (id, version): (ShippingCarrierId, i64),
) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let before = carrier(&mut tx, id).await?;
    let uses = store::uses_of_carrier(&mut tx, id).await?;
    if uses > 0 {
        return Err(AppError::InUse { uses });
    }
    if !store::delete(&mut tx, "shipping_carrier", id.0, version).await? {
        return Err(AppError::Conflict);
    }
    let before = CheckedCarrier { name: before.name, tracking_url: before.tracking_url };
    let subject = Subject::new(AuditSubject::ShippingCarrier, id.0, &before.name);
    audit::note(&mut tx, state.clock.now(), actor, subject, Some(&before), None).await?;
    tx.commit().await?;
    Ok(())
}

// Zones

async fn zone(tx: &mut Tx, id: ShippingZoneId) -> Result<ZoneRow, AppError> {
    store::zones(tx).await?.into_iter().find(|row| row.id == id).ok_or(AppError::NotFound)
}

/// A zone, or without an id an empty form.
pub async fn open_zone(state: &State, id: Option<ShippingZoneId>) -> Result<ZoneEditor, AppError> {
    let Some(id) = id else { return Ok(ZoneEditor::default()) };
    let row = store::zones(&state.db).await?.into_iter().find(|row| row.id == id).ok_or(AppError::NotFound)?;
    Ok(ZoneEditor { zone: Some((id, row.version)), form: ZoneInput::of(&row.name, &row.places) })
}

/// Adds or changes a zone; see [`save_carrier`].
pub async fn save_zone(
    state: &State,
    actor: &str,
    known: Option<(ShippingZoneId, i64)>,
    input: &ZoneInput,
) -> Result<(ShippingZoneId, i64), AppError> {
    let checked = input.check()?;
    let mut tx = state.db.begin().await?;
    let (saved, before) = match known {
        None => {
            let slug = new_slug(&mut tx, "shipping_zone", &checked.name).await?;
            ((store::insert_zone(&mut tx, &slug, &checked).await.map_err(refusal)?, 1), None)
        }
        Some((id, version)) => {
            let before = zone(&mut tx, id).await?;
            if !store::update_zone(&mut tx, (id, version), &checked).await.map_err(refusal)? {
                return Err(AppError::Conflict);
            }
            ((id, version + 1), Some(CheckedZone { name: before.name, places: before.places }))
        }
    };
    let subject = Subject::new(AuditSubject::ShippingZone, saved.0.0, &checked.name);
    audit::note(&mut tx, state.clock.now(), actor, subject, before.as_ref(), Some(&checked)).await?;
    tx.commit().await?;
    state.caches.shipping_terms.invalidate_all();
    Ok(saved)
}

/// Deletes a zone with what methods cost there: nothing ships to its places any more.
pub async fn delete_zone(state: &State, actor: &str, (id, version): (ShippingZoneId, i64)) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let before = zone(&mut tx, id).await?;
    if !store::delete(&mut tx, "shipping_zone", id.0, version).await? {
        return Err(AppError::Conflict);
    }
    let before = CheckedZone { name: before.name, places: before.places };
    let subject = Subject::new(AuditSubject::ShippingZone, id.0, &before.name);
    audit::note(&mut tx, state.clock.now(), actor, subject, Some(&before), None).await?;
    tx.commit().await?;
    state.caches.shipping_terms.invalidate_all();
    Ok(())
}

// Methods

async fn method(tx: &mut Tx, id: ShippingMethodId) -> Result<MethodRow, AppError> {
    store::methods(tx).await?.into_iter().find(|row| row.id == id).ok_or(AppError::NotFound)
}

/// A method as the audit log has it.
#[derive(Serialize)]
struct Noted {
    #[serde(flatten)]
    method: CheckedMethod,
    rates: Vec<ZoneRate>,
}

impl Noted {
    fn of(row: &MethodRow) -> Self {
        Self { method: row.checked(), rates: row.rates.clone() }
    }
}

async fn note(
    tx: &mut Tx,
    state: &State,
    actor: &str,
    id: ShippingMethodId,
    before: Option<&MethodRow>,
    after: Option<&MethodRow>,
) -> Result<(), AppError> {
    let name = after.or(before).map(|row| row.name.clone()).unwrap_or_default();
    let subject = Subject::new(AuditSubject::ShippingMethod, id.0, &name);
    let (before, after) = (before.map(Noted::of), after.map(Noted::of));
    Ok(audit::note(tx, state.clock.now(), actor, subject, before.as_ref(), after.as_ref()).await?)
}

/// A method, or without an id an empty form.
pub async fn open_method(state: &State, id: Option<ShippingMethodId>) -> Result<MethodEditor, AppError> {
    let carriers = store::carriers(&state.db).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let centers = center_names(&state.db).await?;
    let Some(id) = id else {
        let form = MethodInput {
            active: true,
            kind: "delivery".into(),
            days_min: "2".into(),
            days_max: "4".into(),
            position: store::count(&state.db, "shipping_method").await?.to_string(),
            ..MethodInput::default()
        };
        return Ok(MethodEditor { method: None, form, carriers, centers, zones: Vec::new() });
    };
    let row = store::methods(&state.db).await?.into_iter().find(|row| row.id == id).ok_or(AppError::NotFound)?;
    let cost = |zone: &ZoneRow| row.rates.iter().find(|rate| rate.zone == zone.id).map(ZoneRate::summary);
    let zones = store::zones(&state.db).await?;
    let zones = zones.into_iter().map(|zone| (zone.id, zone.name.clone(), cost(&zone))).collect();
    let form = MethodInput::from(&row.checked());
    Ok(MethodEditor { method: Some((id, row.version)), form, carriers, centers, zones })
}

/// What a method costs, as programs send it: amounts in minor units.
pub type Rates = Vec<(ShippingZoneId, RateInput)>;

/// Adds or changes a method; see [`save_carrier`]. Its rates stay.
pub async fn save_method(
    state: &State,
    actor: &str,
    known: Option<(ShippingMethodId, i64)>,
    input: &MethodInput,
) -> Result<(ShippingMethodId, i64), AppError> {
    save_method_with_rates(state, actor, known, input, None).await
}

/// The same; with `rates`, they are all it has from now on.
pub async fn save_method_with_rates(
    state: &State,
    actor: &str,
    known: Option<(ShippingMethodId, i64)>,
    input: &MethodInput,
    rates: Option<Rates>,
) -> Result<(ShippingMethodId, i64), AppError> {
    let checked = input.check()?;
    let rates = rates.map(check_rates).transpose()?;
    let mut tx = state.db.begin().await?;
    if let Some(pickup) = &checked.pickup
        && !center_names(&mut tx).await?.iter().any(|(id, _)| *id == pickup.center)
    {
        return Err(AppError::field("center", Problem::UnknownChoice));
    }
    let (saved, before) = match known {
        None => {
            let slug = new_slug(&mut tx, "shipping_method", &checked.name).await?;
            ((store::insert_method(&mut tx, &slug, &checked).await.map_err(refusal)?, 1), None)
        }
        Some((id, version)) => {
            let before = method(&mut tx, id).await?;
            if !store::update_method(&mut tx, (id, version), &checked).await.map_err(refusal)? {
                return Err(AppError::Conflict);
            }
            ((id, version + 1), Some(before))
        }
    };
    if let Some(rates) = rates {
        let zones = store::zones(&mut tx).await?;
        if let Some(index) = rates.iter().position(|(id, _)| zones.iter().all(|zone| zone.id != *id)) {
            return Err(AppError::field(&format!("rates.{index}.zone_id"), Problem::UnknownChoice));
        }
        store::replace_rates(&mut tx, saved.0, &rates).await?;
    }
    let after = method(&mut tx, saved.0).await?;
    note(&mut tx, state, actor, saved.0, before.as_ref(), Some(&after)).await?;
    tx.commit().await?;
    state.caches.shipping_terms.invalidate_all();
    Ok(saved)
}

/// Every rate in its place, or every field that is wrong.
fn check_rates(rates: Rates) -> Result<Vec<(ShippingZoneId, Rate)>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut checked: Vec<(ShippingZoneId, Rate)> = Vec::new();
    for (index, (zone, input)) in rates.into_iter().enumerate() {
        if checked.iter().any(|(known, _)| *known == zone) {
            errors.add(&format!("rates.{index}.zone_id"), Problem::AlreadyTaken);
        }
        match input.check(true) {
            Ok(rate) => checked.extend(rate.map(|rate| (zone, rate))),
            Err(refused) => {
                for error in refused.0 {
                    errors.add(&format!("rates.{index}.{}", error.field), error.problem);
                }
            }
        }
    }
    errors.into_result()?;
    Ok(checked)
}

/// Deletes a method. Orders keep its name; carts that chose it choose anew.
pub async fn delete_method(state: &State, actor: &str, (id, version): (ShippingMethodId, i64)) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let before = method(&mut tx, id).await?;
    store::forget_choices(&mut tx, id).await?;
    if !store::delete(&mut tx, "shipping_method", id.0, version).await? {
        return Err(AppError::Conflict);
    }
    note(&mut tx, state, actor, id, Some(&before), None).await?;
    tx.commit().await?;
    state.caches.shipping_terms.invalidate_all();
    Ok(())
}

// Rates

/// What a method costs in a zone, as its form shows it: with empty rows to spare.
pub async fn open_rate(state: &State, method: ShippingMethodId, zone: ShippingZoneId) -> Result<RateEditor, AppError> {
    let row = store::methods(&state.db).await?.into_iter().find(|row| row.id == method).ok_or(AppError::NotFound)?;
    let zone = store::zones(&state.db).await?.into_iter().find(|row| row.id == zone).ok_or(AppError::NotFound)?;
    let rate = row.rates.iter().find(|rate| rate.zone == zone.id);
    let mut form = match rate {
        Some(rate) => RateInput::of(&rate.rate),
        None => RateInput { calculator: "none".into(), ..RateInput::default() },
    };
    const SPARE: usize = 4;
    form.rows.extend(vec![RateRowInput::default(); SPARE]);
    Ok(RateEditor { method, version: row.version, method_name: row.name, zone: zone.id, zone_name: zone.name, form })
}

/// Sets what a method costs in a zone and answers with the method's new version.
pub async fn save_rate(
    state: &State,
    actor: &str,
    (id, version): (ShippingMethodId, i64),
    zone_id: ShippingZoneId,
    input: &RateInput,
) -> Result<i64, AppError> {
    let rate: Option<Rate> = input.check(false)?;
    let mut tx = state.db.begin().await?;
    let before = method(&mut tx, id).await?;
    zone(&mut tx, zone_id).await?;
    if !store::touch_method(&mut tx, (id, version)).await? {
        return Err(AppError::Conflict);
    }
    store::set_rate(&mut tx, id, zone_id, rate.as_ref()).await?;
    let after = method(&mut tx, id).await?;
    note(&mut tx, state, actor, id, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    state.caches.shipping_terms.invalidate_all();
    Ok(version + 1)
}
