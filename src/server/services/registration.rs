//! Making an account of one's own, and proving its e-mail.
//!
//! Whether an address has an account already is told to nobody but whoever reads its mail: the answers are the same, and
//! so is the work before them.

use super::{claimed_orders, passwords, throttle};
use crate::{
    domain::{
        access::Role,
        forms::{FieldErrors, email, required_line},
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
            accounts, credentials,
        },
    },
};
use std::net::IpAddr;

/// What somebody typed to register.
#[derive(Clone, Copy, Debug)]
pub struct Registration<'a> {
    pub name: &'a str,
    pub email: &'a str,
    pub password: &'a str,
}

/// Adds a customer's account, which opens once its e-mail is verified. With an e-mail that is known, nothing is added and
/// its owner is told by mail.
pub async fn register(state: &State, registration: Registration<'_>, address: Option<IpAddr>) -> Result<(), AppError> {
    let mut errors = FieldErrors::default();
    let name = errors.take("name", required_line(registration.name, 100)).unwrap_or_default();
    let email = errors.take("email", email(registration.email)).unwrap_or_default();
    errors.take("password", passwords::fitting(registration.password, &email, &name));
    errors.into_result()?;
    let mail_wanted = throttle::allow_mail(state, &email, address).await?;
    let hash = password::hash(state, registration.password.to_owned()).await?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let added = accounts::insert(&mut tx, (&email, &name, &hash), Role::Customer, now).await?;
    if mail_wanted {
        let mail = match added {
            Some(_) => AccountMail::VerifyEmail { email },
            None => AccountMail::AlreadyRegistered { email },
        };
        Job::AccountMail { mail }.enqueue(&mut tx, now).await?;
    }
    tx.commit().await?;
    state.wake.notify_one();
    note(SecurityEvent::Registered, added);
    Ok(())
}

/// Uses the link of a mail that proves an address; the account gets the orders that were placed with it as a guest.
pub async fn verify_email(state: &State, token: &str) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let token = account_tokens::take(&mut tx, &random::token_hash(token), TokenPurpose::VerifyEmail, now)
        .await?
        .ok_or(AppError::LinkExpired)?;
    prove_email(state, &mut tx, token.account_id, &token.email).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes that the owner of an account reads an address, if it still has that one and had not proved it yet.
pub(super) async fn prove_email(state: &State, tx: &mut Tx, account: AccountId, email: &str) -> StoreResult<()> {
    if credentials::verify_email(&mut *tx, account, email, state.clock.now()).await? {
        claimed_orders::claim(tx, account, email).await?;
        note(SecurityEvent::EmailVerified, Some(account));
    }
    Ok(())
}

/// Mails the link again, if an account with this address still waits for it.
pub async fn resend_verification(state: &State, address: &str, from: Option<IpAddr>) -> Result<(), AppError> {
    let email = email(address).map_err(|problem| AppError::field("email", problem))?;
    request_mail(state, from, AccountMail::VerifyEmail { email: email.clone() }, &email).await
}

/// Asks for a mail to an address, and for nothing else: who has the address is found out when it is written.
pub(super) async fn request_mail(
    state: &State,
    from: Option<IpAddr>,
    mail: AccountMail,
    email: &str,
) -> Result<(), AppError> {
    if !throttle::allow_mail(state, email, from).await? {
        return Ok(());
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    Job::AccountMail { mail }.enqueue(&mut tx, now).await?;
    tx.commit().await?;
    state.wake.notify_one();
    Ok(())
}
