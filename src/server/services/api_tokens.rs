//! API tokens: making, recognizing and revoking them.

use crate::{
    domain::{
        api_token::{Lifetime, MOST_TOKENS, NewToken, Scope, Scopes, TokenInput, TokenSummary},
        forms::Problem,
        ids::{AccountId, ApiTokenId},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        random,
        security_log::{SecurityEvent, note},
        state::State,
        store::{
            StoreResult,
            accounts::Account,
            api_tokens::{self, LiveToken},
            carts,
        },
    },
};

/// How tokens begin, so that scanners for leaked secrets know them.
pub const PREFIX: &str = "tw_";
/// Of a token's 256 bits, as many as its owner recognizes it by.
const HINT_LENGTH: usize = PREFIX.len() + 6;
/// Uses are noted at most this often, so that reading does not become writing.
const NOTED_EVERY_MINUTES: i64 = 1;
/// How long a program that logged in stays logged in.
const LOGIN_DAYS: i64 = 30;
/// How long owners see of a token that it expired.
pub const KEPT_DAYS: i64 = 30;

/// A token in the one moment in which it is known.
pub struct MadeToken {
    /// To be shown once and never logged: it has no `Debug`.
    pub secret: String,
    pub expires_at: Option<Timestamp>,
}

/// What tokens of an account can be allowed to do.
pub fn scopes_of(account: &Account) -> impl Iterator<Item = Scope> {
    Scope::ALL.into_iter().filter(|scope| scope.permission().is_none_or(|permission| account.allows(permission)))
}

/// Makes a token, whose scopes must be of use to the account.
///
/// Refuses, by field, what [`TokenInput::check`] refuses, scopes that the account itself could not use, and more than
/// [`MOST_TOKENS`] tokens.
pub async fn make(state: &State, account: &Account, input: &TokenInput) -> Result<MadeToken, AppError> {
    let new = input.check()?;
    let allowed: Scopes = scopes_of(account).collect();
    if !new.scopes.iter().all(|scope| allowed.contains(scope)) {
        return Err(AppError::field("scopes", Problem::UnknownChoice));
    }
    insert(state, account.id, new).await
}

/// Makes the token of a program that logged in with an account's password; it may do all that the account may.
pub async fn log_in(state: &State, account: &Account) -> Result<MadeToken, AppError> {
    let scopes = scopes_of(account).collect();
    let new = NewToken { name: "Login by a program".into(), scopes, lifetime: Lifetime::Days(LOGIN_DAYS) };
    insert(state, account.id, new).await
}

async fn insert(state: &State, account: AccountId, new: NewToken) -> Result<MadeToken, AppError> {
    let secret = format!("{PREFIX}{}", random::token());
    let hint = secret.get(..HINT_LENGTH).unwrap_or_default();
    let now = state.clock.now();
    let expires_at = new.lifetime.end(now);
    let mut tx = state.db.begin().await?;
    // Nobody else makes one for them meanwhile.
    carts::lock_account(&mut tx, account).await?;
    if api_tokens::count(&mut tx, account).await? >= i64::from(MOST_TOKENS) {
        return Err(AppError::field("name", Problem::TooMany(MOST_TOKENS)));
    }
    let texts = (new.name.as_str(), random::token_hash(&secret), hint);
    api_tokens::insert(&mut tx, account, (texts.0, &texts.1, texts.2), new.scopes, (now, expires_at)).await?;
    tx.commit().await?;
    note(SecurityEvent::ApiTokenMade, Some(account));
    Ok(MadeToken { secret, expires_at })
}

/// The token that a request shows, if it works. Notes that it was used, at most once a minute.
pub async fn recognize(state: &State, secret: &str) -> StoreResult<Option<LiveToken>> {
    if !has_form(secret) {
        return Ok(None);
    }
    let now = state.clock.now();
    let Some(token) = api_tokens::find_live(&state.db, &random::token_hash(secret), now).await? else {
        return Ok(None);
    };
    let before = now.plus_minutes(-NOTED_EVERY_MINUTES);
    if token.last_used_at.is_none_or(|last| last <= before) {
        api_tokens::note_use(&state.db, token.token_id, now, before).await?;
    }
    Ok(Some(token))
}

/// Whether a text could be a token; nothing else is looked up.
pub fn has_form(text: &str) -> bool {
    let digits = text.strip_prefix(PREFIX).unwrap_or_default();
    digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// An account's tokens, the newest first.
pub async fn list(state: &State, account: AccountId) -> StoreResult<Vec<TokenSummary>> {
    api_tokens::list(&state.db, account, state.clock.now()).await
}

/// Revokes a token of an account's own; from then on it opens nothing.
pub async fn revoke(state: &State, account: AccountId, id: ApiTokenId) -> Result<(), AppError> {
    let revoked = api_tokens::delete(&state.db, account, id).await?;
    if !revoked {
        return Err(AppError::NotFound);
    }
    note(SecurityEvent::ApiTokenRevoked, Some(account));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_token_is_looked_up() {
        let token = format!("{PREFIX}{}", random::token());
        assert!(has_form(&token));
        for text in ["", PREFIX, "tw_x", &token[1..], &token[..66], &format!("{token}0"), &token.replace("tw_", "TW_")]
        {
            assert!(!has_form(text), "{text}");
        }
    }
}
