//! A spindle-back chair: front, joint of spindle and rail, with a throw over it.

use super::canvas::{Canvas, Skin};
use super::curve::{mirror, oval, shift, sym};
use super::palette::Rgb;
use super::surface::Surface;
use super::{Kit, View, scene};

const SEAT: &str = "M 800 1030 C 640 1030 500 1036 452 1052 C 420 1070 396 1110 392 1140 C 390 1164 410 1178 440 1184 C 540 1204 680 1210 800 1210";
const RAIL: &str = "M 800 330 C 680 330 560 344 474 372 C 452 380 446 396 450 420 L 462 480 C 466 496 480 502 498 496 C 590 470 700 458 800 458";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::table(c, kit, 1420.0);
            ground_shadow(c);
            object(c, kit);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::table(c, kit, 1420.0);
            scene::window_light(c, 60.0, 120.0);
            scene::plant(c, 1400.0, 1700.0, 1.2);
            c.at(-70.0, 0.0, 1.0, |c| {
                ground_shadow(c);
                object(c, kit);
                throw(c, kit);
            });
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.hard_or(Surface::Wood)).scale(0.6).depth(20.0)
}

fn ground_shadow(c: &mut Canvas) {
    c.soft(18.0, |c| {
        c.veil("M 470 1740 L 640 1640 L 1020 1630 L 1420 1690 L 1240 1790 L 600 1790 Z", Rgb::new(0x2a2430), 0.22)
    });
    for (x, y) in [(452.0, 1770.0), (1148.0, 1770.0), (560.0, 1664.0), (1040.0, 1664.0)] {
        scene::contact(c, x, y, 44.0);
    }
}

fn leg(c: &mut Canvas, d: &str, skin: Skin, [from, to]: [f64; 2]) {
    c.barrel(d, [from, to], skin);
    c.line(d, skin.color.shade(0.7), 2.4, 0.4);
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    // Back legs and stretchers first.
    for (d, span) in [
        ("M 606 1180 L 654 1180 L 584 1660 C 576 1670 556 1670 548 1658 Z".to_owned(), [560.0, 640.0]),
        (mirror("M 606 1180 L 654 1180 L 584 1660 C 576 1670 556 1670 548 1658 Z"), [960.0, 1040.0]),
    ] {
        leg(c, &d, skin.tone(base.shade(0.25)), span);
    }
    for (d, w) in [
        ("M 520 1500 L 584 1440", 24.0),
        ("M 1080 1500 L 1016 1440", 24.0),
        ("M 560 1466 C 700 1474 900 1474 1040 1466", 26.0),
    ] {
        c.line(d, base.shade(0.7), w + 3.0, 1.0);
        c.line(d, base.shade(0.14), w, 1.0);
        c.line(&shift(d, -2.0, -w * 0.26), base.light(0.4), w * 0.22, 0.6);
    }
    // Spindles run from the seat to the rail, opening upward.
    let count = 7 + kit.pick(1, 2) * 2;
    for step in 0..count {
        let t = f64::from(step) / f64::from(count - 1) - 0.5;
        let (low, high) = (800.0 + t * 560.0, 800.0 + t * 660.0);
        let dip = t * t * 90.0;
        let d = format!(
            "M {} {} C {} 860 {} 640 {} {} L {} {} C {} 640 {} 860 {} {} Z",
            low - 10.0,
            1090.0 - dip * 0.3,
            low - 19.0,
            high - 13.0,
            high - 9.0,
            440.0 + dip * 0.4,
            high + 9.0,
            440.0 + dip * 0.4,
            high + 13.0,
            low + 19.0,
            low + 10.0,
            1090.0 - dip * 0.3
        );
        leg(c, &d, skin, [low.min(high) - 16.0, low.max(high) + 16.0]);
    }
    let rail = sym(RAIL);
    c.soft(8.0, |c| {
        c.veil(
            &shift("M 500 480 C 590 460 1010 460 1100 480 L 1094 520 C 1010 500 590 500 506 520 Z", 4.0, 4.0),
            base.shade(1.0),
            0.35,
        )
    });
    c.solid(&rail, skin.angle(90.0).depth(26.0));
    c.line("M 474 384 C 580 354 1020 354 1126 384", base.light(0.8), 5.0, 0.5);
    for (d, span) in [
        ("M 488 1170 L 556 1184 L 478 1756 C 466 1772 440 1772 430 1754 Z".to_owned(), [436.0, 546.0]),
        (mirror("M 488 1170 L 556 1184 L 478 1756 C 466 1772 440 1772 430 1754 Z"), [1054.0, 1164.0]),
    ] {
        leg(c, &d, skin, span);
    }
    let seat = sym(SEAT);
    c.soft(12.0, |c| {
        c.veil(&shift("M 470 1190 L 1130 1190 L 1130 1230 L 470 1230 Z", 0.0, 10.0), base.shade(1.0), 0.5)
    });
    c.solid(&seat, skin.angle(90.0).depth(28.0).tone(base.light(0.05)));
    c.inside(&seat, |c| {
        // The saddle: two shallow hollows, and the thickness of the front edge.
        c.soft(16.0, |c| {
            c.veil(&oval(660.0, 1116.0, 170.0, 38.0), base.shade(1.0), 0.22);
            c.veil(&oval(940.0, 1116.0, 170.0, 38.0), base.shade(1.0), 0.26);
        });
        let edge = "M 388 1138 C 410 1164 540 1176 800 1178 C 1060 1176 1190 1164 1212 1138 L 1212 1230 L 388 1230 Z";
        c.veil(edge, base.shade(0.6), 0.55);
        c.line("M 392 1140 C 414 1164 540 1174 800 1176 C 1060 1174 1186 1164 1208 1140", base.light(0.8), 5.0, 0.6);
    });
    if kit.pick(2, 2) == 1 {
        let pad = "M 470 1060 C 600 1030 1000 1030 1130 1060 C 1160 1080 1166 1110 1156 1124 C 1000 1160 600 1160 444 1124 C 434 1110 440 1080 470 1060 Z";
        c.solid(pad, Skin::new(kit.accent, Surface::Linen).depth(26.0));
        c.stitch("M 452 1112 C 600 1146 1000 1146 1148 1112", kit.accent.light(0.4), 2.6);
    }
}

fn throw(c: &mut Canvas, kit: &Kit) {
    let tone = kit.accent.mix(Rgb::new(0xe6dccb), 0.35);
    let skin = Skin::new(tone, Surface::Wool).depth(40.0);
    let d = "M 860 330 C 940 310 1050 322 1120 356 C 1140 520 1120 700 1130 900 C 1136 1000 1150 1080 1166 1180 C 1090 1216 990 1230 900 1220 C 880 1060 900 900 880 740 C 868 600 850 460 860 330 Z";
    c.soft(16.0, |c| c.veil(&shift(d, 18.0, 26.0), Rgb::new(0x2a2430), 0.3));
    for step in 0..18 {
        let x = 904.0 + f64::from(step) * 15.2;
        let y = 1214.0 - (f64::from(step) / 17.0).powi(2) * 36.0;
        c.line(&format!("M {x} {} L {} {}", y - 10.0, x + 4.0, y + 56.0), tone.shade(0.15), 7.0, 1.0);
        c.line(&format!("M {} {} L {} {}", x - 2.0, y - 10.0, x + 2.0, y + 50.0), tone.light(0.4), 2.0, 0.7);
    }
    c.solid(d, skin);
    c.inside(d, |c| {
        for y in [980.0, 1030.0, 1110.0] {
            c.line(
                &format!("M 860 {} C 960 {} 1080 {} 1180 {}", y + 40.0, y + 50.0, y + 34.0, y),
                kit.accent.shade(0.2),
                20.0,
                0.75,
            );
        }
        c.soft(12.0, |c| {
            for f in [
                "M 930 340 C 950 600 940 900 970 1210",
                "M 1040 330 C 1050 600 1020 900 1070 1200",
                "M 870 440 C 960 470 1040 460 1120 430",
            ] {
                c.fold(f, tone, 34.0);
            }
        });
    });
}

fn detail(c: &mut Canvas, kit: &Kit) {
    scene::table(c, kit, 2100.0);
    let base = kit.base;
    let skin = skin(kit).scale(1.5).depth(70.0);
    for (x, lean) in [(300.0, -40.0), (800.0, 0.0), (1300.0, 40.0)] {
        let d = format!(
            "M {} -20 L {} -20 C {} 400 {} 900 {} 1320 L {} 1320 C {} 900 {} 400 {} -20 Z",
            x - 62.0 + lean,
            x + 62.0 + lean,
            x + 84.0 + lean * 0.5,
            x + 86.0,
            x + 70.0,
            x - 70.0,
            x - 86.0,
            x - 84.0 + lean * 0.5,
            x - 62.0 + lean
        );
        c.soft(24.0, |c| c.veil(&shift(&d, 54.0, 30.0), base.shade(1.0), 0.25));
        c.barrel(&d, [x - 86.0, x + 86.0], skin);
        c.line(&d, base.shade(0.8), 3.0, 0.4);
    }
    let seat = "M -20 1180 C 400 1120 1200 1120 1620 1180 L 1620 1680 C 1200 1760 400 1760 -20 1690 Z";
    c.part(seat, skin.angle(90.0));
    c.volume(seat, skin.depth(60.0));
    c.inside(seat, |c| {
        let edge = "M -20 1500 C 400 1570 1200 1570 1620 1490 L 1620 1800 L -20 1800 Z";
        c.veil(edge, base.shade(0.7), 0.5);
        c.soft(8.0, |c| c.line("M -20 1500 C 400 1570 1200 1570 1620 1490", base.light(0.6), 16.0, 0.45));
    });
    for (x, y) in [(300.0, 1300.0), (800.0, 1296.0), (1300.0, 1304.0)] {
        c.soft(18.0, |c| c.veil(&oval(x + 60.0, y + 36.0, 140.0, 40.0), base.shade(1.0), 0.5));
        c.fill(&oval(x, y + 8.0, 84.0, 26.0), base.shade(0.95));
        let d = format!(
            "M {} {} C {} {} {} {} {} {} L {} 1180 L {} 1180 Z",
            x - 72.0,
            y,
            x - 60.0,
            y + 28.0,
            x + 60.0,
            y + 28.0,
            x + 72.0,
            y,
            x + 73.0,
            x - 73.0
        );
        c.barrel(&d, [x - 86.0, x + 86.0], skin);
    }
    let under = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, base.shade(1.0), 0.5), (1.0, base.shade(1.0), 0.0)]);
    c.fill("M -20 1690 C 400 1760 1200 1760 1620 1680 L 1620 2020 L -20 2020 Z", under);
}
