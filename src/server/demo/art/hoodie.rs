//! A hooded sweatshirt: front, cord and eyelets, folded on a shelf.

use super::canvas::{Canvas, Skin};
use super::curve::{mirror, oval, shift};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, garment, scene};

const HOOD: &str = "M 800 236 C 700 236 628 280 610 360 C 598 420 600 470 622 510 C 660 580 720 620 800 640 C 880 620 940 580 978 510 C 1000 470 1002 420 990 360 C 972 280 900 236 800 236 Z";
const FACE: &str = "M 800 318 C 728 322 690 366 684 420 C 682 470 720 540 800 590 C 880 540 918 470 916 420 C 910 366 872 322 800 318 Z";
const POCKET: &str =
    "M 606 1180 L 994 1180 L 1082 1360 C 1088 1400 1088 1440 1086 1494 L 514 1494 C 512 1440 512 1400 518 1360 Z";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::flat(c, kit);
            c.at(0.0, 70.0, 1.0, |c| {
                scene::cast(c, &format!("{} {HOOD}", garment::outline()));
                object(c, kit);
            });
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::room(c, kit);
            scene::plant(c, 1330.0, 1500.0, 1.05);
            scene::shelf(c, 1490.0);
            let skin = skin(kit);
            garment::stack(
                c,
                210.0,
                1496.0,
                840.0,
                190.0,
                &[skin.tone(kit.accent), skin.tone(kit.base.light(0.3)), skin],
            );
            cords_over(c, kit);
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.cloth_or(Surface::Jersey))
}

fn cord(kit: &Kit) -> Rgb {
    if kit.pick(1, 2) == 0 { PAPER.shade(0.06) } else { kit.accent }
}

fn rope(c: &mut Canvas, d: &str, color: Rgb, width: f64) {
    c.line(d, color.shade(0.75), width * 1.25, 1.0);
    c.line(d, color, width, 1.0);
    c.dashes(d, color.shade(0.5), width * 0.9, width * 0.16, width * 0.42, 0.5);
    c.line(&shift(d, -width * 0.2, 0.0), color.light(0.7), width * 0.24, 0.5);
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    garment::long(c, skin);
    garment::ribs(c, skin);
    c.soft(16.0, |c| c.veil(&shift(HOOD, 8.0, 30.0), base.shade(0.95), 0.4));
    c.solid(HOOD, skin.depth(34.0));
    c.inside(HOOD, |c| {
        c.soft(9.0, |c| {
            for d in [
                "M 640 330 C 630 420 650 500 710 570",
                "M 960 340 C 966 420 950 500 890 566",
                "M 720 262 C 690 290 670 310 660 350",
            ] {
                c.fold(d, base, 18.0);
            }
        });
    });
    let inner = c.across([0.1, 0.0, 0.5, 1.0], &[(0.0, base.shade(0.66), 1.0), (1.0, base.shade(0.34), 1.0)]);
    c.fill(FACE, inner);
    c.texture(FACE, skin.tone(base.shade(0.5)));
    c.inside(FACE, |c| {
        scene::label(c, 756.0, 440.0, 88.0, PAPER, kit.accent);
        c.soft(12.0, |c| c.line(FACE, base.shade(0.95), 40.0, 0.5));
    });
    c.line(FACE, base.light(0.16), 9.0, 0.8);
    c.stitch("M 800 290 C 710 294 662 350 656 420 C 652 490 700 570 792 620", base.light(0.3), 2.6);
    c.stitch("M 800 290 C 890 294 938 350 944 420 C 948 490 900 570 808 620", base.light(0.3), 2.6);
    c.soft(9.0, |c| c.veil(&shift(POCKET, 4.0, 9.0), base.shade(0.95), 0.3));
    c.solid(POCKET, skin.depth(18.0));
    for side in ["M 620 1196 L 536 1368", "M 634 1196 L 550 1368"] {
        c.stitch(side, base.light(0.25), 2.6);
        c.stitch(&mirror(side), base.light(0.25), 2.6);
    }
    c.stitch("M 616 1192 L 984 1192", base.light(0.25), 2.6);
    let ink = cord(kit);
    for (d, x) in [("M 726 574 C 716 660 734 760 722 850", 726.0), ("M 874 574 C 884 660 872 740 880 812", 874.0)] {
        c.soft(5.0, |c| c.line(&shift(d, 9.0, 8.0), base.shade(0.95), 14.0, 0.5));
        rope(c, d, ink, 13.0);
        c.fill(&oval(x, 574.0, 13.0, 13.0), scene::STEEL);
        c.fill(&oval(x, 574.0, 7.0, 7.0), base.shade(0.8));
    }
    for (x, y) in [(722.0, 850.0), (880.0, 812.0)] {
        c.line(&format!("M {x} {y} L {x} {}", y + 26.0), scene::STEEL, 15.0, 1.0);
        c.line(&format!("M {} {y} L {} {}", x - 3.0, x - 3.0, y + 26.0), PAPER, 3.0, 0.9);
    }
}

fn cords_over(c: &mut Canvas, kit: &Kit) {
    let ink = cord(kit);
    for d in ["M 430 950 C 440 1010 420 1060 436 1130", "M 520 946 C 516 1000 536 1050 526 1104"] {
        c.soft(6.0, |c| c.line(&shift(d, 10.0, 8.0), kit.base.shade(0.95), 14.0, 0.45));
        rope(c, d, ink, 14.0);
    }
}

fn detail(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit).scale(2.2), kit.base);
    scene::bleed(c, skin);
    scene::drape(
        c,
        base,
        &["M 120 2000 C 260 1700 300 1500 420 1300", "M 1500 1900 C 1400 1600 1300 1500 1150 1350"],
        90.0,
    );
    let right = "M 1640 -20 L 760 -20 C 860 400 1000 900 1180 1180 C 1330 1300 1480 1350 1640 1370 Z";
    let left = "M -20 -20 L 900 -20 C 830 420 700 860 470 1160 C 330 1290 160 1360 -20 1390 Z";
    for (flap, edge, inner) in [
        (
            right,
            "M 760 -20 C 860 400 1000 900 1180 1180",
            "M 880 -20 C 980 400 1100 840 1270 1110 C 1400 1220 1520 1270 1620 1286",
        ),
        (
            left,
            "M 900 -20 C 830 420 700 860 470 1160",
            "M 780 -20 C 710 400 590 800 380 1080 C 270 1200 120 1260 -20 1290",
        ),
    ] {
        c.soft(34.0, |c| c.veil(&shift(flap, 26.0, 46.0), base.shade(0.95), 0.5));
        c.solid(flap, skin.depth(70.0));
        c.line(edge, base.light(0.4), 10.0, 0.5);
        c.stitch(inner, base.light(0.3), 8.0);
        c.stitch(&shift(inner, if flap == right { 34.0 } else { -34.0 }, 6.0), base.light(0.3), 8.0);
    }
    let ink = cord(kit);
    for (x, y, d) in [
        (1100.0, 860.0, "M 1100 860 C 1130 1100 1060 1350 1100 1720"),
        (520.0, 860.0, "M 520 860 C 470 1100 560 1300 500 1580"),
    ] {
        let ring = c.radial(
            [0.35, 0.3, 0.8],
            &[(0.0, PAPER, 1.0), (0.5, scene::STEEL, 1.0), (1.0, scene::STEEL.shade(0.55), 1.0)],
        );
        c.soft(12.0, |c| c.veil(&oval(x + 14.0, y + 20.0, 78.0, 78.0), base.shade(0.95), 0.6));
        c.fill(&oval(x, y, 74.0, 74.0), ring);
        c.line(&oval(x, y, 56.0, 56.0), scene::STEEL.shade(0.4), 4.0, 0.6);
        c.fill(&oval(x, y, 42.0, 42.0), base.shade(0.9));
        c.soft(16.0, |c| c.line(&shift(d, 34.0, 34.0), base.shade(0.95), 56.0, 0.5));
        rope(c, d, ink, 58.0);
    }
    for (x, y) in [(1100.0, 1720.0), (500.0, 1580.0)] {
        let tip = super::curve::slab(x - 38.0, y - 10.0, 76.0, 180.0, 20.0);
        let paint = c.across(
            [0.0, 0.0, 1.0, 0.0],
            &[
                (0.0, scene::STEEL.shade(0.3), 1.0),
                (0.3, PAPER, 1.0),
                (0.55, scene::STEEL, 1.0),
                (1.0, scene::STEEL.shade(0.6), 1.0),
            ],
        );
        c.fill(&tip, paint);
        c.line(&format!("M {} {} L {} {}", x - 36.0, y + 14.0, x + 36.0, y + 14.0), scene::STEEL.shade(0.6), 5.0, 0.6);
    }
}
