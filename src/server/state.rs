//! What every request, job and command of a node shares.

use super::{
    caches::Caches,
    clock::Clock,
    config::Config,
    gateways::{
        mail::Mailer, media::MediaStore, payment::Gateways, paypal::PayPal, sandbox::Sandbox, stripe::Stripe,
        webhook_sender::WebhookSender,
    },
    jobs::heartbeat::Heartbeat,
    password::Hashing,
    random,
    search::{Language, SearchIndex},
    store::{self, Db, StoreError},
};
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::sync::{Notify, Semaphore};

/// A node's shared parts, cheap to clone.
#[derive(Clone, Debug, FromRef)]
pub struct State {
    pub config: Arc<Config>,
    pub db: Db,
    pub clock: Clock,
    pub media: MediaStore,
    #[from_ref(skip)]
    pub search: SearchIndex,
    pub mailer: Arc<Mailer>,
    pub gateways: Arc<Gateways>,
    pub secret: Secret,
    /// What may be a little old.
    #[from_ref(skip)]
    pub caches: Caches,
    /// For calls to the outside.
    pub client: reqwest::Client,
    #[from_ref(skip)]
    pub webhooks: WebhookSender,
    pub leptos: LeptosOptions,
    /// Address of the built stylesheet, whose name carries its hash.
    #[from_ref(skip)]
    pub stylesheet: Option<Arc<str>>,
    /// Wakes the worker when a job was committed on this node.
    #[from_ref(skip)]
    pub wake: Arc<Notify>,
    /// Of this node's worker.
    #[from_ref(skip)]
    pub heartbeat: Arc<Heartbeat>,
    #[from_ref(skip)]
    pub hashing: Arc<Hashing>,
    /// Rendering takes a core, and of a picture up to half a gigabyte: see [`rendering`](super::rendering).
    #[from_ref(skip)]
    pub rendering: Arc<Semaphore>,
}

/// The key that signs links and gateway messages.
#[derive(Clone)]
pub struct Secret(Arc<str>);

impl Secret {
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Why a node cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("data folder {0}: {1}")]
    DataDir(String, std::io::Error),
    #[error("DATABASE_URL: {0}")]
    DatabaseUrl(String),
    #[error("database: {0}")]
    Connect(#[from] sqlx::Error),
    #[error("migrations: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("TRADEWIND_SMTP_URL or TRADEWIND_MAIL_FROM: {0}")]
    Mail(String),
    #[error("media: {0}")]
    Media(#[from] object_store::Error),
    #[error("{0}")]
    Http(#[from] reqwest::Error),
    #[error("listening on {0}: {1}")]
    Listen(std::net::SocketAddr, std::io::Error),
}

impl State {
    /// Connects, migrates and puts a node together.
    pub async fn start(config: Config, clock: Clock) -> Result<Self, StartError> {
        std::fs::create_dir_all(&config.data_dir)
            .map_err(|error| StartError::DataDir(config.data_dir.display().to_string(), error))?;
        // First of all: whatever speaks TLS looks for what this installs.
        let client = http_client()?;
        let media = MediaStore::open(&config)?;
        let db = store::connect::connect(&config).await?;
        let secret = match &config.secret {
            Some(secret) => secret.clone(),
            None => store::settings::get_or_insert(&db, "secret", &random::token()).await?,
        };
        let secret = Secret(secret.into());
        let stripe = Stripe::from_settings(&config, client.clone(), clock.clone());
        let paypal = PayPal::from_settings(&config, client.clone(), clock.clone());
        let sandbox = Sandbox { db: db.clone(), secret: secret.clone(), clock: clock.clone() };
        // The names of the browser's files carry their hashes, which the build lists here.
        let hash_file = absolute(&config.site_dir.join("hash.txt"));
        let leptos = LeptosOptions::builder()
            .output_name("tradewind")
            .site_root(config.site_dir.to_string_lossy())
            .site_pkg_dir("pkg")
            .site_addr(config.addr)
            .hash_files(hash_file.exists())
            .hash_file(Arc::from(hash_file.to_string_lossy()))
            .build();
        let webhooks = WebhookSender::new(config.webhook_private_hosts)?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            media,
            search: SearchIndex::new(config.data_dir.join("search"), Language::English),
            mailer: Arc::new(Mailer::new(&config).map_err(StartError::Mail)?),
            gateways: Arc::new(Gateways::new(stripe, paypal, sandbox)),
            secret,
            caches: Caches::default(),
            client,
            config: Arc::new(config),
            db,
            clock,
            stylesheet: stylesheet(&hash_file),
            leptos,
            webhooks,
            wake: Arc::default(),
            heartbeat: Arc::default(),
            hashing: Arc::new(Hashing::new(cores, Hashing::WAITING)),
            rendering: Arc::new(Semaphore::new(cores)),
        })
    }
}

fn http_client() -> Result<reqwest::Client, reqwest::Error> {
    // Clients speak TLS through the process's provider. A process that starts several nodes has it already.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().timeout(Duration::from_secs(10)).redirect(reqwest::redirect::Policy::none()).build()
}

fn stylesheet(hash_file: &Path) -> Option<Arc<str>> {
    let hashes = std::fs::read_to_string(hash_file).ok()?;
    let hash = hashes.lines().find_map(|line| line.strip_prefix("css:"))?;
    Some(format!("/pkg/tradewind.{}.css", hash.trim()).into())
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
