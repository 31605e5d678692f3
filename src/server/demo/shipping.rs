//! Further ways of shipping of the demo shop: picking up in Hamburg, and a courier whose price depends on the weight.

use super::seed::{ACTOR, SeedError};
use crate::{
    domain::{
        shipping::{CarrierInput, MethodInput, RateInput, RateRowInput},
        staff::ShippingOverview,
    },
    error::AppError,
    server::{services::shipping, state::State, store::admin::stock::center_names},
};

const CARRIER: &str = "Halyard";

/// Adds what is not there yet; later changes of it stay.
pub async fn add_methods(state: &State) -> Result<(), SeedError> {
    let refused = |error: AppError| SeedError::Refused("shipping".into(), error);
    let known = shipping::overview(state).await.map_err(refused)?;
    let carrier = match known.carriers.iter().find(|carrier| carrier.name == CARRIER) {
        Some(carrier) => carrier.id,
        None => {
            let input = CarrierInput { name: CARRIER.into(), tracking_url: String::new() };
            shipping::save_carrier(state, ACTOR, None, &input).await.map_err(refused)?.0
        }
    };
    let centers = center_names(&state.db).await?;
    if let Some((center, _)) = centers.iter().find(|(_, name)| name == "Hamburg") {
        let pickup = MethodInput {
            name: "Pickup in Hamburg".into(),
            kind: "pickup".into(),
            days_min: "0".into(),
            days_max: "1".into(),
            center: center.to_string(),
            pickup_place: "Halyard, Sandtorkai 12, 20457 Hamburg\nMonday to Saturday, 10 to 18".into(),
            ..method(&carrier.to_string())
        };
        add(state, &known, &pickup, &flat("0")).await.map_err(refused)?;
    }
    let courier = MethodInput {
        name: "Cargo bike".into(),
        days_min: "1".into(),
        days_max: "1".into(),
        ..method(&carrier.to_string())
    };
    let row = |up_to: &str, price: &str| RateRowInput { up_to: up_to.into(), price: price.into() };
    let by_weight = RateInput {
        calculator: "weight".into(),
        rows: vec![row("1000", "6.90"), row("5000", "8.90"), row("20000", "14.90")],
        ..RateInput::default()
    };
    add(state, &known, &courier, &by_weight).await.map_err(refused)
}

fn method(carrier: &str) -> MethodInput {
    MethodInput { carrier: carrier.to_owned(), active: true, position: "9".into(), ..MethodInput::default() }
}

fn flat(price: &str) -> RateInput {
    RateInput { calculator: "flat".into(), price: price.into(), ..RateInput::default() }
}

/// Adds a method to Germany unless there is one of its name.
async fn add(state: &State, known: &ShippingOverview, input: &MethodInput, rate: &RateInput) -> Result<(), AppError> {
    let Some(zone) = known.zones.iter().find(|zone| zone.slug == "germany") else { return Ok(()) };
    if known.methods.iter().any(|method| method.name == input.name) {
        return Ok(());
    }
    let saved = shipping::save_method(state, ACTOR, None, input).await?;
    shipping::save_rate(state, ACTOR, saved, zone.id, rate).await?;
    Ok(())
}
