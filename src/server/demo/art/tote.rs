//! A canvas tote: front, its handle's seam, hung up with greens in it.

use super::canvas::{Canvas, Skin};
use super::curve::{oval, shift, sym};
use super::palette::PAPER;
use super::surface::Surface;
use super::{Kit, View, scene};

const HALF: &str = "M 800 792 C 640 796 500 792 372 784 C 350 1060 330 1320 318 1600 C 318 1640 340 1656 372 1660 C 500 1680 660 1684 800 1684";
const HANDLE: &str = "M 560 1010 C 566 760 590 470 660 380 C 730 296 870 296 940 380 C 1010 470 1034 760 1040 1010";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::flat(c, kit);
            c.at(0.0, -20.0, 1.0, |c| {
                scene::cast(c, &sym(HALF));
                object(c, kit, false);
            });
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::room(c, kit);
            c.at(70.0, 190.0, 0.92, |c| {
                scene::hang(c, &sym(HALF));
                scene::peg(c, 800.0, 300.0);
                object(c, kit, true);
            });
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.cloth_or(Surface::Canvas)).depth(46.0)
}

fn strap(c: &mut Canvas, d: &str, skin: Skin) {
    let base = skin.color;
    c.line(&shift(d, 8.0, 10.0), base.shade(1.0), 54.0, 0.16);
    c.line(d, base.shade(0.5), 54.0, 1.0);
    c.line(d, base, 50.0, 1.0);
    c.dashes(d, base.shade(0.7), 48.0, 2.0, 6.0, 0.28);
    c.line(&shift(d, -6.0, 0.0), base.light(0.6), 14.0, 0.22);
    for by in [-17.0, 17.0] {
        c.dashes(&shift(d, by, 0.0), base.light(0.5), 2.6, 9.0, 6.0, 0.8);
    }
}

pub(super) fn object(c: &mut Canvas, kit: &Kit, filled: bool) {
    let (skin, base) = (skin(kit), kit.base);
    let trim = kit.trim(Surface::Canvas);
    let handles = if kit.pick(1, 2) == 0 { trim } else { skin };
    strap(c, &shift(HANDLE, 0.0, -36.0), handles.tone(handles.color.shade(0.3)));
    if filled {
        c.fill("M 380 790 C 600 740 1000 740 1220 790 L 1200 860 L 400 860 Z", base.shade(0.6));
        scene::greens(c, 560.0, 900.0, 1.05);
        scene::greens(c, 690.0, 900.0, 0.8);
    }
    let body = sym(HALF);
    c.solid(&body, skin);
    c.inside(&body, |c| {
        c.soft(16.0, |c| {
            for d in [
                "M 400 820 C 420 1020 470 1150 560 1270",
                "M 1200 820 C 1180 1020 1130 1160 1040 1290",
                "M 360 1660 C 420 1500 520 1440 640 1400",
                "M 1240 1670 C 1180 1540 1080 1460 980 1430",
                "M 600 1040 C 640 1160 650 1300 610 1450",
                "M 1000 1040 C 960 1160 960 1270 990 1380",
            ] {
                c.fold(d, base, 34.0);
            }
        });
        if kit.pick(2, 3) != 0 {
            let band = "M 330 1380 C 600 1404 1000 1404 1280 1380 L 1300 1700 L 300 1700 Z";
            c.veil(band, trim.color, 0.94);
            c.texture(band, trim);
            c.soft(20.0, |c| {
                c.line("M 300 1690 C 600 1710 1000 1710 1300 1690 L 1290 1400", trim.color.shade(1.0), 60.0, 0.45)
            });
            c.stitch("M 330 1394 C 600 1418 1000 1418 1280 1394", trim.color.light(0.5), 2.8);
        }
        for y in [846.0, 858.0] {
            c.stitch(&format!("M 360 {} C 500 {y} 1100 {y} 1240 {}", y - 8.0, y - 8.0), base.light(0.4), 2.8);
        }
    });
    strap(c, HANDLE, handles);
    for foot in [560.0, 1040.0] {
        let (l, r, t, b) = (foot - 18.0, foot + 18.0, 870.0, 990.0);
        c.stitch(
            &format!("M {l} {b} L {r} {b} L {r} {t} L {l} {t} L {l} {b} L {r} {t} M {l} {t} L {r} {b}"),
            handles.color.light(0.6),
            3.0,
        );
    }
    scene::label(c, 732.0, 1150.0, 136.0, PAPER, kit.accent);
}

fn detail(c: &mut Canvas, kit: &Kit) {
    let base = kit.base;
    let skin = skin(kit).scale(2.6);
    let handles = if kit.pick(1, 2) == 0 { kit.trim(Surface::Canvas) } else { skin }.scale(2.2);
    scene::table(c, kit, 2100.0);
    let body = "M -20 560 C 400 600 1100 610 1620 570 L 1620 2020 L -20 2020 Z";
    c.fill("M -20 540 C 400 500 1100 500 1620 560 L 1620 660 L -20 660 Z", base.shade(0.6));
    c.part(body, skin);
    c.volume(body, skin.depth(60.0));
    scene::drape(
        c,
        base,
        &["M 120 600 C 160 1100 300 1500 260 2050", "M 1480 620 C 1400 1000 1300 1500 1420 2050"],
        110.0,
    );
    for y in [760.0, 800.0] {
        c.stitch(&format!("M -20 {} C 400 {y} 1100 {} 1620 {}", y - 40.0, y + 10.0, y - 30.0), base.light(0.5), 8.0);
    }
    let strap = "M 560 1520 C 548 1100 600 500 760 -20 L 1130 -20 C 980 500 930 1100 940 1520 Z";
    c.soft(26.0, |c| c.veil(&shift(strap, 26.0, 30.0), base.shade(1.0), 0.5));
    c.part(strap, handles);
    c.volume(strap, handles.depth(50.0));
    let thread = handles.color.light(0.6);
    c.stitch("M 604 1490 C 592 1100 650 500 806 -20", thread, 8.0);
    c.stitch("M 896 1490 C 890 1100 930 500 1082 -20", thread, 8.0);
    c.stitch(
        "M 602 1480 L 898 1480 L 892 930 L 606 930 L 602 1480 M 606 936 L 896 1476 M 892 936 L 604 1476",
        thread,
        8.0,
    );
    for (x, y) in [(750.0, 860.0), (750.0, 1540.0)] {
        let metal = scene::BRASS;
        c.soft(10.0, |c| c.veil(&oval(x + 10.0, y + 14.0, 44.0, 44.0), base.shade(1.0), 0.6));
        let paint = c.radial(
            [0.34, 0.3, 0.8],
            &[(0.0, metal.light(0.85), 1.0), (0.45, metal, 1.0), (1.0, metal.shade(0.6), 1.0)],
        );
        c.fill(&oval(x, y, 42.0, 42.0), paint);
        c.line(&oval(x, y, 26.0, 26.0), metal.shade(0.5), 4.0, 0.6);
    }
}
