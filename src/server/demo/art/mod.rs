//! The demo shop's product pictures: parametric illustrations as SVG.

mod backpack;
mod beanie;
mod blanket;
mod bottle;
mod bowl;
mod candle;
mod canvas;
mod category;
mod chair;
mod curve;
mod garment;
mod hero;
mod hoodie;
mod jacket;
mod knife;
mod lamp;
mod lantern;
mod mug;
mod notebook;
mod palette;
mod pan;
mod pen;
mod scene;
mod shirt;
mod shoes;
mod soft;
mod surface;
mod sweater;
mod tee;
mod tent;
#[cfg(test)]
mod tests;
mod tote;

use std::str::FromStr;

use canvas::{Canvas, Skin};
use palette::Rgb;
use surface::Surface;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Tee,
    Shirt,
    Hoodie,
    Sweater,
    Beanie,
    Tote,
    Backpack,
    Bottle,
    Mug,
    Pan,
    Lamp,
    Chair,
    Blanket,
    Notebook,
    Candle,
    Tent,
    Shoes,
    Jacket,
    Knife,
    Bowl,
    Pen,
    Lantern,
}

impl Form {
    const NAMES: [(&'static str, Form); 22] = [
        ("tee", Form::Tee),
        ("shirt", Form::Shirt),
        ("hoodie", Form::Hoodie),
        ("sweater", Form::Sweater),
        ("beanie", Form::Beanie),
        ("tote", Form::Tote),
        ("backpack", Form::Backpack),
        ("bottle", Form::Bottle),
        ("mug", Form::Mug),
        ("pan", Form::Pan),
        ("lamp", Form::Lamp),
        ("chair", Form::Chair),
        ("blanket", Form::Blanket),
        ("notebook", Form::Notebook),
        ("candle", Form::Candle),
        ("tent", Form::Tent),
        ("shoes", Form::Shoes),
        ("jacket", Form::Jacket),
        ("knife", Form::Knife),
        ("bowl", Form::Bowl),
        ("pen", Form::Pen),
        ("lantern", Form::Lantern),
    ];

    /// The form of a lower-case name such as `tee`.
    pub fn parse(name: &str) -> Option<Form> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, form)| *form)
    }
}

impl FromStr for Form {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::parse(name).ok_or(())
    }
}

/// From where a picture shows its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Front,
    Detail,
    /// In use, or folded.
    InUse,
}

/// A product picture to draw.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub form: Form,
    pub view: View,
    /// Main color as `#rrggbb`.
    pub color: &'a str,
    /// Second color: trim, handle, cord.
    pub accent: &'a str,
    /// Slug of the material, such as `merino-wool`; it decides the surface.
    pub material: &'a str,
    /// Varies small details, always the same way for the same number.
    pub variation: u32,
}

/// A picture's colors and surface, as the illustrations use them.
#[derive(Clone, Copy)]
struct Kit {
    base: Rgb,
    accent: Rgb,
    surface: Surface,
    variation: u32,
}

impl Kit {
    fn new(color: &str, accent: &str, material: &str, variation: u32) -> Self {
        Kit { base: Rgb::parse(color), accent: Rgb::parse(accent), surface: Surface::of(material), variation }
    }

    /// The skin of a part in the second color.
    fn trim(&self, surface: Surface) -> Skin {
        Skin::new(self.accent, surface)
    }

    /// One of `count` choices; `salt` makes the choices of a form independent.
    fn pick(&self, salt: u32, count: u32) -> u32 {
        let seed = self.variation.wrapping_mul(0x9e37_79b9).wrapping_add(salt.wrapping_mul(0x85eb_ca6b));
        let mixed = (seed ^ (seed >> 16)).wrapping_mul(0x7feb_352d);
        (mixed ^ (mixed >> 15)) % count.max(1)
    }
}

/// An SVG document of 1600 x 2000 units.
pub fn draw(picture: &Picture<'_>) -> String {
    let kit = Kit::new(picture.color, picture.accent, picture.material, picture.variation);
    let mut canvas = Canvas::new(1600, 2000);
    let view = match picture.form {
        Form::Tee => tee::view,
        Form::Shirt => shirt::view,
        Form::Hoodie => hoodie::view,
        Form::Sweater => sweater::view,
        Form::Beanie => beanie::view,
        Form::Tote => tote::view,
        Form::Backpack => backpack::view,
        Form::Bottle => bottle::view,
        Form::Mug => mug::view,
        Form::Pan => pan::view,
        Form::Lamp => lamp::view,
        Form::Chair => chair::view,
        Form::Blanket => blanket::view,
        Form::Notebook => notebook::view,
        Form::Candle => candle::view,
        Form::Tent => tent::view,
        Form::Shoes => shoes::view,
        Form::Jacket => jacket::view,
        Form::Knife => knife::view,
        Form::Bowl => bowl::view,
        Form::Pen => pen::view,
        Form::Lantern => lantern::view,
    };
    view(&mut canvas, &kit, picture.view);
    canvas.finish()
}

/// A wide still life of 2400 x 1350 units; `dark` gives the evening version.
pub fn hero(dark: bool) -> String {
    hero::draw(dark)
}

/// A category's picture of 1600 x 1200 units; an unknown slug gives a mixed group.
pub fn category(slug: &str) -> String {
    category::draw(slug)
}
