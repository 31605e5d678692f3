//! A knitted sweater: front, its ribs and stitches, folded in a stack.

use super::canvas::{Canvas, Skin};
use super::palette::PAPER;
use super::surface::Surface;
use super::{Kit, View, garment, scene};

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::flat(c, kit);
            scene::cast(c, &garment::outline());
            object(c, kit);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::room(c, kit);
            scene::plant(c, 290.0, 1500.0, 1.1);
            scene::shelf(c, 1490.0);
            let skin = skin(kit);
            garment::stack(
                c,
                520.0,
                1496.0,
                820.0,
                185.0,
                &[skin.tone(kit.base.shade(0.3)), skin.tone(kit.accent), skin],
            );
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, Surface::Knit).scale(0.62)
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    garment::back(c, skin);
    scene::label(c, 758.0, 412.0, 84.0, PAPER.shade(0.05), kit.accent);
    garment::long(c, skin);
    let body = garment::body();
    c.inside(&body, |c| match kit.pick(1, 3) {
        0 => cables(c, kit),
        1 => {
            for (y, h) in [(760.0, 54.0), (850.0, 18.0), (900.0, 18.0)] {
                let band = format!(
                    "M 440 {y} C 640 {a} 960 {a} 1160 {y} L 1160 {b} C 960 {d} 640 {d} 440 {b} Z",
                    a = y + 16.0,
                    b = y + h,
                    d = y + h + 16.0
                );
                c.veil(&band, kit.accent, 0.9);
                c.texture(&band, skin.tone(kit.accent));
            }
        }
        _ => {}
    });
    garment::ribs(c, skin);
    garment::neckband(c, base, 62.0);
}

/// Twisted columns down the front.
fn cables(c: &mut Canvas, kit: &Kit) {
    let base = kit.base;
    for x in [640.0, 800.0, 960.0] {
        for d in [format!("M {} 540 L {} 1500", x - 34.0, x - 34.0), format!("M {} 540 L {} 1500", x + 34.0, x + 34.0)]
        {
            c.line(&d, base.shade(0.85), 7.0, 0.35);
        }
        for row in 0..11 {
            let y = 540.0 + f64::from(row) * 90.0;
            let strand = |a: f64, b: f64| {
                format!("M {} {y} C {} {} {} {} {} {}", x + a, x + a, y + 40.0, x + b, y + 50.0, x + b, y + 90.0)
            };
            for (a, b) in [(20.0, -20.0), (-20.0, 20.0)] {
                c.line(&strand(a, b), base.shade(0.8), 32.0, 0.4);
                c.line(&strand(a, b), base.light(0.06), 25.0, 1.0);
                c.dashes(&strand(a, b), base.shade(0.7), 22.0, 2.5, 8.0, 0.35);
                c.line(&super::curve::shift(&strand(a, b), -5.0, 0.0), base.light(0.5), 6.0, 0.4);
            }
        }
    }
}

fn detail(c: &mut Canvas, kit: &Kit) {
    let base = kit.base;
    let skin = Skin::new(base, Surface::Knit).scale(2.7);
    scene::bleed(c, skin);
    scene::drape(
        c,
        base,
        &[
            "M 200 1000 C 420 700 500 400 420 -20",
            "M 1500 900 C 1300 700 1240 300 1330 -20",
            "M 820 1100 C 760 800 800 500 880 200",
        ],
        120.0,
    );
    // The deep ribbed hem, with its roll at the lower edge.
    let hem = "M -20 1230 C 400 1290 1100 1310 1620 1250 L 1620 1790 C 1100 1860 400 1840 -20 1780 Z";
    let under = kit.base.ground();
    let below = "M -20 1760 C 400 1820 1100 1840 1620 1770 L 1620 2020 L -20 2020 Z";
    let paint = c.across([0.0, 0.0, 0.2, 1.0], &[(0.0, under.deepen(0.5), 1.0), (1.0, under, 1.0)]);
    c.fill(below, paint);
    c.soft(26.0, |c| c.line("M -20 1810 C 400 1870 1100 1890 1620 1820", base.shade(1.0), 70.0, 0.55));
    c.fill(hem, base.shade(0.1));
    c.inside(hem, |c| {
        let run = "M -30 1510 C 400 1570 1100 1590 1640 1520";
        c.dashes(run, base.shade(0.85), 700.0, 22.0, 48.0, 0.5);
        c.soft(9.0, |c| {
            c.dashes(run, base.shade(0.9), 690.0, 30.0, 40.0, 0.35);
            c.dashes(&super::curve::shift(run, 30.0, 0.0), base.light(0.6), 690.0, 18.0, 52.0, 0.45);
        });
        c.soft(30.0, |c| {
            c.line("M -20 1250 C 400 1310 1100 1330 1620 1270", base.shade(0.95), 60.0, 0.5);
            c.line("M -20 1790 C 400 1850 1100 1870 1620 1800", base.shade(0.95), 90.0, 0.5);
            c.line("M -20 1650 C 400 1710 1100 1730 1620 1660", base.light(0.7), 60.0, 0.3);
        });
    });
    let tab = "M 1120 1400 L 1330 1396 L 1334 1660 L 1124 1664 Z";
    c.soft(12.0, |c| c.veil(&super::curve::shift(tab, 12.0, 18.0), base.shade(1.0), 0.5));
    c.part(tab, Skin::new(kit.accent, Surface::Canvas));
    c.stitch("M 1140 1420 L 1312 1416", kit.accent.light(0.6), 5.0);
    c.stitch("M 1142 1644 L 1316 1640", kit.accent.light(0.6), 5.0);
    c.line("M 1160 1530 C 1190 1506 1210 1512 1228 1512 C 1246 1512 1266 1506 1296 1528 M 1208 1514 L 1208 1552 M 1248 1514 L 1248 1552 M 1190 1554 L 1268 1554", PAPER, 8.0, 1.0);
}
