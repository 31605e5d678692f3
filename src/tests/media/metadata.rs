//! Nothing but pixels is ever served.

use super::{contains, file, picture, product, served, show};
use image::ImageFormat;

/// A word for every place in a file where words can be.
const PLACES: [&str; 5] = ["GPS-53.5511N", "ICC-profile", "XMP-packet", "PNG-text", "COMMENT"];

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a short segment").to_be_bytes();
    [&[0xff, marker, length[0], length[1]][..], content].concat()
}

/// A JPEG with Exif that says "turn right" and where it was taken, XMP, an ICC profile and a comment.
fn jpeg() -> Vec<u8> {
    let mut exif =
        b"Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x0e\x01\x02\0\x0d\0\0\0\x26\0\0\0\0\0\0\0"
            .to_vec();
    exif.extend(b"GPS-53.5511N\0");
    let mut jpeg = file(&picture(300, 200, 1), ImageFormat::Jpeg);
    let more = [
        segment(0xe1, &exif),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>XMP-packet</x:xmpmeta>"),
        segment(0xe2, b"ICC_PROFILE\0\x01\x01ICC-profile"),
        segment(0xfe, b"COMMENT <script>alert(1)</script>"),
    ];
    jpeg.splice(2..2, more.concat());
    jpeg
}

/// The checksum of PNG chunks (ISO 3309).
pub fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| (0..8).fold(crc, |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 });
    !bytes.iter().fold(u32::MAX, |crc, byte| (crc >> 8) ^ step((crc ^ u32::from(*byte)) & 0xff))
}

pub fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let body = [&kind[..], content].concat();
    let length = u32::try_from(content.len()).expect("a short chunk").to_be_bytes();
    [&length[..], &body, &crc32(&body).to_be_bytes()].concat()
}

/// A PNG with text chunks, Exif and XMP.
fn png() -> Vec<u8> {
    let mut png = file(&picture(300, 200, 2), ImageFormat::Png);
    let more = [
        chunk(b"tEXt", b"Comment\0PNG-text COMMENT"),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>XMP-packet</x:xmpmeta>"),
        chunk(b"eXIf", b"II*\0\x08\0\0\0\x01\0\x0e\x01\x02\0\x0d\0\0\0\x1a\0\0\0\0\0\0\0GPS-53.5511N\0"),
    ];
    // Behind the header, which is 25 bytes after the signature.
    png.splice(33..33, more.concat());
    png
}

/// A WebP with Exif, XMP and an ICC profile around its picture.
fn webp() -> Vec<u8> {
    let plain = file(&picture(300, 200, 3), ImageFormat::WebP);
    let part = |kind: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len()).expect("short").to_le_bytes();
        let padding = vec![0; content.len() % 2];
        [&kind[..], &length[..], content, &padding].concat()
    };
    let (width, height) = (299_u32.to_le_bytes(), 199_u32.to_le_bytes());
    let canvas = [&[0x2c, 0, 0, 0][..], &width[..3], &height[..3]].concat();
    let body = [
        &b"WEBP"[..],
        &part(b"VP8X", &canvas),
        &part(b"ICCP", b"ICC-profile"),
        &plain[12..],
        &part(b"EXIF", b"II*\0\x08\0\0\0\0\0GPS-53.5511N"),
        &part(b"XMP ", b"<x:xmpmeta>XMP-packet</x:xmpmeta>"),
    ]
    .concat();
    [&b"RIFF"[..], &u32::try_from(body.len()).expect("short").to_le_bytes(), &body].concat()
}

on_both! {
    async fn where_a_picture_was_taken_stays_with_whoever_took_it(shop: TestShop) {
        for (title, bytes) in [("Jpeg", jpeg()), ("Png", png()), ("Webp", webp())] {
            assert!(PLACES.iter().any(|word| contains(&bytes, word.as_bytes())), "{title} carries something");
            let thing = product(&shop, title).await;
            show(&shop, thing, bytes).await;
            for file in served(&shop, &title.to_lowercase()).await {
                for word in PLACES.iter().copied().chain(["Exif", "EXIF", "ICCP", "XMP ", "<script"]) {
                    assert!(!contains(&file, word.as_bytes()), "{word} is left of the {title}");
                }
                let decoded = image::load_from_memory_with_format(&file, ImageFormat::WebP).expect("a picture");
                // Only the JPEG said that it lies on its side.
                assert_eq!(decoded.width() < decoded.height(), title == "Jpeg", "{title} stands the right way");
            }
        }
    }
}
