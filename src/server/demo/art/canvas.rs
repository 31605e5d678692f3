//! The sheet the illustrations draw on: shapes, light, blur and texture.

use std::fmt::{Display, Write as _};

use super::curve;
use super::palette::Rgb;
use super::surface::{self, Surface};

/// Everything the shading of one part depends on.
#[derive(Clone, Copy)]
pub(super) struct Skin {
    pub(super) color: Rgb,
    pub(super) surface: Surface,
    /// Size of the texture, 1 for a whole product.
    pub(super) scale: f64,
    /// Direction of the texture in degrees.
    pub(super) angle: f64,
    /// How far the rounding of the edges reaches.
    pub(super) depth: f64,
}

impl Skin {
    pub(super) fn new(color: Rgb, surface: Surface) -> Self {
        Skin { color, surface, scale: 1.0, angle: 0.0, depth: 24.0 }
    }

    pub(super) fn scale(self, scale: f64) -> Self {
        Skin { scale, ..self }
    }

    pub(super) fn angle(self, angle: f64) -> Self {
        Skin { angle, ..self }
    }

    pub(super) fn depth(self, depth: f64) -> Self {
        Skin { depth, ..self }
    }

    pub(super) fn tone(self, color: Rgb) -> Self {
        Skin { color, ..self }
    }
}

/// An SVG document in the making.
pub(super) struct Canvas {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) defs: String,
    pub(super) body: String,
    next: u32,
    /// From the current group's units to the picture's.
    pub(super) view: [f64; 6],
    /// What the blurred group being drawn covers so far.
    pub(super) extent: Option<[f64; 4]>,
    /// The blur being drawn as a feather, without a filter.
    pub(super) feather: Option<f64>,
    /// Whether the blurred group holds what only a filter can blur.
    pub(super) filter: bool,
    tiles: Vec<(String, u32)>,
}

impl Canvas {
    pub(super) fn new(width: u32, height: u32) -> Self {
        Canvas {
            width,
            height,
            defs: String::new(),
            body: String::new(),
            next: 0,
            view: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            extent: None,
            feather: None,
            filter: false,
            tiles: Vec::new(),
        }
    }

    pub(super) fn id(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    pub(super) fn finish(self) -> String {
        let (w, h) = (self.width, self.height);
        tidy(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\">\
             <defs>{}</defs>{}</svg>\n",
            self.defs, self.body
        ))
    }

    fn stops(stops: &[(f64, Rgb, f64)]) -> String {
        let mut out = String::new();
        for (at, color, opacity) in stops {
            let _ = write!(out, "<stop offset=\"{at:.2}\" stop-color=\"{color}\"");
            if *opacity < 1.0 {
                let _ = write!(out, " stop-opacity=\"{opacity:.2}\"");
            }
            out.push_str("/>");
        }
        out
    }

    /// A gradient over the shape's own box (`0..1`).
    pub(super) fn across(&mut self, line: [f64; 4], stops: &[(f64, Rgb, f64)]) -> String {
        self.linear(line, "objectBoundingBox", stops)
    }

    /// A gradient in picture units.
    pub(super) fn along(&mut self, line: [f64; 4], stops: &[(f64, Rgb, f64)]) -> String {
        self.linear(line, "userSpaceOnUse", stops)
    }

    fn linear(&mut self, [x1, y1, x2, y2]: [f64; 4], units: &str, stops: &[(f64, Rgb, f64)]) -> String {
        let id = self.id();
        let stops = Self::stops(stops);
        let _ = write!(
            self.defs,
            "<linearGradient id=\"a{id}\" gradientUnits=\"{units}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\">{stops}</linearGradient>"
        );
        format!("url(#a{id})")
    }

    /// A round gradient over the shape's own box.
    pub(super) fn radial(&mut self, [cx, cy, r]: [f64; 3], stops: &[(f64, Rgb, f64)]) -> String {
        let id = self.id();
        let stops = Self::stops(stops);
        let _ = write!(
            self.defs,
            "<radialGradient id=\"a{id}\" cx=\"{cx}\" cy=\"{cy}\" r=\"{r}\">{stops}</radialGradient>"
        );
        format!("url(#a{id})")
    }

    pub(super) fn cover(&mut self, d: &str, reach: f64) {
        if let Some(known) = self.extent {
            let [l, t, r, b] = curve::bounds(d);
            self.extent = Some([
                known[0].min(l - reach),
                known[1].min(t - reach),
                known[2].max(r + reach),
                known[3].max(b + reach),
            ]);
        }
    }

    pub(super) fn fill(&mut self, d: &str, paint: impl Display) {
        self.veil(d, paint, 1.0);
    }

    pub(super) fn veil(&mut self, d: &str, paint: impl Display, opacity: f64) {
        let paint = paint.to_string();
        self.cover(d, 1.0);
        self.filter |= paint.starts_with("url");
        if let Some(blur) = self.feather {
            self.spread(d, &paint, opacity, blur);
            return;
        }
        let _ = write!(self.body, "<path d=\"{d}\" fill=\"{paint}\"");
        if opacity < 1.0 {
            let _ = write!(self.body, " fill-opacity=\"{opacity:.2}\"");
        }
        self.body.push_str("/>");
    }

    /// A rectangle; one that ends before it begins, as below the edge of a table out of sight, is nothing.
    pub(super) fn rect(&mut self, [x, y, w, h]: [f64; 4], paint: impl Display) {
        if w <= 0.0 || h <= 0.0 {
            return;
        }
        let _ = write!(self.body, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{paint}\"/>");
    }

    pub(super) fn oval(&mut self, [cx, cy, rx, ry]: [f64; 4], paint: impl Display) {
        let _ = write!(self.body, "<ellipse cx=\"{cx}\" cy=\"{cy}\" rx=\"{rx}\" ry=\"{ry}\" fill=\"{paint}\"/>");
    }

    pub(super) fn line(&mut self, d: &str, paint: impl Display, width: f64, opacity: f64) {
        self.cover(d, width * 0.6);
        if let Some(blur) = self.feather {
            self.haze(d, &paint.to_string(), width, opacity, blur);
            return;
        }
        let _ = write!(
            self.body,
            "<path d=\"{d}\" fill=\"none\" stroke=\"{paint}\" stroke-width=\"{width}\" stroke-opacity=\"{opacity:.2}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>"
        );
    }

    /// Dashes across the run of a path: stitches when thin, ribs or teeth when wide.
    pub(super) fn dashes(&mut self, d: &str, paint: impl Display, width: f64, on: f64, off: f64, opacity: f64) {
        self.cover(d, width * 0.6);
        self.filter = true;
        let _ = write!(
            self.body,
            "<path d=\"{d}\" fill=\"none\" stroke=\"{paint}\" stroke-width=\"{width}\" stroke-opacity=\"{opacity:.2}\" stroke-dasharray=\"{on} {off}\"/>"
        );
    }

    /// A row of sewn stitches with the dent they pull into the cloth.
    pub(super) fn stitch(&mut self, d: &str, thread: Rgb, width: f64) {
        self.line(d, thread.shade(0.7), width * 2.2, 0.16);
        self.dashes(d, thread, width, width * 3.6, width * 2.2, 0.95);
    }

    pub(super) fn group(&mut self, attributes: &str, draw: impl FnOnce(&mut Self)) {
        let _ = write!(self.body, "<g {attributes}>");
        draw(self);
        self.body.push_str("</g>");
    }

    pub(super) fn at(&mut self, x: f64, y: f64, scale: f64, draw: impl FnOnce(&mut Self)) {
        let before = self.view;
        let [a, b, c, d, e, f] = before;
        self.view = [a * scale, b * scale, c * scale, d * scale, a * x + c * y + e, b * x + d * y + f];
        self.group(&format!("transform=\"translate({x} {y}) scale({scale})\""), draw);
        self.view = before;
    }

    /// Squeezes what is drawn toward a height.
    pub(super) fn squash(&mut self, y: f64, share: f64, draw: impl FnOnce(&mut Self)) {
        let before = self.view;
        let [a, b, c, d, e, f] = before;
        let by = y * (1.0 - share);
        self.view = [a, b, c * share, d * share, c * by + e, d * by + f];
        self.group(&format!("transform=\"translate(0 {by}) scale(1 {share})\""), draw);
        self.view = before;
    }

    pub(super) fn turn(&mut self, degrees: f64, x: f64, y: f64, draw: impl FnOnce(&mut Self)) {
        let before = self.view;
        let [a, b, c, d, e, f] = before;
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (u, v) = (x - cos * x + sin * y, y - sin * x - cos * y);
        self.view = [
            a * cos + c * sin,
            b * cos + d * sin,
            c * cos - a * sin,
            d * cos - b * sin,
            a * u + c * v + e,
            b * u + d * v + f,
        ];
        self.group(&format!("transform=\"rotate({degrees} {x} {y})\""), draw);
        self.view = before;
    }

    /// Draws only inside a path.
    pub(super) fn inside(&mut self, d: &str, draw: impl FnOnce(&mut Self)) {
        let id = self.id();
        let _ = write!(self.defs, "<clipPath id=\"c{id}\"><path d=\"{d}\"/></clipPath>");
        self.group(&format!("clip-path=\"url(#c{id})\""), draw);
    }

    /// Lays the material's texture over a shape.
    pub(super) fn texture(&mut self, d: &str, skin: Skin) {
        let Some((size, marks)) = surface::tile(skin.surface, skin.color) else {
            return;
        };
        let key = format!("{:?} {:.2} {:.1} {}", skin.surface, skin.scale, skin.angle, skin.color);
        let known = self.tiles.iter().find(|(k, _)| *k == key).map(|(_, id)| *id);
        let id = known.unwrap_or_else(|| {
            let id = self.id();
            let [w, h] = size;
            let _ = write!(
                self.defs,
                "<pattern id=\"p{id}\" patternUnits=\"userSpaceOnUse\" width=\"{w}\" height=\"{h}\" patternTransform=\"rotate({}) scale({})\">{marks}</pattern>",
                skin.angle, skin.scale
            );
            self.tiles.push((key, id));
            id
        });
        self.fill(d, format!("url(#p{id})"));
    }

    /// A body of one material: base light, texture, rounded edges, contour.
    pub(super) fn solid(&mut self, d: &str, skin: Skin) {
        self.part(d, skin);
        self.volume(d, skin);
    }

    /// As `solid` without the rounded edges, for flat or small parts.
    pub(super) fn part(&mut self, d: &str, skin: Skin) {
        let c = skin.color;
        let paint =
            self.across([0.0, 0.0, 0.75, 1.0], &[(0.0, c.light(0.14), 1.0), (0.45, c, 1.0), (1.0, c.shade(0.2), 1.0)]);
        self.fill(d, paint);
        self.texture(d, skin);
        self.line(d, c.shade(0.6), 2.4, 0.4);
    }

    /// An upright round body between two x: lit at its left third, reflected light at its right rim.
    pub(super) fn barrel(&mut self, d: &str, [from, to]: [f64; 2], skin: Skin) {
        let c = skin.color;
        let paint = self.along(
            [from, 0.0, to, 0.0],
            &[
                (0.0, c.shade(0.22), 1.0),
                (0.1, c.shade(0.04), 1.0),
                (0.27, c.light(0.3), 1.0),
                (0.46, c, 1.0),
                (0.84, c.shade(0.46), 1.0),
                (0.95, c.shade(0.4), 1.0),
                (1.0, c.shade(0.2), 1.0),
            ],
        );
        self.fill(d, paint);
        self.texture(d, skin);
    }
}

/// Cuts every number after its second decimal.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut decimals = None;
    for c in text.chars() {
        decimals = match (c, decimals) {
            ('.', _) => Some(0),
            (c, Some(n)) if c.is_ascii_digit() => Some(n + 1),
            _ => None,
        };
        if decimals.is_none_or(|n| n < 3) {
            out.push(c);
        }
    }
    out
}
