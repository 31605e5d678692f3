//! A two-person tent: pitched, its zipper and guy line, glowing at dusk.

use super::canvas::{Canvas, Skin};
use super::curve::{Noise, oval, shift, slab};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, garment, scene};

const FACE: &str = "M 600 620 C 470 900 330 1240 170 1560 C 400 1596 700 1606 940 1590 C 860 1240 740 900 600 620 Z";
const SIDE: &str = "M 600 620 C 800 600 1000 640 1140 720 C 1260 960 1370 1220 1460 1500 C 1300 1556 1120 1580 940 1590 C 860 1240 740 900 600 620 Z";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::table(c, kit, 1300.0);
            shadow(c);
            object(c, kit, false);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            dusk(c, kit);
            shadow(c);
            object(c, kit, true);
            grass(c);
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.cloth_or(Surface::Ripstop)).depth(46.0)
}

fn shadow(c: &mut Canvas) {
    c.soft(26.0, |c| {
        c.veil(
            "M 150 1556 C 500 1600 900 1620 1480 1500 L 1640 1560 C 1400 1660 700 1700 200 1600 Z",
            Rgb::new(0x2a2430),
            0.4,
        )
    });
}

pub(super) fn object(c: &mut Canvas, kit: &Kit, lit: bool) {
    let base = if lit { kit.base.mix(Rgb::new(0xffb45a), 0.3) } else { kit.base };
    let skin = skin(kit).tone(base);
    for (d, x, y) in [
        ("M 604 640 L 90 1640", 90.0, 1640.0),
        ("M 1136 726 L 1560 1540", 1560.0, 1540.0),
        ("M 300 1296 L 60 1560", 60.0, 1560.0),
    ] {
        c.line(d, if lit { kit.accent.shade(0.3) } else { kit.accent }, 6.0, 1.0);
        c.line(&format!("M {} {} L {} {}", x + 8.0, y - 26.0, x - 8.0, y + 20.0), scene::STEEL.shade(0.3), 10.0, 1.0);
    }
    c.solid(SIDE, skin.tone(base.shade(if lit { 0.34 } else { 0.24 })));
    c.inside(SIDE, |c| {
        c.soft(17.0, |c| {
            for d in [
                "M 620 640 C 860 900 1040 1200 1160 1560",
                "M 1130 730 C 1060 1000 1040 1300 1080 1560",
                "M 700 660 C 900 760 1060 760 1130 740",
                "M 980 1580 C 1100 1480 1300 1470 1440 1490",
            ] {
                c.fold(d, base, 40.0);
            }
        });
        c.line("M 860 612 C 1020 900 1140 1240 1210 1570", base.shade(0.8), 5.0, 0.6);
        c.stitch("M 876 612 C 1036 900 1156 1240 1226 1566", base.light(0.3), 3.0);
        let hem = "M 930 1560 C 1120 1550 1300 1526 1460 1470 L 1480 1520 L 940 1620 Z";
        c.veil(hem, base.shade(0.7), 0.6);
        if lit {
            let warm = c.radial(
                [0.2, 0.7, 0.7],
                &[(0.0, Rgb::new(0xffd58a), 0.75), (0.5, Rgb::new(0xffb75e), 0.3), (1.0, Rgb::new(0xffb75e), 0.0)],
            );
            c.rect([560.0, 600.0, 920.0, 1020.0], warm);
        }
    });
    c.solid(FACE, skin);
    // The opening with one door tied back.
    let mouth = "M 584 800 C 540 1000 450 1300 400 1578 C 520 1592 640 1598 760 1596 C 720 1300 650 1000 584 800 Z";
    let depth = if lit {
        c.radial(
            [0.5, 0.75, 0.8],
            &[(0.0, Rgb::new(0xfff0c8), 1.0), (0.5, Rgb::new(0xf6c06a), 1.0), (1.0, Rgb::new(0xb8702e), 1.0)],
        )
    } else {
        c.across([0.0, 0.0, 0.4, 1.0], &[(0.0, base.shade(0.9), 1.0), (1.0, base.shade(0.55), 1.0)])
    };
    c.fill(mouth, depth);
    c.inside(mouth, |c| {
        let mat = if lit { Rgb::new(0x9c5a34) } else { base.shade(0.75) };
        c.fill("M 380 1520 C 520 1500 660 1506 780 1530 L 780 1620 L 380 1620 Z", mat);
        let roll = slab(470.0, 1440.0, 170.0, 96.0, 46.0);
        c.solid(&roll, Skin::new(kit.accent, Surface::Wool).depth(24.0));
        c.soft(14.0, |c| c.line(mouth, base.shade(1.0), 34.0, if lit { 0.2 } else { 0.5 }));
    });
    let door = "M 584 800 C 650 1000 720 1300 760 1596 L 850 1596 C 830 1440 800 1330 770 1250 C 790 1200 780 1150 744 1120 C 690 1000 640 900 584 800 Z";
    c.solid(door, skin.tone(kit.accent.mix(base, 0.45)).depth(26.0));
    c.line("M 738 1160 C 770 1150 790 1150 806 1164", PAPER, 8.0, 1.0);
    c.inside(FACE, |c| {
        c.soft(13.0, |c| {
            for d in ["M 590 640 C 500 900 380 1200 230 1560", "M 610 680 C 700 900 820 1260 900 1590", "M 200 1540 C 260 1500 330 1480 400 1490"] {
                c.fold(d, base, 26.0);
            }
        });
        c.veil("M 150 1530 C 240 1552 330 1562 402 1566 L 396 1620 L 150 1600 Z M 764 1580 C 830 1582 900 1578 960 1570 L 960 1620 L 760 1620 Z", base.shade(0.7), 0.6);
    });
    c.line("M 588 790 C 546 990 456 1290 404 1570", kit.accent.shade(0.2), 7.0, 0.9);
    c.dashes("M 588 790 C 546 990 456 1290 404 1570", scene::STEEL.light(0.5), 4.0, 4.0, 4.0, 0.9);
    let ridge = "M 600 620 C 800 600 1000 640 1140 720";
    c.line(ridge, base.shade(0.7), 10.0, 0.6);
    c.line(&shift(ridge, 0.0, -4.0), base.light(0.7), 5.0, 0.8);
    c.line("M 600 620 C 470 900 330 1240 170 1560", base.light(0.6), 6.0, 0.6);
    c.line("M 600 620 C 740 900 860 1240 940 1590", kit.accent, 12.0, 0.9);
    c.stitch("M 590 634 C 730 910 848 1250 926 1590", base.light(0.4), 2.8);
    c.part("M 574 640 L 600 584 L 630 640 C 612 652 592 652 574 640 Z", kit.trim(Surface::Plain));
}

fn dusk(c: &mut Canvas, kit: &Kit) {
    let sky = c.across(
        [0.0, 0.0, 0.15, 1.0],
        &[
            (0.0, Rgb::new(0x2b3850), 1.0),
            (0.5, Rgb::new(0x5d6a80), 1.0),
            (0.8, Rgb::new(0xd8a58a), 1.0),
            (1.0, Rgb::new(0xf0c79a), 1.0),
        ],
    );
    c.rect([0.0, 0.0, 1600.0, 1180.0], sky);
    let mut noise = Noise::new(kit.variation.wrapping_add(9));
    let mut stars = String::new();
    for _ in 0..60 {
        let (x, y, r) = (noise.between(20.0, 1580.0), noise.between(20.0, 560.0), noise.between(1.2, 3.4));
        stars.push_str(&oval(x, y, r, r));
    }
    c.veil(&stars, PAPER, 0.75);
    let sea = c.across(
        [0.0, 0.0, 0.0, 1.0],
        &[(0.0, Rgb::new(0xc9a093), 1.0), (0.3, Rgb::new(0x6f7c8a), 1.0), (1.0, Rgb::new(0x3d4c5c), 1.0)],
    );
    c.rect([0.0, 1120.0, 1600.0, 220.0], sea);
    c.line(
        "M 140 1150 L 520 1150 M 820 1166 L 1100 1166 M 1200 1190 L 1500 1190 M 260 1204 L 420 1204",
        PAPER,
        4.0,
        0.3,
    );
    c.fill("M -20 1140 C 120 1060 260 1070 420 1124 L 420 1150 L -20 1180 Z", Rgb::new(0x4a5566));
    c.fill("M 1040 1136 C 1240 1020 1420 1010 1620 1060 L 1620 1200 L 1040 1140 Z", Rgb::new(0x414c5d));
    let land = c.across(
        [0.0, 0.0, 0.3, 1.0],
        &[(0.0, Rgb::new(0x5d6650), 1.0), (0.4, Rgb::new(0x454d41), 1.0), (1.0, Rgb::new(0x272d2c), 1.0)],
    );
    c.fill("M -20 1320 C 400 1240 1100 1240 1620 1310 L 1620 2020 L -20 2020 Z", land);
    let pool = c.radial([0.5, 0.5, 0.5], &[(0.0, Rgb::new(0xffd08a), 0.6), (1.0, Rgb::new(0xffd08a), 0.0)]);
    c.oval([560.0, 1640.0, 620.0, 170.0], pool);
    scene::glow(c, 640.0, 1150.0, 950.0, 0.3);
}

fn grass(c: &mut Canvas) {
    let mut noise = Noise::new(77);
    let (mut dark, mut lit) = (String::new(), String::new());
    for index in 0..420 {
        let (x, y) = (noise.between(0.0, 1600.0), noise.between(1590.0, 2000.0));
        let (lean, tall) = (noise.between(-14.0, 14.0), noise.between(20.0, 60.0));
        let blade = format!(
            "M {x:.0} {y:.0} C {x:.0} {:.0} {:.0} {:.0} {:.0} {:.0} ",
            y - tall * 0.5,
            x + lean * 0.4,
            y - tall * 0.8,
            x + lean,
            y - tall
        );
        if index % 3 == 0 { lit.push_str(&blade) } else { dark.push_str(&blade) }
    }
    c.line(&dark, Rgb::new(0x1d2423), 4.0, 0.6);
    c.line(&lit, Rgb::new(0x8c8a5c), 3.0, 0.45);
}

fn detail(c: &mut Canvas, kit: &Kit) {
    let base = kit.base;
    let skin = skin(kit).scale(2.4);
    scene::bleed(c, skin);
    scene::drape(
        c,
        base,
        &[
            "M -20 300 C 300 500 600 540 900 480",
            "M 1600 1500 C 1300 1300 1200 1000 1180 600",
            "M 100 2000 C 260 1700 300 1500 280 1200",
        ],
        110.0,
    );
    let seam = "M 1260 -20 C 1160 600 1060 1300 900 2020";
    c.line(&shift(seam, 16.0, 8.0), base.shade(1.0), 150.0, 0.25);
    c.line(seam, kit.accent.shade(0.4), 140.0, 1.0);
    c.line(seam, kit.accent, 132.0, 1.0);
    for by in [-46.0, 46.0] {
        c.stitch(&shift(seam, by, 0.0), kit.accent.light(0.5), 8.0);
    }
    let zip = "M 480 -20 C 420 600 340 1300 200 2020";
    c.line(&shift(zip, 14.0, 8.0), base.shade(1.0), 170.0, 0.3);
    garment::zipper(c, zip, 74.0, scene::STEEL, base.shade(0.6));
    for by in [-92.0, 92.0] {
        c.stitch(&shift(zip, by, 0.0), base.light(0.5), 8.0);
    }
    let metal = Skin::new(scene::STEEL, Surface::Metal).depth(22.0);
    let body = "M 330 700 C 350 660 470 660 490 700 L 470 880 C 460 910 360 910 350 880 Z";
    c.soft(16.0, |c| c.veil(&shift(body, 18.0, 24.0), base.shade(1.0), 0.6));
    c.solid(body, metal);
    let pull = "M 410 820 C 430 960 380 1100 430 1260";
    c.soft(12.0, |c| c.line(&shift(pull, 24.0, 24.0), base.shade(1.0), 34.0, 0.5));
    c.line(pull, kit.accent.shade(0.5), 40.0, 1.0);
    c.line(pull, kit.accent, 33.0, 1.0);
    c.dashes(pull, kit.accent.light(0.6), 30.0, 5.0, 15.0, 0.6);
    // A reinforced corner with grommet, guy line and runner.
    let patch = "M 1620 820 C 1380 860 1180 1000 1120 1240 C 1180 1440 1400 1560 1620 1580 Z";
    c.soft(14.0, |c| c.veil(&shift(patch, -6.0, 16.0), base.shade(1.0), 0.4));
    c.solid(patch, skin.tone(base.shade(0.3)).depth(30.0));
    c.stitch("M 1620 870 C 1410 906 1230 1030 1176 1240 C 1230 1410 1420 1510 1620 1530", base.light(0.4), 8.0);
    let ring =
        c.radial([0.34, 0.3, 0.8], &[(0.0, PAPER, 1.0), (0.5, scene::STEEL, 1.0), (1.0, scene::STEEL.shade(0.6), 1.0)]);
    c.soft(12.0, |c| c.veil(&oval(1352.0, 1242.0, 106.0, 106.0), base.shade(1.0), 0.6));
    c.fill(&oval(1340.0, 1224.0, 104.0, 104.0), ring);
    c.line(&oval(1340.0, 1224.0, 78.0, 78.0), scene::STEEL.shade(0.5), 6.0, 0.5);
    c.fill(&oval(1340.0, 1224.0, 56.0, 56.0), base.shade(0.95));
    let cord = "M 1340 1224 C 1240 1400 1200 1700 1060 2040";
    c.soft(14.0, |c| c.line(&shift(cord, 36.0, 26.0), base.shade(1.0), 40.0, 0.5));
    c.line(cord, PAPER.shade(0.6), 46.0, 1.0);
    c.line(cord, PAPER.shade(0.06), 38.0, 1.0);
    c.dashes(cord, kit.accent, 34.0, 12.0, 34.0, 0.9);
}
