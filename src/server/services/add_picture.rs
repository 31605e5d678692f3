//! Taking in pictures: checked, rendered to the widths that pages ask for, and stored once.

mod colors;
mod render;

pub use render::MAX_BYTES;
use render::{Rendered, Rendition};

use crate::{
    domain::{forms::Problem, ids::ImageId},
    error::AppError,
    server::{
        gateways::media::FileName,
        rendering,
        services::unused_media,
        state::State,
        store::{
            StoreError, Tx,
            catalog_write::images::{self, RenditionRow},
        },
    },
};
use bytes::Bytes;
use futures::future::try_join_all;
use serde::{Deserialize, Serialize};

/// A picture in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPicture {
    pub id: ImageId,
    /// Names its files.
    pub hash: String,
}

/// What is known of a picture whose files are in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureFiles {
    pub hash: String,
    pub original: RenditionRow,
    pub renditions: Vec<RenditionRow>,
}

/// Why a picture was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AddPictureError {
    /// The file is not a picture, or too large a one.
    #[error("the picture is refused: {0:?}")]
    Refused(Problem),
    #[error("media store: {0}")]
    Media(#[from] object_store::Error),
    #[error("rendering: {0}")]
    Rendering(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AddPictureError> for AppError {
    fn from(error: AddPictureError) -> Self {
        match error {
            AddPictureError::Refused(problem) => Self::field("file", problem),
            AddPictureError::Store(error) => error.into(),
            error => {
                tracing::error!(%error, "a picture was not stored");
                Self::Internal
            }
        }
    }
}

/// Stores a picture and its renditions; the same picture again is the one that is there.
///
/// The files come first: a row without files would be a broken picture, files without a row are
/// merely unused. Something must come to show it within the hour, see [`unused_media`](super::unused_media).
pub async fn store_picture(state: &State, file: Bytes) -> Result<StoredPicture, AddPictureError> {
    let (files, contents) = prepare(state, file).await?;
    put(state, &contents).await?;
    let (tx, stored) = note(state, &files).await?;
    // The same picture may have been deleted meanwhile; with its row in hand, nobody deletes it any more.
    let widths: Vec<i64> = files.renditions.iter().map(|rendition| rendition.width).collect();
    if !unused_media::is_whole(&state.media, &files.hash, &widths).await? {
        put(state, &contents).await?;
    }
    tx.commit().await?;
    Ok(stored)
}

/// Renders a picture and puts its files into the store.
pub async fn store_files(state: &State, file: Bytes) -> Result<PictureFiles, AddPictureError> {
    let (files, contents) = prepare(state, file).await?;
    put(state, &contents).await?;
    Ok(files)
}

type Contents = Vec<(FileName, Bytes)>;

async fn put(state: &State, contents: &Contents) -> Result<(), AddPictureError> {
    let files = contents.iter().map(|(name, bytes)| state.media.put(name.as_str(), bytes.clone()));
    try_join_all(files).await?;
    Ok(())
}

/// Renders a picture: what is to be noted of it, and its files.
async fn prepare(state: &State, file: Bytes) -> Result<(PictureFiles, Contents), AddPictureError> {
    let Rendered { hash, width, height, renditions } = render_off_thread(state, file.clone()).await?;
    let size = |bytes: &Bytes| i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let original = RenditionRow { width, height, bytes: size(&file) };
    let row = |rendition: &Rendition| RenditionRow {
        width: rendition.width,
        height: rendition.height,
        bytes: size(&rendition.webp),
    };
    let rows = renditions.iter().map(row).collect();
    let mut contents = vec![(FileName::original(&hash), file)];
    let of_rendition = |rendition: Rendition| (FileName::rendition(&hash, rendition.width), rendition.webp);
    contents.extend(renditions.into_iter().map(of_rendition));
    Ok((PictureFiles { hash, original, renditions: rows }, contents))
}

/// Notes a picture whose files are in the store.
pub async fn note_picture(state: &State, files: &PictureFiles) -> Result<StoredPicture, AddPictureError> {
    let (tx, stored) = note(state, files).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Notes a picture and keeps hold of its row until the transaction ends.
async fn note(state: &State, files: &PictureFiles) -> Result<(Tx, StoredPicture), AddPictureError> {
    let mut tx = state.db.begin().await?;
    let now = state.clock.now();
    let image = images::insert_image(&mut tx, &files.hash, files.original, &files.renditions, now).await?;
    Ok((tx, StoredPicture { id: image.id, hash: files.hash.clone() }))
}

/// Decoding and encoding take a core for a while, and memory for every pixel.
async fn render_off_thread(state: &State, file: Bytes) -> Result<Rendered, AddPictureError> {
    let rendered = rendering::render(state, move || render::render(&file)).await;
    rendered.map_err(|error| AddPictureError::Rendering(error.to_string()))?
}
