//! Promotions that the demo shop starts with: by code, so that nothing is cheaper than its page says.

use super::seed::{ACTOR, SeedError};
use crate::{
    domain::{forms::Problem, promotion::PromotionInput},
    error::AppError,
    server::{services::promotions, state::State},
};

fn welcome() -> PromotionInput {
    PromotionInput {
        name: "Welcome aboard".into(),
        codes: "WELCOME10".into(),
        reward: "percent".into(),
        percent: "10".into(),
        first_order: true,
        ..by_code()
    }
}

fn three_for_two() -> PromotionInput {
    PromotionInput {
        name: "Three for two".into(),
        codes: "THREE-FOR-TWO".into(),
        reward: "buy_get".into(),
        percent: "100".into(),
        buy: "2".into(),
        get: "1".into(),
        ..by_code()
    }
}

fn free_shipping() -> PromotionInput {
    PromotionInput {
        name: "Free shipping".into(),
        codes: "SHIPFREE".into(),
        reward: "free_shipping".into(),
        minimum: "40".into(),
        ..by_code()
    }
}

fn by_code() -> PromotionInput {
    PromotionInput { active: true, trigger: "code".into(), ..PromotionInput::default() }
}

/// Adds the promotions whose codes are not there yet.
pub async fn add_promotions(state: &State) -> Result<(), SeedError> {
    for promotion in [welcome(), three_for_two(), free_shipping()] {
        match promotions::add(state, ACTOR, &promotion).await {
            Ok(_) => {}
            Err(error) if error == AppError::field("codes", Problem::AlreadyTaken) => {}
            Err(error) => return Err(SeedError::Refused(promotion.name, error)),
        }
    }
    Ok(())
}
