//! Everything that the shop answers is declared, everything declared exists, and functions ask for what is declared.

use crate::support::TestShop;
use leptos::server_fn::axum::server_fn_paths;
use std::{collections::BTreeSet, fs, path::Path};
use tradewind::server::{
    access::{self, Access},
    http,
};

/// The paths of all routes of the running router, which names them when it is printed.
fn routed(shop: &TestShop) -> BTreeSet<String> {
    let printed = format!("{:?}", http::router(&shop.state));
    // `RouteId(7): "/admin"`
    let path = |entry: &str| {
        let (number, path) = entry.split_once("): \"")?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then(|| path.split('"').next().map(str::to_owned))?
    };
    printed
        .split("RouteId(")
        .filter_map(path)
        .filter(|path| path.starts_with('/') && !path.contains("__private__axum"))
        .collect()
}

#[tokio::test]
async fn every_function_is_declared_and_every_declared_one_exists() {
    let existing: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
    let declared: BTreeSet<&str> = access::functions().map(|(path, _)| path).collect();
    assert!(existing.len() > 50, "only {existing:?} are registered");
    let missing: Vec<_> = existing.difference(&declared).collect();
    assert!(missing.is_empty(), "closed to everyone: declare them in src/server/access/functions.rs: {missing:?}");
    let gone: Vec<_> = declared.difference(&existing).collect();
    assert!(gone.is_empty(), "src/server/access/functions.rs declares what does not exist: {gone:?}");
}

#[tokio::test]
async fn every_route_is_declared_and_every_declared_one_exists() {
    let shop = TestShop::sqlite().await;
    let existing = routed(&shop);
    for known in ["/", "/admin/orders/{number}", "/api/v1/products/{product}", "/healthz", "/{*any}"] {
        assert!(existing.contains(known), "{known} is not in {existing:?}");
    }
    let declared: BTreeSet<String> = access::routes().map(|route| route.path.to_owned()).collect();
    // Functions are declared one by one, and of files the folders.
    let apart = |path: &&String| {
        path.starts_with("/actions/") || ["/pkg", "/pkg/", "/fonts", "/fonts/"].contains(&path.as_str())
    };
    let missing: Vec<_> = existing.difference(&declared).filter(|path| !apart(path)).collect();
    assert!(missing.is_empty(), "closed to everyone: declare them in src/server/access/routes.rs: {missing:?}");
    let gone: Vec<_> = declared.difference(&existing).collect();
    assert!(gone.is_empty(), "src/server/access/routes.rs declares what does not exist: {gone:?}");
}

#[tokio::test]
async fn every_operation_of_the_api_is_declared() {
    let paths = http::api::openapi::document()["paths"].as_object().expect("the paths").clone();
    assert!(paths.len() > 20, "only {} paths", paths.len());
    for (path, operations) in &paths {
        for method in operations.as_object().expect("operations").keys().map(|method| method.to_uppercase()) {
            if ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str()) {
                let known =
                    access::routes().any(|route| route.path == path && route.methods.contains(&method.as_str()));
                assert!(known, "declare {method} {path} in src/server/access/routes.rs");
            }
        }
    }
}

/// The first statement of every server function, by its path.
fn first_lines(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the actions") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            first_lines(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source file");
        for function in text.split("#[server(").skip(1) {
            // Arguments have attributes of this name, too.
            let Some((_, rest)) = function.split_once("endpoint = \"") else { continue };
            let endpoint = rest.split('"').next().expect("an endpoint");
            let whole = text.split(&format!("endpoint = \"{endpoint}\"")).nth(1).expect("the function");
            let (_, body) = whole.split_once("AppError> {").expect("a body");
            let mut body = body.trim_start();
            while let Some(rest) = body.strip_prefix("use ") {
                body = rest.split_once(';').expect("the end of an import").1.trim_start();
            }
            let first = body.split_once(';').expect("a statement").0.to_owned();
            found.push((format!("/actions/{endpoint}"), first));
        }
    }
}

/// What the first line of a function with this access asks for.
fn guards(access: Access) -> Vec<String> {
    let calls: &[&str] = match access {
        Access::Anyone | Access::Holder => &["anyone()"],
        Access::SignedIn => &["signed_in()", "confirmed()"],
        Access::AnyStaff => &["any_staff()"],
        Access::Owner => &["owner()", "confirmed_owner()"],
        Access::Staff(permission) => return vec![format!("permissions::staff(Permission::{permission:?})")],
    };
    calls.iter().map(|call| format!("permissions::{call}")).collect()
}

#[test]
fn the_first_line_of_every_function_asks_for_what_is_declared() {
    let mut functions = Vec::new();
    first_lines(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/actions"), &mut functions);
    assert_eq!(functions.len(), access::functions().count(), "some functions were not found");
    for (path, first) in functions {
        let (_, access) = access::functions().find(|(known, _)| *known == path).unwrap_or_else(|| panic!("{path}"));
        let asks = guards(access).iter().any(|guard| first.contains(guard));
        assert!(asks, "{path} is declared as {access:?} but begins with `{first}`");
    }
}
