//! Imports that are killed.

use super::export;
use crate::support::{OPENING, On, TempDir, TestShop, config};
use std::{
    fmt::Write as _,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};
use tradewind::server::{clock::Clock, config::Config, state::State};

/// Products in several options, with a broken one here and there.
fn file(products: usize) -> String {
    let mut text = String::from(
        "Handle,Title,Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price\n",
    );
    for number in 1..=products {
        let price = if number % 97 == 0 { "broken" } else { "10.00" };
        let _ = writeln!(
            text,
            "thing-{number},Thing {number},Brand {},Type {},tag,Size,S,T-{number}-S,{number},{price}",
            number % 7,
            number % 5
        );
        let _ = writeln!(text, "thing-{number},,,,,,M,T-{number}-M,1,11.00");
    }
    text
}

fn program(config: &Config) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradewind"));
    command.env_clear().env("TRADEWIND_DATA_DIR", &config.data_dir).env("TRADEWIND_LOG", "off");
    if let Some(url) = &config.database_url {
        command.env("DATABASE_URL", url);
    }
    command
}

fn import(config: &Config, file: &Path) -> Command {
    let mut command = program(config);
    command.args(["import", "--format", "shopify"]).arg(file).stderr(Stdio::piped());
    command
}

async fn killed_and_run_again(on: On) {
    let undisturbed = if on == On::Postgres { TestShop::postgres().await } else { TestShop::sqlite().await };
    let text = file(2_500);
    let expected = super::shopify(&undisturbed, &text).await;

    let data = TempDir::create();
    let (config, _database) = config(on, &data).await;
    let path = data.path().join("things.csv");
    std::fs::write(&path, &text).expect("a file");
    let mut kills = 0;
    for after in [1, 3, 2, 5] {
        let mut child = import(&config, &path).spawn().expect("the program");
        // Every batch is a line; the next one is in the making when the process dies.
        let mut told = BufReader::new(child.stderr.take().expect("its progress"));
        let mut lines = 0;
        while lines < after && told.read_line(&mut String::new()).expect("a line") > 0 {
            lines += 1;
        }
        child.kill().expect("kill -9");
        let status = child.wait().expect("an end");
        kills += usize::from(status.code().is_none() && lines == after);
    }
    assert!(kills >= 3, "it was killed {kills} times");
    let status = import(&config, &path).stderr(Stdio::null()).status().expect("the program");
    assert_eq!(status.code(), Some(3), "rows were refused");

    let state = State::start(config, Clock::fixed(OPENING)).await.expect("the shop");
    let mut catalog = Vec::new();
    let mut parts = tradewind::server::services::export_catalog::Export::new(state.db.clone());
    while let Some(part) = parts.next().await.expect("an export") {
        catalog.extend(part);
    }
    // When a product was published is when it was imported.
    let timeless = |text: &str| {
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let rows = rows.records().map(|row| {
            row.expect("a row")
                .iter()
                .enumerate()
                .filter(|(column, _)| *column != 16)
                .map(|(_, cell)| cell.to_owned())
                .collect::<Vec<_>>()
        });
        rows.collect::<Vec<_>>()
    };
    let catalog = String::from_utf8(catalog).expect("UTF-8");
    assert!(timeless(&catalog) == timeless(&export(&undisturbed).await), "the shops differ");
    let (list, _) = tradewind::server::store::imports::list(&state.db, tradewind::domain::staff::PageRequest::Newest)
        .await
        .expect("imports");
    assert_eq!(list.len(), 1, "it was one import all along");
    assert_eq!(list[0].counts, expected.summary.counts);
    state.db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_import_run_again_ends_in_the_same_shop_on_sqlite() {
    killed_and_run_again(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_import_run_again_ends_in_the_same_shop_on_postgres() {
    killed_and_run_again(On::Postgres).await;
}
