//! A woven blanket: folded, its fringe, hung over a rail.

use super::canvas::{Canvas, Skin};
use super::curve::{shift, slab};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::flat(c, kit);
            object(c, kit);
        }
        View::Detail => detail(c, kit),
        View::InUse => hung(c, kit),
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.cloth_or(Surface::Wool)).depth(46.0)
}

/// Twisted tassels along a lower edge from `x` to `to`.
fn fringe(c: &mut Canvas, [x, to]: [f64; 2], y: impl Fn(f64) -> f64, length: f64, tone: Rgb, step: f64) {
    let (mut dark, mut mid, mut lit) = (String::new(), String::new(), String::new());
    let mut noise = super::curve::Noise::new(3);
    let mut at = x;
    while at < to {
        let (sway, more) = (noise.between(-0.12, 0.16) * length, noise.between(-0.1, 0.08) * length);
        let top = y(at);
        let end = top + length + more;
        let strand = |dx: f64| {
            format!(
                "M {} {top} C {} {} {} {} {} {end} ",
                at + dx,
                at + dx,
                top + length * 0.4,
                at + dx + sway,
                top + length * 0.5,
                at + dx + sway
            )
        };
        dark.push_str(&strand(step * 0.14));
        mid.push_str(&strand(0.0));
        lit.push_str(&strand(-step * 0.14));
        at += step;
    }
    c.line(&dark, tone.shade(0.7), step * 0.62, 0.9);
    c.line(&mid, tone.shade(0.08), step * 0.54, 1.0);
    c.dashes(&mid, tone.shade(0.6), step * 0.5, step * 0.12, step * 0.34, 0.4);
    c.line(&lit, tone.light(0.6), step * 0.13, 0.6);
}

fn bands(c: &mut Canvas, kit: &Kit, y: f64, scale: f64, left: f64, right: f64) {
    let tones: &[(f64, f64, f64)] = match kit.pick(1, 3) {
        0 => &[(0.0, 70.0, 0.92), (100.0, 14.0, 0.92), (134.0, 14.0, 0.92)],
        1 => &[(0.0, 20.0, 0.9), (40.0, 20.0, 0.9), (80.0, 20.0, 0.9), (120.0, 20.0, 0.9)],
        _ => &[(0.0, 150.0, 0.85)],
    };
    for (dy, h, strength) in tones {
        let d = slab(left, y + dy * scale, right - left, h * scale, 0.0);
        c.veil(&d, kit.accent, *strength);
        c.texture(&d, skin(kit).tone(kit.accent));
    }
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    let back = "M 352 500 C 350 470 364 452 396 450 L 1200 446 C 1236 446 1252 464 1252 496 L 1256 1540 L 350 1540 Z";
    scene::cast(c, &format!("{back} M 352 1500 L 1256 1500 L 1250 1640 L 360 1640 Z"));
    fringe(c, [372.0, 1250.0], |_| 1548.0, 92.0, base.shade(0.2), 21.0);
    c.solid(back, skin.tone(base.shade(0.22)));
    fringe(c, [358.0, 1240.0], |_| 1506.0, 96.0, base, 21.0);
    let front = "M 344 470 C 342 440 356 424 388 422 L 1190 418 C 1226 418 1242 436 1242 468 L 1244 1508 C 1000 1520 600 1520 340 1512 Z";
    c.solid(front, skin);
    c.inside(front, |c| {
        bands(c, kit, 1230.0, 1.1, 300.0, 1300.0);
        bands(c, kit, 560.0, 0.7, 300.0, 1300.0);
        c.soft(15.0, |c| {
            for d in [
                "M 400 1500 C 440 1200 430 900 390 600",
                "M 1190 1500 C 1150 1200 1160 900 1200 620",
                "M 700 1500 C 720 1300 700 1150 660 1000",
                "M 960 430 C 940 560 950 660 990 780",
            ] {
                c.fold(d, base, 32.0);
            }
        });
        c.stitch("M 340 1496 C 600 1504 1000 1504 1244 1492", base.light(0.3), 3.4);
    });
    // A folded corner shows the reverse.
    let corner = "M 344 470 C 342 440 356 424 388 422 L 700 420 C 600 560 480 700 342 800 Z";
    c.soft(14.0, |c| c.veil(&shift(corner, 14.0, 26.0), base.shade(1.0), 0.42));
    c.solid(corner, skin.tone(kit.accent.mix(base, 0.35)).depth(34.0));
    c.stitch("M 672 428 C 580 560 470 690 350 776", base.light(0.5), 3.4);
    scene::label(c, 1060.0, 1380.0, 120.0, PAPER, kit.accent);
}

fn detail(c: &mut Canvas, kit: &Kit) {
    let base = kit.base;
    let ground = base.ground();
    let paint = c.across([0.0, 0.0, 0.4, 1.0], &[(0.0, ground, 1.0), (1.0, ground.deepen(0.3), 1.0)]);
    c.rect([0.0, 0.0, 1600.0, 2000.0], paint);
    let edge = |x: f64| 1320.0 + (x / 260.0).sin() * 26.0;
    c.soft(26.0, |c| {
        c.veil("M -20 1300 L 1620 1320 L 1620 1860 C 1100 1900 500 1880 -20 1850 Z", Rgb::new(0x2a2430), 0.3)
    });
    fringe(c, [-20.0, 1640.0], edge, 430.0, base, 78.0);
    let cloth = "M -20 -20 L 1620 -20 L 1620 1330 C 1400 1290 1300 1350 1100 1346 C 860 1300 760 1296 560 1340 C 360 1356 200 1340 -20 1320 Z";
    let skin = skin(kit).scale(1.7);
    c.part(cloth, skin);
    c.inside(cloth, |c| {
        bands(c, kit, 620.0, 2.5, -20.0, 1620.0);
        // Twill ribs of the weave, broken into herringbone.
        for column in 0..10 {
            let x = f64::from(column) * 160.0;
            let mut d = String::new();
            let rise: f64 = if column % 2 == 0 { 90.0 } else { -90.0 };
            for row in -2..34 {
                let y = f64::from(row) * 44.0;
                d.push_str(&format!("M {x} {} L {} {} ", y + rise.max(0.0), x + 160.0, y + (-rise).max(0.0)));
            }
            c.line(&d, base.shade(1.0), 15.0, 0.17);
            c.line(&shift(&d, -3.0, -14.0), base.light(0.9), 9.0, 0.2);
        }
        c.soft(40.0, |c| {
            c.fold("M 300 -20 C 420 400 380 900 260 1340", base, 110.0);
            c.fold("M 1250 -20 C 1120 400 1160 900 1280 1340", base, 110.0);
        });
        c.soft(14.0, |c| {
            c.line(
                "M -20 1330 C 200 1340 360 1356 560 1340 C 760 1296 860 1300 1100 1346 C 1300 1350 1400 1290 1620 1330",
                base.shade(1.0),
                40.0,
                0.5,
            )
        });
    });
    c.stitch(
        "M -20 1262 C 200 1282 360 1298 560 1282 C 760 1238 860 1242 1100 1288 C 1300 1292 1400 1232 1620 1272",
        base.light(0.5),
        10.0,
    );
    let mut knots = String::new();
    let mut x = -20.0;
    while x < 1640.0 {
        knots.push_str(&super::curve::oval(x, edge(x) + 50.0, 30.0, 34.0));
        x += 78.0;
    }
    c.fill(&shift(&knots, 8.0, 12.0), base.shade(0.75));
    let ball = c.along(
        [0.0, 1320.0, 0.0, 1420.0],
        &[(0.0, base.light(0.35), 1.0), (0.5, base, 1.0), (1.0, base.shade(0.35), 1.0)],
    );
    c.fill(&knots, ball);
    c.texture(&knots, skin);
}

fn hung(c: &mut Canvas, kit: &Kit) {
    scene::room(c, kit);
    let (skin, base) = (skin(kit), kit.base);
    let cloth = "M 420 420 C 600 396 1000 396 1180 420 C 1196 700 1176 1000 1200 1500 C 1120 1530 1060 1486 980 1512 C 900 1540 820 1490 740 1516 C 640 1544 540 1496 420 1524 C 436 1000 408 700 420 420 Z";
    c.soft(24.0, |c| {
        c.veil(&shift(cloth, 56.0, 66.0), Rgb::new(0x2a2430), 0.26);
        c.line("M 240 480 L 1480 480", Rgb::new(0x2a2430), 40.0, 0.3);
    });
    for x in [250.0, 1350.0] {
        c.line(&format!("M {x} 250 L {x} 420"), scene::BRASS.shade(0.3), 12.0, 1.0);
        c.line(&format!("M {} 250 L {} 420", x - 3.0, x - 3.0), scene::BRASS.light(0.4), 4.0, 0.8);
        c.part(&super::curve::oval(x, 244.0, 30.0, 30.0), Skin::new(scene::BRASS, Surface::Metal));
    }
    let rod = slab(170.0, 400.0, 1260.0, 52.0, 26.0);
    c.part(&rod, Skin::new(scene::OAK, Surface::Wood).angle(90.0).scale(0.7));
    c.line("M 190 412 L 1410 412", scene::OAK.light(0.8), 7.0, 0.5);
    c.line("M 190 444 L 1410 444", scene::OAK.shade(0.9), 10.0, 0.4);
    let edge = |x: f64| 1512.0 + ((x - 420.0) / 62.0).sin() * 13.0;
    fringe(c, [430.0, 1196.0], edge, 110.0, base.shade(0.08), 20.0);
    c.solid(cloth, skin.depth(54.0));
    c.inside(cloth, |c| {
        bands(c, kit, 1180.0, 1.2, 380.0, 1240.0);
        bands(c, kit, 620.0, 0.7, 380.0, 1240.0);
        c.soft(17.0, |c| {
            for d in [
                "M 520 430 C 560 800 500 1150 560 1530",
                "M 690 410 C 650 800 720 1100 690 1530",
                "M 850 410 C 880 800 820 1150 870 1530",
                "M 1030 410 C 1000 800 1070 1150 1030 1530",
                "M 1130 420 C 1150 800 1110 1150 1140 1520",
            ] {
                c.fold(d, base, 44.0);
            }
            c.line("M 400 424 C 600 398 1000 398 1200 424", base.light(0.8), 26.0, 0.5);
            c.line("M 400 486 C 600 462 1000 462 1200 486", base.shade(1.0), 24.0, 0.32);
        });
    });
    scene::label(c, 1050.0, 1404.0, 100.0, PAPER, kit.accent);
}
