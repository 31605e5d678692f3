//! Signing in, and making accounts for staff.

use super::{
    passwords, shop_settings,
    throttle::{self, Subject},
};
use crate::{
    domain::{
        access::Role,
        forms::{FieldErrors, Problem, email, required_line},
        ids::AccountId,
        login::{DemoLogin, LoginForm, local_path},
    },
    error::AppError,
    server::{
        demo::logins,
        password,
        query::encode,
        security_log::{SecurityEvent, note},
        state::State,
        store::{
            accounts::{self, Account, Credentials},
            credentials,
        },
    },
};
use std::net::IpAddr;

/// What a person typed to sign in, and where they are; it has no `Debug`.
#[derive(Clone, Copy)]
pub struct LoginAttempt<'a> {
    pub email: &'a str,
    pub password: &'a str,
    /// `None` when it is not known: then only the account is throttled.
    pub address: Option<IpAddr>,
}

/// What the right e-mail and password lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    Complete(Account),
    /// They are not enough for this account: see [`super::second_factor`].
    NeedsSecondFactor(Account),
}

/// The account that an e-mail and a password open.
///
/// A wrong e-mail, a wrong password, an account that is disabled and one whose e-mail is not verified cannot be told
/// apart, neither by the answer nor by the work it takes. (Could an unverified account log in, registering and then
/// logging in would tell whether an account had the address before.) Every try counts against the account and the
/// address until it succeeds; past the limit the answer is [`AppError::TooManyTries`], even to the right password. The
/// way out is the link of a [`super::password_reset`].
pub async fn log_in(state: &State, attempt: LoginAttempt<'_>) -> Result<Login, AppError> {
    let mut errors = FieldErrors::default();
    let address = errors.take("email", email(attempt.email)).unwrap_or_default();
    if attempt.password.is_empty() {
        errors.add("password", Problem::Required);
    }
    errors.into_result()?;
    let by_account = Subject::account(&address);
    let by_address = attempt.address.map(Subject::address);
    let subjects: Vec<Subject> = [by_account.clone()].into_iter().chain(by_address.clone()).collect();
    let found = accounts::find_credentials(&state.db, &address).await?;
    let id = found.as_ref().map(|found| found.account.id);
    if !throttle::count(state, &subjects).await? {
        note(SecurityEvent::LoginThrottled, id);
        return Err(AppError::TooManyTries);
    }
    let stored = found.as_ref().map(|found| found.password_hash.clone());
    let fits = passwords::verify(state, attempt.password, stored, &subjects).await?;
    match found {
        Some(found) if fits && may_log_in(&found) => {
            throttle::clear(state, &by_account).await?;
            if let Some(by_address) = &by_address {
                throttle::take_back(state, by_address).await?;
            }
            rehash(state, &found, attempt.password).await?;
            Ok(next_step(found.account))
        }
        _ => {
            note(SecurityEvent::LoginFailed, id);
            Err(AppError::WrongCredentials)
        }
    }
}

const fn may_log_in(found: &Credentials) -> bool {
    !found.is_disabled && found.account.email_verified
}

fn next_step(account: Account) -> Login {
    if account.has_second_factor {
        return Login::NeedsSecondFactor(account);
    }
    note(SecurityEvent::LoginSucceeded, Some(account.id));
    Login::Complete(account)
}

/// Hashes a password anew that was hashed when that cost less.
async fn rehash(state: &State, found: &Credentials, password: &str) -> Result<(), AppError> {
    if password::is_current(&found.password_hash) {
        return Ok(());
    }
    // A node that is too busy does it at another login.
    if let Ok(hash) = password::hash(state, passwords::typed(password)).await {
        credentials::rehash(&state.db, found.account.id, (&found.password_hash, &hash)).await?;
    }
    Ok(())
}

/// What the login page starts with: the e-mail typed before, and in a demo shop its logins.
pub async fn prepare_login(state: &State, email: String) -> Result<LoginForm, AppError> {
    let is_demo = shop_settings::current(state).await?.is_demo;
    let demo = logins::ACCOUNTS.iter().filter(|_| is_demo).map(|account| DemoLogin {
        role: account.role.label().to_owned(),
        email: account.email.to_owned(),
        password: account.password.to_owned(),
    });
    Ok(LoginForm { email, demo: demo.collect() })
}

/// Where a login leads: to `next` if that is within the shop, else to the place of the role.
pub fn after_login(account: &Account, next: &str) -> String {
    let home = match account.role {
        _ if account.lacks_second_factor => "/account/security",
        Role::Customer => "/",
        Role::Staff | Role::Owner => "/admin",
    };
    local_path(next).unwrap_or(home).to_owned()
}

/// The page that asks for the second factor and leads on to `next`.
pub fn second_factor_page(next: &str) -> String {
    let page = "/login/second-factor";
    local_path(next).map_or_else(|| page.to_owned(), |next| format!("{page}?next={}", encode(next)))
}

/// Adds a member of staff, or the owner; see [`create_account`].
pub async fn create_staff(
    state: &State,
    address: &str,
    name: &str,
    password: &str,
    role: Role,
) -> Result<AccountId, AppError> {
    if !role.is_staff() {
        return Err(AppError::field("role", Problem::UnknownChoice));
    }
    create_account(state, address, name, password, role).await
}

/// Adds an account whose e-mail needs no proof.
///
/// Refuses, by field, an e-mail that is wrong or taken, a missing name, and a password that breaks the rules of
/// [`passwords::fitting`].
pub async fn create_account(
    state: &State,
    address: &str,
    name: &str,
    password: &str,
    role: Role,
) -> Result<AccountId, AppError> {
    let mut errors = FieldErrors::default();
    let address = errors.take("email", email(address)).unwrap_or_default();
    let name = errors.take("name", required_line(name, 100)).unwrap_or_default();
    errors.take("password", passwords::fitting(password, &address, &name));
    errors.into_result()?;
    let hash = password::hash(state, password.to_owned()).await?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let id = accounts::insert(&mut tx, (&address, &name, &hash), role, now).await?;
    let id = id.ok_or_else(|| AppError::field("email", Problem::AlreadyTaken))?;
    credentials::verify_email(&mut tx, id, &address, now).await?;
    tx.commit().await?;
    Ok(id)
}
