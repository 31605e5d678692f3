//! Checking and mending the category tree.

use crate::{
    domain::category_tree,
    server::{
        state::State,
        store::{
            StoreResult,
            catalog_write::{categories, category_tree as store},
        },
    },
};

/// What is wrong with the tree, a sentence each; nothing if it is valid.
pub async fn check(state: &State) -> StoreResult<Vec<String>> {
    Ok(category_tree::problems(&store::nodes(&state.db).await?))
}

/// Numbers the tree anew by parents and positions, and tells how many categories were wrong.
pub async fn rebuild(state: &State) -> StoreResult<usize> {
    let mut tx = state.db.begin().await?;
    categories::lock_tree(&mut tx).await?;
    let nodes = store::nodes(&mut tx).await?;
    let wrong: Vec<_> = category_tree::number(&nodes).into_iter().filter(|node| !nodes.contains(node)).collect();
    store::place(&mut tx, &wrong).await?;
    tx.commit().await?;
    state.caches.top_categories.invalidate_all();
    Ok(wrong.len())
}
