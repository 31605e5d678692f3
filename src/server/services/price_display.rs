//! How the shop shows its prices. What is charged does not depend on it.

use super::{
    audit::{self, Subject},
    pricing::STANDARD_TAX_CATEGORY,
    shop_settings,
};
use crate::{
    domain::{
        audit::{AuditSubject, PRICE_SETTINGS},
        tax::{PriceDisplay, PriceTerms, ShownPrices},
    },
    error::AppError,
    server::{
        state::State,
        store::{Conn, StoreResult, pricing as store, settings},
    },
};
use serde::Serialize;
use std::sync::Arc;

/// Name of the setting in the database.
const NAME: &str = "price_display";

/// What the shop set; without anything kept, the default.
pub async fn load(on: impl Into<Conn<'_>>) -> StoreResult<PriceDisplay> {
    let kept = settings::find(on, NAME).await?;
    Ok(kept.and_then(|slug| PriceDisplay::from_slug(&slug).ok()).unwrap_or_default())
}

/// Keeps how prices are shown; errors are about "show".
pub async fn save(state: &State, actor: &str, slug: &str) -> Result<(), AppError> {
    let after = PriceDisplay::from_slug(slug).map_err(|problem| AppError::field("show", problem))?;
    let mut tx = state.db.begin().await?;
    let before = load(&mut tx).await?;
    settings::set(&mut tx, NAME, after.slug()).await?;
    let subject = Subject::new(AuditSubject::Setting, PRICE_SETTINGS, "Prices");
    let (before, after) = (Noted { shown: before }, Noted { shown: after });
    audit::note(&mut tx, state.clock.now(), actor, subject, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    state.caches.price_terms.invalidate_all();
    Ok(())
}

#[derive(Serialize)]
struct Noted {
    shown: PriceDisplay,
}

/// How prices are shown now, by terms that are at most half a minute old.
pub async fn current(state: &State) -> Result<ShownPrices, AppError> {
    let load = async { StoreResult::Ok(Arc::new(terms(state).await?)) };
    let terms = state.caches.price_terms.try_get_with((), load).await.map_err(|error| {
        tracing::error!(%error, "could not read how prices are shown");
        AppError::Internal
    })?;
    Ok(terms.at(state.clock.now()))
}

async fn terms(state: &State) -> StoreResult<PriceTerms> {
    let home = shop_settings::load(&state.db).await?.home_country;
    let taxes = store::taxes(&state.db, &home).await?;
    let standard = taxes.iter().find(|tax| tax.category_slug == STANDARD_TAX_CATEGORY).map(|tax| tax.category_id);
    let rules = taxes.into_iter().map(|tax| (tax.category_id, tax.rule)).collect();
    Ok(PriceTerms { display: load(&state.db).await?, rules, standard })
}
