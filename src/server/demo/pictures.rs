//! The demo shop's pictures: drawn, made into PNG files, and handed to the shop like any upload.

use super::{
    art::{self, Form, View},
    catalog::Product,
};
use crate::server::{
    random, rendering,
    services::{
        add_picture::{AddPictureError, PictureFiles, StoredPicture, note_picture, store_files},
        unused_media,
    },
    state::State,
};
use bytes::Bytes;
use image::{
    DynamicImage, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

/// A picture of a product in one of its colors.
#[derive(Debug)]
pub struct ProductPicture {
    pub stored: StoredPicture,
    pub alt: String,
    /// Index of the color it shows; `None` stands for all of them.
    pub color: Option<usize>,
}

/// How large the pictures are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawnSize {
    Full,
    /// A twentieth in each direction, in a moment: for tests, which look at everything but the pictures.
    Small,
}

impl DrawnSize {
    const fn scale(self) -> f32 {
        match self {
            Self::Full => 1.0,
            Self::Small => 0.05,
        }
    }
}

/// The colors of a product with their names, in its order: "#rrggbb" and "Navy".
pub type Colors<'a> = Vec<(&'a str, &'a str)>;

/// Every color from the front and close up, and the first one in use.
pub async fn add_product_pictures(
    state: &State,
    product: &Product,
    colors: &Colors<'_>,
    variation: u32,
    size: DrawnSize,
) -> Result<Vec<ProductPicture>, AddPictureError> {
    let Some(form) = Form::parse(&product.picture) else { return Ok(Vec::new()) };
    let alt = &product.alt;
    let mut wanted = Vec::new();
    for (index, (hex, name)) in colors.iter().enumerate() {
        let name = name.to_lowercase();
        wanted.push((View::Front, *hex, Some(index), format!("{alt}, {name}")));
        wanted.push((View::Detail, *hex, Some(index), format!("{alt}, {name}, close up")));
        if index == 0 {
            wanted.push((View::InUse, *hex, None, format!("{alt}, in use")));
        }
    }
    let pictures = wanted.into_iter().map(|(view, color, shows, alt)| async move {
        let (accent, material) = (product.accent.as_str(), product.material.as_str());
        let svg = art::draw(&art::Picture { form, view, color, accent, material, variation });
        Ok(ProductPicture { stored: add(state, svg, size).await?, alt, color: shows })
    });
    futures::future::try_join_all(pictures).await
}

/// A category's picture; none for one that nothing was drawn for.
pub async fn add_category_picture(
    state: &State,
    slug: &str,
    size: DrawnSize,
) -> Result<StoredPicture, AddPictureError> {
    add(state, art::category(slug), size).await
}

/// The wide picture of the front page, by day and in the evening.
pub async fn add_hero(state: &State, dark: bool, size: DrawnSize) -> Result<StoredPicture, AddPictureError> {
    add(state, art::hero(dark), size).await
}

/// A picture for products that are only there in numbers.
pub async fn add_plain_picture(state: &State, form: Form, color: &str) -> Result<StoredPicture, AddPictureError> {
    let picture = art::Picture { form, view: View::Front, color, accent: "#c2512f", material: "canvas", variation: 1 };
    add(state, art::draw(&picture), DrawnSize::Full).await
}

/// Drawing takes seconds a picture, so what was drawn once is remembered beside the pictures.
async fn add(state: &State, svg: String, size: DrawnSize) -> Result<StoredPicture, AddPictureError> {
    let of_size = if size == DrawnSize::Small { "small-" } else { "" };
    let memo = format!("drawn-{of_size}{}.json", random::token_hash(&svg));
    if let Some(known) = state.media.get(&memo).await?
        && let Ok(files) = serde_json::from_slice::<PictureFiles>(&known)
        && unused_media::is_whole(
            &state.media,
            &files.hash,
            &files.renditions.iter().map(|row| row.width).collect::<Vec<_>>(),
        )
        .await?
    {
        return note_picture(state, &files).await;
    }
    let files = store_files(state, Bytes::from(draw_off_thread(state, svg, size).await?)).await?;
    state.media.put(&memo, Bytes::from(serde_json::to_vec(&files).unwrap_or_default())).await?;
    note_picture(state, &files).await
}

async fn draw_off_thread(state: &State, svg: String, size: DrawnSize) -> Result<Vec<u8>, AddPictureError> {
    let drawn = rendering::render(state, move || png(&svg, size)).await;
    drawn.map_err(|error| AddPictureError::Rendering(error.to_string()))?
}

fn png(svg: &str, size: DrawnSize) -> Result<Vec<u8>, AddPictureError> {
    let failed = |error: &dyn std::fmt::Display| AddPictureError::Rendering(error.to_string());
    let tree = Tree::from_str(svg, &Options::default()).map_err(|error| failed(&error))?;
    let scale = size.scale();
    let size = tree.size().to_int_size().scale_by(scale).ok_or_else(|| failed(&"a drawing without size"))?;
    let mut pixmap = Pixmap::new(size.width(), size.height()).ok_or_else(|| failed(&"a drawing without size"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    // The drawings cover their ground, so nothing is lost with the transparency.
    let pixels = RgbaImage::from_raw(size.width(), size.height(), pixmap.take()).map(DynamicImage::from);
    let pixels = pixels.ok_or_else(|| failed(&"a drawing without pixels"))?.into_rgb8();
    let mut file = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut file, CompressionType::Fast, FilterType::Up);
    pixels.write_with_encoder(encoder).map_err(|error| failed(&error))?;
    Ok(file)
}
