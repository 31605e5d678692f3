//! The program's commands, run as an operator runs them.

use crate::support::{On, TempDir, config};
use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

/// Runs the program on a shop of its own.
struct Program {
    data: TempDir,
    database_url: Option<String>,
    _database: Option<crate::support::postgres::Database>,
}

impl Program {
    async fn on(on: On) -> Self {
        let data = TempDir::create();
        let (config, database) = config(on, &data).await;
        Self { data, database_url: config.database_url, _database: database }
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradewind"));
        command.args(arguments).env_clear().env("TRADEWIND_DATA_DIR", self.data.path()).current_dir(self.data.path());
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().expect("the program starts");
        running.stdin.take().expect("an input").write_all(input.as_bytes()).expect("the input is read");
        running.wait_with_output().expect("the program ends")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

async fn staff_are_added_by_command(on: On) {
    let program = Program::on(on).await;
    let create = ["admin", "create", "--email", "Boss@Example.com", "--name", "Boss"];
    let made = program.run(&create, "a very good password\n");
    assert!(made.status.success(), "{}", text(&made.stderr));
    let again = program.run(&create, "a very good password\n");
    assert!(!again.status.success());
    assert!(text(&again.stderr).contains("email: This is already in use."), "{}", text(&again.stderr));
    let short = program.run(&["admin", "create", "--email", "other@example.com"], "short\n");
    assert!(text(&short.stderr).contains("password: At least 10 characters."), "{}", text(&short.stderr));
}

#[tokio::test]
async fn staff_are_added_by_command_on_sqlite() {
    staff_are_added_by_command(On::Sqlite).await;
}

#[tokio::test]
async fn staff_are_added_by_command_on_postgres() {
    staff_are_added_by_command(On::Postgres).await;
}

#[tokio::test]
async fn a_bulk_catalog_is_the_same_every_time_and_grows_without_doubling() {
    let program = Program::on(On::Sqlite).await;
    for count in ["50", "50", "120"] {
        let seeded = program.run(&["seed", "--products", count], "");
        assert!(seeded.status.success(), "{}", text(&seeded.stderr));
        assert!(text(&seeded.stdout).contains(&format!("{count} of {count} products")));
    }
    let refused = program.run(&["seed", "--products", "0"], "");
    assert!(!refused.status.success() && text(&refused.stderr).contains("--products"), "{}", text(&refused.stderr));
}

#[tokio::test]
async fn a_wrong_setting_is_named() {
    let program = Program::on(On::Sqlite).await;
    for (option, value) in [
        ("--addr", "here"),
        ("--public-url", "shop"),
        ("--payment-minutes", "0"),
        ("--database-url", "mysql://x"),
        ("--secret", "short"),
    ] {
        let refused = program.run(&["migrate", option, value], "");
        assert!(!refused.status.success(), "{option}");
        let told = text(&refused.stderr);
        assert!(told.contains(option) || told.contains("DATABASE_URL"), "{option}: {told}");
    }
}
