//! Stored pictures and the addresses of their renditions.

use serde::{Deserialize, Serialize};

/// Widths in pixels that every picture is rendered to, as far as the original reaches.
pub const RENDITION_WIDTHS: [i64; 4] = [160, 400, 800, 1600];

/// A picture as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The content hash that names its files.
    pub key: String,
    /// Of the original, in pixels.
    pub width: i64,
    pub height: i64,
    pub alt: String,
}

impl Picture {
    /// Widths this picture exists in: no rendition is larger than its original.
    pub fn widths(&self) -> Vec<i64> {
        rendition_widths(self.width)
    }

    /// The rendition nearest to a width, not smaller where there is a choice.
    pub fn url(&self, width: i64) -> String {
        let widths = self.widths();
        let fitting = widths.iter().find(|candidate| **candidate >= width).or(widths.last());
        rendition_url(&self.key, fitting.copied().unwrap_or(self.width))
    }

    /// For `srcset`: every rendition with its width.
    pub fn srcset(&self) -> String {
        let candidates = self.widths().into_iter().map(|width| format!("{} {width}w", rendition_url(&self.key, width)));
        candidates.collect::<Vec<_>>().join(", ")
    }
}

/// Widths to render an original to; a small original is rendered at its own width.
pub fn rendition_widths(original: i64) -> Vec<i64> {
    let mut widths: Vec<i64> = RENDITION_WIDTHS.into_iter().filter(|width| *width <= original).collect();
    if widths.is_empty() {
        widths.push(original);
    }
    widths
}

/// Address of one rendition.
pub fn rendition_url(key: &str, width: i64) -> String {
    format!("/media/{key}-{width}.webp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_rendition_is_larger_than_its_original() {
        let picture = |width| Picture { key: "k".into(), width, height: 1, alt: String::new() };
        assert_eq!(picture(100).widths(), [100]);
        assert_eq!(picture(800).widths(), [160, 400, 800]);
        assert_eq!(picture(500).url(800), "/media/k-400.webp");
        assert_eq!(picture(2000).url(300), "/media/k-400.webp");
        assert_eq!(picture(400).srcset(), "/media/k-160.webp 160w, /media/k-400.webp 400w");
    }
}
