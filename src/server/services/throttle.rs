//! Tries that are counted, in the database, so that the limits hold across nodes.

use crate::{
    domain::{
        forms::email,
        ids::{AccountId, CartId},
    },
    error::AppError,
    server::{
        http::client::Network,
        random,
        state::State,
        store::{StoreError, StoreResult, Tx, accounts},
    },
};
use std::net::IpAddr;

const WINDOW_MINUTES: i64 = 15;

/// What tries are counted for, with how many a quarter of an hour may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Hashed, so that the table lists neither people nor addresses.
    key: String,
    limit: i64,
}

impl Subject {
    fn new(kind: &str, value: &str, limit: i64) -> Self {
        Self { key: format!("{kind}:{}", random::token_hash(value)), limit }
    }

    /// Passwords tried for an e-mail, whether or not an account has it.
    pub fn account(address: &str) -> Self {
        // What is no address at all counts as it stands.
        Self::new("account", &email(address).unwrap_or_else(|_| address.to_owned()), 10)
    }

    /// Passwords tried from one place.
    pub fn address(ip: IpAddr) -> Self {
        Self::new("address", &Network::of(ip).to_string(), 50)
    }

    /// Codes tried for an account's second factor.
    pub fn second_factor(account: AccountId) -> Self {
        Self::new("second_factor", &account.to_string(), 10)
    }

    /// Coupon codes guessed at a cart.
    pub fn coupons_at(cart: CartId) -> Self {
        Self::new("coupons_at", &cart.to_string(), 10)
    }

    /// Coupon codes guessed from one place, as nothing keeps whoever guesses from taking another cart.
    pub fn coupons_from(ip: IpAddr) -> Self {
        Self::new("coupons_from", &Network::of(ip).to_string(), 30)
    }

    /// Mails with links asked for an e-mail, whether or not an account has it.
    pub fn mail_to(address: &str) -> Self {
        Self::new("mail", address, 5)
    }

    /// Accounts and mails asked for from one place.
    pub fn mails_from(ip: IpAddr) -> Self {
        Self::new("mails_from", &Network::of(ip).to_string(), 40)
    }
}

/// Counts a try for each subject and tells whether it may go ahead.
pub async fn count(state: &State, subjects: &[Subject]) -> Result<bool, StoreError> {
    let now = state.clock.now();
    let since = now.plus_minutes(-WINDOW_MINUTES);
    let mut allowed = true;
    let mut tx = state.db.begin().await?;
    for subject in subjects {
        allowed &= accounts::count_login_try(&mut tx, &subject.key, now, since).await? <= subject.limit;
    }
    tx.commit().await?;
    Ok(allowed)
}

/// Counts that somebody asks for a mail with a link, and tells whether it shall be written.
///
/// Where enough mails are on their way to the address already, it need not be, which is no failure: whoever asks cannot
/// keep the owner of the address from using those. Who asks for too many is refused.
pub async fn allow_mail(state: &State, email: &str, address: Option<IpAddr>) -> Result<bool, AppError> {
    let from: Vec<Subject> = address.map(Subject::mails_from).into_iter().collect();
    if !count(state, &from).await? {
        return Err(AppError::TooManyTries);
    }
    Ok(count(state, &[Subject::mail_to(email)]).await?)
}

/// Forgets the tries of a subject: who it is about has proved it.
pub async fn clear(state: &State, subject: &Subject) -> StoreResult<()> {
    accounts::clear_login_tries(&state.db, &subject.key).await
}

/// The same within a transaction.
pub async fn clear_in(tx: &mut Tx, subject: &Subject) -> StoreResult<()> {
    accounts::clear_login_tries(tx, &subject.key).await
}

/// Uncounts one try: it was none.
pub async fn take_back(state: &State, subject: &Subject) -> StoreResult<()> {
    accounts::take_back_login_try(&state.db, &subject.key).await
}
