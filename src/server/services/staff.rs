//! The staff: who belongs to it, in which role, and whether they can log in. Only the owner gets here.
//!
//! Nobody changes their own place, and no change leaves the shop without an owner who can log in: looked at here, and
//! again by the statement that makes the change, behind a lock on all owners.

use super::audit::{self, Subject};
use crate::{
    domain::{
        access::Role,
        audit::AuditSubject,
        forms::Problem,
        ids::AccountId,
        staff::{InvitationInput, PageRequest, Position, StaffEditor, StaffList, StaffMember},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        jobs::{AccountMail, Job},
        password, random,
        security_log::{SecurityEvent, note},
        state::State,
        store::{Tx, account_tokens, accounts::Account, staff, staff_roles},
    },
};
use serde::Serialize;

/// A page of the staff whose name or e-mail fits a search, newest first.
pub async fn list(state: &State, query: &str, page: PageRequest) -> Result<StaffList, AppError> {
    let (members, pages) = staff::list(&state.db, query, page, state.clock.now()).await?;
    Ok(StaffList { members, pages })
}

/// An account as its page among the staff starts with it, or with `None` an invitation to come.
///
/// Customers are found, too: this is where they are made staff.
pub async fn open(state: &State, reader: &Account, id: Option<AccountId>) -> Result<StaffEditor, AppError> {
    let member = match id {
        Some(id) => Some(staff::find(&state.db, id, state.clock.now()).await?.ok_or(AppError::NotFound)?),
        None => None,
    };
    let roles = staff_roles::all(&state.db).await?.into_iter().map(|role| (role.id, role.name)).collect();
    Ok(StaffEditor { member, roles, is_self: id == Some(reader.id) })
}

/// Adds somebody to the staff, whose password nobody knows before they set one. Answers with their id.
///
/// Refuses, by field, what is wrong, and an e-mail that has an account: that one is made staff on its own page.
pub async fn invite(state: &State, actor: &Account, input: &InvitationInput) -> Result<AccountId, AppError> {
    let invitation = input.check()?;
    let hash = password::hash(state, random::token()).await?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let added = match staff::insert(&mut tx, &invitation, &hash, now).await {
        Err(error) if error.is_foreign_key_violation() => return Err(unknown("role")),
        added => added?,
    };
    let id = added.ok_or_else(|| AppError::field("email", Problem::AlreadyTaken))?;
    let member = staff::find(&mut tx, id, now).await?.ok_or(AppError::Internal)?;
    let subject = Subject::new(AuditSubject::StaffMember, id.0, &member.email);
    audit::note(&mut tx, now, &actor.email, subject, None, Some(&Noted::of(&member))).await?;
    Job::AccountMail { mail: AccountMail::StaffInvitation { account: id } }.enqueue(&mut tx, now).await?;
    tx.commit().await?;
    state.wake.notify_one();
    note(SecurityEvent::StaffInvited, Some(id));
    Ok(id)
}

/// Mails a link by which somebody of the staff sets another password, or their first one.
pub async fn send_link(state: &State, actor: &Account, id: AccountId) -> Result<(), AppError> {
    #[derive(Serialize)]
    struct Sent {
        password_link: Option<&'static str>,
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let member = staff::find(&mut tx, id, now).await?.filter(|member| member.role.is_staff());
    let member = member.ok_or(AppError::NotFound)?;
    let mail = if member.email_verified {
        AccountMail::ResetPassword { email: member.email.clone() }
    } else {
        AccountMail::StaffInvitation { account: id }
    };
    Job::AccountMail { mail }.enqueue(&mut tx, now).await?;
    let subject = Subject::new(AuditSubject::StaffMember, id.0, &member.email);
    let (before, after) = (Sent { password_link: None }, Sent { password_link: Some("sent") });
    audit::note(&mut tx, now, &actor.email, subject, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    state.wake.notify_one();
    Ok(())
}

/// Makes an account a customer, staff with a role, or an owner, and logs it out everywhere.
pub async fn change_position(
    state: &State,
    actor: &Account,
    id: AccountId,
    position: Position,
) -> Result<StaffMember, AppError> {
    change(state, actor, id, Change::Position(position)).await
}

/// Closes an account, or opens it again. A closed one is logged out everywhere, and links sent to it open nothing.
pub async fn set_disabled(
    state: &State,
    actor: &Account,
    id: AccountId,
    is_disabled: bool,
) -> Result<StaffMember, AppError> {
    change(state, actor, id, Change::Disabled(is_disabled)).await
}

/// Logs somebody of the staff out everywhere.
pub async fn end_sessions(state: &State, actor: &Account, id: AccountId) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let before = staff::find(&mut tx, id, now).await?.filter(|member| member.role.is_staff());
    let before = before.ok_or(AppError::NotFound)?;
    staff::end_sessions(&mut tx, id).await?;
    note_change(&mut tx, state, actor, &before, &StaffMember { sessions: 0, ..before.clone() }).await?;
    tx.commit().await?;
    note(SecurityEvent::SessionsEnded, Some(id));
    Ok(())
}

/// What happens to somebody's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Position(Position),
    Disabled(bool),
}

/// Changes somebody's account. Their sessions end: they were opened with other rights.
async fn change(state: &State, actor: &Account, id: AccountId, change: Change) -> Result<StaffMember, AppError> {
    if id == actor.id {
        return Err(AppError::OwnAccount);
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    staff::lock_owners(&mut tx).await?;
    // Whoever lost the right while waiting for the lock has lost it.
    let still = staff::find(&mut tx, actor.id, now).await?;
    if !still.is_some_and(|actor| actor.role == Role::Owner && actor.disabled_at.is_none()) {
        return Err(AppError::Forbidden);
    }
    let before = staff::find(&mut tx, id, now).await?.ok_or(AppError::NotFound)?;
    if !make(&mut tx, &before, change, now).await? {
        return Err(AppError::LastOwner);
    }
    staff::end_sessions(&mut tx, id).await?;
    let after = staff::find(&mut tx, id, now).await?.ok_or(AppError::NotFound)?;
    note_change(&mut tx, state, actor, &before, &after).await?;
    tx.commit().await?;
    note(change.event(), Some(id));
    Ok(after)
}

impl Change {
    const fn event(self) -> SecurityEvent {
        match self {
            Self::Position(_) => SecurityEvent::PositionChanged,
            Self::Disabled(true) => SecurityEvent::AccountDisabled,
            Self::Disabled(false) => SecurityEvent::AccountEnabled,
        }
    }
}

/// Tells whether the change was made; it is not where it would leave the shop without an owner.
async fn make(tx: &mut Tx, before: &StaffMember, change: Change, now: Timestamp) -> Result<bool, AppError> {
    let is_customer = before.role == Role::Customer;
    match change {
        // Whoever registered with an address of somebody else's must not come in by it.
        Change::Position(_) if is_customer && !before.email_verified => Err(AppError::UnverifiedEmail),
        Change::Position(position) => match staff::set_position(tx, before.id, position).await {
            Err(error) if error.is_foreign_key_violation() => Err(unknown("position")),
            changed => Ok(changed?),
        },
        // Customers are closed on their own page, by whoever looks after them.
        Change::Disabled(_) if is_customer => Err(AppError::NotFound),
        Change::Disabled(is_disabled) => {
            account_tokens::delete_of(&mut *tx, before.id).await?;
            Ok(staff::set_disabled(tx, before.id, is_disabled.then_some(now)).await?)
        }
    }
}

fn unknown(field: &str) -> AppError {
    AppError::field(field, Problem::UnknownChoice)
}

/// Somebody of the staff as the log has them.
#[derive(Serialize)]
struct Noted<'a> {
    name: &'a str,
    email: &'a str,
    role: &'a str,
    disabled: bool,
    logged_in_at: i64,
}

impl<'a> Noted<'a> {
    fn of(member: &'a StaffMember) -> Self {
        Self {
            name: &member.name,
            email: &member.email,
            role: member.title(),
            disabled: member.disabled_at.is_some(),
            logged_in_at: member.sessions,
        }
    }
}

async fn note_change(
    tx: &mut Tx,
    state: &State,
    actor: &Account,
    before: &StaffMember,
    after: &StaffMember,
) -> Result<(), AppError> {
    let subject = Subject::new(AuditSubject::StaffMember, before.id.0, &before.email);
    let (before, after) = (Noted::of(before), Noted::of(after));
    Ok(audit::note(tx, state.clock.now(), &actor.email, subject, Some(&before), Some(&after)).await?)
}
