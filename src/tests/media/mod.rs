//! Pictures from the upload to the last file that goes: what is refused, what is kept, where, and for how long.

mod colors;
mod hostile;
mod metadata;
mod s3;
mod unused;

use crate::support::TestShop;
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;
use tradewind::{
    domain::ids::ProductId,
    server::services::{
        add_product::{NewProduct, add_product},
        product_pictures,
    },
};

/// A picture that differs from those of other shades.
fn picture(width: u32, height: u32, shade: u8) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, shade])).into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).expect("a file");
    file.into_inner()
}

fn png(shade: u8) -> Vec<u8> {
    file(&picture(420, 500, shade), ImageFormat::Png)
}

async fn product(shop: &TestShop, title: &str) -> ProductId {
    add_product(&shop.state, "test", NewProduct::simple(title, 100, 1)).await.expect("a product")
}

async fn show(shop: &TestShop, product: ProductId, file: Vec<u8>) {
    product_pictures::add(&shop.state, "test", product, file.into(), "A thing").await.expect("a picture");
}

/// What a visitor gets of a product's only picture, in every width.
async fn served(shop: &TestShop, slug: &str) -> Vec<Vec<u8>> {
    let page = shop.visitor().get(&format!("/p/{slug}")).await.expect(200).body;
    let mut files = Vec::new();
    for (at, _) in page.match_indices("/media/") {
        let path: String = page[at..].chars().take_while(|char| !char.is_whitespace() && *char != '"').collect();
        if let Some(path) = path.strip_suffix(".webp") {
            let answer = reqwest::get(format!("{}{path}.webp", shop.url)).await.expect("an answer");
            assert_eq!(answer.headers()["content-type"], "image/webp");
            assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
            files.push(answer.bytes().await.expect("a file").to_vec());
        }
    }
    assert!(!files.is_empty(), "no picture in {page}");
    files
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
