//! The search index of a node, which answers searches and category pages.
//!
//! It is an index of Tantivy in the data folder with one document a product. Each node has its own and follows the feed
//! of changes (`store::search::feed`) by itself: [`SearchIndex::follow`]. Requests read a [`Snapshot`]; while there is
//! none, as on a new node, or on one whose index is damaged, the database answers in its place.
//!
//! Text finds products; what they are narrowed, counted and sorted by stands in memory (`columns`), unpacked from the
//! index once per segment, as sets of products: counting is intersecting them.

mod analyzer;
mod best;
mod choice;
mod columns;
mod directory;
mod distinct;
mod document;
#[cfg(test)]
mod document_tests;
mod few;
mod fitting;
mod having;
mod keeper;
mod postings;
mod record;
mod rows;
mod schema;
mod scores;
mod segment;
mod snapshot;
mod suggest;
mod tally;
mod variants;
mod wanted;
mod words;

pub use analyzer::Language;
pub use keeper::KeeperError;
pub use snapshot::{Page, Snapshot, Within};
pub use suggest::{Suggested, suggest};

use super::{
    random,
    state::State,
    store::{
        Db, StoreError,
        search::{directory as directory_rows, documents, feed},
    },
};
use crate::domain::ids::ProductId;
use keeper::Keeper;
use std::{
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

/// Products read and written at once.
const BATCH: usize = 1_000;
/// Changes are looked for this often.
const POLL: Duration = Duration::from_secs(1);
/// After a failure, this long.
const PAUSE: Duration = Duration::from_secs(10);

/// Why the index did not come further.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Keeper(#[from] KeeperError),
}

/// The index, cheap to clone.
#[derive(Clone)]
pub struct SearchIndex(Arc<Shared>);

struct Shared {
    folder: PathBuf,
    language: Language,
    ready: RwLock<Option<Snapshot>>,
    keeper: Mutex<Option<Keeper>>,
    /// Whether the files must be made anew.
    damaged: AtomicBool,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SearchIndex")
    }
}

impl SearchIndex {
    /// An index in a folder, not opened yet.
    pub fn new(folder: PathBuf, language: Language) -> Self {
        let shared = Shared {
            folder,
            language,
            ready: RwLock::default(),
            keeper: Mutex::default(),
            damaged: AtomicBool::new(false),
        };
        Self(Arc::new(shared))
    }

    /// The index as it is now; `None` while it is not there.
    pub fn snapshot(&self) -> Option<Snapshot> {
        self.0.ready.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn publish(&self, snapshot: Option<Snapshot>) {
        *self.0.ready.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
    }

    /// Reads the index off the async threads. `None`: it is not there, or turned out to be damaged.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Snapshot) -> tantivy::Result<T> + Send + 'static,
    ) -> Option<T> {
        let snapshot = self.snapshot()?;
        match tokio::task::spawn_blocking(move || read(&snapshot)).await {
            Ok(Ok(found)) => Some(found),
            Ok(Err(error)) => self.give_up(&error),
            Err(error) => self.give_up(&error),
        }
    }

    /// The database answers until the index has been built anew.
    fn give_up<T>(&self, error: &dyn std::fmt::Display) -> Option<T> {
        tracing::error!(%error, "the search index is damaged and is built anew");
        self.0.damaged.store(true, Ordering::Relaxed);
        self.publish(None);
        None
    }

    /// Opens the index if need be, and follows the feed to its present end.
    ///
    /// An index that cannot follow any more, or that has another name than the database says, is built anew; meanwhile
    /// the old one answers.
    pub async fn catch_up(&self, db: &Db) -> Result<(), SearchError> {
        self.advance(db).await.map(drop)
    }

    /// Follows the feed until everything that is committed now is in the index.
    pub async fn catch_up_with_now(&self, db: &Db) -> Result<(), SearchError> {
        let newest = feed::newest(db).await?;
        // On PostgreSQL, the feed ends before the oldest running transaction.
        while self.advance(db).await? < newest {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    /// The position that was reached.
    async fn advance(&self, db: &Db) -> Result<i64, SearchError> {
        let mut place = self.0.keeper.lock().await;
        let damaged = self.0.damaged.swap(false, Ordering::Relaxed);
        let open = if damaged { None } else { place.take() };
        // Whatever fails, it is opened again the next time.
        *place = None;
        let keeper = match open {
            Some(keeper) => keeper,
            None => self.open(damaged).await?,
        };
        let followed = self.follow_feed(db, keeper).await;
        if let Err(SearchError::Keeper(error)) = &followed {
            self.give_up::<()>(error);
        }
        let keeper = followed?;
        let position = keeper.mark.position;
        *place = Some(keeper);
        Ok(position)
    }

    async fn open(&self, afresh: bool) -> Result<Keeper, SearchError> {
        let (folder, language) = (self.0.folder.clone(), self.0.language);
        blocking(move || Keeper::open(&folder, language, afresh)).await
    }

    async fn follow_feed(&self, db: &Db, mut keeper: Keeper) -> Result<Keeper, SearchError> {
        let name = feed::index_name(db, &random::token()).await?;
        if keeper.mark.name != name {
            keeper = self.build(db, keeper, &name).await?;
        }
        let mut changes = feed::changes(db, keeper.mark.position).await?;
        // Read after the changes: what was pruned meanwhile may be missing among them.
        if keeper.mark.position < feed::floor(db).await? || changes.next < keeper.mark.position {
            keeper = self.build(db, keeper, &name).await?;
            changes = feed::changes(db, keeper.mark.position).await?;
        }
        let read_names = changes.directory || !keeper.knows_directory();
        if read_names {
            keeper.set_directory(directory_rows::load(db).await?.into());
        }
        let mut written = false;
        for products in changes.products.chunks(BATCH) {
            keeper = replace(db, keeper, products).await?;
            written = true;
        }
        if !written && !read_names && self.snapshot().is_some() {
            keeper.mark.position = changes.next;
            return Ok(keeper);
        }
        let (keeper, snapshot) = blocking(move || {
            if written {
                keeper.commit(&name, changes.next)?;
            } else {
                keeper.mark.position = changes.next;
            }
            let snapshot = keeper.snapshot()?;
            Ok((keeper, snapshot))
        })
        .await?;
        self.publish(Some(snapshot));
        Ok(keeper)
    }

    /// Writes every product anew. What changes meanwhile is in the feed behind the position that it begins with.
    async fn build(&self, db: &Db, mut keeper: Keeper, name: &str) -> Result<Keeper, SearchError> {
        let position = feed::changes(db, i64::MAX).await?.next;
        keeper.clear()?;
        let mut last = ProductId(0);
        let mut count = 0;
        loop {
            let products = documents::ids_after(db, last, i64::try_from(BATCH).unwrap_or(i64::MAX)).await?;
            let Some(end) = products.last() else { break };
            last = *end;
            count += products.len();
            keeper = replace(db, keeper, &products).await?;
        }
        tracing::info!(products = count, "built the search index");
        let name = name.to_owned();
        blocking(move || {
            keeper.commit(&name, position)?;
            Ok(keeper)
        })
        .await
    }

    /// Follows the feed until told to stop.
    pub async fn follow(state: State, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let pause = match state.search.catch_up(&state.db).await {
                Ok(()) => POLL,
                Err(error) => {
                    tracing::error!(%error, "the search index does not follow");
                    PAUSE
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Makes every node build its index anew, this process its own at once; tells how many products it has. `None`: a
    /// running node has the index in this folder open, and builds it within seconds.
    pub async fn rebuild(&self, db: &Db) -> Result<Option<u64>, SearchError> {
        feed::rename_index(db, &random::token()).await?;
        let own = self.0.keeper.lock().await.is_some();
        if !own && Keeper::is_open_elsewhere(&self.0.folder) {
            return Ok(None);
        }
        self.catch_up_with_now(db).await?;
        Ok(self.0.keeper.lock().await.as_ref().map(Keeper::documents))
    }
}

/// Reads products and puts them into the index.
async fn replace(db: &Db, mut keeper: Keeper, products: &[ProductId]) -> Result<Keeper, SearchError> {
    let documents = documents::load(db, products).await?;
    let products = products.to_owned();
    blocking(move || {
        keeper.replace(&products, &documents)?;
        Ok(keeper)
    })
    .await
}

/// Runs off the async threads; a panic, as of files that somebody else cut, is an error like any other.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeeperError> + Send + 'static,
) -> Result<T, SearchError> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|error| KeeperError::Broken(error.to_string()))??)
}
