//! Changing what an account logs in with, by whoever is logged in, and giving the password again.

use super::{
    claimed_orders, passwords,
    throttle::{self, Subject},
};
use crate::{
    domain::{
        forms::{Problem, email},
        ids::AccountId,
    },
    error::AppError,
    server::{
        jobs::{AccountMail, Job},
        password, random,
        security_log::{SecurityEvent, note},
        state::State,
        store::{
            StoreResult, Tx,
            account_tokens::{self, TokenPurpose},
            accounts::{self, Account, Credentials},
            api_tokens, credentials, second_factors,
        },
    },
};

/// Checks the password of whoever is logged in, for what is sensitive; by the field `password`. Counts as a try to log
/// in, so that a session left open is no way to guess it.
pub async fn check_password(state: &State, account: &Account, password: &str) -> Result<(), AppError> {
    check(state, account, password, "password").await?;
    note(SecurityEvent::IdentityConfirmed, Some(account.id));
    Ok(())
}

/// Sets another password for whoever knows the present one. Every session of the account ends, every API token, and every
/// link that was mailed about it: the caller opens a new session for whoever made the change.
pub async fn change_password(state: &State, account: &Account, present: &str, new: &str) -> Result<(), AppError> {
    passwords::fitting(new, &account.email, &account.name)
        .map_err(|problem| AppError::field("new_password", problem))?;
    check(state, account, present, "password").await?;
    if present == new {
        return Err(AppError::field("new_password", Problem::Unchanged));
    }
    let hash = password::hash(state, new.to_owned()).await?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    credentials::set_password(&mut tx, account.id, &hash, now).await?;
    account_tokens::delete_of(&mut tx, account.id).await?;
    end_sessions(&mut tx, account.id).await?;
    api_tokens::delete_all(&mut tx, account.id).await?;
    Job::AccountMail { mail: AccountMail::PasswordChanged { account: account.id } }.enqueue(&mut tx, now).await?;
    tx.commit().await?;
    state.wake.notify_one();
    note(SecurityEvent::PasswordChanged, Some(account.id));
    Ok(())
}

/// Mails a link to an address that the account shall have, and tells the address that it has. Nothing changes before the
/// link is used. Whether another account has the address is told to its owner only.
pub async fn request_email_change(state: &State, account: &Account, address: &str) -> Result<(), AppError> {
    let email = email(address).map_err(|problem| AppError::field("email", problem))?;
    if email == account.email {
        return Err(AppError::field("email", Problem::Unchanged));
    }
    if !throttle::count(state, &[Subject::mail_to(&account.email), Subject::mail_to(&email)]).await? {
        return Err(AppError::TooManyTries);
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    Job::AccountMail { mail: AccountMail::ConfirmNewEmail { account: account.id, email } }
        .enqueue(&mut tx, now)
        .await?;
    Job::AccountMail { mail: AccountMail::EmailChangeAsked { account: account.id } }.enqueue(&mut tx, now).await?;
    tx.commit().await?;
    state.wake.notify_one();
    Ok(())
}

/// Uses the link that was mailed to the new address: the account has it from now on. The former address is told, and all
/// links that were mailed to it are void.
pub async fn confirm_email_change(state: &State, token: &str) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let token = account_tokens::take(&mut tx, &random::token_hash(token), TokenPurpose::ChangeEmail, now)
        .await?
        .ok_or(AppError::LinkExpired)?;
    let known = accounts::find_credentials_by_id(&mut tx, token.account_id).await?;
    let Credentials { account, .. } = known.filter(|known| !known.is_disabled).ok_or(AppError::LinkExpired)?;
    if !credentials::change_email(&mut tx, account.id, &token.email, now).await? {
        return Err(AppError::LinkExpired);
    }
    account_tokens::delete_of(&mut tx, account.id).await?;
    claimed_orders::claim(&mut tx, account.id, &token.email).await?;
    let mail = AccountMail::EmailChanged { account: account.id, former: account.email };
    Job::AccountMail { mail }.enqueue(&mut tx, now).await?;
    tx.commit().await?;
    state.wake.notify_one();
    note(SecurityEvent::EmailChanged, Some(account.id));
    Ok(())
}

/// Ends every session of an account and every login that waits for its second factor.
pub(super) async fn end_sessions(tx: &mut Tx, account: AccountId) -> StoreResult<()> {
    accounts::delete_sessions_of(&mut *tx, account).await?;
    second_factors::delete_challenges_of(&mut *tx, account).await?;
    note(SecurityEvent::SessionsEnded, Some(account));
    Ok(())
}

async fn check(state: &State, account: &Account, password: &str, field: &str) -> Result<(), AppError> {
    if password.is_empty() {
        return Err(AppError::field(field, Problem::Required));
    }
    let subject = Subject::account(&account.email);
    if !throttle::count(state, std::slice::from_ref(&subject)).await? {
        note(SecurityEvent::LoginThrottled, Some(account.id));
        return Err(AppError::TooManyTries);
    }
    let stored = accounts::find_credentials_by_id(&state.db, account.id).await?.map(|known| known.password_hash);
    if !passwords::verify(state, password, stored, std::slice::from_ref(&subject)).await? {
        note(SecurityEvent::LoginFailed, Some(account.id));
        return Err(AppError::field(field, Problem::WrongPassword));
    }
    throttle::clear(state, &subject).await?;
    Ok(())
}
