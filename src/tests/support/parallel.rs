//! Things that happen at the same moment.

use futures::future::BoxFuture;
use std::{sync::Arc, time::Duration};
use tokio::sync::Barrier;
use tradewind::server::store::{Db, db::select};

/// After so long, nobody comes to wait any more.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs every future in a task of its own, none before all are ready; the results in their order.
pub async fn at_once<T: Send + 'static>(futures: impl IntoIterator<Item = BoxFuture<'static, T>>) -> Vec<T> {
    let futures: Vec<_> = futures.into_iter().collect();
    let start = Arc::new(Barrier::new(futures.len()));
    let in_step = |future: BoxFuture<'static, T>| {
        let start = Arc::clone(&start);
        tokio::spawn(async move {
            start.wait().await;
            future.await
        })
    };
    let tasks: Vec<_> = futures.into_iter().map(in_step).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.expect("no panic"));
    }
    results
}

/// Returns once somebody waits for a lock of this database, which is PostgreSQL.
pub async fn until_somebody_waits(db: &Db) {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let waits = async {
        while select::<(i64,)>(db, text).one().await.expect("the sessions").0 == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, waits).await.expect("somebody waits for what is held");
}
