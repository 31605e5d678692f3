//! The documents' fonts: which signs they have, and how wide a text is.

use super::DocumentError;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

const REGULAR: &[u8] = include_bytes!("fonts/instrument-sans-regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("fonts/instrument-sans-semibold.ttf");
const DISPLAY: &[u8] = include_bytes!("fonts/besley-semibold.ttf");

/// Which of the fonts a text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    Regular,
    Semibold,
    Display,
}

/// A font, ready to measure and to draw.
pub struct Typeface {
    pub font: Font,
    charmap: Charmap<'static>,
    advances: GlyphMetrics<'static>,
    units_per_em: f32,
}

/// The three fonts.
pub struct Typefaces {
    regular: Typeface,
    semibold: Typeface,
    display: Typeface,
}

impl Typefaces {
    pub fn load() -> Result<Self, DocumentError> {
        Ok(Self {
            regular: Typeface::read(REGULAR)?,
            semibold: Typeface::read(SEMIBOLD)?,
            display: Typeface::read(DISPLAY)?,
        })
    }

    pub const fn get(&self, face: Face) -> &Typeface {
        match face {
            Face::Regular => &self.regular,
            Face::Semibold => &self.semibold,
            Face::Display => &self.display,
        }
    }
}

impl Typeface {
    fn read(bytes: &'static [u8]) -> Result<Self, DocumentError> {
        let parsed = FontRef::new(bytes).map_err(|_| DocumentError::Font)?;
        let metrics = parsed.metrics(Size::unscaled(), LocationRef::default());
        Ok(Self {
            font: Font::new(bytes.into(), 0).ok_or(DocumentError::Font)?,
            charmap: parsed.charmap(),
            advances: parsed.glyph_metrics(Size::unscaled(), LocationRef::default()),
            units_per_em: f32::from(metrics.units_per_em),
        })
    }

    /// The text in signs that the font has. Others are written as Latin letters, as in a passport: whatever somebody is
    /// called, a parcel with this on it arrives. Signs that steer how text runs are left out.
    pub fn legible(&self, text: &str) -> String {
        let mut legible = String::with_capacity(text.len());
        for char in text.chars() {
            if char.is_control() || char.is_whitespace() {
                legible.push(if char == '\u{a0}' { char } else { ' ' });
            } else if self.charmap.map(char).is_some() {
                legible.push(char);
            } else if let Some(latin) = deunicode::deunicode_char(char) {
                legible.extend(latin.chars().filter(|char| self.charmap.map(*char).is_some()));
            }
        }
        legible.trim().to_owned()
    }

    /// In the unit of the size.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|char| self.own_advance(char)).sum::<f32>() * size
    }

    /// The same with digits that are as wide as each other, so that amounts stand in columns.
    pub fn column_width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|char| self.column_advance(char)).sum::<f32>() * size
    }

    /// The glyphs of a legible text, side by side.
    pub fn glyphs(&self, text: &str, in_columns: bool) -> Vec<KrillaGlyph> {
        text.char_indices()
            .map(|(start, char)| {
                let glyph = self.charmap.map(char).unwrap_or_default();
                let own = self.own_advance(char);
                let given = if in_columns { self.column_advance(char) } else { own };
                KrillaGlyph {
                    glyph_id: GlyphId::new(glyph.to_u32()),
                    text_range: start..start + char.len_utf8(),
                    x_advance: given,
                    x_offset: (given - own) / 2.0,
                    y_offset: 0.0,
                    y_advance: 0.0,
                    location: None,
                }
            })
            .collect()
    }

    fn column_advance(&self, char: char) -> f32 {
        self.own_advance(if char.is_ascii_digit() { '0' } else { char })
    }

    /// In parts of the size.
    fn own_advance(&self, char: char) -> f32 {
        let glyph = self.charmap.map(char).unwrap_or_default();
        self.advances.advance_width(glyph).unwrap_or_default() / self.units_per_em
    }
}
