//! What surrounds a product: grounds, shadows, shelf, peg, plant, window light.

use super::Kit;
use super::canvas::{Canvas, Skin};
use super::curve::{oval, shift, slab};
use super::palette::Rgb;
use super::surface::Surface;

const SHADOW: Rgb = Rgb::new(0x2a2430);
pub(super) const OAK: Rgb = Rgb::new(0xc99f6b);
pub(super) const BRASS: Rgb = Rgb::new(0xb98a45);
pub(super) const STEEL: Rgb = Rgb::new(0xb4b7b8);
const LEAF: Rgb = Rgb::new(0x6f8068);

/// A sheet of tinted paper seen from above.
pub(super) fn flat(c: &mut Canvas, kit: &Kit) {
    let ground = kit.base.ground();
    let paint = c.radial(
        [0.34, 0.26, 0.95],
        &[(0.0, ground.light(0.34), 1.0), (0.5, ground, 1.0), (1.0, ground.deepen(0.3), 1.0)],
    );
    c.rect([0.0, 0.0, 1600.0, 2000.0], paint);
    c.texture(&slab(0.0, 0.0, 1600.0, 2000.0, 0.0), Skin::new(ground, Surface::Paper).scale(1.3));
}

/// A wall above a table top that begins at `y`.
pub(super) fn table(c: &mut Canvas, kit: &Kit, y: f64) {
    wall(c, kit.base.ground());
    let top = kit.base.ground().light(0.3);
    let paint = c.across([0.1, 0.0, 0.6, 1.0], &[(0.0, top.light(0.25), 1.0), (1.0, top.deepen(0.22), 1.0)]);
    c.rect([0.0, y, 1600.0, 2000.0 - y], paint);
    let blend = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, top.deepen(0.8), 0.0), (1.0, top.deepen(0.8), 0.35)]);
    c.rect([0.0, y - 70.0, 1600.0, 70.0], blend);
    let rim = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, top.light(0.7), 0.7), (1.0, top.light(0.7), 0.0)]);
    c.rect([0.0, y, 1600.0, 34.0], rim);
}

fn wall(c: &mut Canvas, ground: Rgb) {
    let paint = c.radial(
        [0.28, 0.2, 0.98],
        &[(0.0, ground.light(0.28), 1.0), (0.55, ground, 1.0), (1.0, ground.deepen(0.3), 1.0)],
    );
    c.rect([0.0, 0.0, 1600.0, 2000.0], paint);
}

/// A room's wall with light falling through a window.
pub(super) fn room(c: &mut Canvas, kit: &Kit) {
    wall(c, kit.base.ground());
    window_light(c, 120.0, 140.0);
}

/// The panes of a window thrown on the wall.
pub(super) fn window_light(c: &mut Canvas, x: f64, y: f64) {
    let paint = c.across([0.0, 0.0, 1.0, 1.0], &[(0.0, Rgb::new(0xfff6e0), 0.55), (1.0, Rgb::new(0xfff6e0), 0.12)]);
    c.at(x, y, 1.0, |c| {
        for (dx, dy) in [(0.0, 0.0), (330.0, 105.0), (0.0, 430.0), (330.0, 535.0)] {
            c.fill(&shift("M 0 0 L 300 95 L 300 495 L 0 400 Z", dx, dy), paint.as_str());
        }
    });
}

/// The shadow a flat thing throws on the paper it lies on.
pub(super) fn cast(c: &mut Canvas, d: &str) {
    c.soft(17.0, |c| {
        c.veil(&shift(d, 20.0, 28.0), SHADOW, 0.34);
    });
}

/// The shadow of something that hangs in front of a wall.
pub(super) fn hang(c: &mut Canvas, d: &str) {
    c.soft(26.0, |c| c.veil(&shift(d, 58.0, 62.0), SHADOW, 0.24));
}

/// The shadow of something standing: dark where it touches, long to the right.
pub(super) fn contact(c: &mut Canvas, cx: f64, cy: f64, rx: f64) {
    let far = c.radial([0.5, 0.5, 0.5], &[(0.0, SHADOW, 0.34), (0.55, SHADOW, 0.16), (1.0, SHADOW, 0.0)]);
    c.oval([cx + rx * 0.42, cy + rx * 0.05, rx * 1.65, rx * 0.3], far);
    let near = c.radial([0.5, 0.5, 0.5], &[(0.0, SHADOW, 0.75), (0.6, SHADOW, 0.42), (1.0, SHADOW, 0.0)]);
    c.oval([cx + rx * 0.06, cy, rx * 1.13, rx * 0.14], near);
}

/// Cloth from edge to edge, for close-ups.
pub(super) fn bleed(c: &mut Canvas, skin: Skin) {
    let color = skin.color;
    let d = slab(0.0, 0.0, 1600.0, 2000.0, 0.0);
    let paint =
        c.radial([0.3, 0.22, 1.05], &[(0.0, color.light(0.2), 1.0), (0.45, color, 1.0), (1.0, color.shade(0.34), 1.0)]);
    c.fill(&d, paint);
    c.texture(&d, skin);
}

/// The glow of a flame or bulb around (`x`, `y`).
pub(super) fn glow(c: &mut Canvas, x: f64, y: f64, r: f64, strength: f64) {
    let (hot, warm) = (Rgb::new(0xfff3cf), Rgb::new(0xffc873));
    let paint = c.radial(
        [0.5, 0.5, 0.5],
        &[(0.0, hot, strength), (0.25, warm, strength * 0.55), (0.6, warm, strength * 0.17), (1.0, warm, 0.0)],
    );
    c.oval([x, y, r, r], paint);
}

/// The picture's room after sunset, with a table at `y`.
pub(super) fn evening(c: &mut Canvas, kit: &Kit, y: f64) {
    let tone = Rgb::new(0x3d4654).mix(kit.base, 0.16);
    wall(c, tone.shade(0.22));
    let top = Rgb::new(0x6d5a4a).mix(kit.base, 0.1);
    let paint = c.across([0.2, 0.0, 0.5, 1.0], &[(0.0, top, 1.0), (1.0, top.shade(0.5), 1.0)]);
    c.rect([0.0, y, 1600.0, 2000.0 - y], paint);
    c.texture(&slab(0.0, y, 1600.0, 2000.0 - y, 0.0), Skin::new(top, Surface::Wood).angle(90.0).scale(1.6));
    let blend = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, tone.shade(0.9), 0.0), (1.0, tone.shade(0.9), 0.4)]);
    c.rect([0.0, y - 90.0, 1600.0, 90.0], blend);
}

/// A drop-shaped flame whose foot is at (`x`, `y`).
pub(super) fn flame(c: &mut Canvas, x: f64, y: f64, scale: f64) {
    c.at(x, y, scale, |c| {
        let outer = c.across(
            [0.0, 0.0, 0.0, 1.0],
            &[
                (0.0, Rgb::new(0xffb54a), 0.75),
                (0.55, Rgb::new(0xffe2a0), 1.0),
                (0.9, Rgb::new(0xfff6df), 1.0),
                (1.0, Rgb::new(0x8aa5c8), 0.8),
            ],
        );
        c.soft(2.5, |c| {
            c.fill(
                "M 0 4 C -34 0 -36 -40 -22 -70 C -12 -94 -2 -116 4 -140 C 14 -112 38 -80 34 -42 C 32 -14 20 2 0 4 Z",
                &outer,
            );
        });
        c.veil(
            "M 1 -8 C -16 -12 -16 -36 -8 -52 C -4 -64 0 -74 3 -86 C 8 -68 20 -50 18 -32 C 16 -16 10 -8 1 -8 Z",
            Rgb::new(0xffffff),
            0.75,
        );
    });
}

/// Broad soft folds over a close-up.
pub(super) fn drape(c: &mut Canvas, color: Rgb, folds: &[&str], width: f64) {
    c.soft(width * 0.42, |c| {
        for d in folds {
            c.fold(d, color, width);
        }
    });
}

/// An oak shelf whose top edge is at `y`.
pub(super) fn shelf(c: &mut Canvas, y: f64) {
    let under = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, SHADOW, 0.34), (1.0, SHADOW, 0.0)]);
    c.rect([0.0, y + 78.0, 1600.0, 190.0], under);
    let front = slab(-20.0, y, 1640.0, 84.0, 4.0);
    c.part(&front, Skin::new(OAK, Surface::Wood).angle(90.0));
    let top = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, OAK.light(0.6), 0.8), (1.0, OAK.light(0.6), 0.0)]);
    c.rect([0.0, y, 1600.0, 16.0], top);
}

/// A turned wooden peg on the wall.
pub(super) fn peg(c: &mut Canvas, x: f64, y: f64) {
    c.soft(12.0, |c| c.veil(&oval(x + 34.0, y + 44.0, 46.0, 50.0), SHADOW, 0.4));
    c.part(&oval(x, y, 46.0, 46.0), Skin::new(OAK.shade(0.12), Surface::Wood).scale(0.4));
    let face =
        c.radial([0.36, 0.32, 0.75], &[(0.0, OAK.light(0.5), 1.0), (0.7, OAK, 1.0), (1.0, OAK.shade(0.35), 1.0)]);
    c.oval([x - 4.0, y - 5.0, 36.0, 36.0], face);
}

/// Three sprigs of eucalyptus growing from (`x`, `y`).
pub(super) fn greens(c: &mut Canvas, x: f64, y: f64, scale: f64) {
    c.at(x, y, scale, |c| {
        sprig(
            c,
            "M 4 0 C 0 -150 -60 -270 -130 -390",
            &[(-18.0, -130.0), (-50.0, -220.0), (-86.0, -306.0), (-130.0, -390.0)],
            -28.0,
        );
        sprig(
            c,
            "M 6 0 C 20 -170 40 -310 20 -510",
            &[(16.0, -110.0), (30.0, -210.0), (34.0, -310.0), (28.0, -410.0), (20.0, -510.0)],
            0.0,
        );
        sprig(
            c,
            "M 8 0 C 40 -130 100 -220 170 -310",
            &[(34.0, -100.0), (72.0, -176.0), (118.0, -246.0), (170.0, -310.0)],
            36.0,
        );
    });
}

/// A stoneware vase with a few eucalyptus sprigs, standing at (`x`, `y`).
pub(super) fn plant(c: &mut Canvas, x: f64, y: f64, scale: f64) {
    contact(c, x, y, 92.0 * scale);
    c.at(x, y, scale, |c| {
        greens(c, 0.0, -250.0, 1.0);
        let pot = "M -34 -262 C -30 -210 -94 -170 -98 -92 C -100 -30 -70 0 0 2 C 70 0 100 -30 98 -92 C 94 -170 30 -210 34 -262 C 20 -254 -20 -254 -34 -262 Z";
        c.solid(pot, Skin::new(Rgb::new(0xe9dfcf), Surface::Speckle).depth(34.0).scale(0.6));
        c.oval([0.0, -262.0, 34.0, 9.0], Rgb::new(0x8d7f6c));
    });
}

fn sprig(c: &mut Canvas, stem: &str, nodes: &[(f64, f64)], lean: f64) {
    c.line(stem, LEAF.shade(0.35), 5.0, 1.0);
    for (index, (x, y)) in nodes.iter().enumerate() {
        let size = 1.0 - index as f64 * 0.09;
        for (turn, tone) in [(-62.0, LEAF.light(0.22)), (58.0, LEAF.shade(0.12))] {
            c.group(
                &format!("transform=\"translate({x:.1} {y:.1}) rotate({:.1}) scale({size:.2})\"", lean + turn),
                |c| {
                    let paint =
                        c.across([0.0, 0.0, 1.0, 1.0], &[(0.0, tone.light(0.3), 1.0), (1.0, tone.shade(0.15), 1.0)]);
                    c.fill("M 0 0 C -34 -26 -34 -84 0 -104 C 34 -84 34 -26 0 0 Z", paint);
                    c.line("M 0 0 L 0 -92", tone.shade(0.3), 2.0, 0.5);
                },
            );
        }
    }
}

/// A woven label with a small mark instead of words: a halyard's cleat.
pub(super) fn label(c: &mut Canvas, x: f64, y: f64, w: f64, paper: Rgb, ink: Rgb) {
    let h = w * 0.56;
    c.part(&slab(x, y, w, h, w * 0.03), Skin::new(paper, Surface::Canvas).scale(0.5));
    let (cx, cy) = (x + w / 2.0, y + h / 2.0);
    let mark = |points: &str| super::curve::map(points, |a, b| (cx + a * w / 100.0, cy + b * w / 100.0));
    c.line(&mark("M -26 6 C -14 -6 -8 -4 0 -4 C 8 -4 14 -6 26 6"), ink, w * 0.045, 1.0);
    c.line(&mark("M -9 -3 L -9 12 M 9 -3 L 9 12 M -16 13 L 16 13"), ink, w * 0.035, 1.0);
}
