//! From a file that somebody sent to renditions that may be served.

use super::{AddPictureError, colors};
use crate::domain::{forms::Problem, picture::rendition_widths};
use bytes::Bytes;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits, imageops::FilterType};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// Largest file.
pub const MAX_BYTES: usize = MAX_MEBIBYTES as usize * 1024 * 1024;
const MAX_MEBIBYTES: u32 = 20;

/// Most pixels: a file of a few kilobytes can unfold to gigabytes.
const MAX_MEGAPIXELS: u32 = 40;
/// Most pixels along an edge.
const MAX_EDGE: u32 = 12_000;
/// Four bytes a pixel, and room for what decoders keep beside it.
const MAX_MEMORY: u64 = 512 * 1024 * 1024;
/// What a PNG's profile and texts may unfold to: many times what cameras and editors write.
const MAX_METADATA: u64 = 12 * 1024 * 1024;

/// Of 100: where differences stop being visible in product pictures.
const QUALITY: f32 = 82.0;

/// A picture ready to be stored.
#[derive(Debug)]
pub struct Rendered {
    /// SHA-256 of the upright pixels in hex: the same picture has the same, whatever file it came in.
    pub hash: String,
    pub width: i64,
    pub height: i64,
    pub renditions: Vec<Rendition>,
}

#[derive(Debug)]
pub struct Rendition {
    pub width: i64,
    pub height: i64,
    pub webp: Bytes,
}

/// Decodes a JPEG, PNG, WebP or GIF file (of an animation the first picture), turns it upright as
/// its metadata says, turns its colors into sRGB as its profile says, and encodes it at the widths that it reaches.
/// Nothing but pixels is kept.
pub(super) fn render(file: &[u8]) -> Result<Rendered, AddPictureError> {
    let picture = decode(file).map_err(AddPictureError::Refused)?;
    let (width, height) = (i64::from(picture.width()), i64::from(picture.height()));
    let mut renditions = Vec::new();
    // From the largest down, each made from the one before: a fraction of the work, and no visible difference.
    let mut larger = picture;
    let hash = hash(&larger);
    for width in rendition_widths(width).into_iter().rev() {
        larger = narrowed(larger, width);
        renditions.push(encode(&larger)?);
    }
    renditions.reverse();
    Ok(Rendered { hash, width, height, renditions })
}

fn decode(file: &[u8]) -> Result<DynamicImage, Problem> {
    if file.len() > MAX_BYTES {
        return Err(Problem::TooManyBytes(MAX_MEBIBYTES));
    }
    let broken = |error| match error {
        ImageError::Limits(_) => Problem::TooManyPixels(MAX_MEGAPIXELS),
        _ => Problem::NotAnImage,
    };
    if is_cut_jpeg(file) {
        return Err(Problem::NotAnImage);
    }
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| Problem::NotAnImage)?;
    // The size is checked by hand below, so that a large picture is told from a broken one.
    let limits = |bytes| {
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(bytes);
        limits
    };
    // PNGs are read up to their pixels by these limits.
    reader.limits(limits(MAX_METADATA));
    let mut decoder = reader.into_decoder().map_err(broken)?;
    decoder.set_limits(limits(MAX_MEMORY)).map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > u64::from(MAX_MEGAPIXELS) * 1_000_000 || width.max(height) > MAX_EDGE {
        return Err(Problem::TooManyPixels(MAX_MEGAPIXELS));
    }
    let orientation = decoder.orientation().map_err(broken)?;
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    // Encoders and the resizer know eight bits a channel.
    picture = if picture.color().has_alpha() { picture.into_rgba8().into() } else { picture.into_rgb8().into() };
    if let Some(profile) = profile {
        colors::to_srgb(&mut picture, &profile);
    }
    Ok(picture)
}

/// A JPEG that ends before the mark of its end: decoders fill what is missing with gray.
///
/// Walks along its segments (ITU-T T.81, B.1.1): what stands behind the end, such as the film of a moving photo, counts
/// for nothing.
fn is_cut_jpeg(file: &[u8]) -> bool {
    const START: u8 = 0xd8;
    const END: u8 = 0xd9;
    const DATA: u8 = 0xda;
    let byte = |at: usize| file.get(at).copied();
    if !file.starts_with(&[0xff, START, 0xff]) {
        return false;
    }
    let mut at = 2;
    loop {
        match (byte(at), byte(at + 1)) {
            (Some(0xff), Some(END)) => return false,
            // Padding, and marks without a length: restarts and the like.
            (Some(0xff), Some(0xff)) => at += 1,
            (Some(0xff), Some(0x01 | 0xd0..=0xd7)) => at += 2,
            (Some(0xff), Some(mark)) => {
                let (Some(high), Some(low)) = (byte(at + 2), byte(at + 3)) else { return true };
                at += 2 + usize::from(u16::from_be_bytes([high, low]));
                if mark == DATA {
                    let is_mark = |pair: &[u8]| matches!(pair, [0xff, mark] if !matches!(mark, 0 | 0xd0..=0xd7 | 0xff));
                    let next = file.get(at..).and_then(|data| data.windows(2).position(is_mark));
                    let Some(next) = next else { return true };
                    at += next;
                }
            }
            // No segment: the decoder knows what to make of it.
            (Some(_), _) => return false,
            (None, _) => return true,
        }
    }
}

fn narrowed(picture: DynamicImage, width: i64) -> DynamicImage {
    let columns = u32::try_from(width).unwrap_or(u32::MAX).clamp(1, picture.width());
    if columns == picture.width() {
        return picture;
    }
    let rows = u64::from(picture.height()) * u64::from(columns) / u64::from(picture.width());
    let rows = u32::try_from(rows).unwrap_or(u32::MAX).max(1);
    picture.resize_exact(columns, rows, FilterType::CatmullRom)
}

fn encode(picture: &DynamicImage) -> Result<Rendition, AddPictureError> {
    let layout = if picture.color().has_alpha() { webp::PixelLayout::Rgba } else { webp::PixelLayout::Rgb };
    let encoder = webp::Encoder::new(picture.as_bytes(), layout, picture.width(), picture.height());
    let encoded = encoder.encode_simple(false, QUALITY);
    let encoded = encoded.map_err(|error| AddPictureError::Rendering(format!("{error:?}")))?;
    let (width, height) = (i64::from(picture.width()), i64::from(picture.height()));
    Ok(Rendition { width, height, webp: Bytes::copy_from_slice(&encoded) })
}

fn hash(picture: &DynamicImage) -> String {
    let mut hasher = Sha256::new();
    hasher.update(picture.width().to_be_bytes());
    hasher.update(picture.height().to_be_bytes());
    hasher.update([picture.color().channel_count()]);
    hasher.update(picture.as_bytes());
    hex::encode(hasher.finalize())
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
