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
        services::api_tokens,
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
    // The token that ends must be shown, so that a session will not do: `tests::api::tokens`.
    functions.chain(routes).filter(|case| case.path != "/api/v1/token/logout").collect()
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

/// Somebody who tries an address, and what it must do for them.
struct Try<'a> {
    who: &'static str,
    client: &'a Client,
    /// For the API, instead of a cookie.
    token: Option<&'a str>,
    expected: Door,
}

async fn ask(Try { client, token, .. }: &Try<'_>, case: &Case) -> Answer {
    let accept = if case.is_function() || case.is_api() { "application/json" } else { "text/html" };
    let request = client.request(case.method.clone(), &case.path).header(header::ACCEPT, accept);
    let form = case.is_function() && case.method == Method::POST;
    let request =
        if form { request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded") } else { request };
    let request = match token {
        Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
        None => request,
    };
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
    /// Of the owner.
    revoked_token: String,
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
        let owner = shop.owner().await;
        Self {
            revoked_token: revoked_token(shop, &owner).await,
            visitor: shop.visitor(),
            expired,
            customer: shop.customer().await,
            other_customer: shop.customer().await,
            nobody: shop.staff_with(&[]).await,
            everybody: shop.staff_with(&Permission::ALL).await,
            only,
            all_but,
            owner,
        }
    }

    /// Everyone with what the door must do for them.
    fn tries(&self, case: &Case) -> Vec<Try<'_>> {
        let access = case.access;
        let anyone = matches!(access, Access::Anyone | Access::Holder);
        let without_account = if anyone { Door::Open } else { Door::AskedToLogIn };
        let customer = if anyone || access == Access::SignedIn { Door::Open } else { Door::Closed };
        let staff = if access == Access::Owner { Door::Closed } else { Door::Open };
        // What shows a token that does not work is refused, even where nobody needs one. Only the API looks for it.
        let revoked = if case.is_api() { Door::AskedToLogIn } else { without_account };
        let by = |who, client, expected| Try { who, client, token: None, expected };
        let mut tries = vec![
            by("visitor", &self.visitor, without_account),
            by("expired session", &self.expired, without_account),
            Try { token: Some(&self.revoked_token), ..by("revoked token", &self.visitor, revoked) },
            by("customer", &self.customer, customer),
            by("other customer", &self.other_customer, customer),
            by("staff with every permission", &self.everybody, staff),
            by("owner", &self.owner, Door::Open),
        ];
        match access {
            Access::Staff(permission) => {
                tries.push(by("staff with only it", find(&self.only, permission), Door::Open));
                tries.push(by("staff with all but it", find(&self.all_but, permission), Door::Closed));
                tries.push(by("staff with nothing", &self.nobody, Door::Closed));
            }
            _ => tries.push(by("staff with nothing", &self.nobody, staff)),
        }
        tries
    }
}

/// A token with every scope, that was revoked.
async fn revoked_token(shop: &TestShop, owner: &Client) -> String {
    let account = owner.account.as_ref().expect("an account");
    let made = api_tokens::log_in(&shop.state, account).await.expect("a token");
    for token in api_tokens::list(&shop.state, account.id).await.expect("the tokens") {
        api_tokens::revoke(&shop.state, account.id, token.id).await.expect("revoked");
    }
    made.secret
}

fn find(staff: &[(Permission, Client)], permission: Permission) -> &Client {
    &staff.iter().find(|(known, _)| *known == permission).expect("staff for every permission").1
}

/// What the table says, tried at the running shop.
async fn everyone_tries_everything(on: On) {
    let shop = TestShop::open(on, Clock::fixed(OPENING), |config| config.api_requests_per_minute = 1_000_000).await;
    let cast = Cast::of(&shop).await;
    // Logging out ends the sessions that the others need.
    let (last, cases): (Vec<_>, Vec<_>) = cases().into_iter().partition(|case| case.path == "/actions/accounts/logout");
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
    for attempt in cast.tries(case) {
        let answer = ask(&attempt, case).await;
        // Whoever shows nothing that opens it is told so by the handler itself.
        let found = match door(&answer) {
            Door::AskedToLogIn if case.access == Access::Holder => Door::Open,
            found => found,
        };
        let expected = if case.access == Access::Holder { Door::Open } else { attempt.expected };
        if found != expected || answer.status >= 500 {
            let (who, status) = (attempt.who, answer.status);
            wrong.push(format!("{} {} for {who}: {found:?} ({status}), not {expected:?}", case.method, case.path));
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
