//! The cookies that signing in and out sets.

use super::{
    http::client,
    permissions::{self, Caller, set_cookie},
    services::{
        accounts::{self, Login},
        carts, second_factor,
    },
    sessions::{self, Device, Identity},
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

    /// Lets somebody in whose password was right, or asks for the second factor first; the answer is where to go.
    pub async fn enter(&self, login: Login, remembered: bool, next: &str) -> Result<String, AppError> {
        match login {
            Login::Complete(account) => {
                self.open_session(&account, remembered).await?;
                Ok(accounts::after_login(&account, next))
            }
            Login::NeedsSecondFactor(account) => {
                let token = second_factor::challenge(&self.state, account.id, remembered).await?;
                set_cookie(sessions::challenge_cookie(&self.state, &token));
                Ok(accounts::second_factor_page(next))
            }
        }
    }

    /// Starts a new session for an account; one that was open before ends. The cart of the guest who
    /// signs in joins the account's.
    pub async fn open_session(&self, account: &Account, remembered: bool) -> Result<(), AppError> {
        self.merge_carts(account).await?;
        self.renew_session(account, remembered).await?;
        set_cookie(sessions::login_email_cookie(""));
        set_cookie(sessions::challenge_cookie(&self.state, ""));
        Ok(())
    }

    /// Gives the browser a new session in place of the one it has, so that nobody who knew the old one comes along to
    /// what the new one may do.
    pub async fn renew_session(&self, account: &Account, remembered: bool) -> Result<(), AppError> {
        let parts = use_context::<Parts>();
        let user_agent = parts.as_ref().map(client::user_agent).unwrap_or_default();
        let device = Device { user_agent, address: self.address(), remembered };
        if let Some(token) = &self.identity.session_token {
            sessions::close(&self.state, token).await?;
        }
        set_cookie(sessions::open(&self.state, &self.state.db, account.id, device).await?);
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

    /// The token of a login that waits for its second factor.
    pub fn challenge(&self) -> Option<String> {
        use_context::<Parts>().and_then(|parts| sessions::challenge(&self.state, &parts.headers))
    }

    /// Leads a plain form to the page that shows its new recovery codes; a call by the app shows its answer.
    pub fn show_recovery_codes(&self, codes: &[String]) {
        if permissions::is_plain_form() {
            set_cookie(sessions::recovery_codes_cookie(&self.state, codes));
            permissions::lead_plain_form_to("/account/security#second-factor");
        }
    }

    /// New recovery codes that no page has shown yet; this one does.
    pub fn take_recovery_codes(&self) -> Vec<String> {
        let parts = use_context::<Parts>();
        let codes = parts.map(|parts| sessions::recovery_codes(&self.state, &parts.headers)).unwrap_or_default();
        if !codes.is_empty() {
            set_cookie(sessions::recovery_codes_cookie(&self.state, &[]));
        }
        codes
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
