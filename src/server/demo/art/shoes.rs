//! A pair of low shoes: from the side, their lacing, by the door.

use super::canvas::{Canvas, Skin};
use super::curve::{map, oval, shift};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

const UPPER: &str = "M 236 1216 C 226 1140 270 1090 360 1064 C 470 1034 560 990 636 916 C 690 862 726 800 764 742 C 790 716 836 722 872 744 C 960 806 1090 806 1212 720 C 1250 700 1292 716 1302 760 C 1318 850 1336 960 1346 1080 C 1350 1140 1350 1180 1344 1222 Z";
const SOLE: &str = "M 214 1204 C 500 1236 1000 1236 1356 1200 C 1376 1236 1374 1300 1346 1330 C 1340 1340 1320 1344 1300 1344 C 1000 1354 500 1354 270 1338 C 214 1330 196 1256 214 1204 Z";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::table(c, kit, 1150.0);
            pair(c, kit);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::room(c, kit);
            scene::peg(c, 1240.0, 420.0);
            keys(c, kit);
            scene::plant(c, 290.0, 1424.0, 1.25);
            scene::shelf(c, 1420.0);
            for (x, scale) in [(560.0, 0.68), (430.0, 0.74)] {
                c.at(x, 1430.0 - 1344.0 * scale, scale, |c| {
                    scene::contact(c, 780.0, 1344.0, 560.0);
                    object(c, kit);
                });
            }
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.cloth_or(Surface::Leather)).depth(40.0).scale(0.8)
}

fn pair(c: &mut Canvas, kit: &Kit) {
    c.at(220.0, -50.0, 0.92, |c| {
        scene::contact(c, 790.0, 1340.0, 580.0);
        object(c, kit);
    });
    c.at(0.0, 120.0, 1.0, |c| {
        scene::contact(c, 780.0, 1342.0, 590.0);
        object(c, kit);
    });
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    c.squash(1344.0, 0.8, |c| shoe(c, kit));
}

fn shoe(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    let sole = if kit.pick(1, 2) == 0 { Rgb::new(0xeee3cd) } else { Rgb::new(0xb98d5e) };
    // The far side of the collar and the tongue.
    let inside = "M 780 736 C 860 690 1100 664 1230 706 C 1180 800 960 820 872 760 Z";
    c.fill(inside, kit.accent.shade(0.45));
    let tongue = "M 752 770 C 738 712 748 650 790 634 C 836 626 880 680 892 762 C 860 800 790 810 752 770 Z";
    c.solid(tongue, skin.tone(base.shade(0.12)).depth(22.0));
    scene::label(c, 776.0, 668.0, 70.0, PAPER, kit.accent);
    c.solid(UPPER, skin);
    c.inside(UPPER, |c| {
        c.soft(14.0, |c| {
            for d in [
                "M 420 1056 C 470 1100 520 1120 580 1110",
                "M 470 1030 C 520 1080 580 1096 640 1070",
                "M 700 1200 C 780 1100 860 1060 960 1050",
                "M 1010 810 C 1040 900 1050 1000 1020 1100",
            ] {
                c.fold(d, base, 26.0);
            }
            c.veil("M 230 1190 C 240 1120 330 1080 430 1060 C 380 1110 350 1150 350 1200 Z", base.light(0.9), 0.3);
            c.line("M 230 1224 C 600 1250 1000 1250 1350 1216", base.shade(1.0), 30.0, 0.6);
        });
        // Heel counter, toe cap and eyelet stay.
        let counter = "M 1140 760 C 1150 900 1120 1060 1080 1230 L 1360 1230 L 1320 700 Z";
        c.part(counter, skin.tone(base.shade(0.1)));
        c.stitch("M 1126 764 C 1136 900 1106 1060 1066 1226", base.light(0.35), 2.6);
        let tab = "M 1228 690 L 1320 700 L 1336 900 C 1300 912 1266 906 1246 892 Z";
        c.part(tab, Skin::new(kit.accent, Surface::Leather).scale(0.6));
        c.stitch("M 1246 716 L 1260 882 C 1280 894 1306 898 1324 894", kit.accent.light(0.5), 2.4);
        c.line("M 520 1008 C 470 1060 440 1130 440 1230", base.shade(0.8), 4.0, 0.5);
        c.stitch("M 508 1012 C 456 1064 426 1130 426 1226", base.light(0.35), 2.6);
        c.stitch("M 496 1018 C 444 1070 414 1132 414 1226", base.light(0.35), 2.6);
    });
    let stay = "M 562 986 C 600 960 620 936 640 912 C 690 862 726 800 764 742 C 790 730 830 750 868 790 C 800 880 730 980 660 1066 C 640 1090 600 1080 580 1056 Z";
    c.soft(6.0, |c| c.veil(&shift(stay, 5.0, 9.0), base.shade(1.0), 0.4));
    c.solid(stay, skin.depth(16.0));
    c.stitch("M 848 796 C 784 884 716 976 650 1056 C 634 1072 608 1066 592 1046", base.light(0.35), 2.6);
    laces(c, kit);
    c.line("M 876 752 C 962 812 1090 812 1210 728", base.shade(0.5), 16.0, 0.5);
    c.line("M 872 746 C 960 806 1090 806 1212 720", base.light(0.12), 13.0, 1.0);
    c.solid(SOLE, Skin::new(sole, Surface::Plain).depth(26.0));
    c.line("M 218 1216 C 500 1248 1000 1248 1354 1212", sole.light(0.8), 5.0, 0.7);
    c.stitch("M 226 1238 C 500 1268 1000 1268 1356 1236", sole.light(0.5), 3.0);
    c.line("M 236 1312 C 500 1330 1000 1330 1350 1306", sole.shade(0.55), 7.0, 0.5);
}

fn laces(c: &mut Canvas, kit: &Kit) {
    let lace = if kit.pick(2, 2) == 0 { PAPER.shade(0.05) } else { kit.accent };
    let base = kit.base;
    for step in 0..5 {
        let t = f64::from(step) / 4.0;
        let (x, y) = (668.0 + t * 138.0, 984.0 - t * 188.0);
        let d = format!("M {} {} C {} {} {} {} {x} {y}", x - 72.0, y - 62.0, x - 50.0, y - 66.0, x - 18.0, y - 34.0);
        c.line(&shift(&d, 4.0, 9.0), base.shade(1.0), 20.0, 0.35);
        c.line(&d, lace.shade(0.4), 21.0, 1.0);
        c.line(&d, lace, 17.0, 1.0);
        c.dashes(&d, lace.shade(0.5), 15.0, 2.0, 5.0, 0.4);
        c.fill(&oval(x + 2.0, y + 3.0, 13.0, 13.0), scene::BRASS.shade(0.7));
        c.line(&oval(x + 2.0, y + 3.0, 11.0, 11.0), scene::BRASS.light(0.3), 4.0, 1.0);
    }
    let bow = "M 768 752 C 700 716 668 740 690 776 C 710 800 750 786 772 760 C 800 820 830 850 812 900 M 770 756 C 790 800 760 850 772 884";
    c.line(&shift(bow, 5.0, 10.0), base.shade(1.0), 14.0, 0.3);
    c.line(bow, lace.shade(0.4), 16.0, 1.0);
    c.line(bow, lace, 12.0, 1.0);
}

fn keys(c: &mut Canvas, kit: &Kit) {
    let brass = scene::BRASS;
    c.line("M 1240 444 C 1216 560 1220 620 1240 690", kit.accent.shade(0.2), 9.0, 1.0);
    c.line("M 1240 444 C 1266 560 1262 620 1240 690", kit.accent, 9.0, 1.0);
    for (turn, tone) in [(10.0, brass), (-14.0, scene::STEEL)] {
        c.turn(turn, 1240.0, 690.0, |c| {
            c.soft(6.0, |c| c.line("M 1256 720 L 1256 880", Rgb::new(0x2a2430), 22.0, 0.35));
            c.line(&oval(1240.0, 726.0, 32.0, 34.0), tone.shade(0.2), 15.0, 1.0);
            c.line("M 1240 764 L 1240 884 M 1240 850 L 1264 850 M 1240 876 L 1260 876", tone.shade(0.2), 15.0, 1.0);
            c.line("M 1236 764 L 1236 880", tone.light(0.6), 4.0, 0.8);
        });
    }
}

fn detail(c: &mut Canvas, kit: &Kit) {
    let base = kit.base;
    let skin = skin(kit).scale(2.0).depth(60.0);
    let lace = if kit.pick(2, 2) == 0 { PAPER.shade(0.05) } else { kit.accent };
    scene::bleed(c, skin.tone(base.shade(0.18)));
    let tongue =
        "M 420 -20 L 1180 -20 C 1150 600 1060 1200 960 1560 C 900 1640 700 1640 640 1560 C 540 1200 450 600 420 -20 Z";
    c.part(tongue, Skin::new(base.shade(0.08), Surface::Canvas).scale(2.0));
    c.inside(tongue, |c| c.soft(40.0, |c| c.line(tongue, base.shade(1.0), 150.0, 0.55)));
    let left =
        "M -20 -20 L 470 -20 C 490 600 590 1150 680 1500 C 720 1620 600 1720 440 1760 C 260 1800 100 1780 -20 1740 Z";
    let flip = |d: &str| map(d, |x, y| (1600.0 - x, y));
    for (stay, rows) in [
        (
            left.to_owned(),
            [
                "M 410 -20 C 430 600 530 1170 616 1510 C 630 1600 540 1660 420 1700 C 260 1740 100 1720 -20 1690"
                    .to_owned(),
                "M 376 -20 C 396 600 496 1180 580 1516 C 590 1580 510 1626 410 1662 C 260 1700 100 1680 -20 1650"
                    .to_owned(),
            ],
        ),
        (
            flip(left),
            [
                flip("M 410 -20 C 430 600 530 1170 616 1510 C 630 1600 540 1660 420 1700 C 260 1740 100 1720 -20 1690"),
                flip("M 376 -20 C 396 600 496 1180 580 1516 C 590 1580 510 1626 410 1662 C 260 1700 100 1680 -20 1650"),
            ],
        ),
    ] {
        c.soft(26.0, |c| c.veil(&shift(&stay, 22.0, 34.0), base.shade(1.0), 0.5));
        c.solid(&stay, skin);
        for row in rows {
            c.stitch(&row, base.light(0.4), 7.0);
        }
    }
    let brass = scene::BRASS;
    for step in 0..4 {
        let y = 200.0 + f64::from(step) * 360.0;
        let inset = 330.0 + f64::from(step) * 58.0;
        let (l, r) = (inset, 1600.0 - inset);
        for x in [l, r] {
            c.soft(10.0, |c| c.veil(&oval(x + 8.0, y + 12.0, 62.0, 62.0), base.shade(1.0), 0.6));
            let ring = c.radial(
                [0.34, 0.3, 0.8],
                &[(0.0, brass.light(0.85), 1.0), (0.5, brass, 1.0), (1.0, brass.shade(0.6), 1.0)],
            );
            c.fill(&oval(x, y, 60.0, 60.0), ring);
            c.fill(&oval(x, y, 36.0, 36.0), base.shade(1.0));
        }
        let bar = format!("M {l} {y} C {} {} {} {} {r} {y}", l + 140.0, y + 44.0, r - 140.0, y + 44.0);
        c.soft(16.0, |c| c.line(&shift(&bar, 16.0, 46.0), base.shade(1.0), 90.0, 0.55));
        c.line(&bar, lace.shade(0.45), 96.0, 1.0);
        c.line(&bar, lace, 86.0, 1.0);
        c.dashes(&bar, lace.shade(0.55), 82.0, 6.0, 14.0, 0.35);
        c.dashes(&shift(&bar, 7.0, 0.0), lace.light(0.8), 82.0, 5.0, 15.0, 0.5);
        c.soft(7.0, |c| {
            c.line(&shift(&bar, 0.0, -26.0), lace.light(0.9), 16.0, 0.6);
            c.line(&shift(&bar, 0.0, 34.0), lace.shade(0.9), 18.0, 0.45);
        });
    }
}
