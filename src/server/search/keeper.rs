//! The index on disk: opening it, writing it, and telling how far it has followed the feed.

use super::{
    analyzer::{self, Language},
    columns::Columns,
    directory::Directory,
    document::{document, id_term},
    schema::{self, Fields, VERSION},
    segment::Segment,
    snapshot::Snapshot,
};
use crate::{domain::ids::ProductId, server::store::search::documents::Document};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, index::SegmentId};

/// What one writing thread may hold in memory.
const WRITER_BYTES: usize = 64 << 20;
/// Nodes that share a data folder each have an index of their own in it.
const MAX_NODES: usize = 64;

/// How far an index has come; stored with every commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    version: u32,
    /// The name in the database of the index that every node should have.
    pub name: String,
    /// Everything before it is in the index.
    pub position: i64,
}

/// Why there is no index to work with.
#[derive(Debug, thiserror::Error)]
pub enum KeeperError {
    #[error("search index: {0}")]
    Index(#[from] tantivy::TantivyError),
    #[error("search folder {0}: {1}")]
    Folder(PathBuf, std::io::Error),
    #[error("search folder {0}: {MAX_NODES} nodes use it already")]
    Full(PathBuf),
    #[error("search index: {0}")]
    Broken(String),
}

/// An index that this process alone writes.
pub struct Keeper {
    fields: Fields,
    reader: IndexReader,
    writer: IndexWriter,
    pub mark: Mark,
    directory: Option<Arc<Directory>>,
    /// Unpacked segments that are still in use.
    columns: HashMap<SegmentId, Arc<Columns>>,
    /// Held as long as the index is open.
    _lock: File,
}

impl Keeper {
    /// Opens the first index in a folder that no other process has, made anew if it is damaged, of another version, or
    /// `afresh`.
    pub fn open(folder: &Path, language: Language, afresh: bool) -> Result<Self, KeeperError> {
        let failed = |error| KeeperError::Folder(folder.to_owned(), error);
        fs::create_dir_all(folder).map_err(failed)?;
        for node in 0..MAX_NODES {
            let lock = File::create(folder.join(format!("{node}.lock"))).map_err(failed)?;
            match lock.try_lock() {
                Ok(()) => return Self::open_in(&folder.join(node.to_string()), lock, language, afresh),
                Err(fs::TryLockError::WouldBlock) => {}
                Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
        Err(KeeperError::Full(folder.to_owned()))
    }

    fn open_in(folder: &Path, lock: File, language: Language, afresh: bool) -> Result<Self, KeeperError> {
        let (schema, fields) = schema::schema(language);
        let present = if afresh { None } else { intact(folder, &schema) };
        let (mut index, mark) = match present {
            Some(present) => present,
            None => {
                let failed = |error| KeeperError::Folder(folder.to_owned(), error);
                if folder.exists() {
                    fs::remove_dir_all(folder).map_err(failed)?;
                }
                fs::create_dir_all(folder).map_err(failed)?;
                (Index::create_in_dir(folder, schema)?, Mark::default())
            }
        };
        index.set_tokenizers(analyzer::tokenizers(language));
        let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { fields, reader, writer, mark, directory: None, columns: HashMap::new(), _lock: lock })
    }

    /// Whether another process has the first index of a folder open.
    pub fn is_open_elsewhere(folder: &Path) -> bool {
        let lock = File::open(folder.join("0.lock"));
        lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)))
    }

    /// Takes everything out; unseen before the next commit.
    pub fn clear(&mut self) -> Result<(), KeeperError> {
        self.writer.delete_all_documents()?;
        Ok(())
    }

    /// Puts the documents of products in the place of what the index has of them; those without one go.
    pub fn replace(&mut self, products: &[ProductId], documents: &[Document]) -> Result<(), KeeperError> {
        for product in products {
            self.writer.delete_term(id_term(&self.fields, product.0));
        }
        for from in documents {
            let document: TantivyDocument = document(&self.fields, from);
            self.writer.add_document(document)?;
        }
        Ok(())
    }

    /// Makes what was written last and seen, together with how far it goes.
    pub fn commit(&mut self, name: &str, position: i64) -> Result<(), KeeperError> {
        let mark = Mark { version: VERSION, name: name.to_owned(), position };
        let payload = serde_json::to_string(&mark).map_err(|error| KeeperError::Broken(error.to_string()))?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        self.mark = mark;
        Ok(())
    }

    pub fn knows_directory(&self) -> bool {
        self.directory.is_some()
    }

    pub fn set_directory(&mut self, directory: Directory) {
        self.directory = Some(Arc::new(directory));
    }

    /// What was committed last, for reading.
    pub fn snapshot(&mut self) -> Result<Snapshot, KeeperError> {
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        let (mut segments, mut known) = (Vec::new(), HashMap::new());
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let unpacked = match self.columns.get(&id) {
                Some(unpacked) => unpacked.clone(),
                None => Arc::new(Columns::read(segment)?),
            };
            segments.push(Segment::new(segment.clone(), unpacked.clone()));
            known.insert(id, unpacked);
        }
        self.columns = known;
        let directory = self.directory.clone().unwrap_or_default();
        Ok(Snapshot { fields: self.fields, segments: Arc::new(segments), directory })
    }

    /// Products in the last commit.
    pub fn documents(&self) -> u64 {
        self.reader.searcher().num_docs()
    }
}

/// The index in a folder, if it is one that this version wrote.
fn intact(folder: &Path, schema: &tantivy::schema::Schema) -> Option<(Index, Mark)> {
    let index = Index::open_in_dir(folder).ok()?;
    let mark: Mark = serde_json::from_str(index.load_metas().ok()?.payload.as_deref()?).ok()?;
    (index.schema() == *schema && mark.version == VERSION).then_some((index, mark))
}
