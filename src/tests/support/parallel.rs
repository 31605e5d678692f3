//! Things that happen at the same moment.

use futures::future::BoxFuture;
use std::sync::Arc;
use tokio::sync::Barrier;

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
