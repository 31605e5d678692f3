//! Every function, route and page, asked for by everyone it may meet. Bodies are empty: what counts is whether somebody
//! is let in, not what becomes of it.

use crate::support::{Answer, Client, OPENING, On, TestShop};
use futures::{StreamExt, stream};
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Method, header};
use std::collections::HashMap;
use tradewind::{
    domain::access::Permission,
    server::{
        access::{self, Access},
        clock::Clock,
        store::db::execute,
    },
};

/// An address with what it needs.
#[derive(Clone, Debug)]
struct Case {
    method: Method,
    path: String,
    access: Access,
}

impl Case {
    fn is_function(&self) -> bool {
        self.path.starts_with("/actions/")
    }

    fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }
}

fn cases() -> Vec<Case> {
    let methods: HashMap<&str, Method> = server_fn_paths().collect();
    let functions = access::functions().map(|(path, access)| Case {
        method: methods.get(path).cloned().unwrap_or_else(|| panic!("{path}")),
        path: path.to_owned(),
        access,
    });
    let routes = access::routes().flat_map(|route| {
        let method = |name: &&str| Method::from_bytes(name.as_bytes()).expect("a method");
        route.methods.iter().map(move |name| Case {
            method: method(name),
            path: an_address(route.path),
            access: route.access,
        })
    });
    functions.chain(routes).collect()
}

/// One that the route answers.
fn an_address(route: &str) -> String {
    let part = |part: &str| match part {
        "{*any}" => "nothing-here".to_owned(),
        "{number}" => "T100001".to_owned(),
        "{models}" => "brands".to_owned(),
        part if part.starts_with('{') => "1".to_owned(),
        part => part.to_owned(),
    };
    route.split('/').map(part).collect::<Vec<_>>().join("/")
}

async fn ask(client: &Client, case: &Case) -> Answer {
    let accept = if case.is_function() || case.is_api() { "application/json" } else { "text/html" };
    let request = client.request(case.method.clone(), &case.path).header(header::ACCEPT, accept);
    let form = case.is_function() && case.method == Method::POST;
    let request =
        if form { request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded") } else { request };
    client.send(request).await
}

/// What a door did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    Open,
    /// Logging in might help.
    AskedToLogIn,
    Closed,
}

fn door(answer: &Answer) -> Door {
    let to_login = answer.location().is_some_and(|location| location.starts_with("/login?next="));
    match answer.status {
        401 => Door::AskedToLogIn,
        303 if to_login => Door::AskedToLogIn,
        403 => Door::Closed,
        _ => Door::Open,
    }
}

/// Everyone that an address may meet.
struct Cast {
    visitor: Client,
    /// Whose session is over.
    expired: Client,
    customer: Client,
    other_customer: Client,
    /// Of the staff, without any permission.
    nobody: Client,
    /// Of the staff, with every permission.
    everybody: Client,
    only: Vec<(Permission, Client)>,
    all_but: Vec<(Permission, Client)>,
    owner: Client,
}

impl Cast {
    async fn of(shop: &TestShop) -> Self {
        let expired = shop.owner().await;
        let ended = execute(&shop.state.db, "UPDATE session SET expires_at = $1").bind(OPENING).run().await;
        assert_eq!(ended.expect("an answer"), 1);
        let (mut only, mut all_but) = (Vec::new(), Vec::new());
        for permission in Permission::ALL {
            only.push((permission, shop.staff_with(&[permission]).await));
            let others: Vec<_> = Permission::ALL.into_iter().filter(|other| *other != permission).collect();
            all_but.push((permission, shop.staff_with(&others).await));
        }
        Self {
            visitor: shop.visitor(),
            expired,
            customer: shop.customer().await,
            other_customer: shop.customer().await,
            nobody: shop.staff_with(&[]).await,
            everybody: shop.staff_with(&Permission::ALL).await,
            only,
            all_but,
            owner: shop.owner().await,
        }
    }

    /// Everyone with what the door must do for them. A revoked API token belongs beside `expired`.
    fn expectations(&self, access: Access) -> Vec<(&'static str, &Client, Door)> {
        let anyone = matches!(access, Access::Anyone | Access::Holder);
        let without_account = if anyone { Door::Open } else { Door::AskedToLogIn };
        let customer = if anyone || access == Access::SignedIn { Door::Open } else { Door::Closed };
        let staff = if access == Access::Owner { Door::Closed } else { Door::Open };
        let mut rows = vec![
            ("visitor", &self.visitor, without_account),
            ("expired session", &self.expired, without_account),
            ("customer", &self.customer, customer),
            ("other customer", &self.other_customer, customer),
            ("staff with every permission", &self.everybody, staff),
            ("owner", &self.owner, Door::Open),
        ];
        match access {
            Access::Staff(permission) => {
                rows.push(("staff with only it", find(&self.only, permission), Door::Open));
                rows.push(("staff with all but it", find(&self.all_but, permission), Door::Closed));
                rows.push(("staff with nothing", &self.nobody, Door::Closed));
            }
            _ => rows.push(("staff with nothing", &self.nobody, staff)),
        }
        rows
    }
}

fn find(staff: &[(Permission, Client)], permission: Permission) -> &Client {
    &staff.iter().find(|(known, _)| *known == permission).expect("staff for every permission").1
}

/// What the table says, tried at the running shop.
async fn everyone_tries_everything(on: On) {
    let shop = TestShop::open(on, Clock::fixed(OPENING), |config| config.api_requests_per_minute = 1_000_000).await;
    let cast = Cast::of(&shop).await;
    // Logging out ends the sessions that the others need.
    let (last, cases): (Vec<_>, Vec<_>) = cases().into_iter().partition(|case| case.path.ends_with("/logout"));
    assert!(cases.len() > 150, "only {} addresses", cases.len());
    let wrong: Vec<String> = stream::iter(&cases).map(|case| try_all(&cast, case)).buffer_unordered(8).concat().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for case in &last {
        let wrong = try_all(&cast, case).await;
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

async fn try_all(cast: &Cast, case: &Case) -> Vec<String> {
    let mut wrong = Vec::new();
    for (who, client, expected) in cast.expectations(case.access) {
        let answer = ask(client, case).await;
        let found = door(&answer);
        if found != expected || answer.status >= 500 {
            wrong.push(format!(
                "{} {} for {who}: {found:?} ({}), not {expected:?}",
                case.method, case.path, answer.status
            ));
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_is_let_in_where_the_table_says_and_nowhere_else_on_sqlite() {
    everyone_tries_everything(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_is_let_in_where_the_table_says_and_nowhere_else_on_postgres() {
    everyone_tries_everything(On::Postgres).await;
}
