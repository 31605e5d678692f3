//! Marks on the pages of a document that is being laid out: texts, hairlines, and where the next line goes.
//!
//! Points from the upper left corner of a page of A4.

use super::typeface::{Face, Typefaces};

pub const WIDTH: f32 = 595.28;
pub const HEIGHT: f32 = 841.89;
/// Of text from the edges of the paper.
pub const LEFT: f32 = 62.0;
pub const RIGHT: f32 = WIDTH - 56.0;
/// Where pages after the first begin, and where the text of all ends: below is the foot.
const TOP: f32 = 64.0;
const BOTTOM: f32 = HEIGHT - 112.0;

/// The shades of the ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Dark,
    Muted,
    Hairline,
    /// For the one thing to see first.
    Accent,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub face: Face,
    pub size: f32,
    pub ink: Ink,
}

pub const BODY: Style = Style { face: Face::Regular, size: 9.5, ink: Ink::Dark };
pub const STRONG: Style = Style { face: Face::Semibold, size: 9.5, ink: Ink::Dark };
pub const SMALL: Style = Style { face: Face::Regular, size: 8.0, ink: Ink::Muted };
pub const LABEL: Style = Style { face: Face::Semibold, size: 7.5, ink: Ink::Muted };
pub const TITLE: Style = Style { face: Face::Display, size: 20.0, ink: Ink::Dark };
pub const NAME: Style = Style { face: Face::Display, size: 16.0, ink: Ink::Dark };

/// Something on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    Text { x: f32, baseline: f32, style: Style, text: String, in_columns: bool },
    Rule { x: f32, y: f32, width: f32, height: f32, ink: Ink },
}

/// A document that is being laid out.
pub struct Sheet<'f> {
    pub faces: &'f Typefaces,
    pub pages: Vec<Vec<Mark>>,
    /// Where the next thing goes on the last page.
    pub y: f32,
}

impl<'f> Sheet<'f> {
    pub fn new(faces: &'f Typefaces) -> Self {
        Self { faces, pages: vec![Vec::new()], y: TOP }
    }

    /// Begins another page unless so much fits on this one; tells whether it did.
    pub fn need(&mut self, height: f32) -> bool {
        if self.y + height <= BOTTOM {
            return false;
        }
        self.pages.push(Vec::new());
        self.y = TOP;
        true
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// A text on one line, cut where it would leave its room.
    pub fn text(&mut self, (x, baseline): (f32, f32), style: Style, text: &str, room: f32) {
        let text = self.fitted(style, text, room);
        self.mark(Mark::Text { x, baseline, style, text, in_columns: false });
    }

    /// The same, ending at `right`, as amounts do.
    pub fn text_to(&mut self, (right, baseline): (f32, f32), style: Style, text: &str, room: f32) {
        let text = self.fitted(style, text, room);
        let x = right - self.faces.get(style.face).column_width(&text, style.size);
        self.mark(Mark::Text { x, baseline, style, text, in_columns: true });
    }

    pub fn hairline(&mut self, x: f32, y: f32, width: f32) {
        self.rule((x, y), (width, 0.6), Ink::Hairline);
    }

    pub fn rule(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), ink: Ink) {
        self.mark(Mark::Rule { x, y, width, height, ink });
    }

    fn fitted(&self, style: Style, text: &str, room: f32) -> String {
        let face = self.faces.get(style.face);
        let text = face.legible(text);
        if face.width(&text, style.size) <= room {
            return text;
        }
        let mut cut = String::new();
        let most = room - face.width("…", style.size);
        let mut width = 0.0;
        for char in text.chars() {
            width += face.width(char.encode_utf8(&mut [0; 4]), style.size);
            if width > most {
                break;
            }
            cut.push(char);
        }
        cut.truncate(cut.trim_end().len());
        cut.push('…');
        cut
    }

    /// A text in lines that are no wider than their room; words that are wider themselves are broken.
    pub fn wrapped(&self, style: Style, text: &str, room: f32) -> Vec<String> {
        let face = self.faces.get(style.face);
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in face.legible(paragraph).split(' ').filter(|word| !word.is_empty()) {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if face.width(&longer, style.size) <= room {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                for char in word.chars() {
                    line.push(char);
                    if face.width(&line, style.size) > room {
                        line.pop();
                        lines.push(std::mem::replace(&mut line, char.to_string()));
                    }
                }
            }
            lines.push(line);
        }
        lines.retain(|line| !line.is_empty());
        lines
    }
}
