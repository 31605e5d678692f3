//! The cookies that signing in and out sets.

use super::{
    http::client,
    permissions::{Caller, set_cookie},
    services::carts,
    sessions::{self, Identity},
    store::accounts::Account,
};
use crate::error::AppError;
use axum::http::request::Parts;
use leptos::prelude::use_context;
use std::net::IpAddr;

impl Caller {
    /// Where the request comes from, if the server noted it.
    pub fn address(&self) -> Option<IpAddr> {
        use_context::<Parts>().as_ref().and_then(client::address)
    }

    /// Starts a new session for an account; one that was open before ends. The cart of the guest who
    /// signs in joins the account's.
    pub async fn open_session(&self, account: &Account) -> Result<(), AppError> {
        let parts = use_context::<Parts>();
        let user_agent = parts.as_ref().map(client::user_agent).unwrap_or_default();
        if let Some(token) = &self.identity.session_token {
            sessions::close(&self.state, token).await?;
        }
        self.merge_carts(account).await?;
        set_cookie(sessions::open(&self.state, account, user_agent).await?);
        set_cookie(sessions::login_email_cookie(""));
        Ok(())
    }

    async fn merge_carts(&self, account: &Account) -> Result<(), AppError> {
        let guest = self.identity.cart_token.as_deref();
        if let Some(token) = carts::merge_at_login(&self.state, account.id, guest).await? {
            let merged =
                Identity { account: Some(account.clone()), cart_token: Some(token.clone()), ..self.identity.clone() };
            let items = carts::view(&self.state, &merged).await?.items();
            self.remember_cart(Some(&token), items);
        }
        Ok(())
    }

    /// Ends the session; the account's cart stays behind with the account.
    pub async fn close_session(&self) -> Result<(), AppError> {
        if let Some(token) = &self.identity.session_token {
            set_cookie(sessions::close(&self.state, token).await?);
        }
        if self.identity.account.is_some() {
            set_cookie(sessions::cart_cookie(&self.state, ""));
            set_cookie(sessions::cart_items_cookie(0));
        }
        Ok(())
    }

    /// Keeps what was typed for the next try, for browsers that load the page anew.
    pub fn remember_login_email(&self, email: &str) {
        set_cookie(sessions::login_email_cookie(email));
    }

    /// What was typed at the last try.
    pub fn login_email(&self) -> String {
        let parts = use_context::<Parts>();
        parts.and_then(|parts| sessions::login_email(&parts.headers)).unwrap_or_default()
    }
}
