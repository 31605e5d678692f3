//! Deleting an account, by its owner.
//!
//! Orders are kept, as the books and taxes need them, but no longer say whose they were. An order that is still to be paid
//! or shipped needs its address until then. So deleting is refused while there is one, rather than done later by a job:
//! whoever deletes an account knows at once that it is gone, and no half of a person stays behind when a job fails.
//!
//! The owner of the shop stays, as nobody could let anybody into its administration any more.

use crate::{
    domain::{access::Role, account::DeletionOutlook},
    error::AppError,
    server::{
        security_log::{SecurityEvent, note},
        services::{credentials, saved_payment_methods},
        state::State,
        store::{accounts::Account, deleted_accounts as store, orders, personal_data::Person, stock_watch},
    },
};

/// What deleting would do.
pub async fn outlook(state: &State, account: &Account) -> Result<DeletionOutlook, AppError> {
    let (id, email) = (account.id, account.email.as_str());
    let (orders, open_orders) = orders::count_of_account(&state.db, id, email, account.email_verified).await?;
    Ok(DeletionOutlook { orders, open_orders, is_owner: account.role == Role::Owner })
}

/// Deletes an account whose password was given again.
///
/// # Errors
/// `Invalid` for a wrong `password`, `TooManyTries`, `OwnerStays`, and `OpenOrders` as the module says.
pub async fn delete_account(state: &State, account: &Account, typed: &str) -> Result<(), AppError> {
    credentials::check_password(state, account, typed).await?;
    if account.role == Role::Owner {
        return Err(AppError::OwnerStays);
    }
    let mut tx = state.db.begin().await?;
    let (email, email_verified) = store::lock(&mut tx, account.id).await?.ok_or(AppError::SignInRequired)?;
    let person = Person { account: account.id, email, email_verified };
    let (_, open) = orders::count_of_account(&mut tx, person.account, &person.email, email_verified).await?;
    if open > 0 {
        return Err(AppError::OpenOrders { count: open });
    }
    store::anonymize_orders(&mut tx, &person, state.clock.now()).await?;
    store::delete_account_mails(&mut tx, &person).await?;
    if email_verified {
        stock_watch::delete_requests_of(&mut tx, &person.email).await?;
    }
    let stand_in = format!("deleted account {}", account.id);
    store::anonymize_audit(&mut tx, account.id, &stand_in).await?;
    if account.role.is_staff() {
        store::anonymize_actor(&mut tx, &person.email, &stand_in).await?;
    }
    saved_payment_methods::forget_account(&mut tx, account.id, state.clock.now()).await?;
    store::delete(&mut tx, account.id).await?;
    tx.commit().await?;
    note(SecurityEvent::AccountDeleted, Some(account.id));
    Ok(())
}
