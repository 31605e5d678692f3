use super::*;
use image::{ImageFormat, Rgb, RgbImage, metadata::Orientation};

fn picture(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x % 251) as u8, (y % 241) as u8, 90])).into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn refused(file: &[u8]) -> Problem {
    match render(file) {
        Err(AddPictureError::Refused(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

/// A PNG that says it has so many pixels, and has none.
fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut png = file(&picture(8, 8), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    png
}

/// The checksum of PNG chunks (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| (0..8).fold(crc, |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 });
    !bytes.iter().fold(u32::MAX, |crc, byte| (crc >> 8) ^ step((crc ^ u32::from(*byte)) & 0xff))
}

#[test]
fn every_format_is_rendered_to_the_widths_it_reaches() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let rendered = render(&file(&picture(900, 600), format)).unwrap();
        let sizes: Vec<_> = rendered.renditions.iter().map(|rendition| (rendition.width, rendition.height)).collect();
        assert_eq!(sizes, [(160, 106), (400, 266), (800, 533)], "{format:?}");
        for rendition in rendered.renditions {
            let decoded = image::load_from_memory_with_format(&rendition.webp, ImageFormat::WebP).unwrap();
            assert_eq!(i64::from(decoded.width()), rendition.width);
        }
    }
}

#[test]
fn a_small_picture_keeps_its_size() {
    let rendered = render(&file(&picture(90, 10), ImageFormat::Png)).unwrap();
    assert_eq!((rendered.width, rendered.height, rendered.renditions.len()), (90, 10, 1));
}

#[test]
fn files_that_are_no_pictures_are_refused() {
    let cut = &file(&picture(200, 200), ImageFormat::Png)[..80];
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    for file in [&b""[..], b"GIF89a", b"<html></html>", b"\xff\xd8\xff\xe0 not a jpeg", svg, cut] {
        assert_eq!(refused(file), Problem::NotAnImage, "{}", String::from_utf8_lossy(file));
    }
}

#[test]
fn a_decompression_bomb_is_refused_before_it_unfolds() {
    for (width, height) in [(30_000, 30_000), (12_001, 10), (2_000_000_000, 1), (8_000, 8_000)] {
        assert_eq!(refused(&png_claiming(width, height)), Problem::TooManyPixels(MAX_MEGAPIXELS), "{width}x{height}");
    }
    assert_eq!(refused(&vec![0; MAX_BYTES + 1]), Problem::TooManyBytes(MAX_MEBIBYTES));
}

#[test]
fn a_picture_taken_sideways_stands_upright_and_its_metadata_is_gone() {
    // JPEG with an Exif segment: little-endian TIFF, one entry, orientation 6 (turn right).
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let mut segment = vec![0xff, 0xe1, length[0], length[1]];
    segment.append(&mut exif);
    let mut jpeg = file(&picture(300, 200), ImageFormat::Jpeg);
    jpeg.splice(2..2, segment);
    let rendered = render(&jpeg).unwrap();
    assert_eq!((rendered.width, rendered.height), (200, 300));
    assert!(Orientation::from_exif(6).is_some());
    for rendition in rendered.renditions {
        assert!(!rendition.webp.windows(4).any(|bytes| bytes == b"EXIF" || bytes == b"Exif"));
    }
}

#[test]
fn the_same_picture_has_the_same_name_in_any_lossless_file() {
    let hash = |format| render(&file(&picture(64, 64), format)).unwrap().hash;
    assert_eq!(hash(ImageFormat::Png), hash(ImageFormat::WebP));
    let other = render(&file(&picture(64, 65), ImageFormat::Png)).unwrap().hash;
    assert_ne!(hash(ImageFormat::Png), other);
}
