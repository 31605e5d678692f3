//! A vacuum bottle: standing, its opened neck, on a shelf with a cup.

use super::canvas::{Canvas, Skin};
use super::curve::{oval, shift, slab, sym};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

const BODY: &str = "M 800 560 C 740 560 700 562 690 570 C 684 610 660 640 630 670 C 604 700 596 740 596 800 L 600 1600 C 602 1660 640 1690 700 1696 C 740 1700 770 1702 800 1702";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::table(c, kit, 1400.0);
            scene::contact(c, 800.0, 1692.0, 220.0);
            object(c, kit);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::room(c, kit);
            scene::plant(c, 300.0, 1640.0, 1.15);
            scene::shelf(c, 1630.0);
            scene::contact(c, 790.0, 1640.0, 205.0);
            c.at(54.0, 95.0, 0.92, |c| object(c, kit));
            scene::contact(c, 1180.0, 1638.0, 124.0);
            cup(c, kit);
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(
        kit.base,
        if kit.surface == Surface::Metal { Surface::Paper } else { kit.surface.hard_or(Surface::Plain) },
    )
    .scale(0.6)
}

fn cup(c: &mut Canvas, kit: &Kit) {
    let cup = "M 1066 1390 L 1084 1610 C 1088 1636 1130 1642 1180 1642 C 1230 1642 1272 1636 1276 1610 L 1294 1390 Z";
    c.barrel(cup, [1066.0, 1294.0], Skin::new(scene::STEEL, Surface::Metal));
    c.oval([1180.0, 1390.0, 114.0, 26.0], scene::STEEL.light(0.6));
    let water =
        c.across([0.0, 0.0, 1.0, 0.4], &[(0.0, scene::STEEL.shade(0.6), 1.0), (1.0, scene::STEEL.light(0.3), 1.0)]);
    c.oval([1180.0, 1393.0, 104.0, 21.0], water);
    c.line("M 1070 1440 C 1120 1462 1240 1462 1290 1440", kit.accent, 14.0, 0.9);
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    let body = sym(BODY);
    // The carrying loop stands behind the cap.
    let loop_ = "M 700 470 C 690 300 740 250 800 250 C 860 250 910 300 900 470";
    c.line(loop_, kit.accent.shade(0.6), 46.0, 1.0);
    c.line(loop_, kit.accent, 38.0, 1.0);
    c.line("M 688 440 C 682 300 740 242 800 240", kit.accent.light(0.6), 9.0, 0.5);
    c.barrel("M 690 540 L 910 540 L 910 600 L 690 600 Z", [690.0, 910.0], Skin::new(scene::STEEL, Surface::Metal));
    c.barrel(&body, [596.0, 1004.0], skin);
    c.inside(&body, |c| {
        c.soft(14.0, |c| {
            c.line(
                "M 596 800 C 596 720 640 690 700 600 L 900 600 C 960 690 1004 720 1004 800",
                base.light(0.6),
                16.0,
                0.3,
            );
            c.line("M 590 1700 C 700 1730 900 1730 1010 1700", base.shade(1.0), 60.0, 0.5);
            c.line("M 690 572 L 910 572", base.shade(1.0), 26.0, 0.4);
        });
        let sheen = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, PAPER, 0.75), (0.5, PAPER, 0.4), (1.0, PAPER, 0.08)]);
        c.soft(5.0, |c| {
            c.fill(
                "M 664 730 C 650 760 648 800 650 840 L 654 1580 L 684 1590 L 682 840 C 682 790 686 750 700 710 Z",
                &sheen,
            )
        });
        if kit.pick(1, 2) == 0 {
            c.veil(
                "M 590 1330 C 700 1352 900 1352 1010 1330 L 1010 1372 C 900 1394 700 1394 590 1372 Z",
                kit.accent,
                0.92,
            );
        }
        // Bare steel at the foot.
        let foot = "M 590 1612 C 700 1636 900 1636 1010 1612 L 1010 1720 L 590 1720 Z";
        c.barrel(foot, [596.0, 1004.0], Skin::new(scene::STEEL, Surface::Metal));
        c.line("M 590 1612 C 700 1636 900 1636 1010 1612", base.shade(0.8), 4.0, 0.6);
    });
    c.line("M 748 1080 C 770 1058 784 1062 800 1062 C 816 1062 830 1058 852 1080 M 784 1064 L 784 1096 M 816 1064 L 816 1096 M 768 1098 L 832 1098", PAPER.mix(base, 0.15), 7.0, 0.85);
    let cap = slab(676.0, 400.0, 248.0, 150.0, 30.0);
    let lid = match kit.pick(2, 2) {
        0 => Skin::new(base.shade(0.45), Surface::Plain),
        _ => Skin::new(scene::OAK, Surface::Wood).scale(0.5),
    };
    c.barrel(&cap, [676.0, 924.0], lid);
    c.line("M 700 408 L 890 408", PAPER, 6.0, 0.4);
    c.line("M 682 536 L 918 536", lid.color.shade(0.9), 6.0, 0.4);
    for x in [700.0, 900.0] {
        let paint = c.radial(
            [0.35, 0.3, 0.8],
            &[(0.0, PAPER, 1.0), (0.5, scene::STEEL, 1.0), (1.0, scene::STEEL.shade(0.6), 1.0)],
        );
        c.fill(&oval(x, 474.0, 15.0, 15.0), paint);
    }
}

fn detail(c: &mut Canvas, kit: &Kit) {
    scene::table(c, kit, 2100.0);
    let base = kit.base;
    let skin = skin(kit).scale(1.8);
    let body = "M 470 1060 C 460 1180 360 1260 280 1340 C 190 1440 170 1560 170 1760 L 170 2020 L 1430 2020 L 1430 1760 C 1430 1560 1410 1440 1320 1340 C 1240 1260 1140 1180 1130 1060 Z";
    c.soft(40.0, |c| c.veil(&shift(body, 90.0, 60.0), base.shade(1.0), 0.3));
    c.barrel(body, [170.0, 1430.0], skin);
    c.inside(body, |c| {
        c.soft(30.0, |c| {
            c.line("M 470 1080 C 600 1130 1000 1130 1130 1080", base.shade(1.0), 70.0, 0.6);
            c.line("M 250 1420 C 330 1290 420 1240 480 1160", PAPER, 30.0, 0.5);
        });
        let sheen = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, PAPER, 0.65), (1.0, PAPER, 0.25)]);
        c.soft(12.0, |c| c.fill("M 380 1400 C 330 1460 320 1560 320 1700 L 320 2040 L 400 2040 L 400 1700 C 400 1570 410 1470 470 1370 Z", &sheen));
    });
    let steel = Skin::new(scene::STEEL, Surface::Metal).scale(2.0);
    let neck = "M 500 560 L 500 1050 C 600 1120 1000 1120 1100 1050 L 1100 560 Z";
    c.barrel(neck, [500.0, 1100.0], steel);
    // Thread: three rising ridges.
    for row in 0..3 {
        let y = 720.0 + f64::from(row) * 110.0;
        let ridge = format!("M 492 {y} C 600 {} 1000 {} 1108 {}", y + 76.0, y + 96.0, y + 36.0);
        c.line(&shift(&ridge, 0.0, 20.0), scene::STEEL.shade(0.9), 24.0, 0.5);
        let paint = c.along(
            [492.0, 0.0, 1108.0, 0.0],
            &[
                (0.0, scene::STEEL.shade(0.4), 1.0),
                (0.26, Rgb::new(0xffffff), 1.0),
                (0.5, scene::STEEL, 1.0),
                (0.9, scene::STEEL.shade(0.6), 1.0),
                (1.0, scene::STEEL, 1.0),
            ],
        );
        c.line(&ridge, paint, 30.0, 1.0);
    }
    c.oval([800.0, 560.0, 300.0, 84.0], scene::STEEL.light(0.55));
    c.line(&oval(800.0, 560.0, 299.0, 83.0), scene::STEEL.shade(0.7), 4.0, 0.5);
    let well = c.across(
        [0.0, 0.2, 1.0, 0.6],
        &[
            (0.0, scene::STEEL.shade(0.95), 1.0),
            (0.6, scene::STEEL.shade(0.5), 1.0),
            (0.85, scene::STEEL.light(0.3), 1.0),
            (1.0, scene::STEEL.shade(0.2), 1.0),
        ],
    );
    c.oval([800.0, 566.0, 262.0, 66.0], well);
    c.line("M 506 544 C 530 500 660 480 780 478", Rgb::new(0xffffff), 8.0, 0.9);
    let ring = "M 486 1046 C 600 1124 1000 1124 1114 1046 L 1114 1096 C 1000 1174 600 1174 486 1096 Z";
    c.barrel(ring, [486.0, 1114.0], Skin::new(kit.accent, Surface::Plain));
    c.line("M 490 1050 C 600 1126 1000 1126 1110 1050", kit.accent.light(0.7), 6.0, 0.5);
}
