//! Who may reach what: every address of the shop with the access it needs.
//!
//! This is the table of permissions. `http::access` asks it before any handler runs and refuses what is not declared
//! here, so that a new function, route or page is closed until it has a line. A handler that needs to know more than a
//! role (whose order, whose address) asks for itself; and every server function and handler asks for its permission in
//! its own first line as well, since pages that are rendered on the server call them without a request of their own.

mod functions;
mod routes;

use super::store::accounts::Account;
use crate::{
    domain::access::{Permission, Role},
    error::AppError,
};
use axum::http::Method;
use std::{collections::HashMap, sync::LazyLock};

/// What somebody must be to pass a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Anyone,
    /// Whoever has what opens it: an order's token or its account, a link from a mail, a signature. The handler asks.
    Holder,
    /// Somebody with an account, for what is their own. The handler asks whose it is.
    SignedIn,
    /// Somebody of the staff. What they see there depends on their permissions, for which the handler asks.
    AnyStaff,
    /// The owner, and staff with this permission.
    Staff(Permission),
    /// The owner alone.
    Owner,
}

impl Access {
    /// Whether somebody may pass; the refusal says whether logging in would help, or the second factor that the owner
    /// requires of staff.
    pub fn admit(self, account: Option<&Account>) -> Result<(), AppError> {
        let passes = match (self, account) {
            (Self::Anyone | Self::Holder, _) => true,
            (_, None) => return Err(AppError::SignInRequired),
            (Self::SignedIn, Some(_)) => true,
            (_, Some(account)) if account.lacks_second_factor => return Err(AppError::SecondFactorRequired),
            (Self::AnyStaff, Some(account)) => account.role.is_staff(),
            (Self::Staff(permission), Some(account)) => account.allows(permission),
            (Self::Owner, Some(account)) => account.role == Role::Owner,
        };
        if passes { Ok(()) } else { Err(AppError::Forbidden) }
    }
}

/// What the table says of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// It is let in with this access.
    Needs(Access),
    /// The route is declared for other methods: these.
    OtherMethods(Vec<&'static str>),
    /// Nothing is declared, so nobody is let in.
    Nothing,
}

/// A route that is declared: its methods, and its path as the router has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// "GET" lets HEAD in as well.
    pub methods: &'static [&'static str],
    pub path: &'static str,
    pub access: Access,
}

/// Below this path are the server functions.
const FUNCTIONS: &str = "/actions/";

/// Folders of files that the build made, which the router knows by their beginning only.
const FILES: [&str; 2] = ["/pkg/", "/fonts/"];

/// Where the app shows that it knows no page for an address.
const ANY_PAGE: &str = "/{*any}";

static BY_FUNCTION: LazyLock<HashMap<&str, Access>> = LazyLock::new(|| functions().collect());

static BY_ROUTE: LazyLock<HashMap<&str, Vec<Route>>> = LazyLock::new(|| {
    let mut routes: HashMap<&str, Vec<Route>> = HashMap::new();
    for route in self::routes() {
        routes.entry(route.path).or_default().push(route);
    }
    routes
});

/// Every server function by its whole path.
pub fn functions() -> impl Iterator<Item = (&'static str, Access)> {
    functions::FUNCTIONS.iter().flat_map(|(access, paths)| paths.iter().map(move |path| (*path, *access)))
}

/// Every other route.
pub fn routes() -> impl Iterator<Item = Route> {
    let pages = routes::PAGES
        .iter()
        .flat_map(|(access, paths)| paths.iter().map(move |path| Route { methods: &["GET"], path, access: *access }));
    let others = routes::ROUTES.iter().map(|(access, methods, path)| Route { methods, path, access: *access });
    pages.chain(others)
}

/// What a request needs, by its path and the path of the route that the router found for it.
pub fn of(method: &Method, path: &str, route: Option<&str>) -> Declared {
    if path.starts_with(FUNCTIONS) {
        return BY_FUNCTION.get(path).copied().map_or(Declared::Nothing, Declared::Needs);
    }
    let Some(route) = route else {
        let is_file = FILES.iter().any(|folder| path.starts_with(folder));
        return if is_file { Declared::Needs(Access::Anyone) } else { Declared::Nothing };
    };
    let known = BY_ROUTE.get(route).map(Vec::as_slice).unwrap_or_default();
    let method = if *method == Method::HEAD { "GET" } else { method.as_str() };
    match known.iter().find(|known| known.methods.contains(&method)) {
        // The app does not mind a slash too many, and may find a page where the router found none.
        Some(_) if route == ANY_PAGE && is_below("/admin", path) => Declared::Needs(Access::AnyStaff),
        Some(_) if route == ANY_PAGE && is_below("/account", path) => Declared::Needs(Access::SignedIn),
        Some(route) => Declared::Needs(route.access),
        None if known.is_empty() => Declared::Nothing,
        None => Declared::OtherMethods(known.iter().flat_map(|route| route.methods.iter().copied()).collect()),
    }
}

fn is_below(page: &str, path: &str) -> bool {
    path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn nothing_is_declared_twice() {
        let mut seen = HashSet::new();
        for (path, _) in functions() {
            assert!(seen.insert(("", path)), "{path} is declared twice");
        }
        for route in routes() {
            for method in route.methods {
                assert!(seen.insert((method, route.path)), "{method} {} is declared twice", route.path);
            }
        }
    }

    #[test]
    fn what_is_not_declared_is_closed() {
        let get = |path, route| of(&Method::GET, path, route);
        assert_eq!(get("/actions/admin/new_function", Some("/actions/{*function}")), Declared::Nothing);
        assert_eq!(get("/new", Some("/new")), Declared::Nothing);
        assert_eq!(get("/new", None), Declared::Nothing);
        assert_eq!(get("/pkg/tradewind.js", None), Declared::Needs(Access::Anyone));
        assert_eq!(of(&Method::DELETE, "/healthz", Some("/healthz")), Declared::OtherMethods(vec!["GET"]));
        assert_eq!(of(&Method::HEAD, "/healthz", Some("/healthz")), Declared::Needs(Access::Anyone));
    }

    #[test]
    fn a_page_is_for_whom_it_is_however_its_address_is_written() {
        for path in ["/admin/", "/admin/orders/", "/admin/orders/T1/x/"] {
            assert_eq!(of(&Method::GET, path, Some("/{*any}")), Declared::Needs(Access::AnyStaff), "{path}");
        }
        assert_eq!(of(&Method::GET, "/account/orders/", Some("/{*any}")), Declared::Needs(Access::SignedIn));
        assert_eq!(of(&Method::GET, "/admin.php", Some("/{*any}")), Declared::Needs(Access::Anyone));
    }
}
