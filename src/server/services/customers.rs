//! Customers, for staff with the permission. Only accounts of customers are found: staff and owners are the owner's.

use super::audit::{self, Subject};
use crate::{
    domain::{
        audit::AuditSubject,
        ids::AccountId,
        staff::{CustomerDetail, CustomerList, CustomerRow, CustomerSort, PageRequest},
    },
    error::AppError,
    server::{
        jobs::{AccountMail, Job},
        security_log::{SecurityEvent, note},
        state::State,
        store::{
            account_tokens,
            accounts::Account,
            admin::{
                customers::{self, Profile},
                orders,
            },
            customer_groups,
            slice::{Slice, Sliced},
            staff,
        },
    },
};
use serde::Serialize;

/// Orders that a customer's page shows.
const ORDERS_SHOWN: i64 = 20;

/// A page of the customers whose e-mail, name or last name begins with what is searched for.
pub async fn list(state: &State, query: &str, sort: CustomerSort, page: PageRequest) -> Result<CustomerList, AppError> {
    let (customers, pages) = customers::list(&state.db, query, sort, page).await?;
    Ok(CustomerList { customers, pages })
}

/// A slice of the same, the newest first.
pub async fn slice(state: &State, query: &str, slice: Slice) -> Result<Sliced<CustomerRow>, AppError> {
    Ok(customers::slice(&state.db, query, slice).await?)
}

pub async fn open(state: &State, id: AccountId) -> Result<CustomerDetail, AppError> {
    let profile = customers::find(&state.db, id, state.clock.now()).await?.ok_or(AppError::NotFound)?;
    Ok(CustomerDetail {
        groups: customer_groups::of_account(&state.db, id).await?,
        addresses: customers::addresses(&state.db, id).await?,
        orders: orders::newest_of(&state.db, id, ORDERS_SHOWN).await?,
        row: profile.row,
        phone: profile.phone,
        has_second_factor: profile.has_second_factor,
        sessions: profile.sessions,
    })
}

/// Closes a customer's account, or opens it again. A closed one is logged out everywhere, and links sent to it open
/// nothing.
pub async fn set_disabled(state: &State, actor: &Account, id: AccountId, is_disabled: bool) -> Result<(), AppError> {
    change(state, actor, id, Some(is_disabled)).await
}

/// Logs a customer out everywhere.
pub async fn end_sessions(state: &State, actor: &Account, id: AccountId) -> Result<(), AppError> {
    change(state, actor, id, None).await
}

/// Ends a customer's sessions and, if told, closes or opens the account.
async fn change(state: &State, actor: &Account, id: AccountId, is_disabled: Option<bool>) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    // Somebody who is just being made staff stays what they are until this is done.
    customers::lock(&mut tx, id).await?;
    let before = customers::find(&mut tx, id, now).await?.ok_or(AppError::NotFound)?;
    if let Some(is_disabled) = is_disabled {
        account_tokens::delete_of(&mut tx, id).await?;
        // Never refused: a customer is not the last owner.
        staff::set_disabled(&mut tx, id, is_disabled.then_some(now)).await?;
    }
    staff::end_sessions(&mut tx, id).await?;
    let after = customers::find(&mut tx, id, now).await?.ok_or(AppError::NotFound)?;
    audit::note(&mut tx, now, &actor.email, subject(id), Some(&Noted::of(&before)), Some(&Noted::of(&after))).await?;
    tx.commit().await?;
    let event = match is_disabled {
        Some(true) => SecurityEvent::AccountDisabled,
        Some(false) => SecurityEvent::AccountEnabled,
        None => SecurityEvent::SessionsEnded,
    };
    note(event, Some(id));
    Ok(())
}

/// Mails a customer a link by which they set another password.
pub async fn send_reset(state: &State, actor: &Account, id: AccountId) -> Result<(), AppError> {
    #[derive(Serialize)]
    struct Sent {
        password_link: Option<&'static str>,
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let profile = customers::find(&mut tx, id, now).await?.ok_or(AppError::NotFound)?;
    Job::AccountMail { mail: AccountMail::ResetPassword { email: profile.row.email } }.enqueue(&mut tx, now).await?;
    let (before, after) = (Sent { password_link: None }, Sent { password_link: Some("sent") });
    audit::note(&mut tx, now, &actor.email, subject(id), Some(&before), Some(&after)).await?;
    tx.commit().await?;
    state.wake.notify_one();
    Ok(())
}

/// By number: the log outlives the account, and so would what it says of the person.
fn subject(id: AccountId) -> Subject {
    Subject::new(AuditSubject::Account, id.0, format!("Customer {id}"))
}

/// A customer as the log has them.
#[derive(Serialize)]
struct Noted {
    disabled: bool,
    logged_in_at: i64,
}

impl Noted {
    fn of(profile: &Profile) -> Self {
        Self { disabled: profile.row.disabled_at.is_some(), logged_in_at: profile.sessions }
    }
}
