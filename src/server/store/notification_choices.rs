//! What accounts chose to be told by mail.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
    sql,
};
use crate::domain::{
    account::{NotificationChoice, NotificationKind},
    ids::AccountId,
    timestamp::Timestamp,
};

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    by_mail: bool,
    agreed_at: Option<Timestamp>,
}

/// What an account chose, without what it left at its default.
pub async fn list(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Vec<NotificationChoice>> {
    let rows: Vec<Row> = select(on, "SELECT kind, by_mail, agreed_at FROM notification_choice WHERE account_id = $1")
        .bind(account)
        .all()
        .await?;
    // A kind that a newer version of the shop knows is none to this one.
    let choice = |row: Row| {
        let kind = NotificationKind::from_slug(&row.kind)?;
        Some(NotificationChoice { kind, by_mail: row.by_mail, agreed_at: row.agreed_at })
    };
    Ok(rows.into_iter().filter_map(choice).collect())
}

/// What the account with a verified e-mail chose about a kind; `None` where it left that at its default, or there is none.
pub async fn find_by_email(on: impl Into<Conn<'_>>, email: &str, kind: NotificationKind) -> StoreResult<Option<bool>> {
    let row: Option<(bool,)> = select(
        on,
        "SELECT choice.by_mail FROM notification_choice choice JOIN account ON account.id = choice.account_id
         WHERE account.email = $1 AND account.email_verified_at IS NOT NULL AND choice.kind = $2",
    )
    .bind(email)
    .bind(kind.slug())
    .optional()
    .await?;
    Ok(row.map(|(by_mail,)| by_mail))
}

/// Keeps choices. Agreeing to what was agreed to before changes nothing about when that was.
pub async fn save(
    tx: &mut Tx,
    account: AccountId,
    choices: &[(NotificationKind, bool)],
    now: Timestamp,
) -> StoreResult<()> {
    let text = format!(
        "INSERT INTO notification_choice (account_id, kind, by_mail, agreed_at) VALUES {}
         ON CONFLICT (account_id, kind) DO UPDATE SET by_mail = excluded.by_mail,
            agreed_at = CASE WHEN notification_choice.by_mail AND excluded.by_mail
                             THEN notification_choice.agreed_at ELSE excluded.agreed_at END",
        sql::rows(choices.len(), 4)
    );
    let mut statement = execute(tx, text);
    for (kind, by_mail) in choices {
        statement = statement.bind(account).bind(kind.slug()).bind(*by_mail).bind(by_mail.then_some(now));
    }
    statement.run().await?;
    Ok(())
}
