//! What a file's numbers mean as colors: told in sRGB, which browsers take every picture without a profile for.

use image::DynamicImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, Transform8BitExecutor, TransformOptions};

/// Profiles of primaries and curves have some kilobytes. What is larger has tables, which are not read.
const MAX_PROFILE_BYTES: usize = 1024 * 1024;

/// Where the number of tags stands in a profile, and where the tags begin (ICC.1:2022, 7.2 and 7.3).
const COUNT: usize = 128;
const TAGS: usize = 132;
const TAG_BYTES: usize = 12;
/// What primaries and curves are in.
const WANTED: [&[u8]; 6] = [b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"];

/// Pixels that are turned at once.
const AT_ONCE: usize = 16 * 1024;
/// Steps along each channel where a profile is held against sRGB.
const PROBES: [u8; 6] = [0, 51, 102, 153, 204, 255];

/// Turns a picture of eight bits a channel into sRGB, if its ICC profile describes another space of red, green and blue
/// by primaries and curves, as those of cameras, phones and editors do. Colors that sRGB has not become the nearest by
/// channel. A broken profile counts as none; so do those of gray and of printers.
pub fn to_srgb(picture: &mut DynamicImage, icc: &[u8]) {
    let (layout, pixels): (_, &mut [u8]) = match picture {
        DynamicImage::ImageRgb8(picture) => (Layout::Rgb, picture),
        DynamicImage::ImageRgba8(picture) => (Layout::Rgba, picture),
        _ => return,
    };
    let Some(profile) = read(icc) else { return };
    let turner = |layout| {
        let turner =
            profile.create_transform_8bit(layout, &ColorProfile::new_srgb(), layout, TransformOptions::default());
        turner.ok()
    };
    if turner(Layout::Rgb).is_none_or(|turner| keeps_colors(turner.as_ref())) {
        return;
    }
    let Some(turner) = turner(layout) else { return };
    let mut before = Vec::new();
    for part in pixels.chunks_mut(AT_ONCE * layout.channels()) {
        before.clear();
        before.extend_from_slice(part);
        if turner.transform(&before, part).is_err() {
            // Of a length that is not whole pixels, which pictures do not have.
            return;
        }
    }
}

fn read(icc: &[u8]) -> Option<ColorProfile> {
    let profile = ColorProfile::new_from_slice(&bare(icc)?).ok()?;
    let is_known = profile.pcs == DataColorSpace::Xyz && profile.is_matrix_shaper();
    is_known.then_some(profile)
}

/// A profile without the tags that are not wanted, and each of the others once: a hostile one could name a table of
/// megabytes a hundred thousand times.
fn bare(icc: &[u8]) -> Option<Vec<u8>> {
    if icc.len() > MAX_PROFILE_BYTES {
        return None;
    }
    let mut profile = icc.to_vec();
    let count = u32::from_be_bytes(profile.get(COUNT..TAGS)?.try_into().ok()?);
    let mut wanted = WANTED.to_vec();
    let tags = profile.get_mut(TAGS..)?.chunks_exact_mut(TAG_BYTES);
    for tag in tags.take(usize::try_from(count).ok()?) {
        let (name, _) = tag.split_at_mut_checked(4)?;
        match wanted.iter().position(|wanted| *wanted == name) {
            Some(place) => {
                wanted.swap_remove(place);
            }
            None => name.fill(0),
        }
    }
    Some(profile)
}

/// Whether a profile is sRGB by another name, up to rounding: most pictures say so, and stay as they are.
fn keeps_colors(turner: &Transform8BitExecutor) -> bool {
    let grid: Vec<u8> = PROBES
        .into_iter()
        .flat_map(|red| {
            PROBES.into_iter().flat_map(move |green| PROBES.into_iter().flat_map(move |blue| [red, green, blue]))
        })
        .collect();
    let mut turned = vec![0; grid.len()];
    turner.transform(&grid, &mut turned).is_ok() && grid.iter().zip(&turned).all(|(a, b)| a.abs_diff(*b) <= 1)
}
