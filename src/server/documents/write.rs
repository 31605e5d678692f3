//! Laid out pages as the bytes of a PDF.

use super::{
    DocumentError,
    sheet::{HEIGHT, Ink, Mark, WIDTH},
    typeface::Typefaces,
};
use crate::domain::timestamp::Timestamp;
use krilla::{
    Document,
    color::rgb,
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, FillRule},
    surface::Surface,
};

/// What stands in the file's own data.
pub struct About {
    pub title: String,
    pub author: String,
    pub made_at: Timestamp,
}

pub fn write(faces: &Typefaces, pages: &[Vec<Mark>], about: &About) -> Result<Vec<u8>, DocumentError> {
    let mut document = Document::new();
    for marks in pages {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| DocumentError::Pdf("page size".into()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            draw(&mut surface, faces, mark);
        }
        surface.finish();
        page.finish();
    }
    document.set_metadata(
        Metadata::new()
            .title(about.title.clone())
            .authors(vec![about.author.clone()])
            .creator("Tradewind".into())
            .language("en".into())
            .creation_date(date(about.made_at)),
    );
    document.finish().map_err(|error| DocumentError::Pdf(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, faces: &Typefaces, mark: &Mark) {
    match mark {
        Mark::Text { x, baseline, style, text, in_columns } => {
            let face = faces.get(style.face);
            surface.set_fill(Some(fill(style.ink)));
            let start = Point::from_xy(*x, *baseline);
            surface.draw_glyphs(start, &face.glyphs(text, *in_columns), face.font.clone(), text, style.size, false);
        }
        Mark::Rule { x, y, width, height, ink } => {
            let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) else { return };
            let mut path = PathBuilder::new();
            path.push_rect(rect);
            if let Some(path) = path.finish() {
                surface.set_fill(Some(fill(*ink)));
                surface.draw_path(&path);
            }
        }
    }
}

fn fill(ink: Ink) -> Fill {
    let (red, green, blue) = match ink {
        Ink::Dark => (0x1d, 0x2a, 0x33),
        Ink::Muted => (0x5b, 0x66, 0x6c),
        Ink::Hairline => (0xd0, 0xc7, 0xb6),
        Ink::Accent => (0xc8, 0x40, 0x1f),
    };
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, rule: FillRule::default() }
}

/// In UTC, to the second.
fn date(at: Timestamp) -> DateTime {
    let iso = at.iso();
    let part = |from: usize, to: usize| iso.get(from..to).and_then(|part| part.parse::<u8>().ok()).unwrap_or_default();
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(part(5, 7))
        .day(part(8, 10))
        .hour(part(11, 13))
        .minute(part(14, 16))
        .second(part(17, 19))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
