//! The command line; what the commands do is in `server::commands`.

use clap::Parser;
use std::process::ExitCode;
use tradewind::server::{
    commands::{self, Command},
    config::{self, Config},
};

#[derive(Parser)]
#[command(name = "tradewind", version, about = "A complete online shop in one program")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    config: Config,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli: Cli = match config::parse() {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    match commands::run(cli.command.unwrap_or_default(), cli.config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tradewind: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
