//! The second factor: time-based codes (RFC 6238) of an app on the owner's phone, and recovery codes for the day on which
//! the phone is gone.

use super::{
    credentials, shop_settings,
    throttle::{self, Subject},
};
use crate::{
    domain::{
        forms::Problem,
        ids::AccountId,
        second_factor::{SecondFactorSetup, SecondFactorState},
    },
    error::AppError,
    server::{
        jobs::{AccountMail, Job},
        random,
        security_log::{SecurityEvent, note},
        sessions::SHORT_MINUTES,
        state::State,
        store::{
            Tx,
            accounts::{self, Account, Credentials},
            second_factors::{self, LoginChallenge, SecondFactor},
        },
    },
};
use qrcode::{EcLevel, QrCode, types::Color};
use std::fmt::Write as _;
use totp_rs::{Builder, Secret, Totp, TotpError};

/// Codes that an account has for the loss of its phone.
const RECOVERY_CODES: usize = 10;

/// How an account's second factor stands; while it is being set up, with what its owner's app needs.
pub async fn state(state: &State, account: &Account) -> Result<SecondFactorState, AppError> {
    match second_factors::find(&state.db, account.id).await?.ok_or(AppError::NotFound)? {
        SecondFactor { totp_enabled_at: Some(_), recovery_codes, .. } => Ok(SecondFactorState::On { recovery_codes }),
        SecondFactor { totp_secret: Some(secret), .. } => {
            let shop = shop_settings::current(state).await?;
            Ok(SecondFactorState::Pending(setup(&secret, account, &shop.name)?))
        }
        SecondFactor { totp_secret: None, .. } => Ok(SecondFactorState::Off),
    }
}

/// Makes a secret for an account without a second factor. It protects nothing before [`enable`].
pub async fn begin(state: &State, account: &Account) -> Result<(), AppError> {
    let secret = Secret::from(random::bytes::<20>().to_vec()).to_base32();
    if second_factors::begin(&state.db, account.id, &secret).await? { Ok(()) } else { Err(AppError::Conflict) }
}

/// Switches the second factor on for whoever has a code of the app that was set up. Every session ends, so that none is
/// left that was opened without it: the caller opens a new one. The answer is the recovery codes, which nobody can read
/// again.
pub async fn enable(state: &State, account: &Account, code: &str) -> Result<Vec<String>, AppError> {
    if !throttle::count(state, &[Subject::second_factor(account.id)]).await? {
        return Err(AppError::TooManyTries);
    }
    let known = second_factors::find(&state.db, account.id).await?;
    let secret = known.and_then(|known| known.totp_secret).ok_or(AppError::Conflict)?;
    let step = matching_step(state, &secret, code)?.ok_or_else(wrong_code)?;
    let (codes, now) = (recovery_codes(), state.clock.now());
    let mut tx = state.db.begin().await?;
    if !second_factors::enable(&mut tx, account.id, (&secret, step), now).await? {
        return Err(AppError::Conflict);
    }
    second_factors::replace_recovery_codes(&mut tx, account.id, &hashes(state, account.id, &codes)).await?;
    credentials::end_sessions(&mut tx, account.id).await?;
    tell(state, &mut tx, account.id, true).await?;
    tx.commit().await?;
    state.wake.notify_one();
    throttle::clear(state, &Subject::second_factor(account.id)).await?;
    note(SecurityEvent::SecondFactorEnabled, Some(account.id));
    Ok(codes)
}

/// Makes new recovery codes; the old ones are void.
pub async fn renew_recovery_codes(state: &State, account: &Account) -> Result<Vec<String>, AppError> {
    if !account.has_second_factor {
        return Err(AppError::Conflict);
    }
    let codes = recovery_codes();
    let mut tx = state.db.begin().await?;
    second_factors::replace_recovery_codes(&mut tx, account.id, &hashes(state, account.id, &codes)).await?;
    tx.commit().await?;
    note(SecurityEvent::RecoveryCodesRenewed, Some(account.id));
    Ok(codes)
}

/// Switches the second factor off and forgets its secret and codes.
pub async fn disable(state: &State, account: &Account) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    if second_factors::disable(&mut tx, account.id).await? {
        tell(state, &mut tx, account.id, false).await?;
        note(SecurityEvent::SecondFactorDisabled, Some(account.id));
    }
    tx.commit().await?;
    state.wake.notify_one();
    Ok(())
}

/// Keeps that the right password was given; the answer is the token by which the browser goes on.
pub async fn challenge(state: &State, account: AccountId, remembered: bool) -> Result<String, AppError> {
    let token = random::token();
    let challenge = LoginChallenge { account_id: account, remembered };
    let expires_at = state.clock.now().plus_minutes(SHORT_MINUTES);
    second_factors::insert_challenge(&state.db, &random::token_hash(&token), challenge, expires_at).await?;
    Ok(token)
}

/// Completes a login with a code of the app or a recovery code; the answer is whose it is, and whether the session shall
/// be remembered.
///
/// A code of the app is accepted once, within half a minute of its time; a recovery code once. Ten wrong ones in a
/// quarter of an hour close it, whatever comes next.
pub async fn complete_login(state: &State, token: Option<&str>, code: &str) -> Result<(Account, bool), AppError> {
    let now = state.clock.now();
    let token_hash = random::token_hash(token.ok_or(AppError::SignInRequired)?);
    let challenge = second_factors::find_challenge(&state.db, &token_hash, now).await?;
    let challenge = challenge.ok_or(AppError::SignInRequired)?;
    let known = accounts::find_credentials_by_id(&state.db, challenge.account_id).await?;
    let Credentials { account, .. } = known.filter(|known| !known.is_disabled).ok_or(AppError::SignInRequired)?;
    let subject = Subject::second_factor(account.id);
    if !throttle::count(state, std::slice::from_ref(&subject)).await? {
        note(SecurityEvent::LoginThrottled, Some(account.id));
        return Err(AppError::TooManyTries);
    }
    let mut tx = state.db.begin().await?;
    if !use_code(state, &mut tx, account.id, code).await? {
        note(SecurityEvent::SecondFactorFailed, Some(account.id));
        return Err(wrong_code());
    }
    if !second_factors::delete_challenge(&mut tx, &token_hash).await? {
        return Err(AppError::SignInRequired);
    }
    throttle::clear_in(&mut tx, &subject).await?;
    tx.commit().await?;
    note(SecurityEvent::LoginSucceeded, Some(account.id));
    Ok((account, challenge.remembered))
}

/// Uses a code up, of either kind.
async fn use_code(state: &State, tx: &mut Tx, account: AccountId, code: &str) -> Result<bool, AppError> {
    let secret = second_factors::find(&mut *tx, account).await?.filter(|known| known.totp_enabled_at.is_some());
    let Some(secret) = secret.and_then(|known| known.totp_secret) else { return Ok(false) };
    if let Some(step) = matching_step(state, &secret, code)? {
        return Ok(second_factors::use_step(tx, account, step).await?);
    }
    let used = second_factors::use_recovery_code(tx, account, &hash(state, account, code)).await?;
    if used {
        note(SecurityEvent::RecoveryCodeUsed, Some(account));
    }
    Ok(used)
}

/// The time step whose code this is: the present one, the one before or the one after, for clocks that differ.
fn matching_step(state: &State, secret: &str, code: &str) -> Result<Option<i64>, AppError> {
    let digits: String = code.chars().filter(|char| !char.is_whitespace()).take(20).collect();
    let seconds = u64::try_from(state.clock.now().0 / 1000).unwrap_or_default();
    let step = totp(secret, "", "").map_err(broken)?.check(&digits, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// SHA-1, six digits, thirty seconds, a step of drift: what every app can do (and RFC 6238 has).
fn totp(secret: &str, email: &str, shop: &str) -> Result<Totp, TotpError> {
    let secret = Secret::try_from_base32(secret).map_err(|_| TotpError::SecretNotSet)?;
    // The address that apps read parts these two with a colon, which either may have.
    let [label, issuer] = [email, shop].map(|text| text.replace(':', " "));
    Builder::new().with_secret(secret).with_skew(1).with_account_name(label).with_issuer(Some(issuer)).build()
}

/// `shop` is what apps list the account under.
fn setup(secret: &str, account: &Account, shop: &str) -> Result<SecondFactorSetup, AppError> {
    let url = totp(secret, &account.email, shop).and_then(|totp| totp.to_url()).map_err(broken)?;
    let picture = QrCode::with_error_correction_level(url.as_bytes(), EcLevel::M).map_err(broken)?;
    let key: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = key.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(SecondFactorSetup { key: groups.join(" "), url, size: picture.width(), path: path(&picture) })
}

/// The dark squares of a code as the path of an SVG picture, a unit each.
fn path(picture: &QrCode) -> String {
    let (mut path, colors) = (String::new(), picture.to_colors());
    for (y, row) in colors.chunks(picture.width().max(1)).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
            // Writing into a string does not fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    path
}

fn broken(error: impl std::fmt::Display) -> AppError {
    tracing::error!(%error, "a second factor is broken");
    AppError::Internal
}

fn wrong_code() -> AppError {
    AppError::field("code", Problem::WrongCode)
}

async fn tell(state: &State, tx: &mut Tx, account: AccountId, enabled: bool) -> Result<(), AppError> {
    let mail = AccountMail::SecondFactorChanged { account, enabled };
    Ok(Job::AccountMail { mail }.enqueue(tx, state.clock.now()).await?)
}

/// Codes of 80 random bits, in letters and digits that are not mistaken for each other.
fn recovery_codes() -> Vec<String> {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letter = |byte: u8| ALPHABET.get(usize::from(byte % 32)).map_or('a', |letter| char::from(*letter));
    let code = || {
        let letters: Vec<char> = random::bytes::<16>().into_iter().map(letter).collect();
        letters.chunks(4).map(|group| group.iter().collect()).collect::<Vec<String>>().join("-")
    };
    (0..RECOVERY_CODES).map(|_| code()).collect()
}

fn hashes(state: &State, account: AccountId, codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| hash(state, account, code)).collect()
}

/// Keyed and with the account in it, so that the table alone is no list to try codes against.
fn hash(state: &State, account: AccountId, code: &str) -> String {
    let bare: String = code.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    random::sign(state.secret.bytes(), format!("recovery code:{account}:{}", bare.to_lowercase()).as_bytes())
}
