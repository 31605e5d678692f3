//! A forgotten password: a link by mail sets another one.
//!
//! It is the way out for whom others locked out by guessing: it works while the account is throttled, and ends that.

use super::{
    passwords, registration,
    throttle::{self, Subject},
};
use crate::{
    domain::forms::email,
    error::AppError,
    server::{
        jobs::{AccountMail, Job},
        password, random,
        security_log::{SecurityEvent, note},
        state::State,
        store::{
            account_tokens::{self, TokenPurpose},
            accounts::{self, Credentials},
            credentials, second_factors,
        },
    },
};
use std::net::IpAddr;

/// How long a link works.
pub const LINK_MINUTES: i64 = 60;

/// Mails a link that sets another password, if an account has this e-mail.
pub async fn request(state: &State, address: &str, from: Option<IpAddr>) -> Result<(), AppError> {
    let email = email(address).map_err(|problem| AppError::field("email", problem))?;
    registration::request_mail(state, from, AccountMail::ResetPassword { email: email.clone() }, &email).await
}

/// Sets the password of the account that a link was mailed for, and ends its sessions. The link proves the e-mail as
/// well. It works once, within an hour, and no more once the password was set by another link or the e-mail changed.
pub async fn confirm(state: &State, token: &str, password: &str) -> Result<(), AppError> {
    let token_hash = random::token_hash(token);
    let Credentials { account, .. } = owner_of(state, &token_hash).await?;
    passwords::fitting(password, &account.email, &account.name)
        .map_err(|problem| AppError::field("password", problem))?;
    // Before the transaction: hashing takes its time, and SQLite has one writer.
    let hash = password::hash(state, password.to_owned()).await?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    account_tokens::take(&mut tx, &token_hash, TokenPurpose::ResetPassword, now).await?.ok_or(AppError::LinkExpired)?;
    account_tokens::delete_of(&mut tx, account.id).await?;
    credentials::set_password(&mut tx, account.id, &hash, now).await?;
    registration::prove_email(state, &mut tx, account.id, &account.email).await?;
    accounts::delete_sessions_of(&mut tx, account.id).await?;
    second_factors::delete_challenges_of(&mut tx, account.id).await?;
    throttle::clear_in(&mut tx, &Subject::account(&account.email)).await?;
    throttle::clear_in(&mut tx, &Subject::second_factor(account.id)).await?;
    Job::AccountMail { mail: AccountMail::PasswordChanged { account: account.id } }.enqueue(&mut tx, now).await?;
    tx.commit().await?;
    state.wake.notify_one();
    note(SecurityEvent::PasswordReset, Some(account.id));
    note(SecurityEvent::SessionsEnded, Some(account.id));
    Ok(())
}

/// The account that a link was mailed for; a link to an address that it no longer has proves nothing about it.
async fn owner_of(state: &State, token_hash: &str) -> Result<Credentials, AppError> {
    let now = state.clock.now();
    let token = account_tokens::find(&state.db, token_hash, TokenPurpose::ResetPassword, now).await?;
    let token = token.ok_or(AppError::LinkExpired)?;
    let owner = accounts::find_credentials_by_id(&state.db, token.account_id).await?;
    owner.filter(|owner| owner.account.email == token.email && !owner.is_disabled).ok_or(AppError::LinkExpired)
}
