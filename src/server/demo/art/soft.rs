//! Softness: blurred groups, folds and the rounding of edges.

use std::fmt::Write as _;

use super::canvas::{Canvas, Skin};
use super::curve::{self, shift, taper};
use super::palette::Rgb;

impl Canvas {
    /// A blurred area as many faint copies around it.
    pub(super) fn spread(&mut self, d: &str, paint: &str, opacity: f64, blur: f64) {
        let count = (6.0 + opacity * 22.0 + blur * 0.2).clamp(8.0, 24.0).floor();
        let (each, count) = shares(opacity, count);
        let id = self.id();
        let _ = write!(self.defs, "<path id=\"d{id}\" d=\"{d}\"/>");
        let _ = write!(self.body, "<g fill-opacity=\"{each:.2}\">");
        let color = Rgb::parse(paint);
        let mut at = 0.5;
        while at < count {
            // A sunflower's seeds, spaced as the bell curve asks.
            let (far, turn) = (blur * (-2.0 * (1.0 - at / count).ln()).sqrt(), at * 2.399_963);
            let _ = write!(
                self.body,
                "<use href=\"#d{id}\" x=\"{:.1}\" y=\"{:.1}\" fill=\"{}\"/>",
                far * turn.cos(),
                far * turn.sin(),
                color.layer(each, at)
            );
            at += 1.0;
        }
        self.body.push_str("</g>");
    }

    /// A blurred line as strokes of growing width; the widths follow the bell curve.
    pub(super) fn haze(&mut self, d: &str, paint: &str, width: f64, opacity: f64, blur: f64) {
        let (peak, far) = bell(width, blur);
        let count = (6.0 + opacity * 8.0).floor();
        let (each, count) = shares(opacity * peak, count);
        let id = self.id();
        let _ = write!(self.defs, "<path id=\"d{id}\" d=\"{d}\"/>");
        let _ = write!(
            self.body,
            "<g fill=\"none\" stroke-opacity=\"{each:.2}\" stroke-linecap=\"round\" stroke-linejoin=\"round\">"
        );
        let color = Rgb::parse(paint);
        let mut at = 0.5;
        while at < count {
            let reach = far * (-2.0 * (at / count).ln()).sqrt();
            let _ = write!(
                self.body,
                "<use href=\"#d{id}\" stroke-width=\"{:.1}\" stroke=\"{}\"/>",
                reach * 2.0,
                color.layer(each, at)
            );
            at += 1.0;
        }
        self.body.push_str("</g>");
    }

    /// The part of the picture that is visible, in the current group's units.
    fn visible(&self) -> [f64; 4] {
        let [a, b, c, d, e, f] = self.view;
        let det = a * d - b * c;
        if det.abs() < 1e-9 {
            return [0.0; 4];
        }
        let (w, h) = (f64::from(self.width), f64::from(self.height));
        let mut rect = curve::NOTHING;
        for (x, y) in [(0.0, 0.0), (w, 0.0), (0.0, h), (w, h)] {
            let (x, y) = (x - e, y - f);
            let (x, y) = ((d * x - c * y) / det, (a * y - b * x) / det);
            rect = [rect[0].min(x), rect[1].min(y), rect[2].max(x), rect[3].max(y)];
        }
        rect
    }

    /// Blurs what is drawn. A filter's region is kept as small as can be.
    pub(super) fn soft(&mut self, blur: f64, draw: impl Fn(&mut Self)) {
        let outer = self.extent.replace(curve::NOTHING);
        self.filter = false;
        let (start, defs) = (self.body.len(), self.defs.len());
        let id = self.id();
        self.group(&format!("filter=\"url(#b{id})\""), &draw);
        let drawn = self.extent.unwrap_or(curve::NOTHING);
        self.extent = outer;
        if !self.filter {
            // A filter costs more than all else in a picture; shapes of one color do without.
            self.body.truncate(start);
            self.defs.truncate(defs);
            self.feather = Some(blur);
            draw(self);
            self.feather = None;
            return;
        }
        let (seen, far) = (self.visible(), blur * 2.6);
        let l = (drawn[0] - far).max(seen[0] - far).floor();
        let t = (drawn[1] - far).max(seen[1] - far).floor();
        let r = (drawn[2] + far).min(seen[2] + far).ceil();
        let b = (drawn[3] + far).min(seen[3] + far).ceil();
        if l >= r || t >= b {
            self.body.truncate(start);
            return;
        }
        let _ = write!(
            self.defs,
            "<filter id=\"b{id}\" filterUnits=\"userSpaceOnUse\" x=\"{l}\" y=\"{t}\" width=\"{}\" height=\"{}\" color-interpolation-filters=\"sRGB\"><feGaussianBlur stdDeviation=\"{blur}\"/></filter>",
            r - l,
            b - t
        );
    }

    /// Light on the upper left edges, shade along the lower right ones.
    pub(super) fn volume(&mut self, d: &str, skin: Skin) {
        let (c, depth) = (skin.color, skin.depth);
        let by = depth * 0.55;
        let (lit, dim) = (shift(d, by, by), shift(d, -by, -by));
        self.inside(d, |s| {
            s.soft(depth * 0.62, |s| {
                s.line(&lit, c.light(0.55), depth * 0.9, 0.42);
                s.line(&dim, c.shade(0.85), depth * 2.1, 0.4);
            });
        });
    }

    /// A fold: a soft dark valley with a lit ridge beside it, thin at both ends. Call inside `soft`.
    pub(super) fn fold(&mut self, d: &str, color: Rgb, width: f64) {
        let by = width * 0.9;
        let blur = self.feather.unwrap_or(1.0);
        for (d, width, paint, opacity) in [
            (shift(d, -by, -by * 0.4), width * 0.9, color.light(0.65), 0.4),
            (d.to_owned(), width, color.shade(0.9), 0.46),
        ] {
            self.cover(&d, width);
            let (peak, far) = bell(width, blur);
            let (each, count) = shares(opacity * peak, 7.0);
            let _ = write!(self.body, "<g fill-opacity=\"{each:.2}\">");
            let mut at = 0.5;
            while at < count {
                let reach = far * (-2.0 * (at / count).ln()).sqrt();
                let _ = write!(
                    self.body,
                    "<path d=\"{}\" fill=\"{}\"/>",
                    taper(&d, reach * 1.8, 0.3 * at / count),
                    paint.layer(each, at)
                );
                at += 1.0;
            }
            self.body.push_str("</g>");
        }
    }
}

/// Splits an opacity over about `count` layers: that of each, in whole hundredths, and their number.
fn shares(opacity: f64, count: f64) -> (f64, f64) {
    let left = (1.0 - opacity).max(0.04);
    let each = ((1.0 - left.powf(1.0 / count)) * 100.0).ceil().max(1.0) / 100.0;
    (each, (left.ln() / (1.0 - each).ln()).round().max(1.0))
}

/// How strong a blurred line of a width is at its middle, and how far it reaches.
fn bell(width: f64, blur: f64) -> (f64, f64) {
    let peak = (width / (width + 1.25 * blur)).min(1.0).powf(0.8);
    (peak, (blur * blur + width * width / 12.0).sqrt())
}
