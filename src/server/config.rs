//! Settings: environment variables, or the same names in a TOML file.

use super::gateways::media::MediaUrl;
use clap::{Args, CommandFactory, FromArgMatches, error::ErrorKind};
use ipnet::IpNet;
use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf};

/// What a node needs to know to run. Every field is listed in `docs/settings.md`.
#[derive(Args, Clone)]
pub struct Config {
    /// Address to listen on
    #[arg(long, global = true, env = "TRADEWIND_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,

    /// Folder for the SQLite file and the pictures
    #[arg(long, global = true, env = "TRADEWIND_DATA_DIR", default_value = "./data")]
    pub data_dir: PathBuf,

    /// s3://bucket/folder, to keep pictures in S3-compatible storage; without it, in the data folder
    #[arg(long, global = true, env = "TRADEWIND_MEDIA_URL")]
    pub media_url: Option<MediaUrl>,

    /// Address of a storage server that is not Amazon's
    #[arg(long, global = true, env = "TRADEWIND_S3_ENDPOINT", value_parser = endpoint)]
    pub s3_endpoint: Option<String>,

    /// Region of the bucket
    #[arg(long, global = true, env = "TRADEWIND_S3_REGION", default_value = "us-east-1")]
    pub s3_region: String,

    /// Access key id for the bucket
    #[arg(long, global = true, env = "TRADEWIND_S3_KEY", hide_env_values = true, requires = "s3_secret")]
    pub s3_key: Option<String>,

    /// Secret access key for the bucket
    #[arg(long, global = true, env = "TRADEWIND_S3_SECRET", hide_env_values = true, requires = "s3_key")]
    pub s3_secret: Option<String>,

    /// Whether the bucket stands in the path of addresses rather than in the host
    #[arg(long, global = true, env = "TRADEWIND_S3_PATH_STYLE", default_value_t = false, action = clap::ArgAction::Set)]
    pub s3_path_style: bool,

    /// postgres://… or sqlite://…; without it, the SQLite file in the data folder
    #[arg(long, global = true, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// Address that shoppers reach the shop at; without it, http:// and the listening address
    #[arg(long, global = true, env = "TRADEWIND_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,

    /// Folder with the built browser files
    #[arg(long, global = true, env = "TRADEWIND_SITE_DIR", default_value = "target/site")]
    pub site_dir: PathBuf,

    /// Key that signs links in mails and gateway messages; without it, one is made and kept in the database
    #[arg(long, global = true, env = "TRADEWIND_SECRET", hide_env_values = true, value_parser = secret)]
    pub secret: Option<String>,

    /// Minutes an order may stay unpaid before it is canceled and its stock released
    #[arg(long, global = true, env = "TRADEWIND_PAYMENT_MINUTES", default_value_t = 60, value_parser = clap::value_parser!(i64).range(1..=10_080))]
    pub payment_minutes: i64,

    /// Secret key of Stripe's API; with it, the checkout offers Stripe
    #[arg(
        long,
        global = true,
        env = "TRADEWIND_STRIPE_SECRET_KEY",
        hide_env_values = true,
        requires = "stripe_webhook_secret"
    )]
    pub stripe_secret_key: Option<String>,

    /// Secret that signs Stripe's webhooks, which go to /webhooks/stripe
    #[arg(
        long,
        global = true,
        env = "TRADEWIND_STRIPE_WEBHOOK_SECRET",
        hide_env_values = true,
        requires = "stripe_secret_key"
    )]
    pub stripe_webhook_secret: Option<String>,

    /// Address of Stripe's API
    #[arg(long, global = true, env = "TRADEWIND_STRIPE_API", default_value = "https://api.stripe.com", value_parser = endpoint)]
    pub stripe_api: String,

    /// Client id of PayPal's API; with it, the checkout offers PayPal
    #[arg(long, global = true, env = "TRADEWIND_PAYPAL_CLIENT_ID", hide_env_values = true, requires = "paypal_secret")]
    pub paypal_client_id: Option<String>,

    /// Secret of PayPal's API
    #[arg(
        long,
        global = true,
        env = "TRADEWIND_PAYPAL_SECRET",
        hide_env_values = true,
        requires = "paypal_webhook_id"
    )]
    pub paypal_secret: Option<String>,

    /// Id that PayPal gave the webhook that goes to /webhooks/paypal
    #[arg(long, global = true, env = "TRADEWIND_PAYPAL_WEBHOOK_ID", requires = "paypal_client_id")]
    pub paypal_webhook_id: Option<String>,

    /// Which PayPal is asked: live, sandbox, or the address of another one
    #[arg(long, global = true, env = "TRADEWIND_PAYPAL_API_URL", default_value = "live", value_parser = paypal)]
    pub paypal_api_url: String,

    /// smtp://user:password@host:587; without it, mail stays in the outbox that staff can read
    #[arg(long, global = true, env = "TRADEWIND_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// Sender of the shop's mail; the shop's name is put beside an address without one
    #[arg(long, global = true, env = "TRADEWIND_MAIL_FROM", default_value = "shop@example.com")]
    pub mail_from: String,

    /// Largest catalog file, in MiB, that staff may upload for an import
    #[arg(long, global = true, env = "TRADEWIND_IMPORT_MB", default_value_t = 512, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub import_mb: u32,

    /// Whether imports may fetch pictures from private networks, which an import file could otherwise be used to look into
    #[arg(long, global = true, env = "TRADEWIND_IMPORT_PRIVATE_HOSTS", default_value_t = false, action = clap::ArgAction::Set)]
    pub import_private_hosts: bool,

    /// Whether webhooks may go to private networks, and on this machine without TLS
    #[arg(long, global = true, env = "TRADEWIND_WEBHOOK_PRIVATE_HOSTS", default_value_t = false, action = clap::ArgAction::Set)]
    pub webhook_private_hosts: bool,

    /// Most connections to PostgreSQL, or readers of SQLite
    #[arg(long, global = true, env = "TRADEWIND_DATABASE_CONNECTIONS", default_value_t = 16, value_parser = clap::value_parser!(u32).range(2..=500))]
    pub database_connections: u32,

    /// Whether `serve` also runs background jobs
    #[arg(long, global = true, env = "TRADEWIND_WORKER", default_value_t = true, action = clap::ArgAction::Set)]
    pub worker: bool,

    /// Networks of the proxies whose X-Forwarded-For is believed, with commas between them
    #[arg(long, global = true, env = "TRADEWIND_TRUSTED_PROXIES", default_value = "127.0.0.0/8,::1/128", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,

    /// Requests a minute that one address, and one token, may send to the API; 0 is no limit
    #[arg(long, global = true, env = "TRADEWIND_API_REQUESTS_PER_MINUTE", default_value_t = 600, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub api_requests_per_minute: u32,

    /// Seconds that a client may take to send the head of a request, and between two pieces of its body
    #[arg(long, global = true, env = "TRADEWIND_READ_SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub read_seconds: u32,

    /// What to log, in the syntax of tracing's EnvFilter
    #[arg(long, global = true, env = "TRADEWIND_LOG", default_value = "info,sqlx=warn")]
    pub log: String,

    /// How to log: text for people, json for machines
    #[arg(long, global = true, env = "TRADEWIND_LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// Without the secrets among the settings.
impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { addr, data_dir, public_url, .. } = self;
        let mut config = f.debug_struct("Config");
        config.field("addr", addr).field("data_dir", data_dir).field("public_url", public_url).finish_non_exhaustive()
    }
}

impl Config {
    /// The settings as they are without any variable set, for tests to start from.
    pub fn defaults() -> Self {
        let command = Self::augment_args(clap::Command::new("tradewind")).mut_args(|arg| arg.env(None::<&'static str>));
        let mut matches = command.get_matches_from(["tradewind"]);
        match Self::from_arg_matches_mut(&mut matches) {
            Ok(config) => config,
            Err(error) => error.exit(),
        }
    }

    /// Without a trailing slash.
    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.addr))
    }

    /// Whether shoppers come over TLS, so that cookies may insist on it.
    pub fn is_https(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    pub fn database_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}", self.data_dir.join("tradewind.db").display()))
    }
}

fn public_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    match reqwest::Url::parse(url) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https") && parsed.path() == "/" && parsed.has_host() => {
            Ok(url.to_owned())
        }
        _ => Err("must be an address like https://shop.example without a path".into()),
    }
}

fn endpoint(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    match reqwest::Url::parse(url) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https") && parsed.has_host() => Ok(url.to_owned()),
        _ => Err("must be an address like https://s3.example".into()),
    }
}

fn paypal(text: &str) -> Result<String, String> {
    match text {
        "live" => Ok("https://api-m.paypal.com".into()),
        "sandbox" => Ok("https://api-m.sandbox.paypal.com".into()),
        address => endpoint(address).map_err(|_| "must be live, sandbox, or an address".into()),
    }
}

/// A network, or an address alone.
fn network(text: &str) -> Result<IpNet, String> {
    let address = |text: &str| text.parse::<std::net::IpAddr>().map(|ip| IpNet::from(ip.to_canonical()));
    let text = text.trim();
    text.parse().or_else(|_| address(text)).map_err(|_| "must be networks like 10.0.0.0/8 or addresses".into())
}

fn secret(text: &str) -> Result<String, String> {
    if text.len() >= 32 { Ok(text.to_owned()) } else { Err("must have at least 32 characters".into()) }
}

/// Parses the command line; variables that are not set come from the file that
/// `TRADEWIND_CONFIG` names, or from `tradewind.toml` here if there is one.
pub fn parse<C: CommandFactory + FromArgMatches>() -> Result<C, clap::Error> {
    let mut command = C::command();
    let mut file = settings_file().map_err(|problem| command.error(ErrorKind::InvalidValue, problem))?;
    command =
        command.mut_args(|arg| match arg.get_env().and_then(|name| name.to_str()).and_then(|name| file.remove(name)) {
            Some(value) => arg.default_value(value),
            None => arg,
        });
    if let Some(name) = file.keys().next() {
        return Err(
            command.error(ErrorKind::UnknownArgument, format!("the settings file names {name}, which is no setting"))
        );
    }
    C::from_arg_matches(&command.get_matches())
}

fn settings_file() -> Result<BTreeMap<String, String>, String> {
    let named = std::env::var_os("TRADEWIND_CONFIG").map(PathBuf::from);
    let path = named.clone().unwrap_or_else(|| "tradewind.toml".into());
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => return Ok(BTreeMap::new()),
        Err(error) => return Err(format!("settings file {}: {error}", path.display())),
    };
    let table: toml::Table = text.parse().map_err(|error| format!("settings file {}: {error}", path.display()))?;
    let plain = |value: toml::Value| match value {
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(table.into_iter().map(|(name, value)| (name, plain(value))).collect())
}
