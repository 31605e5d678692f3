//! A backpack with a flap and two straps: front, buckle, on a bench.

use super::canvas::{Canvas, Skin};
use super::curve::{mirror, oval, shift, slab, sym};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

const BODY: &str = "M 800 470 C 660 466 540 480 486 540 C 446 620 430 900 426 1180 C 424 1340 430 1470 444 1560 C 456 1614 500 1636 560 1642 C 640 1650 720 1652 800 1652";
const FLAP: &str = "M 800 430 C 640 426 520 450 478 530 C 458 620 452 760 454 900 C 458 950 490 976 540 984 C 620 996 710 1000 800 1000";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::table(c, kit, 1330.0);
            scene::contact(c, 800.0, 1650.0, 400.0);
            object(c, kit);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::room(c, kit);
            scene::plant(c, 1370.0, 1650.0, 1.1);
            scene::shelf(c, 1640.0);
            scene::contact(c, 690.0, 1646.0, 390.0);
            c.at(-20.0, 164.0, 0.9, |c| object(c, kit));
            blanket_roll(c, kit);
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.cloth_or(Surface::Canvas)).depth(56.0)
}

fn hide(kit: &Kit) -> Rgb {
    if kit.surface == Surface::Leather { kit.base.shade(0.3) } else { kit.accent.mix(Rgb::new(0x8a5a34), 0.55) }
}

fn blanket_roll(c: &mut Canvas, kit: &Kit) {
    let roll = slab(330.0, 452.0, 740.0, 150.0, 74.0);
    let skin = Skin::new(kit.accent, Surface::Wool).depth(50.0);
    c.solid(&roll, skin);
    let end = oval(1010.0, 527.0, 58.0, 72.0);
    c.part(&end, skin.tone(kit.accent.shade(0.2)));
    c.line(
        "M 1010 527 C 1030 520 1030 560 1004 556 C 972 548 980 490 1018 494 C 1056 500 1050 580 1004 584",
        kit.accent.shade(0.7),
        5.0,
        0.7,
    );
    for x in [480.0, 860.0] {
        c.part(&slab(x, 446.0, 44.0, 164.0, 14.0), Skin::new(hide(kit), Surface::Leather).scale(0.6));
    }
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    let leather = Skin::new(hide(kit), Surface::Leather).scale(0.7).depth(16.0);
    for d in ["M 520 600 C 380 760 360 1100 400 1420", &mirror("M 520 600 C 380 760 360 1100 400 1420")] {
        c.line(d, base.shade(0.75), 62.0, 1.0);
        c.line(d, base.shade(0.4), 54.0, 1.0);
        c.stitch(d, base.light(0.1), 2.6);
    }
    c.line("M 680 470 C 680 330 730 306 800 306 C 870 306 920 330 920 470", leather.color.shade(0.6), 48.0, 1.0);
    c.line("M 680 466 C 680 330 730 306 800 306 C 870 306 920 330 920 466", leather.color, 40.0, 1.0);
    c.line("M 668 430 C 676 320 730 296 800 296", leather.color.light(0.6), 8.0, 0.5);
    let body = sym(BODY);
    c.solid(&body, skin);
    for side in [
        "M 430 1160 C 380 1180 356 1240 356 1330 C 356 1440 372 1540 400 1588 C 420 1610 452 1606 470 1590 C 458 1450 456 1300 470 1150 Z",
        &mirror(
            "M 430 1160 C 380 1180 356 1240 356 1330 C 356 1440 372 1540 400 1588 C 420 1610 452 1606 470 1590 C 458 1450 456 1300 470 1150 Z",
        ),
    ] {
        c.solid(side, skin.tone(base.shade(0.14)).depth(30.0));
    }
    let pocket = "M 540 1090 L 1060 1090 C 1086 1090 1096 1110 1098 1140 C 1104 1280 1104 1400 1092 1510 C 1086 1560 1060 1580 1010 1584 C 880 1594 720 1594 590 1584 C 540 1580 514 1560 508 1510 C 496 1400 496 1280 502 1140 C 504 1110 514 1090 540 1090 Z";
    c.soft(12.0, |c| c.veil(&shift(pocket, 8.0, 14.0), base.shade(1.0), 0.5));
    c.solid(pocket, skin.depth(40.0));
    c.stitch("M 540 1120 L 1060 1120", base.light(0.4), 3.0);
    c.stitch("M 532 1140 C 526 1280 526 1400 538 1500 C 544 1540 560 1552 600 1556 C 720 1566 880 1566 1000 1556 C 1040 1552 1056 1540 1062 1500 C 1074 1400 1074 1280 1068 1140", base.light(0.4), 3.0);
    c.part(&slab(426.0, 1588.0, 748.0, 64.0, 30.0), leather);
    c.volume(&slab(426.0, 1588.0, 748.0, 64.0, 30.0), leather);
    let flap = sym(FLAP);
    c.soft(16.0, |c| c.veil(&shift(&flap, 10.0, 26.0), base.shade(1.0), 0.55));
    c.solid(&flap, skin.tone(base.light(0.03)));
    c.inside(&flap, |c| {
        c.soft(14.0, |c| {
            for d in [
                "M 520 560 C 560 680 560 800 530 900",
                "M 1080 560 C 1040 680 1050 790 1080 880",
                "M 640 480 C 720 520 880 520 960 480",
            ] {
                c.fold(d, base, 30.0);
            }
        });
    });
    c.stitch("M 482 560 C 474 700 474 800 478 890 C 484 930 500 950 546 958 C 700 976 900 976 1054 958 C 1100 950 1116 930 1122 890 C 1126 800 1126 700 1118 560", base.light(0.4), 3.0);
    for x in [600.0, 1000.0] {
        let strap = slab(x - 32.0, 760.0, 64.0, 560.0, 22.0);
        c.soft(8.0, |c| c.veil(&shift(&strap, 7.0, 10.0), base.shade(1.0), 0.5));
        c.solid(&strap, leather);
        c.stitch(
            &format!("M {} 780 L {} 1296 M {} 780 L {} 1296", x - 22.0, x - 22.0, x + 22.0, x + 22.0),
            leather.color.light(0.5),
            2.4,
        );
        for y in [1190.0, 1230.0, 1270.0] {
            c.fill(&oval(x, y, 5.0, 5.0), leather.color.shade(0.9));
        }
        buckle(c, x, 1080.0, 1.0);
    }
    if kit.pick(1, 2) == 0 {
        scene::label(c, 724.0, 1300.0, 152.0, PAPER, kit.accent);
    } else {
        let patch = slab(716.0, 640.0, 168.0, 120.0, 8.0);
        c.part(&patch, leather);
        c.stitch(&slab(726.0, 650.0, 148.0, 100.0, 6.0), leather.color.light(0.5), 2.4);
    }
}

fn buckle(c: &mut Canvas, x: f64, y: f64, scale: f64) {
    let brass = scene::BRASS;
    c.at(x, y, scale, |c| {
        let frame = "M -52 -44 C -56 -54 -48 -58 -40 -58 L 40 -58 C 48 -58 56 -54 52 -44 L 52 44 C 56 54 48 58 40 58 L -40 58 C -48 58 -56 54 -52 44 Z";
        c.line(&shift(frame, 4.0, 6.0), brass.shade(1.0), 14.0, 0.6);
        let paint = c.across([0.0, 0.0, 1.0, 1.0], &[(0.0, brass.light(0.75), 1.0), (0.4, brass, 1.0), (0.7, brass.shade(0.35), 1.0), (1.0, brass.light(0.2), 1.0)]);
        c.line(frame, brass.shade(0.7), 15.0, 1.0);
        c.line(frame, paint, 12.0, 1.0);
        c.line("M 0 58 L 0 -50", brass.shade(0.8), 13.0, 1.0);
        c.line("M -2 58 L -2 -50", brass.light(0.4), 8.0, 1.0);
    });
}

fn detail(c: &mut Canvas, kit: &Kit) {
    let base = kit.base;
    let skin = skin(kit).scale(2.4);
    scene::bleed(c, skin.tone(base.shade(0.12)));
    let flap = "M -20 -20 L 1620 -20 L 1620 900 C 1560 960 1480 980 1400 990 C 1000 1030 500 1030 100 990 C 50 984 10 970 -20 950 Z";
    c.soft(40.0, |c| c.veil(&shift(flap, 20.0, 80.0), base.shade(1.0), 0.6));
    c.part(flap, skin);
    c.volume(flap, skin.depth(90.0));
    scene::drape(
        c,
        base,
        &[
            "M 200 -20 C 320 200 340 500 260 800",
            "M 1350 -20 C 1260 300 1280 500 1400 760",
            "M 240 1200 C 300 1500 280 1800 180 2050",
            "M 1400 1150 C 1300 1500 1360 1800 1460 2050",
        ],
        100.0,
    );
    for y in [900.0, 936.0] {
        c.stitch(
            &format!("M -20 {} C 500 {} 1000 {} 1620 {}", y - 44.0, y + 30.0, y + 30.0, y - 60.0),
            base.light(0.45),
            8.0,
        );
    }
    let leather = Skin::new(hide(kit), Surface::Leather).scale(1.8).depth(40.0);
    let strap = "M 620 -20 L 980 -20 L 980 1560 C 980 1660 900 1740 800 1750 C 700 1740 620 1660 620 1560 Z";
    c.soft(26.0, |c| c.veil(&shift(strap, 28.0, 34.0), base.shade(1.0), 0.6));
    c.solid(strap, leather);
    c.stitch(
        "M 664 -20 L 664 1560 C 664 1640 720 1696 800 1704 C 880 1696 936 1640 936 1560 L 936 -20",
        leather.color.light(0.55),
        9.0,
    );
    for y in [420.0, 1330.0, 1500.0] {
        c.fill(&oval(806.0, y + 5.0, 26.0, 30.0), leather.color.light(0.35));
        c.fill(&oval(800.0, y, 25.0, 29.0), leather.color.shade(1.0));
    }
    c.soft(16.0, |c| c.line("M 560 830 L 1070 830 L 1070 1260 L 560 1260 Z", base.shade(1.0), 60.0, 0.5));
    buckle(c, 800.0, 1000.0, 4.1);
    let keeper = "M 596 560 L 1004 560 L 1004 690 L 596 690 Z";
    c.soft(16.0, |c| c.veil(&shift(keeper, 10.0, 26.0), base.shade(1.0), 0.6));
    c.solid(keeper, leather.tone(leather.color.light(0.06)));
    c.stitch("M 616 584 L 984 584 M 616 666 L 984 666", leather.color.light(0.55), 8.0);
}
