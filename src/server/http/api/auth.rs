//! Who may do what through the API.
//!
//! [`Editor`], [`Viewer`], [`ProfileReader`] and the others are extractors that stand first among a handler's
//! arguments: who may not is refused before anything else of the request is read. All ask [`Caller`], the one place
//! that knows how a request proves who sends it. The document names the same scopes; a test holds both together.

use super::{
    idempotency::is_secret,
    problem::{ApiResult, Problem},
};
use crate::{
    domain::{access::Permission, api_token::Scope, ids::ApiTokenId},
    server::{http::bearer::Bearer, sessions::Identity, store::accounts::Account},
};
use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{StatusCode, request::Parts},
};

/// Who sent a request: the account of its token or, without one, of the session that its cookie names.
#[derive(Clone, Copy, Debug)]
struct Caller<'a> {
    account: &'a Account,
    /// Without one everything is open that is open to the account.
    bearer: Option<Bearer>,
}

impl<'a> Caller<'a> {
    fn of(parts: &'a Parts) -> Option<Self> {
        let account = parts.extensions.get::<Identity>()?.account.as_ref()?;
        Some(Self { account, bearer: parts.extensions.get().copied() })
    }

    fn required(parts: &'a Parts) -> ApiResult<Self> {
        Self::of(parts).ok_or_else(|| Problem::of_status(StatusCode::UNAUTHORIZED, ""))
    }

    fn has(self, scope: Scope) -> bool {
        self.bearer.is_none_or(|bearer| bearer.scopes.contains(scope))
    }

    /// Refuses those whose token lacks a scope, after those whom the account's own rights refuse.
    fn with(self, permission: Option<Permission>, scope: Scope) -> ApiResult<Self> {
        if permission.is_some_and(|permission| !self.account.allows(permission)) {
            return Err(Problem::of_status(StatusCode::FORBIDDEN, ""));
        }
        if self.has(scope) { Ok(self) } else { Err(Problem::lacks_scope(scope)) }
    }
}

/// Whoever may change the catalog. Guards every route that writes it.
#[derive(Clone, Debug)]
pub struct Editor(pub Account);

impl Editor {
    /// Who to name in the audit log.
    pub fn actor(&self) -> &str {
        &self.0.email
    }
}

/// Whoever reads: staff of the catalog see what shoppers do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewer {
    pub is_staff: bool,
    refusal: Refusal,
}

/// Why a viewer does not see what staff see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    NotSignedIn,
    NotAllowed,
    LacksScope,
}

impl Viewer {
    /// For answers to those whom [`Editor`] let in.
    pub const STAFF: Self = Self { is_staff: true, refusal: Refusal::NotAllowed };

    /// Refuses those who may not read what is for staff.
    pub fn require_staff(self) -> ApiResult<()> {
        match (self.is_staff, self.refusal) {
            (true, _) => Ok(()),
            (false, Refusal::NotSignedIn) => Err(Problem::of_status(StatusCode::UNAUTHORIZED, "")),
            (false, Refusal::NotAllowed) => Err(Problem::of_status(StatusCode::FORBIDDEN, "")),
            (false, Refusal::LacksScope) => Err(Problem::lacks_scope(Scope::CatalogRead)),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Editor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let caller = Caller::required(parts)?.with(Some(Permission::Catalog), Scope::CatalogWrite)?;
        Ok(Self(caller.account.clone()))
    }
}

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let Some(caller) = Caller::of(parts) else {
            return Ok(Self { is_staff: false, refusal: Refusal::NotSignedIn });
        };
        let allowed = caller.account.allows(Permission::Catalog);
        let in_scope = caller.has(Scope::CatalogRead) || caller.has(Scope::CatalogWrite);
        let refusal = if allowed { Refusal::LacksScope } else { Refusal::NotAllowed };
        Ok(Self { is_staff: allowed && in_scope, refusal })
    }
}

/// Extractors of the account that asks, each for those whose token has one scope; for what the scope needs of the account,
/// see [`Scope::permission`].
macro_rules! account_guards {
    ($($(#[$doc:meta])* $guard:ident, $scope:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $guard(pub Account);

        impl<S: Sync> FromRequestParts<S> for $guard {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
                let scope = Scope::$scope;
                Ok(Self(Caller::required(parts)?.with(scope.permission(), scope)?.account.clone()))
            }
        }
    )+};
}

account_guards! {
    /// Whoever may see their own profile and addresses.
    ProfileReader, AccountRead;
    /// Whoever may change their own profile and addresses.
    ProfileWriter, AccountWrite;
    /// Whoever may see their own orders.
    OrderReader, OrdersRead;
    /// Whoever may pay their own orders.
    OrderWriter, OrdersWrite;
    /// Whoever may work on everyone's orders.
    SalesWriter, SalesWrite;
    StockWriter, StockWrite;
    PromotionWriter, PromotionsWrite;
    SettingsWriter, SettingsWrite;
    CustomerWriter, CustomersWrite;
}

/// Extractors for those who may see something of the shop; who it is that sees it makes no difference.
macro_rules! staff_guards {
    ($($(#[$doc:meta])* $guard:ident, $scope:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $guard;

        impl<S: Sync> FromRequestParts<S> for $guard {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
                let scope = Scope::$scope;
                Caller::required(parts)?.with(scope.permission(), scope).map(|_| Self)
            }
        }
    )+};
}

staff_guards! {
    /// Whoever may see everyone's orders.
    SalesReader, SalesRead;
    StockReader, StockRead;
    PromotionReader, PromotionsRead;
    SettingsReader, SettingsRead;
    CustomerReader, CustomersRead;
    ReportReader, ReportsRead;
}

/// Whoever may use the cart that an address names: the holder of its token, or with `mine` the account whose it is.
///
/// With a token, an account comes along if it may order: then the cart may be its own, and the order becomes its own.
#[derive(Clone, Debug)]
pub struct CartHolder(pub Identity);

impl<S: Send + Sync> FromRequestParts<S> for CartHolder {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let path = RawPathParams::from_request_parts(parts, state).await;
        let path = path.map_err(|_| Problem::malformed("The address is broken."))?;
        let cart = path.iter().find(|(name, _)| *name == "cart").map(|(_, cart)| cart.to_owned()).unwrap_or_default();
        if cart == MY_CART {
            let caller = Caller::required(parts)?.with(None, Scope::OrdersWrite)?;
            return Ok(Self(Identity { account: Some(caller.account.clone()), ..Identity::default() }));
        }
        if !is_secret(&cart) {
            return Err(Problem::not_found());
        }
        let account = Caller::of(parts).filter(|caller| caller.has(Scope::OrdersWrite));
        let account = account.map(|caller| caller.account.clone());
        Ok(Self(Identity { account, cart_token: Some(cart), ..Identity::default() }))
    }
}

/// Whoever wants a cart: an account that may order gets its own, everybody else a new one.
#[derive(Clone, Debug)]
pub struct Shopper(pub Identity);

impl<S: Sync> FromRequestParts<S> for Shopper {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let account = Caller::of(parts).map(|caller| caller.with(None, Scope::OrdersWrite)).transpose()?;
        let account = account.map(|caller| caller.account.clone());
        Ok(Self(Identity { account, ..Identity::default() }))
    }
}

/// Names the cart of the account that asks, where another address has a token.
pub const MY_CART: &str = "mine";

/// The token that a request shows, for giving it up. A cookie will not do.
#[derive(Clone, Debug)]
pub struct ShownToken {
    pub account: Account,
    pub token: ApiTokenId,
}

impl<S: Sync> FromRequestParts<S> for ShownToken {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let caller = Caller::required(parts)?;
        let bearer =
            caller.bearer.ok_or_else(|| Problem::of_status(StatusCode::UNAUTHORIZED, "Show the token that ends."))?;
        Ok(Self { account: caller.account.clone(), token: bearer.token })
    }
}
