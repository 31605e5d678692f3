//! The groups of a customer, as staff set them.

use super::audit::{self, Subject};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::{Problem, required_line},
        ids::AccountId,
    },
    error::AppError,
    server::{
        state::State,
        store::{accounts::Account, admin::customers, customer_groups},
    },
};
use serde::Serialize;
use std::collections::BTreeSet;

/// Most groups of a customer.
const MOST: usize = 20;
/// Longest name of a group.
const NAME_LENGTH: u32 = 60;

#[derive(Serialize)]
struct Groups {
    groups: Vec<String>,
}

/// Puts a customer into the groups that a text names, one a line, and takes them out of all others.
pub async fn set(state: &State, actor: &Account, id: AccountId, text: &str) -> Result<(), AppError> {
    let lines: Vec<String> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).take(MOST + 1).map(str::to_owned).collect();
    set_named(state, actor, id, &lines).await
}

/// The same for names in a list.
pub async fn set_named(state: &State, actor: &Account, id: AccountId, names: &[String]) -> Result<(), AppError> {
    let refused = |problem| AppError::field("groups", problem);
    let names: Result<BTreeSet<String>, Problem> =
        names.iter().take(MOST + 1).map(|name| required_line(name, NAME_LENGTH)).collect();
    let groups: Vec<String> = names.map_err(refused)?.into_iter().collect();
    if groups.len() > MOST {
        return Err(refused(Problem::TooMany(MOST as u32)));
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    customers::lock(&mut tx, id).await?;
    let customer = customers::find(&mut tx, id, now).await?.ok_or(AppError::NotFound)?;
    let before = Groups { groups: customer_groups::of_account(&mut tx, id).await? };
    customer_groups::set(&mut tx, id, &groups).await?;
    let subject = Subject::new(AuditSubject::Account, id.0, &customer.row.name);
    audit::note(&mut tx, now, &actor.email, subject, Some(&before), Some(&Groups { groups })).await?;
    tx.commit().await?;
    Ok(())
}
