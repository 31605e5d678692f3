//! The commands of the program.

use super::{
    clock::Clock,
    config::Config,
    http,
    jobs::worker,
    state::{StartError, State},
    telemetry,
};
use clap::Subcommand;
use std::net::SocketAddr;
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
}

/// Runs a command to its end.
pub async fn run(command: Command, config: Config) -> Result<(), CommandError> {
    telemetry::init(&config)?;
    let state = State::start(config, Clock::System).await?;
    match command {
        Command::Serve => serve(state).await,
        Command::Worker => {
            work(state).await;
            Ok(())
        }
        Command::Migrate => Ok(()),
    }
}

/// Serves until asked to stop, then finishes open requests and the jobs in hand.
async fn serve(state: State) -> Result<(), CommandError> {
    let addr = state.config.addr;
    let listener = tokio::net::TcpListener::bind(addr).await.map_err(|error| StartError::Listen(addr, error))?;
    tracing::info!("serving {} on http://{addr}", state.config.public_url());
    let stop = CancellationToken::new();
    let workers = state.config.worker.then(|| start_worker(&state, &stop));
    let service = http::router(&state).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(shutdown()).await?;
    stop.cancel();
    if let Some(workers) = workers {
        workers.await;
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
    let tasks = [
        tokio::spawn(worker::run(state.clone(), stop.clone())),
        tokio::spawn(worker::schedule(state.clone(), stop.clone())),
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
