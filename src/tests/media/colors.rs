//! Colors come out as the file's profile means them.

use super::{file, metadata::chunk, picture, product, served, show};
use crate::support::TestShop;
use image::{
    DynamicImage, ImageEncoder, ImageFormat, Rgba, RgbaImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder},
};
use moxcms::ColorProfile;
use std::time::Duration;
use tradewind::server::services::add_picture::store_picture;

/// Longer than any profile takes, shorter than one that is read as often as it asks for.
const SOON: Duration = Duration::from_secs(20);

fn flat([red, green, blue]: [u8; 3]) -> DynamicImage {
    RgbaImage::from_pixel(200, 250, Rgba([red, green, blue, 255])).into()
}

fn profiled(picture: &DynamicImage, format: ImageFormat, icc: &[u8]) -> Vec<u8> {
    fn write(mut encoder: impl ImageEncoder, icc: &[u8], pixels: &[u8], size: (u32, u32)) {
        encoder.set_icc_profile(icc.to_vec()).expect("a format with profiles");
        encoder.write_image(pixels, size.0, size.1, image::ExtendedColorType::Rgb8).expect("a file");
    }
    let mut file = Vec::new();
    let (rgb, width, height) = (picture.to_rgb8(), picture.width(), picture.height());
    match format {
        ImageFormat::Jpeg => write(JpegEncoder::new_with_quality(&mut file, 100), icc, &rgb, (width, height)),
        ImageFormat::WebP => write(WebPEncoder::new_lossless(&mut file), icc, &rgb, (width, height)),
        _ => write(PngEncoder::new(&mut file), icc, &rgb, (width, height)),
    }
    file
}

fn display_p3() -> Vec<u8> {
    ColorProfile::new_display_p3().encode().expect("a profile")
}

/// What a visitor sees in the middle of every rendition of a product.
async fn shown(shop: &TestShop, slug: &str) -> Vec<[u8; 3]> {
    let middle = |file: &Vec<u8>| {
        let picture = image::load_from_memory(file).expect("a picture").to_rgb8();
        picture.get_pixel(picture.width() / 2, picture.height() / 2).0
    };
    served(shop, slug).await.iter().map(middle).collect()
}

/// Rounding, and what WebP loses.
fn is_close(seen: [u8; 3], expected: [u8; 3]) -> bool {
    seen.iter().zip(expected).all(|(seen, expected)| seen.abs_diff(expected) <= 6)
}

/// A profile whose table of tags names a description as often as it can, each with a thousand texts that are all the
/// same megabyte, and then a table of colors.
fn endless_profile() -> Vec<u8> {
    const TAGS: u32 = 40_000;
    let mut profile = display_p3();
    profile.truncate(128);
    profile.extend(TAGS.to_be_bytes());
    let texts = 132 + TAGS * 12;
    for tag in 0..TAGS {
        profile.extend(if tag % 2 == 0 { b"desc" } else { b"A2B0" });
        profile.extend(texts.to_be_bytes());
        profile.extend(400_000_u32.to_be_bytes());
    }
    profile.extend(b"mluc\0\0\0\0");
    profile.extend(1_000_u32.to_be_bytes());
    profile.extend(12_u32.to_be_bytes());
    for _ in 0..1_000 {
        profile.extend(b"enUS");
        profile.extend(380_000_u32.to_be_bytes());
        profile.extend(16_u32.to_be_bytes());
    }
    profile.resize(1_000_000, b'a');
    profile
}

on_both! {
    /// Expected values by the matrices of CSS Color 4 (section 17), computed by hand.
    async fn what_a_profile_calls_a_color_is_shown_as_that_color(shop: TestShop) {
        let (p3, adobe) = (display_p3(), ColorProfile::new_adobe_rgb().encode().expect("a profile"));
        for (index, (profile, stored, expected)) in [
            (&p3, [200, 50, 50], [218, 24, 40]),
            // As red as sRGB can be.
            (&p3, [255, 0, 0], [255, 0, 0]),
            (&p3, [128, 128, 128], [128, 128, 128]),
            (&adobe, [100, 200, 100], [0, 201, 92]),
        ].into_iter().enumerate() {
            for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
                let title = format!("Thing {index} {}", format.extensions_str()[0]);
                let thing = product(&shop, &title).await;
                show(&shop, thing, profiled(&flat(stored), format, profile)).await;
                let slug = title.to_lowercase().replace(' ', "-");
                for seen in shown(&shop, &slug).await {
                    assert!(is_close(seen, expected), "{stored:?} in a {format:?} became {seen:?}, not {expected:?}");
                }
            }
        }
    }

    async fn what_is_srgb_by_another_name_and_what_is_broken_changes_nothing(shop: TestShop) {
        let picture = picture(420, 500, 77);
        let plain = store_picture(&shop.state, file(&picture, ImageFormat::Png).into()).await.expect("a picture");
        let p3 = display_p3();
        let mut gray = p3.clone();
        gray[16..20].copy_from_slice(b"GRAY");
        for (name, icc) in [
            ("sRGB", ColorProfile::new_srgb().encode().expect("a profile")),
            ("half a profile", p3[..p3.len() / 2].to_vec()),
            ("a header alone", p3[..128].to_vec()),
            ("no profile at all", b"<script>alert(1)</script>".to_vec()),
            ("a profile of gray", gray),
        ] {
            let stored = store_picture(&shop.state, profiled(&picture, ImageFormat::Png, &icc).into()).await;
            assert_eq!(stored.expect("a picture"), plain, "{name}");
        }
        let turned = store_picture(&shop.state, profiled(&picture, ImageFormat::Png, &p3).into()).await;
        assert_ne!(turned.expect("a picture"), plain);
    }

    async fn a_profile_without_an_end_is_not_read_to_it(shop: TestShop) {
        let picture = picture(420, 500, 78);
        let plain = store_picture(&shop.state, file(&picture, ImageFormat::Png).into()).await.expect("a picture");
        let hostile = profiled(&picture, ImageFormat::Png, &endless_profile());
        let stored = tokio::time::timeout(SOON, store_picture(&shop.state, hostile.into())).await.expect("in time");
        assert_eq!(stored.expect("a picture"), plain);
    }
}

/// A PNG with a profile that unfolds to so many bytes of zeros, folded into `zeros`.
pub fn png_with_a_folded_profile(zeros: &[u8]) -> Vec<u8> {
    let mut png = file(&picture(8, 8, 1), ImageFormat::Png);
    png.splice(33..33, chunk(b"iCCP", &[&b"Profile\0\0"[..], zeros].concat()));
    png
}
