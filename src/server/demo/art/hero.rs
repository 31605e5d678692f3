//! The start page's picture: things on a table by a window to the sea, by day and in the evening.

use super::canvas::{Canvas, Skin};
use super::curve::{Noise, map, oval, shift, slab};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, bottle, bowl, candle, garment, lamp, lantern, mug, scene};

const DUSK: Rgb = Rgb::new(0x1c2536);

pub(super) fn draw(dark: bool) -> String {
    let mut c = Canvas::new(2400, 1350);
    wall(&mut c, dark);
    window(&mut c, dark);
    table(&mut c, dark);
    still_life(&mut c, dark);
    if dark {
        scene::glow(&mut c, 1974.0, 600.0, 640.0, 0.6);
        scene::glow(&mut c, 330.0, 860.0, 560.0, 0.5);
    }
    c.finish()
}

/// A color as the hour shows it.
fn hour(color: u32, dark: bool) -> Rgb {
    let color = Rgb::new(color);
    if dark { color.mix(DUSK, 0.42) } else { color }
}

fn kit(color: u32, accent: u32, material: &str, variation: u32, dark: bool) -> Kit {
    Kit { base: hour(color, dark), accent: hour(accent, dark), ..Kit::new("", "", material, variation) }
}

fn wall(c: &mut Canvas, dark: bool) {
    let tone = if dark { Rgb::new(0x2b3546) } else { Rgb::new(0xe6ddcc) };
    let paint = c.across(
        [0.0, 0.0, 1.0, 0.6],
        &[(0.0, tone.light(if dark { 0.02 } else { 0.3 }), 1.0), (0.5, tone, 1.0), (1.0, tone.deepen(0.3), 1.0)],
    );
    c.rect([0.0, 0.0, 2400.0, 1350.0], paint);
}

fn window(c: &mut Canvas, dark: bool) {
    let (l, t, w, h) = (640.0, 70.0, 1000.0, 880.0);
    let frame = if dark { Rgb::new(0x56606e) } else { Rgb::new(0xf6f0e4) };
    c.soft(18.0, |c| c.veil(&slab(l + 16.0, t + 24.0, w, h, 4.0), Rgb::new(0x2a2430), 0.24));
    c.part(&slab(l, t, w, h, 4.0), Skin::new(frame, Surface::Plain));
    let view = slab(l + 44.0, t + 44.0, w - 88.0, h - 60.0, 0.0);
    let sky: &[(f64, Rgb, f64)] = if dark {
        &[
            (0.0, Rgb::new(0x26344e), 1.0),
            (0.36, Rgb::new(0x5c6784), 1.0),
            (0.56, Rgb::new(0xd39b86), 1.0),
            (0.64, Rgb::new(0xf0bf92), 1.0),
        ]
    } else {
        &[(0.0, Rgb::new(0xbcd3dc), 1.0), (0.4, Rgb::new(0xdde7e4), 1.0), (0.64, Rgb::new(0xf7ead2), 1.0)]
    };
    let sky = c.across([0.0, 0.0, 0.0, 1.0], sky);
    c.fill(&view, sky);
    c.inside(&view, |c| {
        sea(c, dark);
    });
    let shade = c.across(
        [0.0, 0.0, 0.0, 1.0],
        &[(0.0, frame.shade(0.9), 0.3), (0.06, frame.shade(0.9), 0.0), (1.0, frame.shade(0.9), 0.0)],
    );
    c.fill(&view, shade);
    for bar in [slab(1124.0, t + 30.0, 32.0, h - 40.0, 2.0), slab(l + 30.0, 402.0, w - 60.0, 26.0, 2.0)] {
        c.part(&bar, Skin::new(frame.shade(0.05), Surface::Plain));
    }
    let sill = slab(l - 50.0, 926.0, w + 100.0, 44.0, 4.0);
    c.part(&sill, Skin::new(frame, Surface::Plain));
    curtain(c, dark);
}

fn sea(c: &mut Canvas, dark: bool) {
    if dark {
        let mut noise = Noise::new(4);
        let mut stars = String::new();
        for _ in 0..40 {
            let (x, y) = (noise.between(690.0, 1600.0), noise.between(120.0, 400.0));
            stars.push_str(&oval(x, y, 2.0, 2.0));
        }
        c.veil(&stars, PAPER, 0.7);
    } else {
        scene::glow(c, 820.0, 360.0, 300.0, 0.5);
    }
    let (near, far, hills) = if dark {
        (Rgb::new(0x2d3c50), Rgb::new(0x8c8590), Rgb::new(0x4a5368))
    } else {
        (Rgb::new(0x4f8187), Rgb::new(0xa9c4c2), Rgb::new(0x92aab0))
    };
    c.fill("M 600 656 C 700 620 780 600 880 622 C 960 640 1010 652 1060 658 L 1060 670 L 600 670 Z", hills);
    let water =
        c.along([0.0, 656.0, 0.0, 940.0], &[(0.0, far, 1.0), (0.4, near.mix(far, 0.35), 1.0), (1.0, near, 1.0)]);
    c.rect([600.0, 656.0, 1100.0, 300.0], water);
    let mut noise = Noise::new(12);
    let (mut lit, mut dim) = (String::new(), String::new());
    for index in 0..90 {
        let depth = noise.between(0.0, 1.0);
        let (x, y) = (noise.between(620.0, 1640.0), 664.0 + depth * depth * 270.0);
        let wave = format!("M {x:.0} {y:.0} l {:.0} 0 ", noise.between(14.0, 40.0) * (0.5 + depth * 1.6));
        if index % 2 == 0 { lit.push_str(&wave) } else { dim.push_str(&wave) }
    }
    c.line(&lit, if dark { Rgb::new(0xf0bf92) } else { PAPER }, 3.0, 0.5);
    c.line(&dim, near.shade(0.5), 3.0, 0.3);
    // A boat with its halyard up.
    c.at(985.0, 690.0, 0.7, |c| {
        c.fill(
            "M -6 -190 L -6 -16 L -110 -16 C -70 -70 -30 -130 -6 -190 Z",
            if dark { Rgb::new(0xb9aba6) } else { Rgb::new(0xfffaf0) },
        );
        c.fill(
            "M 6 -170 C 50 -120 74 -60 78 -16 L 6 -16 Z",
            Rgb::new(0xc2512f).mix(DUSK, if dark { 0.3 } else { 0.0 }),
        );
        c.line("M 0 -200 L 0 4", Rgb::new(0x4c3a2c), 5.0, 1.0);
        c.fill("M -100 0 L 104 0 C 90 30 70 40 50 42 L -60 42 C -84 36 -94 20 -100 0 Z", Rgb::new(0x2c3a4a));
        c.veil("M -80 48 L 70 48 L 40 84 L -50 78 Z", Rgb::new(0x2c3a4a), 0.25);
    });
}

fn curtain(c: &mut Canvas, dark: bool) {
    let cloth = if dark { Rgb::new(0x59606c) } else { Rgb::new(0xf3ebdc) };
    c.part(&slab(520.0, 46.0, 1240.0, 18.0, 9.0), Skin::new(hour(0xb98a45, dark), Surface::Plain));
    for d in [
        "M 560 58 L 760 58 C 750 300 740 500 690 660 C 670 740 700 860 690 980 L 560 980 C 570 700 556 400 560 58 Z"
            .to_owned(),
        map(
            "M 560 58 L 760 58 C 750 300 740 500 690 660 C 670 740 700 860 690 980 L 560 980 C 570 700 556 400 560 58 Z",
            |x, y| (2280.0 - x, y),
        ),
    ] {
        let skin = Skin::new(cloth, Surface::Linen).depth(24.0);
        c.soft(14.0, |c| c.veil(&shift(&d, 16.0, 10.0), Rgb::new(0x2a2430), 0.16));
        c.solid(&d, skin);
        let away = if d.contains("560 58") { 0.0 } else { 960.0 };
        c.inside(&d, |c| {
            c.soft(9.0, |c| {
                for x in [600.0, 645.0, 690.0, 730.0] {
                    c.fold(
                        &format!(
                            "M {} 60 C {} 400 {} 640 {} 980",
                            x + away,
                            x + away,
                            x + away - 20.0,
                            x + away - 24.0
                        ),
                        cloth,
                        20.0,
                    );
                }
            });
        });
    }
}

fn table(c: &mut Canvas, dark: bool) {
    let wood = hour(0xc99f6b, dark);
    let top = slab(0.0, 1010.0, 2400.0, 340.0, 0.0);
    let paint = c.along(
        [300.0, 1010.0, 1500.0, 1350.0],
        &[(0.0, wood.light(if dark { 0.1 } else { 0.4 }), 1.0), (0.5, wood, 1.0), (1.0, wood.shade(0.25), 1.0)],
    );
    c.fill(&top, paint);
    c.texture(&top, Skin::new(wood, Surface::Wood).angle(90.0).scale(1.5));
    let back = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, wood.shade(1.0), 0.0), (1.0, wood.shade(1.0), 0.4)]);
    c.rect([0.0, 960.0, 2400.0, 50.0], back);
    c.line("M 0 1012 L 2400 1012", wood.light(0.7), 4.0, if dark { 0.25 } else { 0.7 });
    if dark {
        for (x, rx) in [(330.0, 620.0), (1960.0, 760.0)] {
            let pool = c.radial([0.5, 0.5, 0.5], &[(0.0, Rgb::new(0xffd99a), 0.6), (1.0, Rgb::new(0xffc873), 0.0)]);
            c.oval([x, 1170.0, rx, 130.0], pool);
        }
    } else {
        let sun = c.across([0.0, 0.0, 0.6, 1.0], &[(0.0, Rgb::new(0xfff6e0), 0.65), (1.0, Rgb::new(0xfff6e0), 0.0)]);
        for by in [0.0, 470.0] {
            c.fill(&shift("M 740 1012 L 1160 1012 L 1420 1350 L 940 1350 Z", by, 0.0), sun.as_str());
        }
    }
}

/// Sets a drawing whose foot is at (`fx`, `fy`) on the table at (`x`, `y`).
fn stand(
    c: &mut Canvas,
    [x, y]: [f64; 2],
    [fx, fy]: [f64; 2],
    scale: f64,
    half: f64,
    object: impl FnOnce(&mut Canvas),
) {
    scene::contact(c, x, y, half * scale);
    c.at(x - fx * scale, y - fy * scale, scale, object);
}

fn still_life(c: &mut Canvas, dark: bool) {
    let night = |color, accent, material, variation| kit(color, accent, material, variation, dark);
    stand(c, [330.0, 1140.0], [800.0, 1726.0], 0.46, 320.0, |c| {
        lantern::object(c, &night(0x2f4b47, 0xb98a45, "steel", 1), dark);
    });
    scene::plant(c, 690.0, 1090.0, 0.8);
    let cloth = |color| Skin::new(hour(color, dark), Surface::Wool);
    garment::stack(c, 800.0, 1130.0, 420.0, 92.0, &[cloth(0x2f4058), cloth(0xd9cbb0), cloth(0x7f8f86)]);
    stand(c, [1345.0, 1120.0], [800.0, 1702.0], 0.42, 220.0, |c| {
        bottle::object(c, &night(0x3f6a68, 0x2c3a4a, "steel", 2));
    });
    stand(c, [1510.0, 1215.0], [760.0, 1516.0], 0.3, 320.0, |c| {
        mug::object(c, &night(0xe6ddcb, 0xc2512f, "ceramic", 1), true);
    });
    if !dark {
        c.at(1290.0, 785.0, 0.27, |c| {
            mug::steam(c);
        });
    }
    stand(c, [1790.0, 1160.0], [800.0, 1570.0], 0.36, 330.0, |c| {
        bowl::object(c, &night(0x3e5c6e, 0xd9cbb0, "stoneware", 2), true);
    });
    stand(c, [2160.0, 1130.0], [960.0, 1690.0], 0.6, 300.0, |c| {
        lamp::object(c, &night(0xc29a4a, 0xb98a45, "steel", 2), dark);
    });
    stand(c, [2020.0, 1230.0], [800.0, 1606.0], 0.22, 370.0, |c| {
        candle::object(c, &night(0xe9dfcd, 0x2f4b47, "ceramic", 1), dark);
    });
}
