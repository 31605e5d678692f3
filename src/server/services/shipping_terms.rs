//! What pages say about shipping.

use super::{pricing::CURRENCY, shop_settings};
use crate::{
    domain::{
        country::country_name,
        money::Money,
        shipping::{ShippingTerms, ZoneTerms},
    },
    error::AppError,
    server::{
        state::State,
        store::{StoreResult, selling_terms},
    },
};
use std::sync::Arc;

/// The rates in words, at most half a minute old.
pub async fn shipping_terms(state: &State) -> Result<Arc<ShippingTerms>, AppError> {
    let load = async { StoreResult::Ok(Arc::new(load(state).await?)) };
    state.caches.shipping_terms.try_get_with((), load).await.map_err(|error| {
        tracing::error!(%error, "could not read what shipping costs");
        AppError::Internal
    })
}

async fn load(state: &State) -> StoreResult<ShippingTerms> {
    let money = |minor| Money::new(minor, CURRENCY);
    let home = shop_settings::load(&state.db).await?.home_country;
    let mut zones: Vec<ZoneTerms> = Vec::new();
    for row in selling_terms::zone_rates(&state.db, &home).await? {
        let rate = (money(row.price_minor), row.free_from_minor.map(money), (row.days_min, row.days_max));
        match zones.last_mut() {
            Some(zone) if zone.name == row.zone => zone.rates.push(rate),
            _ => zones.push(ZoneTerms { name: row.zone, home: row.home, rates: vec![rate] }),
        }
    }
    let mut terms = ShippingTerms::word(country_name(&home).unwrap_or(&home), &zones);
    terms.ships_to = selling_terms::countries_shipped_to(&state.db).await?;
    Ok(terms)
}
