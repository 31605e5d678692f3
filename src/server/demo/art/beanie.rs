//! A ribbed beanie: front, its turned-up brim, on a peg.

use super::canvas::{Canvas, Skin};
use super::curve::{shift, sym};
use super::palette::PAPER;
use super::surface::Surface;
use super::{Kit, View, scene};

const CROWN: &str = "M 800 470 C 640 466 500 560 440 720 C 396 850 380 1010 378 1200 C 500 1260 640 1280 800 1280";
const BRIM: &str = "M 800 1180 C 640 1180 480 1160 366 1130 C 346 1240 348 1350 362 1460 C 366 1480 376 1490 394 1496 C 520 1526 660 1536 800 1536";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::flat(c, kit);
            scene::cast(c, &format!("{} {}", sym(CROWN), sym(BRIM)));
            object(c, kit);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::room(c, kit);
            scene::shelf(c, 300.0);
            scene::peg(c, 560.0, 620.0);
            c.at(-170.0, 200.0, 0.92, |c| {
                c.turn(-5.0, 800.0, 600.0, |c| {
                    scene::hang(c, &format!("{} {}", sym(CROWN), sym(BRIM)));
                    object(c, kit);
                });
            });
            scene::peg(c, 1240.0, 620.0);
            c.line("M 1240 640 C 1214 800 1214 900 1236 1010", kit.accent.shade(0.3), 10.0, 1.0);
            c.line("M 1240 640 C 1268 800 1268 900 1236 1010", kit.accent, 10.0, 1.0);
            scene::label(c, 1150.0, 1000.0, 170.0, PAPER, kit.accent);
        }
    }
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let base = kit.base;
    let skin = Skin::new(base, Surface::Knit).scale(0.7).depth(70.0);
    let crown = sym(CROWN);
    if kit.pick(1, 2) == 1 {
        pompom(c, kit);
    }
    c.part(&crown, skin);
    c.inside(&crown, |c| {
        for rib in 0..15 {
            let t = (f64::from(rib) - 7.0) / 7.0;
            // Ribs bunch toward the sides and meet at the top.
            let foot = 800.0 + 424.0 * (t * 1.2).sin() / 1.2f64.sin();
            let top = 800.0 + t * 60.0;
            let d = format!("M {top} 476 C {} 600 {foot} 800 {foot} 1260", 800.0 + (foot - 800.0) * 0.72);
            c.line(&d, base.shade(0.85), 11.0, 0.4);
            c.line(&shift(&d, -14.0, 0.0), base.light(0.5), 11.0, 0.26);
        }
        c.soft(20.0, |c| {
            c.fold("M 500 1180 C 520 1000 560 860 640 720", base, 40.0);
            c.fold("M 1100 1190 C 1080 1050 1070 900 1010 780", base, 40.0);
            c.line("M 360 1160 C 500 1200 1100 1200 1240 1160", base.shade(1.0), 70.0, 0.5);
        });
    });
    c.volume(&crown, skin);
    let brim = sym(BRIM);
    c.part(&brim, skin.depth(44.0));
    c.inside(&brim, |c| {
        let run = "M 340 1310 C 500 1346 640 1358 800 1358 C 960 1358 1100 1346 1260 1310";
        c.dashes(run, base.shade(0.85), 480.0, 13.0, 27.0, 0.4);
        c.dashes(&shift(run, 18.0, 0.0), base.light(0.5), 480.0, 9.0, 31.0, 0.26);
    });
    c.volume(&brim, skin.depth(56.0));
    let tab = "M 900 1300 L 1080 1292 L 1084 1420 L 904 1430 Z";
    c.soft(5.0, |c| c.veil(&shift(tab, 4.0, 7.0), base.shade(1.0), 0.5));
    c.part(tab, Skin::new(kit.accent, Surface::Leather).scale(0.6));
    c.stitch("M 914 1314 L 1066 1306 M 916 1416 L 1070 1408", kit.accent.light(0.6), 3.0);
    c.line("M 940 1364 C 960 1350 976 1354 990 1354 C 1004 1352 1022 1348 1044 1360 M 978 1356 L 979 1382 M 1008 1354 L 1009 1380 M 966 1384 L 1022 1381", kit.accent.light(0.75), 5.0, 0.9);
}

fn pompom(c: &mut Canvas, kit: &Kit) {
    let base = kit.accent;
    let ball = super::curve::oval(800.0, 420.0, 132.0, 128.0);
    c.solid(&ball, Skin::new(base, Surface::Wool).depth(60.0));
    let mut noise = super::curve::Noise::new(kit.variation);
    let (mut lit, mut dim) = (String::new(), String::new());
    for index in 0..260 {
        let (angle, far) = (noise.between(0.0, std::f64::consts::TAU), noise.between(20.0, 138.0));
        let (x, y) = (800.0 + angle.cos() * far, 420.0 + angle.sin() * far);
        let hair = format!(
            "M {x:.0} {y:.0} L {:.0} {:.0} ",
            x + angle.cos() * 20.0 + noise.between(-8.0, 8.0),
            y + angle.sin() * 20.0 + noise.between(-8.0, 8.0)
        );
        if index % 2 == 0 { lit.push_str(&hair) } else { dim.push_str(&hair) }
    }
    c.line(&dim, base.shade(0.6), 4.0, 0.6);
    c.line(&lit, base.light(0.4), 4.0, 0.7);
}

fn detail(c: &mut Canvas, kit: &Kit) {
    let base = kit.base;
    let skin = Skin::new(base, Surface::Knit).scale(2.2);
    scene::bleed(c, skin);
    let rows = "M -30 300 C 500 380 1100 380 1640 300";
    c.dashes(rows, base.shade(0.9), 1400.0, 26.0, 90.0, 0.5);
    c.dashes(&shift(rows, 56.0, 0.0), base.light(0.5), 1400.0, 20.0, 96.0, 0.2);
    let brim = "M -20 860 C 500 960 1100 960 1620 860 L 1620 2020 L -20 2020 Z";
    c.soft(40.0, |c| c.line("M -20 830 C 500 930 1100 930 1620 830", base.shade(1.0), 130.0, 0.62));
    c.fill(brim, base);
    c.texture(brim, skin.scale(2.5));
    c.inside(brim, |c| {
        let run = "M -30 1440 C 500 1540 1100 1540 1640 1440";
        c.dashes(run, base.shade(0.9), 1500.0, 30.0, 100.0, 0.5);
        c.soft(12.0, |c| {
            c.dashes(&shift(run, -16.0, 0.0), base.shade(0.9), 1500.0, 34.0, 96.0, 0.3);
            c.dashes(&shift(run, 62.0, 0.0), base.light(0.6), 1500.0, 30.0, 100.0, 0.36);
        });
        c.soft(36.0, |c| {
            c.line("M -20 900 C 500 1000 1100 1000 1620 900", base.light(0.7), 70.0, 0.45);
            c.line("M -20 2040 C 500 2080 1100 2080 1660 1980", base.shade(1.0), 240.0, 0.4);
        });
    });
    let tab = "M 560 1250 L 1090 1250 L 1090 1640 L 560 1640 Z";
    c.soft(16.0, |c| c.veil(&shift(tab, 14.0, 24.0), base.shade(1.0), 0.55));
    c.solid(tab, Skin::new(kit.accent, Surface::Leather).scale(1.8).depth(26.0));
    c.stitch("M 600 1290 L 1050 1290 M 600 1600 L 1050 1600", kit.accent.light(0.6), 9.0);
    c.line("M 680 1470 C 740 1420 780 1436 824 1436 C 870 1436 910 1420 970 1470 M 790 1436 L 790 1520 M 860 1436 L 860 1520 M 752 1524 L 898 1524", kit.accent.shade(0.7), 17.0, 0.9);
}
