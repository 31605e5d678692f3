//! The commands of the program.

use super::{clock::Clock, config::Config, http, state::{StartError, State}, telemetry};
use clap::Subcommand;

/// What `tradewind` can be told to do.
#[derive(Clone, Debug, Default, Subcommand)]
pub enum Command {
    /// Serve the shop (the default)
    #[default]
    Serve,
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
        Command::Migrate => Ok(()),
    }
}

async fn serve(state: State) -> Result<(), CommandError> {
    let addr = state.config.addr;
    let listener = tokio::net::TcpListener::bind(addr).await.map_err(|error| StartError::Listen(addr, error))?;
    tracing::info!("serving {} on http://{addr}", state.config.public_url());
    axum::serve(listener, http::router(&state)).with_graceful_shutdown(shutdown()).await?;
    state.db.close().await;
    Ok(())
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
    tracing::info!("shutting down: finishing open requests");
}
