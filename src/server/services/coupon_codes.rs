//! The coupon codes of a promotion, one by one and by the hundred.
//!
//! They belong to the promotion: whoever changes them raises its version, so that a form which was opened before does
//! not take them back.

use super::audit::{self, Subject};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::{FieldErrors, Problem},
        ids::{CouponCodeId, PromotionId},
        promotion::{MAX_CODES, coupon_code},
    },
    error::AppError,
    server::{
        random,
        state::State,
        store::{
            Tx,
            promotions::{self as store, Coupon, Kept},
            slice::{Slice, Sliced},
        },
    },
};
use serde::Serialize;

/// Longest beginning of codes that are made.
const PREFIX_LENGTH: u32 = 20;
/// Random characters of a code, of five bits each: nobody guesses one in the tries that the throttle allows.
const RANDOM_LENGTH: usize = 10;
/// Without I, L, O and U, which are misread.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A slice of a promotion's codes, the oldest first.
pub async fn list(state: &State, promotion: PromotionId, slice: Slice) -> Result<Sliced<Coupon>, AppError> {
    store::find(&state.db, promotion).await?.ok_or(AppError::NotFound)?;
    Ok(store::coupons(&state.db, promotion, slice).await?)
}

pub async fn open(state: &State, promotion: PromotionId, code: CouponCodeId) -> Result<Coupon, AppError> {
    store::find_coupon(&state.db, promotion, code).await?.ok_or(AppError::NotFound)
}

/// Adds a code to a promotion that has codes; errors are about "code".
pub async fn add(state: &State, actor: &str, promotion: PromotionId, code: &str) -> Result<Coupon, AppError> {
    let code = coupon_code(code).map_err(|problem| AppError::field("code", problem))?;
    let made = add_all(state, actor, promotion, &[code], "code").await?;
    made.into_iter().next().ok_or(AppError::Internal)
}

/// Makes codes that begin with a prefix and that nobody guesses; errors are about "count" and "prefix".
pub async fn generate(
    state: &State,
    actor: &str,
    promotion: PromotionId,
    (count, prefix): (i64, &str),
) -> Result<Vec<Coupon>, AppError> {
    let mut errors = FieldErrors::default();
    let count = usize::try_from(count).ok().filter(|count| (1..=MAX_CODES).contains(count));
    let count = errors.take("count", count.ok_or(Problem::OutOfRange(1, MAX_CODES as i64)));
    let prefix = errors.take("prefix", checked_prefix(prefix));
    errors.into_result()?;
    let (count, prefix) = (count.unwrap_or_default(), prefix.unwrap_or_default());
    let codes: Vec<String> = (0..count).map(|_| code(&prefix, random::bytes())).collect();
    add_all(state, actor, promotion, &codes, "count").await
}

fn checked_prefix(text: &str) -> Result<String, Problem> {
    let prefix = text.trim().to_uppercase();
    if prefix.chars().count() > PREFIX_LENGTH as usize {
        return Err(Problem::TooLong(PREFIX_LENGTH));
    }
    let is_plain = prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_plain { Ok(prefix) } else { Err(Problem::NotACoupon) }
}

fn code(prefix: &str, bytes: [u8; RANDOM_LENGTH]) -> String {
    let letter = |byte: u8| ALPHABET.get(usize::from(byte % 32)).map_or('0', |letter| char::from(*letter));
    prefix.chars().chain(bytes.into_iter().map(letter)).collect()
}

/// Adds codes that are well formed. Errors about them all go to `field`.
async fn add_all(
    state: &State,
    actor: &str,
    promotion: PromotionId,
    codes: &[String],
    field: &str,
) -> Result<Vec<Coupon>, AppError> {
    let mut tx = state.db.begin().await?;
    let kept = claim(&mut tx, state, promotion).await?;
    if !kept.by_code {
        return Err(AppError::field(field, Problem::NeedsNoCode));
    }
    let before = store::count_codes(&mut tx, promotion).await?;
    if usize::try_from(before).unwrap_or(usize::MAX).saturating_add(codes.len()) > MAX_CODES {
        return Err(AppError::field(field, Problem::TooMany(MAX_CODES as u32)));
    }
    store::add_codes(&mut tx, promotion, codes, kept.code_limit).await.map_err(|error| {
        let is_taken = error.violates("coupon_code_code_key", "coupon_code.code");
        if is_taken { AppError::field(field, Problem::AlreadyTaken) } else { error.into() }
    })?;
    let made = store::coupons_named(&mut tx, promotion, codes).await?;
    let added = Noted { codes: before + made.len() as i64, added: named(codes), ..Noted::default() };
    note(&mut tx, state, actor, (promotion, &kept), before, &added).await?;
    tx.commit().await?;
    Ok(made)
}

/// Deletes a code that is not the promotion's last; orders keep what they had by it.
pub async fn delete(state: &State, actor: &str, promotion: PromotionId, id: CouponCodeId) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let kept = claim(&mut tx, state, promotion).await?;
    let found = store::find_coupon(&mut tx, promotion, id).await?.ok_or(AppError::NotFound)?;
    let before = store::count_codes(&mut tx, promotion).await?;
    if before <= 1 {
        return Err(AppError::LastCode);
    }
    let codes = [found.code];
    store::delete_codes(&mut tx, promotion, &codes).await?;
    store::recount(&mut tx, promotion).await?;
    let deleted = Noted { codes: before - 1, deleted: named(&codes), ..Noted::default() };
    note(&mut tx, state, actor, (promotion, &kept), before, &deleted).await?;
    tx.commit().await?;
    Ok(())
}

/// Raises the promotion's version first, so that everybody else who changes it waits.
async fn claim(tx: &mut Tx, state: &State, promotion: PromotionId) -> Result<Kept, AppError> {
    store::touch(tx, promotion, state.clock.now()).await?;
    store::find(tx, promotion).await?.ok_or(AppError::NotFound)
}

/// What the audit log has of it: how many there are, and the first that changed.
#[derive(Default, Serialize)]
struct Noted {
    codes: i64,
    added: Vec<String>,
    deleted: Vec<String>,
}

fn named(codes: &[String]) -> Vec<String> {
    codes.iter().take(super::promotions::NOTED_CODES).cloned().collect()
}

async fn note(
    tx: &mut Tx,
    state: &State,
    actor: &str,
    (promotion, kept): (PromotionId, &Kept),
    before: i64,
    after: &Noted,
) -> Result<(), AppError> {
    let subject = Subject::new(AuditSubject::Promotion, promotion.0, &kept.terms.name);
    let before = Noted { codes: before, ..Noted::default() };
    Ok(audit::note(tx, state.clock.now(), actor, subject, Some(&before), Some(after)).await?)
}
