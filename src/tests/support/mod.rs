//! A shop of its own for every test.

mod answer;
mod books;
mod buyer;
mod client;
mod dice;
mod migrated;
mod parallel;
pub mod paypal;
pub mod postgres;
mod selling;
mod staff_work;
mod temp_dir;

pub use answer::Answer;
pub use books::balance;
pub use buyer::{ADDRESS, Buyer, Placed, address_with, card, place_all};
pub use client::{Client, form};
pub use dice::dice;
pub use parallel::{at_once, until_somebody_waits};
pub use selling::KeptMail;
pub use staff_work::{offer_unassisted_payments, set_up, ship, ship_as, staff_order};
pub use temp_dir::TempDir;

use std::sync::atomic::{AtomicU32, Ordering};
use tokio::{net::TcpListener, task::JoinHandle};
use tradewind::{
    domain::{
        access::{Permission, Role},
        staff::Position,
        timestamp::Timestamp,
    },
    server::{
        clock::Clock,
        config::Config,
        http, password,
        sessions::{self, Device},
        state::State,
        store::{accounts, credentials, staff, staff_roles},
    },
};

/// Makes two tests of one body, `name::on_sqlite` and `name::on_postgres`.
///
/// ```ignore
/// on_both! {
///     async fn an_empty_cart_says_so(shop: TestShop) {
///         assert!(shop.visitor().get("/cart").await.body.contains("empty"));
///     }
/// }
/// ```
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($shop:ident: TestShop) $body:block)+) => {$(
        $(#[$meta])*
        async fn $name($shop: crate::support::TestShop) $body

        mod $name {
            use crate::support::TestShop;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name(TestShop::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                super::$name(TestShop::postgres().await).await;
            }
        }
    )+};
}

/// The same for bodies that open the shop themselves, told on which database: `on_each! { one_thing another_thing }`.
macro_rules! on_each {
    ($($name:ident)+) => {$(
        mod $name {
            use crate::support::On;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name(On::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                super::$name(On::Postgres).await;
            }
        }
    )+};
}

/// When the fixed clock of a test shop starts: 22 Nov 2026, 10:06:40 UTC.
pub const OPENING: Timestamp = Timestamp(1_795_342_000_000);

/// What every account of a test shop signs in with.
pub const PASSWORD: &str = "correct horse battery staple";

/// Which database a shop runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// A served shop with an empty, migrated database and a folder of its own; gone when dropped.
///
/// The worker does not run by itself: a test runs the jobs it is about.
pub struct TestShop {
    pub state: State,
    /// The state's clock, for stepping.
    pub clock: Clock,
    /// Where the shop is served, without a trailing slash.
    pub url: String,
    pub data: TempDir,
    accounts: AtomicU32,
    server: JoinHandle<()>,
    /// Dropped last, when nobody is connected any more.
    _database: Option<postgres::Database>,
}

impl Drop for TestShop {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl TestShop {
    pub async fn sqlite() -> Self {
        Self::open(On::Sqlite, Clock::fixed(OPENING), |_| ()).await
    }

    pub async fn postgres() -> Self {
        Self::open(On::Postgres, Clock::fixed(OPENING), |_| ()).await
    }

    /// Any other shop: with another clock or changed settings.
    pub async fn open(on: On, clock: Clock, change: impl FnOnce(&mut Config)) -> Self {
        let data = TempDir::create();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (mut config, database) = migrated::migrated(on, &data).await;
        config.addr = listener.local_addr().expect("an address");
        change(&mut config);
        let state = State::start(config, clock).await.expect("the shop starts");
        let router = http::router(&state);
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("the shop is served") });
        let url = format!("http://{}", state.config.addr);
        Self { clock: state.clock.clone(), state, url, data, accounts: AtomicU32::new(0), server, _database: database }
    }

    /// Brings the search index up to date; before the first call there is none, and the database answers.
    pub async fn catch_up(&self) {
        self.state.search.catch_up_with_now(&self.state.db).await.expect("the search index follows");
    }

    /// Somebody new, without any cookie.
    pub fn visitor(&self) -> Client {
        Client::new(self, None)
    }

    /// A signed-in customer; every call makes another one.
    pub async fn customer(&self) -> Client {
        self.signed_in(Role::Customer).await
    }

    /// Somebody of the staff.
    pub async fn staff(&self) -> Client {
        self.signed_in(Role::Staff).await
    }

    /// Somebody of the staff whose role has just these permissions; every call makes another role.
    pub async fn staff_with(&self, permissions: &[Permission]) -> Client {
        let email = self.next_email(Role::Staff);
        self.add_account(&email, Role::Staff).await;
        let mut tx = self.state.db.begin().await.expect("a transaction");
        let role = staff_roles::insert(&mut tx, &format!("Role of {email}"), permissions.iter().copied().collect())
            .await
            .expect("a role");
        let known = accounts::find_credentials(&mut tx, &email).await.expect("an answer").expect("just added");
        staff::set_position(&mut tx, known.account.id, Position::Staff(role)).await.expect("another role");
        tx.commit().await.expect("committed");
        self.sign_in(&email).await
    }

    /// The owner of the shop.
    pub async fn owner(&self) -> Client {
        self.signed_in(Role::Owner).await
    }

    async fn signed_in(&self, role: Role) -> Client {
        let email = self.next_email(role);
        self.add_account(&email, role).await;
        self.sign_in(&email).await
    }

    fn next_email(&self, role: Role) -> String {
        let number = self.accounts.fetch_add(1, Ordering::Relaxed) + 1;
        format!("{}-{number}@example.com", format!("{role:?}").to_lowercase())
    }

    /// A browser with a new session of an account.
    pub async fn sign_in(&self, email: &str) -> Client {
        let known =
            accounts::find_credentials(&self.state.db, email).await.expect("accounts can be read").expect("just added");
        let device = Device { user_agent: "integration test", ..Device::default() };
        let cookie = sessions::open(&self.state, &self.state.db, known.account.id, device).await.expect("a session");
        Client::new(self, Some((known.account, cookie)))
    }

    /// Adds an account with a verified e-mail, whose password is [`PASSWORD`].
    pub async fn add_account(&self, email: &str, role: Role) {
        let hash = password::hash(&self.state, PASSWORD.to_owned()).await.expect("a hash");
        let mut tx = self.state.db.begin().await.expect("a transaction");
        let added =
            accounts::insert(&mut tx, (email, "Robin Test", &hash), role, self.clock.now()).await.expect("an account");
        let id = added.unwrap_or_else(|| panic!("{email} exists already"));
        credentials::verify_email(&mut tx, id, email, self.clock.now()).await.expect("a verified e-mail");
        tx.commit().await.expect("committed");
    }
}

/// Settings for a shop in a folder; its PostgreSQL database lives as long as the second part.
pub async fn config(on: On, data: &TempDir) -> (Config, Option<postgres::Database>) {
    let site = data.path().join("site");
    std::fs::create_dir_all(site.join("pkg")).expect("a site folder");
    std::fs::write(site.join("pkg/tradewind.css"), "/* built by cargo-leptos in real life */").expect("a stylesheet");
    let database = match on {
        On::Sqlite => None,
        On::Postgres => Some(postgres::Database::create().await),
    };
    let config = Config {
        data_dir: data.path().to_owned(),
        site_dir: site,
        database_url: database.as_ref().map(|database| database.url.clone()),
        log: "warn".into(),
        ..Config::defaults()
    };
    (config, database)
}
