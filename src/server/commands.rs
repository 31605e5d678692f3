//! The commands of the program.

mod catalog;

use super::{
    clock::Clock,
    config::Config,
    demo::{DrawnSize, bulk, logins, seed},
    http,
    jobs::worker,
    search::{SearchError, SearchIndex},
    services::{accounts, category_tree, check, import_catalog, passwords, shop_settings},
    state::{StartError, State},
    store::StoreError,
    telemetry,
};
use crate::{domain::access::Role, error::AppError};
use clap::{Args, Subcommand};
use std::io::{BufRead, IsTerminal};
use tokio_util::sync::CancellationToken;

/// What `tradewind` can be told to do.
#[derive(Clone, Debug, Default, Subcommand)]
pub enum Command {
    /// Serve the shop (the default)
    #[default]
    Serve,
    /// Run background jobs only
    Worker,
    /// Bring the database's schema up to date
    Migrate,
    /// Make the demo shop, or with --products a catalog of so many products for benchmarks
    Seed(Seed),
    /// Bring products and what they refer to in from a CSV file
    Import(catalog::Import),
    /// Write the whole catalog into a CSV file that `import --format tradewind` reads
    Export(catalog::ExportFile),
    /// Look after the category tree
    #[command(subcommand)]
    Categories(Categories),
    /// Print the OpenAPI document of the REST API
    #[command(name = "openapi")]
    OpenApi,
    /// Look after the accounts of staff
    #[command(subcommand)]
    Admin(Admin),
    /// Look after the search index
    #[command(subcommand)]
    Search(Search),
    /// Prove that books, payments, orders, stock and promotions agree; lists what does not, and fails if anything does not
    Check,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Search {
    /// Build the index anew: here at once, and on every running node within seconds
    Rebuild,
}

#[derive(Args, Clone, Copy, Debug)]
pub struct Seed {
    /// Add so many products in 60 categories, always the same ones, instead of the demo shop
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=i64::from(bulk::MAX_PRODUCTS)))]
    products: Option<u32>,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Categories {
    /// Say what is wrong with the tree; fails if anything is
    Check,
    /// Number the tree anew by parents and positions
    Rebuild,
}

#[derive(Clone, Debug, Subcommand)]
pub enum Admin {
    /// Add an account for staff; asks for the password, or reads it as a line from standard input
    Create {
        #[arg(long)]
        email: String,
        /// As colleagues read it
        #[arg(long, default_value = "Staff")]
        name: String,
        /// What the account may do
        #[arg(long, value_enum, default_value_t = StaffRole::Owner)]
        role: StaffRole,
    },
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffRole {
    Staff,
    Owner,
}

impl From<StaffRole> for Role {
    fn from(role: StaffRole) -> Self {
        match role {
            StaffRole::Staff => Self::Staff,
            StaffRole::Owner => Self::Owner,
        }
    }
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("TRADEWIND_LOG: {0}")]
    Log(#[from] tracing_subscriber::filter::ParseError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Seed(#[from] seed::SeedError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Run(#[from] import_catalog::RunError),
    #[error("{0}")]
    Import(String),
    /// The other rows are imported.
    #[error("{0} lines were refused; the report says which")]
    RowsRefused(i64),
    #[error("the category tree has {0} problems: `tradewind categories rebuild` mends it")]
    BrokenTree(usize),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error("{0} records do not agree")]
    Disagreements(usize),
    /// What was asked for is refused; by field where it is about one.
    #[error("{}", refusal(.0))]
    Refused(#[from] AppError),
}

impl CommandError {
    /// What the process ends with: 3 when an import left rows out, 4 when records do not agree, 1 otherwise.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::RowsRefused(_) => 3,
            Self::Disagreements(_) => 4,
            _ => 1,
        }
    }
}

fn refusal(error: &AppError) -> String {
    match error {
        AppError::Invalid(errors) => {
            let lines = errors.0.iter().map(|error| format!("{}: {}", error.field, error.problem.message()));
            lines.collect::<Vec<_>>().join(" ")
        }
        error => error.to_string(),
    }
}

/// Runs a command to its end.
pub async fn run(command: Command, config: Config) -> Result<(), CommandError> {
    if let Command::OpenApi = command {
        println!("{:#}", http::api::openapi::document());
        return Ok(());
    }
    telemetry::init(&config)?;
    let state = State::start(config, Clock::System).await?;
    match command {
        Command::Serve => serve(state).await,
        Command::Worker => {
            work(state).await;
            Ok(())
        }
        Command::Migrate | Command::OpenApi => Ok(()),
        Command::Seed(Seed { products }) => {
            match products {
                Some(count) => bulk::add_bulk_catalog(&state, count, &tell).await?,
                None => seed::seed_demo_shop(&state, DrawnSize::Full, &tell).await?,
            }
            state.db.close().await;
            Ok(())
        }
        Command::Import(command) => {
            let done = catalog::import(&state, &command).await;
            state.db.close().await;
            done
        }
        Command::Export(command) => {
            let done = catalog::export(&state, &command).await;
            state.db.close().await;
            done
        }
        Command::Categories(what) => {
            let done = look_after_tree(&state, what).await;
            state.db.close().await;
            done
        }
        Command::Admin(Admin::Create { email, name, role }) => {
            accounts::create_staff(&state, &email, &name, &read_password()?, role.into()).await?;
            println!("{email} may log in now.");
            state.db.close().await;
            Ok(())
        }
        Command::Search(Search::Rebuild) => {
            match state.search.rebuild(&state.db).await? {
                Some(products) => println!("The search index has {products} products."),
                None => println!("The running node builds its search index anew within seconds."),
            }
            state.db.close().await;
            Ok(())
        }
        Command::Check => {
            let found = check::check(&state).await;
            state.db.close().await;
            let found = found?;
            found.iter().for_each(|disagreement| println!("{disagreement}"));
            if !found.is_empty() {
                return Err(CommandError::Disagreements(found.len()));
            }
            println!("Books, payments, orders, stock and promotions agree.");
            Ok(())
        }
    }
}

async fn look_after_tree(state: &State, what: Categories) -> Result<(), CommandError> {
    match what {
        Categories::Check => {
            let problems = category_tree::check(state).await?;
            problems.iter().for_each(|problem| println!("{problem}"));
            if !problems.is_empty() {
                return Err(CommandError::BrokenTree(problems.len()));
            }
            println!("The category tree is valid.");
        }
        Categories::Rebuild => match category_tree::rebuild(state).await? {
            0 => println!("The category tree was valid already."),
            mended => println!("Mended {mended} categories."),
        },
    }
    Ok(())
}

/// What a long command is at.
fn tell(what: &str) {
    println!("seed: {what}");
}

/// A password, typed unseen at a terminal or given as a line.
fn read_password() -> std::io::Result<String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        return rpassword::prompt_password(format!("Password (at least {} characters): ", passwords::PASSWORD_LENGTH));
    }
    let mut line = String::new();
    input.lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Whoever starts a demo shop wants to get in.
async fn print_demo_logins(state: &State) -> Result<(), StoreError> {
    if shop_settings::is_demo(&state.db).await? {
        println!("This is a demo shop. Log in at {}/login as", state.config.public_url());
        for account in logins::ACCOUNTS {
            println!("  {:<8}  {:<22}  {}", account.role.label(), account.email, account.password);
        }
    }
    Ok(())
}

/// Serves until asked to stop, then finishes open requests and the jobs in hand.
async fn serve(state: State) -> Result<(), CommandError> {
    let addr = state.config.addr;
    let listener = tokio::net::TcpListener::bind(addr).await.map_err(|error| StartError::Listen(addr, error))?;
    tracing::info!("serving {} on http://{addr}", state.config.public_url());
    print_demo_logins(&state).await?;
    let stop = CancellationToken::new();
    let workers = state.config.worker.then(|| start_worker(&state, &stop));
    let index = tokio::spawn(SearchIndex::follow(state.clone(), stop.clone()));
    let asked_to_end = CancellationToken::new();
    let serving = http::serve::serve(listener, http::router(&state), &state.config, asked_to_end.clone());
    tokio::join!(serving, async {
        shutdown().await;
        asked_to_end.cancel();
    });
    stop.cancel();
    if let Some(workers) = workers {
        workers.await;
    }
    if let Err(error) = index.await {
        tracing::error!(%error, "the search index broke");
    }
    state.db.close().await;
    Ok(())
}

/// Runs jobs until asked to stop.
async fn work(state: State) {
    let stop = CancellationToken::new();
    let workers = start_worker(&state, &stop);
    shutdown().await;
    stop.cancel();
    workers.await;
    state.db.close().await;
}

/// Starts the worker and its schedule; the future ends when both have stopped.
fn start_worker(state: &State, stop: &CancellationToken) -> impl Future<Output = ()> + use<> {
    let (runs, schedules) = ((state.clone(), stop.clone()), (state.clone(), stop.clone()));
    let tasks = [
        tokio::spawn(worker::supervise(stop.clone(), move || worker::run(runs.0.clone(), runs.1.clone()))),
        tokio::spawn(worker::supervise(stop.clone(), move || {
            worker::schedule(schedules.0.clone(), schedules.1.clone())
        })),
    ];
    async move {
        for task in tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "the worker broke");
            }
        }
    }
}

/// Resolves when the process is asked to end.
async fn shutdown() {
    use tokio::signal::{ctrl_c, unix};
    let terminate = async {
        match unix::signal(unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = ctrl_c() => {}
        () = terminate => {}
    }
    tracing::info!("shutting down: finishing open requests and jobs");
}
