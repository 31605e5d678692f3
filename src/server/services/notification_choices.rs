//! What an account wants to be told by mail.

use crate::{
    domain::{
        account::{NotificationChoice, NotificationKind},
        ids::AccountId,
    },
    error::AppError,
    server::{
        state::State,
        store::{Conn, StoreResult, notification_choices as store},
    },
};

/// Every kind of mail with what holds for an account.
pub async fn list(state: &State, account: AccountId) -> Result<Vec<NotificationChoice>, AppError> {
    Ok(of_account(&state.db, account).await?)
}

/// The same within a transaction; whoever sends a mail asks here first.
pub async fn of_account(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Vec<NotificationChoice>> {
    let chosen = store::list(on, account).await?;
    let choice = |kind: NotificationKind| {
        let chosen = chosen.iter().find(|choice| choice.kind == kind && !kind.is_always_sent());
        chosen.copied().unwrap_or(NotificationChoice { kind, by_mail: kind.default(), agreed_at: None })
    };
    Ok(NotificationKind::ALL.into_iter().map(choice).collect())
}

/// Whether the customer with an e-mail, which is shown to be theirs, wants no mails of a kind. Of an address without an
/// account nobody said so.
pub async fn is_refused_by(state: &State, email: &str, kind: NotificationKind) -> StoreResult<bool> {
    let chosen = store::find_by_email(&state.db, email, kind).await?;
    Ok(chosen == Some(false) && !kind.is_always_sent())
}

/// Keeps which kinds an account wants; all others it does not want. Those that are always sent stay as they are.
pub async fn save(state: &State, account: AccountId, wanted: &[NotificationKind]) -> Result<(), AppError> {
    let optional = NotificationKind::ALL.into_iter().filter(|kind| !kind.is_always_sent());
    let choices: Vec<_> = optional.map(|kind| (kind, wanted.contains(&kind))).collect();
    let mut tx = state.db.begin().await?;
    store::save(&mut tx, account, &choices, state.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
