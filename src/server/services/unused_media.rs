//! Deleting pictures that nobody shows any more, with their files.
//!
//! Who takes the last use of a picture away says so in the same transaction; a job then looks whether it was the last
//! one. What slips through, such as an upload that was never shown or files whose row was never written, is found by a
//! sweep. Deleting holds the picture's row until the files are gone, and whoever uploads the same picture at that moment
//! waits for the row and then puts back what is missing, so that no picture is ever noted without its files.

use crate::{
    domain::{
        ids::{ImageId, ProductId},
        timestamp::Timestamp,
    },
    server::{
        gateways::media::{FileName, MediaStore},
        jobs::Job,
        state::State,
        store::{StoreError, StoreResult, Tx, unused_media as store},
    },
};
use futures::TryStreamExt;
use std::collections::{BTreeMap, BTreeSet};

/// An upload has so long until something shows it.
const GRACE_MINUTES: i64 = 60;
/// Files that no row names are left alone so long: an upload writes them first.
const ORPHAN_MINUTES: i64 = 24 * 60;
/// Pictures of one job, and rows of one statement.
const BATCH: usize = 200;

/// Why pictures could not be deleted; nothing is lost, and trying again is safe.
#[derive(Debug, thiserror::Error)]
pub enum UnusedMediaError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("media store: {0}")]
    Media(#[from] object_store::Error),
}

/// Call it before products are deleted, in the same transaction: what only they showed goes with them.
pub async fn release_pictures_of(tx: &mut Tx, products: &[ProductId], now: Timestamp) -> StoreResult<()> {
    for part in products.chunks(BATCH) {
        let hashes = store::hashes_of_products(&mut *tx, part).await?;
        release(tx, hashes, now).await?;
    }
    Ok(())
}

/// Says, in the transaction that took a use of these pictures away, that they may be unused now.
pub async fn release(tx: &mut Tx, hashes: Vec<String>, now: Timestamp) -> StoreResult<()> {
    for part in hashes.chunks(BATCH) {
        Job::DeleteUnusedPictures { hashes: part.to_vec() }.enqueue(tx, now).await?;
    }
    Ok(())
}

/// Deletes those of the pictures that nothing shows and that were not uploaded lately; tells how many.
pub async fn delete_unused(state: &State, hashes: &[String]) -> Result<u64, UnusedMediaError> {
    let mut deleted = 0;
    for hash in hashes {
        deleted += u64::from(delete_if_unused(state, hash, &[]).await?);
    }
    Ok(deleted)
}

/// One picture, under its lock: the rows first, which asks whether anything shows it, then the files: those that the
/// rows tell of, and others that were found.
async fn delete_if_unused(state: &State, hash: &str, found: &[FileName]) -> Result<bool, UnusedMediaError> {
    let before = state.clock.now().plus_minutes(-GRACE_MINUTES);
    let mut tx = state.db.begin().await?;
    let image = store::lock(&mut tx, hash).await?;
    let widths = store::rendition_widths(&mut tx, image).await?;
    match store::delete_unused(&mut tx, image, before).await {
        Ok(true) => {}
        Ok(false) => return Ok(false),
        // Something came to show it while the statement waited.
        Err(error) if error.is_foreign_key_violation() => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    let files: BTreeSet<FileName> = names(hash, &widths).chain(found.iter().cloned()).collect();
    for file in files {
        state.media.delete(file.as_str()).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// The files of a picture.
fn names<'a>(hash: &'a str, widths: &'a [i64]) -> impl Iterator<Item = FileName> + 'a {
    std::iter::once(FileName::original(hash)).chain(widths.iter().map(|width| FileName::rendition(hash, *width)))
}

/// Whether all files of a picture are there.
pub async fn is_whole(media: &MediaStore, hash: &str, widths: &[i64]) -> Result<bool, object_store::Error> {
    for name in names(hash, widths) {
        if !media.exists(name.as_str()).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Looks through everything, rows that nothing shows and files that no row names; tells how many pictures it deleted.
pub async fn sweep(state: &State) -> Result<u64, UnusedMediaError> {
    Ok(sweep_rows(state).await? + sweep_files(state).await?)
}

async fn sweep_rows(state: &State) -> Result<u64, UnusedMediaError> {
    let before = state.clock.now().plus_minutes(-GRACE_MINUTES);
    let most = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let (mut last, mut deleted) = (ImageId(0), 0);
    loop {
        let unused = store::list_unused(&state.db, last, before, most).await?;
        let Some((end, _)) = unused.last() else { return Ok(deleted) };
        last = *end;
        let hashes: Vec<String> = unused.into_iter().map(|(_, hash)| hash).collect();
        deleted += delete_unused(state, &hashes).await?;
    }
}

async fn sweep_files(state: &State) -> Result<u64, UnusedMediaError> {
    let before = state.clock.now().plus_minutes(-ORPHAN_MINUTES);
    let (mut found, mut deleted) = (Found::new(), 0);
    let mut files = std::pin::pin!(state.media.list());
    while let Some((name, written)) = files.try_next().await? {
        if written <= before
            && let Some(name) = FileName::parse(&name)
        {
            found.entry(name.hash().to_owned()).or_default().push(name);
        }
        if found.len() >= BATCH {
            deleted += delete_orphans(state, std::mem::take(&mut found)).await?;
        }
    }
    Ok(deleted + delete_orphans(state, found).await?)
}

/// Files by the picture that they belong to.
type Found = BTreeMap<String, Vec<FileName>>;

async fn delete_orphans(state: &State, found: Found) -> Result<u64, UnusedMediaError> {
    let hashes: Vec<String> = found.keys().cloned().collect();
    let known = store::known(&state.db, &hashes).await?;
    let mut deleted = 0;
    for (hash, files) in found.iter().filter(|(hash, _)| !known.contains(hash)) {
        deleted += u64::from(delete_if_unused(state, hash, files).await?);
    }
    Ok(deleted)
}
