//! Building the index anew: on command, of a damaged one, and while somebody writes.

use super::{search, titles};
use crate::support::{On, TempDir, config};
use std::process::Command;
use tradewind::server::{
    demo::bulk,
    services::add_product::{NewProduct, add_product},
    store::db::execute,
};

on_both! {
    async fn a_cold_node_answers_from_the_database(shop: TestShop) {
        shop.sell("Mug", 1_000, 3).await;
        assert!(shop.state.search.snapshot().is_none());
        assert_eq!(titles(&search(&shop, "q=mug").await), ["Mug"]);
        shop.catch_up().await;
        assert!(shop.state.search.snapshot().is_some());
        assert_eq!(titles(&search(&shop, "q=mug").await), ["Mug"]);
    }

    async fn a_rebuild_while_writing_loses_nothing(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 1_500, &|_| ()).await.expect("a catalog");
        shop.catch_up().await;
        let writer = {
            let state = shop.state.clone();
            tokio::spawn(async move {
                for number in 0..40 {
                    let new = NewProduct::simple(&format!("Meanwhile {number}"), 1_000, 1);
                    add_product(&state, "test", new).await.expect("a product");
                    execute(&state.db, "UPDATE product SET title = 'Turned' WHERE slug = $1")
                        .bind(format!("bulk-{}", number * 30 + 1))
                        .run()
                        .await
                        .expect("renamed");
                }
            })
        };
        shop.state.search.rebuild(&shop.state.db).await.expect("built anew");
        writer.await.expect("written");
        shop.catch_up().await;
        assert_eq!(search(&shop, "q=meanwhile").await.total, 40);
        assert_eq!(search(&shop, "q=turned").await.total, 40);
        assert_eq!(search(&shop, "q=bulk").await.total, 1_500);
    }

    async fn a_damaged_index_is_built_anew(shop: TestShop) {
        shop.sell("Mug", 1_000, 3).await;
        let folder = shop.data.path().join("search/0");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("meta.json"), "{ not what it was").expect("damaged");
        shop.catch_up().await;
        assert_eq!(titles(&search(&shop, "q=mug").await), ["Mug"]);
    }
}

async fn search_rebuild_is_a_command(on: On) {
    let data = TempDir::create();
    let (config, _database) = config(on, &data).await;
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradewind"));
        command.args(arguments).env_clear().env("TRADEWIND_DATA_DIR", data.path()).current_dir(data.path());
        if let Some(url) = &config.database_url {
            command.env("DATABASE_URL", url);
        }
        command.output().expect("the program runs")
    };
    assert!(run(&["seed", "--products", "30"]).status.success());
    let rebuilt = run(&["search", "rebuild"]);
    let said = String::from_utf8_lossy(&rebuilt.stdout).into_owned();
    assert!(said.contains("The search index has 30 products."), "{said} {}", String::from_utf8_lossy(&rebuilt.stderr));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn search_rebuild_is_a_command_on_sqlite() {
    search_rebuild_is_a_command(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn search_rebuild_is_a_command_on_postgres() {
    search_rebuild_is_a_command(On::Postgres).await;
}
