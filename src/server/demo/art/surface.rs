//! What a material's surface looks like up close: the texture tiles.

use std::fmt::Write as _;

use super::curve::Noise;
use super::palette::Rgb;

/// A kind of surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surface {
    Jersey,
    Knit,
    Wool,
    Linen,
    Canvas,
    Twill,
    Ripstop,
    Leather,
    Wood,
    Metal,
    Speckle,
    Paper,
    Gloss,
    Plain,
}

impl Surface {
    /// The surface of a material slug; unknown ones are plain.
    pub(super) fn of(material: &str) -> Self {
        const KNOWN: &[(&str, Surface)] = &[
            ("leather", Surface::Leather),
            ("suede", Surface::Leather),
            ("ripstop", Surface::Ripstop),
            ("nylon", Surface::Ripstop),
            ("recycled-poly", Surface::Ripstop),
            ("shell", Surface::Ripstop),
            ("canvas", Surface::Canvas),
            ("jute", Surface::Canvas),
            ("denim", Surface::Twill),
            ("twill", Surface::Twill),
            ("oxford", Surface::Canvas),
            ("linen", Surface::Linen),
            ("hemp", Surface::Linen),
            ("jersey", Surface::Jersey),
            ("cotton", Surface::Jersey),
            ("fleece", Surface::Wool),
            ("felt", Surface::Wool),
            ("wool", Surface::Wool),
            ("merino", Surface::Wool),
            ("cashmere", Surface::Wool),
            ("alpaca", Surface::Wool),
            ("oak", Surface::Wood),
            ("walnut", Surface::Wood),
            ("ash", Surface::Wood),
            ("beech", Surface::Wood),
            ("birch", Surface::Wood),
            ("teak", Surface::Wood),
            ("olive", Surface::Wood),
            ("bamboo", Surface::Wood),
            ("wood", Surface::Wood),
            ("cork", Surface::Paper),
            ("stoneware", Surface::Speckle),
            ("ceramic", Surface::Speckle),
            ("porcelain", Surface::Gloss),
            ("enamel", Surface::Gloss),
            ("glass", Surface::Gloss),
            ("paper", Surface::Paper),
            ("card", Surface::Paper),
            ("steel", Surface::Metal),
            ("iron", Surface::Metal),
            ("brass", Surface::Metal),
            ("copper", Surface::Metal),
            ("aluminium", Surface::Metal),
            ("aluminum", Surface::Metal),
            ("titanium", Surface::Metal),
        ];
        KNOWN.iter().find(|(word, _)| material.contains(word)).map_or(Surface::Plain, |(_, surface)| *surface)
    }

    /// This surface where it is a cloth, otherwise `other`.
    pub(super) fn cloth_or(self, other: Self) -> Self {
        match self {
            Self::Wood | Self::Metal | Self::Speckle | Self::Gloss | Self::Paper | Self::Plain => other,
            cloth => cloth,
        }
    }

    /// This surface where it is a hard one, otherwise `other`.
    pub(super) fn hard_or(self, other: Self) -> Self {
        match self {
            Self::Wood | Self::Metal | Self::Speckle | Self::Gloss | Self::Plain => self,
            _ => other,
        }
    }
}

/// Size and marks of a surface's tile over a color; dark ones need brighter marks.
pub(super) fn tile(surface: Surface, color: Rgb) -> Option<([f64; 2], String)> {
    let (size, marks) = raw_tile(surface, color.luma() < 0.36)?;
    Some((size, marks.replace("#0d0f1c", &color.shade(1.0).to_string())))
}

fn raw_tile(surface: Surface, dark: bool) -> Option<([f64; 2], String)> {
    // Opacity of the light and of the dark marks.
    let (lit, dim) = if dark { (0.17, 0.34) } else { (0.27, 0.17) };
    let pair = |[w, h]: [f64; 2], light: &str, shade: &str, width: f64| {
        let marks = format!(
            "<g fill=\"none\" stroke-width=\"{width}\"><path d=\"{light}\" stroke=\"#fff\" stroke-opacity=\"{:.2}\"/>\
             <path d=\"{shade}\" stroke=\"#0d0f1c\" stroke-opacity=\"{:.2}\"/></g>",
            lit * 0.55,
            dim * 0.75
        );
        Some(([w, h], marks))
    };
    match surface {
        Surface::Jersey => pair([8.0, 9.0], "M0 0L4 4.5L8 0", "M0 4.5L4 9L8 4.5", 1.5),
        Surface::Knit => Some(([26.0, 22.0], knit(lit, dim))),
        Surface::Wool => {
            let (light, shade) = (hairs(1, 330, 220.0), hairs(2, 330, 220.0));
            pair([220.0, 220.0], &light, &shade, 1.6)
        }
        Surface::Linen => Some(([160.0, 160.0], linen(lit, dim))),
        Surface::Canvas => Some((
            [12.0, 12.0],
            format!(
                "<path d=\"M0 0H6V6H0ZM6 6H12V12H6Z\" fill=\"#fff\" fill-opacity=\"{:.2}\"/>\
                 <path d=\"M0 6H6M6 0H12M6 .8H12M0 11.4H6M6 0V6M12 6V12\" stroke=\"#0d0f1c\" stroke-width=\"1.4\" stroke-opacity=\"{dim:.2}\"/>",
                lit * 0.42
            ),
        )),
        Surface::Twill => pair([10.0, 10.0], "M-3 3L3 -3M-1 11L11 -1M7 13L13 7", "M-3 8L8 -3M2 13L13 2", 2.2),
        Surface::Ripstop => pair([40.0, 40.0], "M1.6 0V40M0 1.6H40", "M0 0V40M0 0H40M0 20H40", 1.3),
        Surface::Leather => Some(([200.0, 200.0], leather(lit, dim))),
        Surface::Wood => Some(([360.0, 1000.0], wood(lit, dim))),
        Surface::Metal => Some(([400.0, 260.0], brushed(lit, dim))),
        Surface::Speckle => Some(([340.0, 340.0], speckle(dark))),
        Surface::Paper => {
            let (light, shade) = (hairs(5, 90, 240.0), hairs(6, 70, 240.0));
            pair([240.0, 240.0], &light, &shade, 0.9)
        }
        Surface::Gloss | Surface::Plain => None,
    }
}

fn knit(lit: f64, dim: f64) -> String {
    let mut out = format!("<rect width=\"26\" height=\"22\" fill=\"#0d0f1c\" fill-opacity=\"{:.2}\"/>", dim * 0.85);
    for (x, turn) in [(6.5, -24), (19.5, 24)] {
        for y in [-11.0, 11.0, 33.0] {
            let _ = write!(
                out,
                "<ellipse cx=\"{x}\" cy=\"{y}\" rx=\"5.4\" ry=\"13.5\" transform=\"rotate({turn} {x} {y})\" fill=\"#fff\" fill-opacity=\"{:.2}\" stroke=\"#0d0f1c\" stroke-opacity=\"{:.2}\" stroke-width=\"1.2\"/>",
                lit * 0.62,
                dim
            );
        }
    }
    out
}

/// Short fibers, kept off the tile's edge.
fn hairs(seed: u32, count: u32, size: f64) -> String {
    let mut noise = Noise::new(seed);
    let mut out = String::new();
    for _ in 0..count {
        let (x, y) = (noise.between(5.0, size - 5.0), noise.between(5.0, size - 5.0));
        let (dx, dy) = (noise.between(-5.0, 5.0), noise.between(-5.0, 5.0));
        let _ = write!(out, "M{x:.0} {y:.0}l{dx:.1} {dy:.1}");
    }
    out
}

fn linen(lit: f64, dim: f64) -> String {
    let mut noise = Noise::new(7);
    let mut out = String::new();
    for step in 0..40 {
        let at = f64::from(step) * 4.0 + 2.0;
        for (path, gain) in [(format!("M0 {at}H160"), 1.0), (format!("M{at} 0V160"), 0.8)] {
            let width = noise.between(0.8, 2.4);
            let strength = noise.between(0.25, 0.75) * gain;
            let (color, most) = if (step + i32::from(gain < 1.0)) % 2 == 0 { ("#fff", lit) } else { ("#0d0f1c", dim) };
            let _ = write!(
                out,
                "<path d=\"{path}\" stroke=\"{color}\" stroke-width=\"{width:.1}\" stroke-opacity=\"{:.2}\"/>",
                strength * most
            );
        }
    }
    out
}

fn leather(lit: f64, dim: f64) -> String {
    let mut noise = Noise::new(11);
    let (mut light, mut shade) = (String::new(), String::new());
    for _ in 0..420 {
        let (x, y) = (noise.between(6.0, 194.0), noise.between(6.0, 194.0));
        let (a, b) = (noise.between(1.5, 5.0), noise.between(-3.0, 3.0));
        let _ = write!(shade, "M{x:.0} {y:.0}q{a:.1} {b:.1} {:.1} {:.1}", a * 1.4, b + 3.0);
        let _ = write!(light, "M{:.0} {:.0}q{a:.1} {b:.1} {:.1} {:.1}", x - 2.0, y - 2.0, a * 1.4, b + 3.0);
    }
    format!(
        "<g fill=\"none\" stroke-width=\"1.5\"><path d=\"{light}\" stroke=\"#fff\" stroke-opacity=\"{:.2}\"/><path d=\"{shade}\" stroke=\"#0d0f1c\" stroke-opacity=\"{:.2}\"/></g>",
        lit * 0.5,
        dim * 0.8
    )
}

/// Grain running down the tile.
fn wood(lit: f64, dim: f64) -> String {
    let mut noise = Noise::new(19);
    let mut out = String::from("<g fill=\"none\">");
    for _ in 0..46 {
        let x = noise.between(8.0, 352.0);
        let (a, b) = (noise.between(-16.0, 16.0), noise.between(-16.0, 16.0));
        let (width, strength) = (noise.between(0.8, 4.0), noise.between(0.25, 1.0));
        let (color, most) = if noise.between(0.0, 1.0) > 0.62 { ("#fff", lit * 0.7) } else { ("#2a1608", dim * 1.3) };
        let _ = write!(
            out,
            "<path d=\"M{x:.0} -5C{:.0} 330 {:.0} 660 {x:.0} 1005\" stroke=\"{color}\" stroke-width=\"{width:.1}\" stroke-opacity=\"{:.2}\"/>",
            x + a,
            x + b,
            strength * most
        );
    }
    let mut pores = String::new();
    for _ in 0..120 {
        let (x, y) = (noise.between(4.0, 356.0), noise.between(4.0, 940.0));
        let _ = write!(pores, "M{x:.0} {y:.0}v{:.0}", noise.between(8.0, 40.0));
    }
    let _ = write!(
        out,
        "<path d=\"{pores}\" stroke=\"#2a1608\" stroke-width=\"1.3\" stroke-opacity=\"{:.2}\"/></g>",
        dim * 1.2
    );
    out
}

fn brushed(lit: f64, dim: f64) -> String {
    let mut noise = Noise::new(23);
    let mut out = String::new();
    for _ in 0..70 {
        let (y, width) = (noise.between(2.0, 258.0), noise.between(0.6, 1.8));
        let (color, most) = if noise.between(0.0, 1.0) > 0.5 { ("#fff", lit) } else { ("#0d0f1c", dim) };
        let _ = write!(
            out,
            "<path d=\"M0 {y:.1}H400\" stroke=\"{color}\" stroke-width=\"{width:.1}\" stroke-opacity=\"{:.2}\"/>",
            noise.between(0.05, 0.4) * most
        );
    }
    out
}

fn speckle(dark: bool) -> String {
    let mut noise = Noise::new(31);
    let color = if dark { "#f3e6cf" } else { "#4a3524" };
    let mut out = String::new();
    for _ in 0..90 {
        let (x, y) = (noise.between(6.0, 334.0), noise.between(6.0, 334.0));
        let (r, strength) = (noise.between(0.7, 2.7), noise.between(0.12, 0.5));
        let _ = write!(
            out,
            "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{r:.1}\" fill=\"{color}\" fill-opacity=\"{strength:.2}\"/>"
        );
    }
    out
}
