//! Files that are made to hurt: refused with a reason, and without the memory they ask for.

use super::{colors::png_with_a_folded_profile, contains, file, metadata::chunk, picture, product, served, show};
use crate::support::{TempDir, TestShop};
use image::{ExtendedColorType, ImageEncoder, ImageFormat, codecs::png::PngEncoder};
use tradewind::{
    domain::forms::Problem,
    server::services::add_picture::{AddPictureError, store_picture},
};

const MEBIBYTE: u64 = 1024 * 1024;
const TOO_MANY_PIXELS: Problem = Problem::TooManyPixels(40);

/// A true picture of so many pixels, which compress to nearly nothing.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut png = Vec::new();
    let pixels = vec![0; (width * height) as usize];
    PngEncoder::new(&mut png).write_image(&pixels, width, height, ExtendedColorType::L8).expect("a PNG");
    png
}

/// An animation of so many frames.
fn gif(frames: usize) -> Vec<u8> {
    let one = file(&picture(64, 64, 1), ImageFormat::Gif);
    // Header and screen, then what is drawn, then the end.
    let (start, frame) = (&one[..13], &one[13..one.len() - 1]);
    [start, &frame.repeat(frames), b";"].concat()
}

/// A small screen, on which a frame of 60,000 x 60,000 pixels is drawn.
fn gif_with_a_giant_frame() -> Vec<u8> {
    let mut gif = file(&picture(8, 8, 1), ImageFormat::Gif);
    let place = gif.windows(9).rposition(|part| part == [0x2c, 0, 0, 0, 0, 8, 0, 8, 0]).expect("an image descriptor");
    gif[place + 5..place + 9].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
    gif
}

/// A WebP whose canvas is said to be 16,384 pixels in each direction.
fn webp_claiming_a_giant_canvas() -> Vec<u8> {
    let edge = 16_383_u32.to_le_bytes();
    let plain = file(&picture(8, 8, 1), ImageFormat::WebP);
    let canvas = [&b"VP8X\x0a\0\0\0\0\0\0\0"[..], &edge[..3], &edge[..3]].concat();
    let body = [&b"WEBP"[..], &canvas, &plain[12..]].concat();
    [&b"RIFF"[..], &u32::try_from(body.len()).expect("short").to_le_bytes(), &body].concat()
}

/// So many zeros, deflated: a PNG's own data is such a block.
fn folded_zeros(edge: u32) -> Vec<u8> {
    let zeros = bomb(edge, edge);
    let at = zeros.windows(4).position(|part| part == b"IDAT").expect("data");
    let length = u32::from_be_bytes(zeros[at - 4..at].try_into().expect("four bytes")) as usize;
    zeros[at + 4..at + 4 + length].to_vec()
}

/// A PNG with a text that unfolds to far more than it is.
fn png_with_a_folded_text() -> Vec<u8> {
    let mut png = file(&picture(8, 8, 1), ImageFormat::Png);
    let folded = [&b"Comment\0\0"[..], &folded_zeros(6_000)].concat();
    png.splice(33..33, chunk(b"zTXt", &folded));
    png
}

/// What became of a file in a process of its own, and the most memory that it held, in bytes.
fn in_another_process(bytes: &[u8]) -> (String, u64) {
    let folder = TempDir::create();
    let path = folder.path().join("picture");
    std::fs::write(&path, bytes).expect("a file");
    let child = std::process::Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "media::hostile::a_process_of_its_own_takes_the_picture", "--nocapture"])
        .env("TRADEWIND_TEST_PICTURE", &path)
        .output()
        .expect("another process");
    let said = String::from_utf8_lossy(&child.stdout).into_owned();
    let line = said.lines().find_map(|line| line.split_once("RESULT ")).unwrap_or_else(|| panic!("{said} {child:?}")).1;
    let (peak, result) = line.split_once(' ').expect("two words");
    (result.to_owned(), peak.parse::<u64>().expect("a number") * 1024)
}

/// The other side of [`in_another_process`]; alone, it has nothing to do.
#[tokio::test]
async fn a_process_of_its_own_takes_the_picture() {
    let Some(path) = std::env::var_os("TRADEWIND_TEST_PICTURE") else { return };
    let shop = TestShop::sqlite().await;
    let result = store_picture(&shop.state, std::fs::read(path).expect("a file").into()).await;
    let status = std::fs::read_to_string("/proc/self/status").expect("a process on Linux");
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak").trim().trim_end_matches(" kB");
    match result {
        Ok(_) => println!("RESULT {peak} taken"),
        Err(error) => println!("RESULT {peak} {error}"),
    }
}

#[test]
fn bombs_and_giants_are_refused_in_little_memory() {
    let (taken, usual) = in_another_process(&file(&picture(64, 64, 1), ImageFormat::Png));
    assert_eq!(taken, "taken");
    let pixels = format!("the picture is refused: {TOO_MANY_PIXELS:?}");
    let broken = format!("the picture is refused: {:?}", Problem::NotAnImage);
    for (name, bytes, expected) in [
        ("a picture of 100 megapixels", bomb(10_000, 10_000), &[pixels.as_str()][..]),
        ("a WebP with a giant canvas", webp_claiming_a_giant_canvas(), &[&pixels, &broken]),
        ("a GIF with a giant frame", gif_with_a_giant_frame(), &[&pixels, &broken]),
        // Only the first frame is looked at.
        ("a GIF with 4,000 frames", gif(4_000), &["taken"]),
        ("a PNG with a text that unfolds", png_with_a_folded_text(), &["taken", &broken]),
        ("a PNG with a profile that unfolds", png_with_a_folded_profile(&folded_zeros(8_000)), &["taken"]),
        ("a PNG with a profile that unfolds a little", png_with_a_folded_profile(&folded_zeros(4_000)), &["taken"]),
    ] {
        let (result, peak) = in_another_process(&bytes);
        assert!(expected.contains(&result.as_str()), "{name}: {result}");
        let more = peak.saturating_sub(usual);
        let allowed = 64 * MEBIBYTE + 2 * bytes.len() as u64;
        assert!(more < allowed, "{name} of {} bytes took {} MiB more", bytes.len(), more / MEBIBYTE);
    }
}

#[test]
fn the_largest_picture_that_is_taken_stays_within_its_memory() {
    let (result, peak) = in_another_process(&bomb(8_000, 5_000));
    assert_eq!(result, "taken");
    assert!(peak < 640 * MEBIBYTE, "it took {} MiB", peak / MEBIBYTE);
}

on_both! {
    async fn a_file_that_ends_too_early_is_refused(shop: TestShop) {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
            let whole = file(&picture(400, 300, 1), format);
            for share in [2, 5, 9] {
                let cut = whole[..whole.len() * share / 10].to_vec();
                let refused = store_picture(&shop.state, cut.into()).await;
                assert!(
                    matches!(refused, Err(AddPictureError::Refused(Problem::NotAnImage))),
                    "{share} tenths of a {format:?}: {refused:?}"
                );
            }
        }
        assert_eq!(shop.count("image").await, 0);
    }

    async fn of_a_picture_that_is_something_else_as_well_only_the_picture_is_served(shop: TestShop) {
        const FOREIGN: [&[u8]; 3] = [b"<script>alert(1)</script>", b"PK\x03\x04evil.js", b"*/=1;alert(document.cookie)//"];
        for (index, format) in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP].into_iter().enumerate() {
            let title = format!("Polyglot {index}");
            let thing = product(&shop, &title).await;
            let mut bytes = file(&picture(200, 160, index as u8), format);
            bytes.extend(FOREIGN.concat());
            show(&shop, thing, bytes).await;
            for file in served(&shop, &format!("polyglot-{index}")).await {
                for foreign in FOREIGN {
                    assert!(!contains(&file, foreign), "{format:?}");
                }
                assert!(file.starts_with(b"RIFF") && &file[8..12] == b"WEBP");
            }
        }
        // What was sent is kept, and nobody gets at it.
        for file in std::fs::read_dir(shop.data.path().join("media")).expect("the media folder") {
            let name = file.expect("a file").file_name().into_string().expect("a name");
            let status = shop.visitor().get(&format!("/media/{name}")).await.status;
            assert_eq!(status, if name.ends_with(".webp") { 200 } else { 404 }, "{name}");
        }
    }
}
