//! Signing in, and making accounts for staff.

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
        password, random,
        state::State,
        store::{
            StoreError,
            accounts::{self, Account},
            settings,
        },
    },
};
use std::net::IpAddr;

/// Shortest password an account may have, in characters.
pub const PASSWORD_LENGTH: u32 = 10;

/// Longest password that is hashed, in characters: a passphrase fits, a flood does not.
const PASSWORD_LIMIT: u32 = 500;
const WINDOW_MINUTES: i64 = 15;
const TRIES_PER_ACCOUNT: i64 = 10;
const TRIES_PER_ADDRESS: i64 = 50;

/// What a person typed to sign in, and where they are.
#[derive(Clone, Copy, Debug)]
pub struct LoginAttempt<'a> {
    pub email: &'a str,
    pub password: &'a str,
    /// `None` when it is not known: then only the account is throttled.
    pub address: Option<IpAddr>,
}

/// The account that an e-mail and a password open.
///
/// Wrong e-mail and wrong password cannot be told apart, neither by the answer nor by the time it
/// takes. Every try counts against the account and the address until it succeeds; past the limit the
/// answer is [`AppError::TooManyTries`], even to the right password.
pub async fn log_in(state: &State, attempt: LoginAttempt<'_>) -> Result<Account, AppError> {
    let mut errors = FieldErrors::default();
    let address = errors.take("email", email(attempt.email)).unwrap_or_default();
    if attempt.password.is_empty() {
        errors.add("password", Problem::Required);
    }
    errors.into_result()?;
    let by_account = subject("account", &address);
    let by_address = attempt.address.map(|ip| subject("address", &network(ip)));
    if !count_try(state, &by_account, by_address.as_deref()).await? {
        return Err(AppError::TooManyTries);
    }
    let found = accounts::find_credentials(&state.db, &address).await?;
    let (account, stored) = found.map(|found| (found.account, found.password_hash)).unzip();
    let typed: String = attempt.password.chars().take(PASSWORD_LIMIT as usize + 1).collect();
    match (account, password::verify(state, typed, stored).await) {
        (Some(account), true) => {
            accounts::clear_login_tries(&state.db, &by_account).await?;
            if let Some(by_address) = &by_address {
                accounts::take_back_login_try(&state.db, by_address).await?;
            }
            Ok(account)
        }
        _ => Err(AppError::WrongCredentials),
    }
}

/// What the login page starts with: the e-mail typed before, and in a demo shop its logins.
pub async fn prepare_login(state: &State, email: String) -> Result<LoginForm, AppError> {
    let (setting, value) = logins::SETTING;
    let is_demo = settings::find(&state.db, setting).await?.as_deref() == Some(value);
    let demo = logins::ACCOUNTS.iter().filter(|_| is_demo).map(|account| DemoLogin {
        role: account.role.label().to_owned(),
        email: account.email.to_owned(),
        password: account.password.to_owned(),
    });
    Ok(LoginForm { email, demo: demo.collect() })
}

/// Where a login leads: to `next` if that is within the shop, else to the place of the role.
pub fn after_login(account: &Account, next: &str) -> String {
    let home = if account.role.is_staff() { "/admin" } else { "/" };
    local_path(next).unwrap_or(home).to_owned()
}

/// Counts a try and tells whether it may go ahead.
async fn count_try(state: &State, by_account: &str, by_address: Option<&str>) -> Result<bool, StoreError> {
    let now = state.clock.now();
    let since = now.plus_minutes(-WINDOW_MINUTES);
    let mut tx = state.db.begin().await?;
    let mut allowed = accounts::count_login_try(&mut tx, by_account, now, since).await? <= TRIES_PER_ACCOUNT;
    if let Some(by_address) = by_address {
        allowed &= accounts::count_login_try(&mut tx, by_address, now, since).await? <= TRIES_PER_ADDRESS;
    }
    tx.commit().await?;
    Ok(allowed)
}

/// Hashed, so that the table lists neither people nor addresses.
fn subject(kind: &str, value: &str) -> String {
    format!("{kind}:{}", random::token_hash(value))
}

/// One household or office: an IPv4 address, or the /64 that IPv6 hands out.
fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("{:x}", ip.to_bits() >> 64),
    }
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

/// Adds an account.
///
/// Refuses, by field, an e-mail that is wrong or taken, a missing name, and a password of fewer than
/// [`PASSWORD_LENGTH`] characters.
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
    errors.take("password", fitting_password(password));
    errors.into_result()?;
    let Some(hash) = password::hash(state, password.to_owned()).await else {
        tracing::error!("a password could not be hashed");
        return Err(AppError::Internal);
    };
    let mut tx = state.db.begin().await?;
    let id = accounts::insert(&mut tx, (&address, &name, &hash), role, state.clock.now()).await?;
    tx.commit().await?;
    id.ok_or_else(|| AppError::field("email", Problem::AlreadyTaken))
}

fn fitting_password(password: &str) -> Result<(), Problem> {
    match password.chars().count() {
        length if length < PASSWORD_LENGTH as usize => Err(Problem::TooShort(PASSWORD_LENGTH)),
        length if length > PASSWORD_LIMIT as usize => Err(Problem::TooLong(PASSWORD_LIMIT)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
    }
}
