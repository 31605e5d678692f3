//! Tax rates, as staff edit them. Orders keep the taxes that they were placed with.

use super::{
    audit::{self, Subject},
    shop_settings,
};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::Problem,
        ids::TaxRateId,
        staff::{CheckedTaxRate, TaxRateEditor, TaxRateInput, TaxRateRow},
        tax::TaxRule,
    },
    error::AppError,
    server::{
        state::State,
        store::{StoreError, Tx, admin::product_editor, tax_rates as store},
    },
};
use serde::Serialize;

/// Most rates of a shop: pricing reads all of a country at once.
const MOST: i64 = 2_000;

pub async fn list(state: &State) -> Result<Vec<TaxRateRow>, AppError> {
    Ok(store::all(&state.db).await?)
}

/// A rate with the categories it can be for, or without an id an empty form.
pub async fn open(state: &State, id: Option<TaxRateId>) -> Result<TaxRateEditor, AppError> {
    let categories = product_editor::tax_categories(&state.db).await?;
    let categories = categories.into_iter().map(|(id, name)| (crate::domain::ids::TaxCategoryId(id), name)).collect();
    let country = shop_settings::current(state).await?.home_country.clone();
    let empty = TaxRateInput { country, included: true, ..TaxRateInput::default() };
    let Some(id) = id else { return Ok(TaxRateEditor { rate: None, form: empty, categories }) };
    let row = store::find(&state.db, id).await?.ok_or(AppError::NotFound)?;
    Ok(TaxRateEditor { rate: Some((id, row.version)), form: row.form(), categories })
}

/// Adds a rate and answers with its id. Refuses wrong fields by name, and a second one of a name for the same place and time.
pub async fn add(state: &State, actor: &str, input: &TaxRateInput) -> Result<TaxRateId, AppError> {
    let rate = input.check()?;
    let mut tx = state.db.begin().await?;
    if store::count(&mut tx).await? >= MOST {
        return Err(AppError::field("name", Problem::TooMany(MOST as u32)));
    }
    let id = store::insert(&mut tx, &rate).await.map_err(refusal)?;
    note(&mut tx, state, actor, id, None, Some(&Noted::new(&rate.country, &rate.rule))).await?;
    tx.commit().await?;
    state.caches.price_terms.invalidate_all();
    Ok(id)
}

/// Changes a rate and answers with its new version; refuses with [`AppError::Conflict`] what was changed meanwhile.
pub async fn update(
    state: &State,
    actor: &str,
    (id, version): (TaxRateId, i64),
    input: &TaxRateInput,
) -> Result<i64, AppError> {
    let rate: CheckedTaxRate = input.check()?;
    let mut tx = state.db.begin().await?;
    let before = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if !store::update(&mut tx, (id, version), &rate).await.map_err(refusal)? {
        return Err(AppError::Conflict);
    }
    let (before, after) = (Noted::new(&before.country, &before.rule), Noted::new(&rate.country, &rate.rule));
    note(&mut tx, state, actor, id, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    state.caches.price_terms.invalidate_all();
    Ok(version + 1)
}

pub async fn delete(state: &State, actor: &str, id: TaxRateId, version: i64) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let before = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if !store::delete(&mut tx, id, version).await? {
        return Err(AppError::Conflict);
    }
    note(&mut tx, state, actor, id, Some(&Noted::new(&before.country, &before.rule)), None).await?;
    tx.commit().await?;
    state.caches.price_terms.invalidate_all();
    Ok(())
}

/// A rate as the audit log has it.
#[derive(Serialize)]
struct Noted {
    rate: String,
    country: String,
    region: String,
    postcodes: String,
    included: bool,
    valid_from: String,
    valid_until: Option<String>,
}

impl Noted {
    fn new(country: &str, rule: &TaxRule) -> Self {
        Self {
            rate: rule.rate.label(),
            country: country.to_owned(),
            region: rule.region.clone(),
            postcodes: rule.postcodes.to_string(),
            included: rule.rate.included,
            valid_from: rule.valid_from.iso(),
            valid_until: rule.valid_until.map(|until| until.iso()),
        }
    }
}

async fn note(
    tx: &mut Tx,
    state: &State,
    actor: &str,
    id: TaxRateId,
    before: Option<&Noted>,
    after: Option<&Noted>,
) -> Result<(), AppError> {
    let name = after.or(before).map(|noted| format!("{}, {}", noted.rate, noted.country)).unwrap_or_default();
    let subject = Subject::new(AuditSubject::TaxRate, id.0, &name);
    Ok(audit::note(tx, state.clock.now(), actor, subject, before, after).await?)
}

fn refusal(error: StoreError) -> AppError {
    if error.violates("tax_rate_place_key", "tax_rate.valid_from") {
        AppError::field("name", Problem::AlreadyTaken)
    } else if error.is_foreign_key_violation() {
        AppError::field("category", Problem::UnknownChoice)
    } else {
        error.into()
    }
}
