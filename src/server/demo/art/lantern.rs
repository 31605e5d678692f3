//! A storm lantern: unlit, its burner, burning at night.

use super::canvas::{Canvas, Skin};
use super::curve::{mirror, oval, shift, slab, sym};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

const TANK: &str = "M 800 1436 C 680 1436 580 1444 530 1466 C 490 1490 480 1560 488 1640 C 494 1690 530 1712 600 1718 C 660 1724 740 1726 800 1726";
const GLASS: &str = "M 800 850 C 740 850 690 850 668 858 C 590 960 566 1060 576 1160 C 588 1260 630 1320 676 1380 C 710 1390 760 1392 800 1392";
const HOOD: &str = "M 800 640 C 730 640 690 652 676 680 L 660 790 C 640 800 626 830 632 866 C 680 884 740 888 800 888";
const BAIL: &str = "M 452 980 C 380 560 520 250 800 240 C 1080 250 1220 560 1148 980";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::table(c, kit, 1440.0);
            scene::contact(c, 800.0, 1716.0, 320.0);
            object(c, kit, false);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::evening(c, kit, 1440.0);
            scene::glow(c, 800.0, 1120.0, 1150.0, 0.62);
            let pool = c.radial([0.5, 0.5, 0.5], &[(0.0, Rgb::new(0xffd99a), 0.65), (1.0, Rgb::new(0xffc873), 0.0)]);
            c.oval([800.0, 1720.0, 900.0, 210.0], pool);
            scene::contact(c, 800.0, 1716.0, 320.0);
            object(c, kit, true);
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    let surface = if kit.surface == Surface::Metal { Surface::Plain } else { kit.surface.hard_or(Surface::Plain) };
    Skin::new(kit.base, surface).depth(40.0)
}

fn tube(c: &mut Canvas, d: &str, color: Rgb, width: f64) {
    c.line(&shift(d, width * 0.12, width * 0.1), color.shade(0.8), width * 1.1, 1.0);
    c.line(d, color, width, 1.0);
    c.line(&shift(d, -width * 0.2, 0.0), color.light(0.7), width * 0.22, 0.6);
}

pub(super) fn object(c: &mut Canvas, kit: &Kit, lit: bool) {
    let (skin, base) = (skin(kit), kit.base);
    let metal = Skin::new(kit.accent.mix(scene::BRASS, 0.85), Surface::Metal);
    tube(c, BAIL, scene::STEEL.shade(0.25), 13.0);
    c.part(&slab(720.0, 222.0, 160.0, 40.0, 18.0), Skin::new(scene::OAK, Surface::Wood).angle(90.0).scale(0.5));
    for d in [
        "M 520 1500 C 430 1440 416 1140 444 960 C 470 800 560 740 660 716",
        &mirror("M 520 1500 C 430 1440 416 1140 444 960 C 470 800 560 740 660 716"),
    ] {
        tube(c, d, base, 40.0);
    }
    burner(c, metal, lit);
    let glass = sym(GLASS);
    let tint = if lit { Rgb::new(0xffe2a0) } else { PAPER };
    let paint = c.across(
        [0.0, 0.0, 1.0, 0.1],
        &[
            (0.0, tint.shade(0.4), 0.5),
            (0.12, tint, 0.42),
            (0.4, tint, 0.1),
            (0.75, tint, 0.12),
            (0.93, tint, 0.42),
            (1.0, tint.shade(0.4), 0.45),
        ],
    );
    c.fill(&glass, paint);
    c.line(&glass, tint.light(0.6), 4.0, 0.7);
    if lit {
        scene::glow(c, 800.0, 1150.0, 420.0, 0.8);
        scene::flame(c, 800.0, 1262.0, 1.5);
    }
    c.inside(&glass, |c| {
        let sheen = c.across([0.0, 0.0, 0.2, 1.0], &[(0.0, Rgb::new(0xffffff), 0.85), (1.0, Rgb::new(0xffffff), 0.1)]);
        c.soft(5.0, |c| {
            c.fill(
                "M 668 910 C 620 1000 604 1090 620 1190 C 636 1210 646 1214 654 1210 C 636 1090 650 1000 700 914 Z",
                &sheen,
            );
            c.line("M 960 1000 C 986 1080 984 1160 960 1240", Rgb::new(0xffffff), 9.0, 0.4);
        });
    });
    // Guard wires cross in front of the glass.
    for d in [
        "M 470 1130 C 620 1190 980 1190 1130 1130",
        "M 660 880 C 730 1060 900 1200 1000 1390",
        "M 940 880 C 870 1060 700 1200 600 1390",
    ] {
        tube(c, d, scene::STEEL.shade(0.2), 8.0);
    }
    let hood = sym(HOOD);
    c.barrel(&hood, [632.0, 968.0], skin);
    c.volume(&hood, skin.depth(24.0));
    for x in 0..5 {
        let at = 704.0 + f64::from(x) * 48.0;
        c.part(
            &slab(at - 12.0, 810.0, 24.0, 40.0, 11.0),
            Skin::new(if lit { Rgb::new(0xffc46a) } else { base.shade(0.8) }, Surface::Plain),
        );
    }
    let cap = "M 560 700 C 600 600 720 560 800 560 C 880 560 1000 600 1040 700 C 960 730 640 730 560 700 Z";
    c.barrel(cap, [560.0, 1040.0], skin);
    c.volume(cap, skin.depth(26.0));
    c.line("M 562 702 C 640 730 960 730 1038 702", base.light(0.6), 5.0, 0.6);
    c.barrel(&slab(756.0, 520.0, 88.0, 52.0, 14.0), [756.0, 844.0], skin.tone(base.shade(0.1)));
    c.line(&oval(800.0, 494.0, 34.0, 34.0), scene::STEEL.shade(0.3), 11.0, 1.0);
    for x in [452.0, 1148.0] {
        c.part(&oval(x, 980.0, 24.0, 24.0), metal);
    }
    let tank = sym(TANK);
    c.barrel(&tank, [484.0, 1116.0], skin);
    c.volume(&tank, skin);
    c.inside(&tank, |c| {
        c.line("M 480 1500 C 640 1526 960 1526 1120 1500", base.light(0.7), 6.0, 0.45);
        c.line("M 480 1512 C 640 1538 960 1538 1120 1512", base.shade(0.9), 7.0, 0.45);
        c.line("M 480 1664 C 640 1690 960 1690 1120 1664", base.shade(0.9), 7.0, 0.4);
        let sheen = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, PAPER, 0.6), (1.0, PAPER, 0.05)]);
        c.soft(8.0, |c| {
            c.fill("M 570 1536 C 600 1544 620 1546 640 1548 L 640 1660 C 616 1658 590 1652 572 1646 Z", &sheen)
        });
        if lit {
            let warm = c.across(
                [0.0, 0.0, 0.0, 1.0],
                &[(0.0, Rgb::new(0xffcf85), 0.7), (0.5, Rgb::new(0xffcf85), 0.0), (1.0, Rgb::new(0xffcf85), 0.0)],
            );
            c.rect([480.0, 1430.0, 640.0, 300.0], warm);
        }
    });
    c.barrel(&slab(930.0, 1426.0, 88.0, 46.0, 10.0), [930.0, 1018.0], metal);
    c.dashes("M 936 1448 L 1012 1448", metal.color.shade(0.8), 38.0, 3.0, 6.0, 0.5);
    if kit.pick(1, 2) == 0 {
        c.line("M 740 1604 C 764 1582 784 1588 800 1588 C 816 1588 836 1582 860 1604 M 780 1590 L 780 1630 M 820 1590 L 820 1630 M 756 1632 L 844 1632", metal.color.light(0.3), 8.0, 0.9);
    }
}

fn burner(c: &mut Canvas, metal: Skin, lit: bool) {
    c.barrel("M 650 1440 L 950 1440 L 930 1376 L 670 1376 Z", [650.0, 950.0], metal.tone(metal.color.shade(0.2)));
    c.barrel(
        "M 690 1380 C 690 1320 730 1280 760 1270 L 840 1270 C 870 1280 910 1320 910 1380 Z",
        [690.0, 910.0],
        metal,
    );
    c.part(&slab(770.0, 1244.0, 60.0, 34.0, 6.0), metal.tone(metal.color.shade(0.3)));
    c.part(
        &slab(780.0, 1232.0, 40.0, 22.0, 4.0),
        Skin::new(if lit { Rgb::new(0xffb04a) } else { PAPER.shade(0.2) }, Surface::Plain),
    );
    c.line("M 900 1410 L 1060 1420", metal.color.shade(0.3), 10.0, 1.0);
    c.part(&oval(1072.0, 1420.0, 15.0, 30.0), metal);
}

fn detail(c: &mut Canvas, kit: &Kit) {
    scene::table(c, kit, 2100.0);
    let base = kit.base;
    let skin = skin(kit).depth(80.0);
    let metal = Skin::new(kit.accent.mix(scene::BRASS, 0.85), Surface::Metal).scale(1.8);
    let wick = slab(690.0, 620.0, 220.0, 160.0, 14.0);
    c.part(&wick, Skin::new(PAPER.shade(0.14), Surface::Canvas).scale(2.2));
    c.fill("M 690 660 C 740 640 860 640 910 660 L 910 628 L 690 628 Z", Rgb::new(0x2a2220));
    c.barrel(&slab(650.0, 720.0, 300.0, 130.0, 18.0), [650.0, 950.0], metal.tone(metal.color.shade(0.25)));
    let dome = "M 360 1300 C 370 1020 520 860 680 820 L 920 820 C 1080 860 1230 1020 1240 1300 Z";
    c.barrel(dome, [360.0, 1240.0], metal);
    c.volume(dome, metal.depth(60.0));
    for (x, y) in
        [(480.0, 1120.0), (600.0, 1040.0), (730.0, 1000.0), (870.0, 1000.0), (1000.0, 1040.0), (1120.0, 1120.0)]
    {
        c.fill(&oval(x + 4.0, y + 6.0, 30.0, 44.0), metal.color.light(0.5));
        c.fill(&oval(x, y, 29.0, 43.0), metal.color.shade(0.95));
    }
    let knob = "M 1180 1370 L 1480 1386";
    tube(c, knob, metal.color.shade(0.2), 44.0);
    let tank = "M -200 1560 C 200 1480 1400 1480 1800 1560 L 1800 2200 L -200 2200 Z";
    c.barrel(tank, [-200.0, 1800.0], skin);
    c.volume(tank, skin);
    c.barrel(
        "M 250 1290 L 1350 1290 L 1390 1540 C 1100 1590 500 1590 210 1540 Z",
        [210.0, 1390.0],
        metal.tone(metal.color.shade(0.14)),
    );
    c.dashes("M 226 1440 C 500 1490 1100 1490 1374 1440", metal.color.shade(0.9), 150.0, 7.0, 15.0, 0.4);
    c.line("M 250 1296 L 1350 1296", PAPER, 9.0, 0.6);
    c.soft(20.0, |c| c.line("M 200 1560 C 500 1612 1100 1612 1400 1560", base.shade(1.0), 50.0, 0.6));
    let wheel = oval(1470.0, 1386.0, 62.0, 128.0);
    c.soft(16.0, |c| c.veil(&shift(&wheel, 26.0, 30.0), base.shade(1.0), 0.5));
    c.barrel(&wheel, [1408.0, 1532.0], metal);
    c.dashes(&wheel, metal.color.shade(0.9), 20.0, 8.0, 12.0, 0.6);
    // The glass stands in front of it all, open at the top of the picture.
    let glass = "M 60 -20 C -60 500 60 1000 300 1330 C 640 1390 960 1390 1300 1330 C 1540 1000 1660 500 1540 -20 Z";
    let paint = c.across(
        [0.0, 0.0, 1.0, 0.1],
        &[
            (0.0, PAPER.shade(0.35), 0.5),
            (0.1, PAPER, 0.42),
            (0.3, PAPER, 0.06),
            (0.75, PAPER, 0.08),
            (0.92, PAPER, 0.36),
            (1.0, PAPER.shade(0.4), 0.45),
        ],
    );
    c.fill(glass, paint);
    c.line(
        "M 60 -20 C -60 500 60 1000 300 1330 C 640 1390 960 1390 1300 1330 C 1540 1000 1660 500 1540 -20",
        Rgb::new(0xffffff),
        9.0,
        0.75,
    );
    let sheen = c.across([0.0, 0.0, 0.1, 1.0], &[(0.0, Rgb::new(0xffffff), 0.75), (1.0, Rgb::new(0xffffff), 0.08)]);
    c.soft(12.0, |c| {
        c.fill("M 200 -20 C 110 400 190 800 340 1080 C 380 1100 400 1090 400 1070 C 290 800 250 400 330 -20 Z", &sheen);
        c.line("M 1430 200 C 1450 500 1400 800 1300 1040", Rgb::new(0xffffff), 22.0, 0.35);
    });
}
