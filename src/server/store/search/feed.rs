//! The feed of changes, which triggers write (migration 0005).
//!
//! A position is a number that a reader has read up to, without it. On SQLite it counts changes. On PostgreSQL it is a
//! transaction's number, and reading ends before the oldest transaction that still runs: what it will have written may
//! come before what is there already, so nothing behind it is read yet.

use crate::{
    domain::ids::ProductId,
    server::store::{
        Conn, Db, StoreResult,
        db::{execute, select},
        settings,
    },
};

/// What changed between two positions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub products: Vec<ProductId>,
    /// Whether what products refer to changed: names, colors, the category tree.
    pub directory: bool,
    /// Where to read on.
    pub next: i64,
}

/// Stands in the feed for what products refer to.
const DIRECTORY: ProductId = ProductId(0);

/// What changed from a position on.
pub async fn changes(db: &Db, from: i64) -> StoreResult<Changes> {
    let conn = Conn::from(db);
    // One statement, so that the end and the rows are of one moment.
    let sql = format!(
        "WITH feed_end AS (SELECT {} AS next)
         SELECT feed_end.next, search_change.product_id FROM feed_end
         LEFT JOIN search_change ON search_change.position >= $1 AND search_change.position < feed_end.next",
        conn.dialect().feed_end()
    );
    let rows: Vec<(i64, Option<ProductId>)> = select(conn, sql).bind(from).all().await?;
    let next = rows.first().map_or(from, |(next, _)| *next);
    let mut products: Vec<ProductId> = rows.into_iter().filter_map(|(_, product)| product).collect();
    products.sort_unstable();
    products.dedup();
    let directory = products.first() == Some(&DIRECTORY);
    products.retain(|product| *product != DIRECTORY);
    Ok(Changes { products, directory, next })
}

/// The position that everything written until now stands before.
pub async fn newest(db: &Db) -> StoreResult<i64> {
    let conn = Conn::from(db);
    let sql = format!("SELECT {}", conn.dialect().feed_newest());
    let (newest,): (i64,) = select(conn, sql).one().await?;
    Ok(newest)
}

const INDEX: &str = "search_index";
const FLOOR: &str = "search_floor";
const MARKS: &str = "search_marks";

/// Names the index that every node should have; a node that has another one builds anew.
pub async fn index_name(db: &Db, fresh: &str) -> StoreResult<String> {
    settings::get_or_insert(db, INDEX, fresh).await
}

/// Makes every node build its index anew.
pub async fn rename_index(db: &Db, fresh: &str) -> StoreResult<()> {
    settings::set(db, INDEX, fresh).await
}

/// The position before which the feed was pruned: whoever has not read so far has missed something.
pub async fn floor(db: &Db) -> StoreResult<i64> {
    Ok(settings::find(db, FLOOR).await?.and_then(|floor| floor.parse().ok()).unwrap_or(i64::MIN))
}

/// Prunings that a change survives.
const KEPT_MARKS: usize = 24;

/// Forgets the changes that were there already so many calls ago; called once an hour.
///
/// On SQLite there is nothing to forget: a product has one row, and the newest one must stay to count on from.
pub async fn prune(db: &Db) -> StoreResult<u64> {
    if !db.is_postgres() {
        return Ok(0);
    }
    let next = changes(db, i64::MAX).await?.next;
    let mut tx = db.begin().await?;
    let known = settings::find(&mut tx, MARKS).await?.unwrap_or_default();
    let mut marks: Vec<i64> = known.split(' ').filter_map(|mark| mark.parse().ok()).collect();
    marks.push(next);
    let floor = if marks.len() > KEPT_MARKS { Some(marks.remove(0)) } else { None };
    let known: Vec<String> = marks.iter().map(i64::to_string).collect();
    settings::set(&mut tx, MARKS, &known.join(" ")).await?;
    let mut pruned = 0;
    if let Some(floor) = floor {
        settings::set(&mut tx, FLOOR, &floor.to_string()).await?;
        pruned = execute(&mut tx, "DELETE FROM search_change WHERE position < $1").bind(floor).run().await?;
    }
    tx.commit().await?;
    Ok(pruned)
}
