//! A zipped jacket: front, zipper close-up, on a hanger.

use super::canvas::{Canvas, Skin};
use super::curve::{map, mirror, oval, shift, slab};
use super::palette::PAPER;
use super::surface::Surface;
use super::{Kit, View, garment, scene};

const COLLAR: &str = "M 640 300 C 700 320 900 320 960 300 C 972 370 976 420 968 470 C 920 520 860 540 800 546 C 740 540 680 520 632 470 C 624 420 628 370 640 300 Z";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::flat(c, kit);
            c.at(0.0, 40.0, 1.0, |c| {
                scene::cast(c, &format!("{} {COLLAR}", garment::outline()));
                object(c, kit);
            });
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::room(c, kit);
            c.at(80.0, 250.0, 0.9, |c| {
                scene::hang(c, &garment::outline());
                garment::hanger(c, 400.0);
                object(c, kit);
            });
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.cloth_or(Surface::Ripstop))
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    garment::long(c, skin);
    garment::hems(c, skin);
    let hem = "M 468 1480 C 600 1496 1000 1496 1132 1480 L 1126 1600 C 1000 1616 600 1616 474 1600 Z";
    c.part(hem, skin.tone(base.shade(0.06)));
    c.volume(hem, skin.depth(16.0));
    c.stitch("M 472 1500 C 600 1516 1000 1516 1128 1500", base.light(0.3), 2.6);
    // The yoke across the shoulders.
    let yoke = "M 486 640 C 600 690 720 706 800 706 C 880 706 1000 690 1114 640";
    c.line(yoke, base.shade(0.85), 4.0, 0.6);
    c.stitch(&shift(yoke, 0.0, 12.0), base.light(0.3), 2.6);
    for x in [0.0, 1.0] {
        let side = |d: &str| if x < 0.5 { d.to_owned() } else { mirror(d) };
        let pocket = side(
            "M 536 1130 L 716 1118 L 722 1380 C 722 1394 712 1400 700 1400 L 552 1402 C 540 1402 532 1394 532 1380 Z",
        );
        c.soft(8.0, |c| c.veil(&shift(&pocket, 5.0, 9.0), base.shade(1.0), 0.34));
        c.solid(&pocket, skin.depth(14.0));
        c.stitch(
            &map(&pocket, |x, y| (if x > 800.0 { x * 0.92 + 78.0 } else { x * 0.92 + 50.0 }, y * 0.92 + 101.0)),
            base.light(0.3),
            2.4,
        );
        let flap = side("M 526 1112 L 724 1098 L 728 1176 C 690 1200 570 1206 530 1188 Z");
        c.soft(6.0, |c| c.veil(&shift(&flap, 3.0, 9.0), base.shade(1.0), 0.4));
        c.solid(&flap, skin.tone(base.light(0.04)).depth(12.0));
        let snap = if x < 0.5 { 628.0 } else { 972.0 };
        stud(c, snap, 1166.0, 12.0);
        if kit.pick(1, 2) == 1 && x > 0.5 {
            garment::zipper(c, "M 906 800 L 1060 770", 11.0, scene::BRASS, base.shade(0.3));
        }
    }
    collar(c, kit, skin);
}

fn stud(c: &mut Canvas, x: f64, y: f64, r: f64) {
    let brass = scene::BRASS;
    let paint =
        c.radial([0.35, 0.3, 0.8], &[(0.0, brass.light(0.8), 1.0), (0.5, brass, 1.0), (1.0, brass.shade(0.6), 1.0)]);
    c.fill(&oval(x + 2.0, y + 3.0, r + 1.0, r + 1.0), brass.shade(0.95));
    c.fill(&oval(x, y, r, r), paint);
}

fn collar(c: &mut Canvas, kit: &Kit, skin: Skin) {
    let base = skin.color;
    c.soft(12.0, |c| c.veil(&shift(COLLAR, 5.0, 18.0), base.shade(1.0), 0.4));
    c.solid(COLLAR, skin.depth(24.0));
    let lining = "M 662 296 C 720 270 880 270 938 296 C 930 350 880 380 800 392 C 720 380 670 350 662 296 Z";
    let cord = Skin::new(kit.accent.shade(0.15), Surface::Twill);
    c.part(lining, cord);
    c.inside(lining, |c| {
        scene::label(c, 752.0, 296.0, 96.0, PAPER, kit.accent);
        c.soft(10.0, |c| c.line(lining, base.shade(1.0), 30.0, 0.5));
    });
    c.stitch("M 650 470 C 700 510 750 526 800 530 C 850 526 900 510 950 470", base.light(0.3), 2.6);
    let run = "M 800 392 C 802 800 802 1200 800 1604";
    c.line(&shift(run, 12.0, 0.0), base.shade(1.0), 40.0, 0.22);
    garment::zipper(c, run, 17.0, scene::BRASS, base.shade(0.35));
    for side in ["M 770 400 C 772 800 772 1200 770 1600", "M 830 400 C 828 800 828 1200 830 1600"] {
        c.stitch(side, base.light(0.3), 2.4);
    }
    let pull = slab(790.0, 430.0, 20.0, 62.0, 8.0);
    c.fill(&shift(&pull, 4.0, 6.0), base.shade(1.0));
    c.part(&pull, Skin::new(scene::BRASS.light(0.1), Surface::Plain));
    c.line("M 800 490 C 806 520 796 540 802 572", kit.accent, 9.0, 1.0);
}

fn detail(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit).scale(2.3), kit.base);
    scene::bleed(c, skin);
    scene::drape(
        c,
        base,
        &[
            "M 300 2050 C 200 1700 260 1400 160 1100",
            "M 1480 -20 C 1380 300 1440 600 1360 900",
            "M 1300 2000 C 1380 1800 1360 1600 1460 1400",
        ],
        100.0,
    );
    let brass = scene::BRASS;
    let tape = kit.base.shade(0.5);
    // Open above the slider, closed below it.
    let gap = "M 560 -20 C 600 420 720 820 800 1000 C 880 820 1000 420 1040 -20 Z";
    let lining = Skin::new(kit.accent, Surface::Twill).scale(2.4);
    c.part(gap, lining);
    c.inside(gap, |c| c.soft(34.0, |c| c.line(gap, base.shade(1.0), 130.0, 0.6)));
    let closed = "M 800 1000 C 802 1300 798 1700 800 2020";
    c.line(closed, tape.shade(0.5), 176.0, 1.0);
    c.line(closed, tape, 168.0, 1.0);
    for (edge, by) in
        [("M 560 -20 C 600 420 720 820 800 1000", -24.0), ("M 1040 -20 C 1000 420 880 820 800 1000", 24.0)]
    {
        c.line(&shift(edge, by * 1.6, 0.0), tape, 120.0, 1.0);
        c.dashes(edge, brass.shade(0.75), 70.0, 30.0, 16.0, 1.0);
        c.dashes(edge, brass, 60.0, 24.0, 22.0, 1.0);
        c.dashes(&shift(edge, -8.0, 0.0), brass.light(0.8), 16.0, 20.0, 26.0, 0.8);
    }
    for (by, offset) in [(-20.0, 0.0), (20.0, 23.0)] {
        let d = shift("M 800 1010 L 800 2040", by, offset);
        c.dashes(&d, brass.shade(0.75), 64.0, 30.0, 16.0, 1.0);
        c.dashes(&d, brass, 56.0, 24.0, 22.0, 1.0);
        c.dashes(&shift(&d, -8.0, 0.0), brass.light(0.8), 14.0, 20.0, 26.0, 0.8);
    }
    // The cloth's folded edges beside the tape.
    for d in [
        "M -20 -20 L 440 -20 C 500 440 620 860 690 1040 L 690 2020 L -20 2020 Z",
        "M 1620 -20 L 1160 -20 C 1100 440 980 860 910 1040 L 910 2020 L 1620 2020 Z",
    ] {
        c.soft(16.0, |c| c.line(&shift(d, 14.0, 14.0), base.shade(1.0), 30.0, 0.5));
        c.fill(d, base.mix(base.light(0.1), 0.5));
        c.texture(d, skin);
        c.volume(d, skin.depth(44.0));
    }
    for d in ["M 390 -20 C 450 440 570 860 640 1050 L 640 2020", "M 1210 -20 C 1150 440 1030 860 960 1050 L 960 2020"] {
        c.stitch(d, base.light(0.35), 8.0);
    }
    slider(c, kit);
}

fn slider(c: &mut Canvas, kit: &Kit) {
    let brass = scene::BRASS;
    let metal = Skin::new(brass, Surface::Metal).depth(26.0);
    let body = "M 700 930 C 730 900 770 940 800 940 C 830 940 870 900 900 930 C 916 1000 900 1090 860 1150 L 740 1150 C 700 1090 684 1000 700 930 Z";
    c.soft(20.0, |c| {
        c.veil(&shift(body, 20.0, 34.0), brass.shade(1.0), 0.6);
        c.veil(&shift(&slab(752.0, 1060.0, 96.0, 330.0, 40.0), 30.0, 46.0), brass.shade(1.0), 0.55);
    });
    c.solid(body, metal);
    let pull = slab(748.0, 1050.0, 104.0, 340.0, 44.0);
    c.solid(&pull, metal.tone(brass.light(0.12)));
    c.line(&oval(800.0, 1316.0, 26.0, 34.0), brass.shade(0.7), 5.0, 0.8);
    c.fill(&oval(800.0, 1316.0, 24.0, 32.0), kit.base.shade(0.7));
    c.solid(
        "M 770 960 C 770 940 830 940 830 960 L 834 1090 C 834 1112 766 1112 766 1090 Z",
        metal.tone(brass.shade(0.1)).depth(14.0),
    );
    let cord = "M 800 1320 C 830 1420 760 1560 810 1760";
    c.soft(14.0, |c| c.line(&shift(cord, 26.0, 26.0), kit.base.shade(1.0), 38.0, 0.5));
    c.line(cord, kit.accent.shade(0.6), 44.0, 1.0);
    c.line(cord, kit.accent, 36.0, 1.0);
    c.dashes(cord, kit.accent.shade(0.6), 32.0, 6.0, 14.0, 0.5);
    c.line(&shift(cord, -8.0, 0.0), kit.accent.light(0.6), 7.0, 0.5);
}
