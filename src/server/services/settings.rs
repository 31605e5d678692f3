//! How the shop's settings are kept: each as one value, and what changes in it in the audit log.

use super::audit::{self, Subject};
use crate::{
    domain::audit::AuditSubject,
    server::{
        state::State,
        store::{Conn, StoreError, StoreResult, accounts::Account, settings},
    },
};
use serde::{Serialize, de::DeserializeOwned};

/// Where something is kept that is set about the whole shop.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// In the database.
    pub name: &'static str,
    /// Number and name in the audit log.
    pub audited: (i64, &'static str),
}

impl Setting {
    /// What is kept; without anything kept, the default.
    pub async fn load<T: DeserializeOwned + Default>(self, on: impl Into<Conn<'_>>) -> StoreResult<T> {
        match settings::find(on, self.name).await? {
            Some(kept) => serde_json::from_str(&kept)
                .map_err(|error| StoreError::Inconsistent(format!("the setting {}: {error}", self.name))),
            None => Ok(T::default()),
        }
    }

    /// Keeps it, and notes who changed what.
    pub async fn save<T: Serialize + DeserializeOwned + Default>(
        self,
        state: &State,
        by: &Account,
        after: &T,
    ) -> StoreResult<()> {
        let mut tx = state.db.begin().await?;
        let before: T = self.load(&mut tx).await?;
        settings::set(&mut tx, self.name, &json(after)?).await?;
        let (number, name) = self.audited;
        let subject = Subject::new(AuditSubject::Setting, number, name);
        audit::note(&mut tx, state.clock.now(), &by.email, subject, Some(&before), Some(after)).await?;
        tx.commit().await
    }

    /// Keeps it for a new shop; what is kept already stays.
    pub async fn set_up<T: Serialize>(self, state: &State, value: &T) -> StoreResult<()> {
        settings::get_or_insert(&state.db, self.name, &json(value)?).await?;
        Ok(())
    }
}

fn json<T: Serialize>(value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Inconsistent(error.to_string()))
}
