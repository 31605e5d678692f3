//! The pictures that a file names: those of this shop, and those that have to be fetched.

use super::draft::PictureSource;
use crate::{
    domain::{ids::ImageId, picture::rendition_widths},
    server::{
        gateways::picture_fetcher::PictureFetcher,
        services::add_picture::{AddPictureError, PictureFiles, note_picture, store_picture},
        state::State,
        store::{StoreError, catalog_write::images::RenditionRow, imports},
    },
};
use bytes::Bytes;
use futures::stream::{self, StreamExt};
use image::{ImageDecoder, ImageReader, metadata::Orientation};
use std::{
    collections::{HashMap, HashSet},
    io::Cursor,
};

/// Pictures fetched at once.
const AT_ONCE: usize = 8;

/// What became of a picture that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    Stored(ImageId),
    /// It cannot be had, and why.
    Missing(String),
    /// A dry run fetches nothing.
    Unknown,
}

pub type Pictures = HashMap<PictureSource, Picture>;

/// Finds pictures, fetching those that the shop does not have. Fetched ones are stored at once: what is not shown
/// anywhere yet does no harm.
pub async fn find(
    state: &State,
    fetcher: &PictureFetcher,
    sources: HashSet<PictureSource>,
    dry_run: bool,
) -> Result<Pictures, StoreError> {
    let (mut hashes, mut addresses) = (Vec::new(), Vec::new());
    for source in &sources {
        match source {
            PictureSource::Hash(hash) => hashes.push(hash.clone()),
            PictureSource::Address(address) => addresses.push(address.clone()),
        }
    }
    let by_hash = imports::pictures_by_hash(&state.db, &hashes).await?;
    let by_address = imports::fetched_pictures(&state.db, &addresses).await?;
    let known = |source: &PictureSource| match source {
        PictureSource::Hash(hash) => by_hash.get(hash),
        PictureSource::Address(address) => by_address.get(address),
    };
    let (found, missing): (Vec<_>, Vec<_>) = sources.into_iter().partition(|source| known(source).is_some());
    let mut pictures: Pictures = found
        .into_iter()
        .filter_map(|source| known(&source).map(|id| (source.clone(), Picture::Stored(*id))))
        .collect();
    let get = |source: PictureSource| async move {
        let picture = match (&source, dry_run) {
            (PictureSource::Hash(hash), false) => adopt(state, hash).await?,
            (PictureSource::Hash(hash), true) => promise(state, hash).await,
            (PictureSource::Address(_), true) => Picture::Unknown,
            (PictureSource::Address(address), false) => fetch(state, fetcher, address).await?,
        };
        Ok::<_, StoreError>((source, picture))
    };
    let mut running = stream::iter(missing.into_iter().map(get)).buffer_unordered(AT_ONCE);
    while let Some(done) = running.next().await {
        let (source, picture) = done?;
        pictures.insert(source, picture);
    }
    Ok(pictures)
}

fn not_here() -> Picture {
    Picture::Missing(
        "The shop has no picture of this name: copy its files along, or name an address to fetch it from.".into(),
    )
}

async fn promise(state: &State, hash: &str) -> Picture {
    match state.media.exists(&original(hash)).await {
        Ok(true) => Picture::Unknown,
        _ => not_here(),
    }
}

fn original(hash: &str) -> String {
    format!("{hash}.original")
}

/// A picture whose files lie in the media store, though this database does not know it yet.
async fn adopt(state: &State, hash: &str) -> Result<Picture, StoreError> {
    let Ok(Some(file)) = state.media.get(&original(hash)).await else { return Ok(not_here()) };
    let stored = match files(state, hash, &file).await {
        Some(files) => note_picture(state, &files).await,
        None => store_picture(state, file).await,
    };
    outcome(stored.map(|picture| picture.id))
}

/// What is known of the files of a picture that are all there.
async fn files(state: &State, hash: &str, file: &Bytes) -> Option<PictureFiles> {
    let (width, height) = size(file)?;
    let bytes = |file: &Bytes| i64::try_from(file.len()).unwrap_or(i64::MAX);
    let mut renditions = Vec::new();
    for width in rendition_widths(width) {
        let rendition = state.media.get(&format!("{hash}-{width}.webp")).await.ok()??;
        let (width, height) = size(&rendition)?;
        renditions.push(RenditionRow { width, height, bytes: bytes(&rendition) });
    }
    Some(PictureFiles {
        hash: hash.to_owned(),
        original: RenditionRow { width, height, bytes: bytes(file) },
        renditions,
    })
}

/// Width and height as the picture is shown, from its head.
fn size(file: &[u8]) -> Option<(i64, i64)> {
    let mut decoder = ImageReader::new(Cursor::new(file)).with_guessed_format().ok()?.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let (width, height) = (i64::from(width), i64::from(height));
    let lies = matches!(
        decoder.orientation().ok()?,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    Some(if lies { (height, width) } else { (width, height) })
}

async fn fetch(state: &State, fetcher: &PictureFetcher, address: &str) -> Result<Picture, StoreError> {
    let file = match fetcher.fetch(address).await {
        Ok(file) => file,
        Err(error) => return Ok(Picture::Missing(format!("The picture is left out: {error}"))),
    };
    let picture = outcome(store_picture(state, file).await.map(|picture| picture.id))?;
    if let Picture::Stored(id) = picture {
        let mut tx = state.db.begin().await?;
        imports::insert_fetched_picture(&mut tx, address, id, state.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(picture)
}

fn outcome(stored: Result<ImageId, AddPictureError>) -> Result<Picture, StoreError> {
    match stored {
        Ok(id) => Ok(Picture::Stored(id)),
        Err(AddPictureError::Refused(problem)) => {
            Ok(Picture::Missing(format!("The picture is left out: {}", problem.message())))
        }
        Err(AddPictureError::Store(error)) => Err(error),
        Err(error) => {
            tracing::error!(%error, "a picture of an import was not stored");
            Ok(Picture::Missing("The picture could not be stored.".into()))
        }
    }
}
