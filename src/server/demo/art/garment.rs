//! What long-sleeved garments share: body, sleeves, ribs, hangers, folded stacks.

use super::canvas::{Canvas, Skin};
use super::curve::{mirror, oval, sym};
use super::palette::Rgb;
use super::scene;
use super::surface::Surface;

const BODY: &str = "M 800 520 C 722 520 672 470 648 404 C 580 424 530 440 484 462 C 470 620 486 720 490 850 C 494 1100 478 1300 470 1500 C 472 1512 480 1516 490 1518 C 600 1530 700 1532 800 1532";
const SLEEVE: &str = "M 500 456 C 424 474 372 530 348 640 C 300 880 256 1130 214 1400 L 346 1434 C 392 1240 446 1030 494 850 C 500 700 480 600 500 456 Z";
const CUFF: &str = "M 214 1388 C 258 1408 304 1420 350 1422 L 330 1520 C 286 1518 238 1506 198 1486 Z";
const HEM: &str = "M 468 1490 C 600 1506 1000 1506 1132 1490 L 1120 1602 C 1000 1616 600 1616 480 1602 Z";

/// The outline of body and sleeves together, for shadows.
pub(super) fn outline() -> String {
    format!("{} {SLEEVE} {} {CUFF} {} {HEM}", sym(BODY), mirror(SLEEVE), mirror(CUFF))
}

/// The front body alone.
pub(super) fn body() -> String {
    sym(BODY)
}

/// The inside of the back, seen through the neck.
pub(super) fn back(c: &mut Canvas, skin: Skin) {
    let d = "M 648 404 C 700 380 900 380 952 404 C 934 490 880 530 800 530 C 720 530 666 490 648 404 Z";
    let base = skin.color;
    let paint = c.across([0.0, 0.0, 0.3, 1.0], &[(0.0, base.shade(0.6), 1.0), (1.0, base.shade(0.34), 1.0)]);
    c.fill(d, paint);
    c.texture(d, skin.tone(base.shade(0.45)));
}

/// Sleeves and body with their folds.
pub(super) fn long(c: &mut Canvas, skin: Skin) {
    let base = skin.color;
    for (sleeve, lean) in [(SLEEVE.to_owned(), 9.0), (mirror(SLEEVE), -9.0)] {
        c.solid(&sleeve, skin.angle(lean));
    }
    let sleeves = format!("{SLEEVE} {}", mirror(SLEEVE));
    c.inside(&sleeves, |c| {
        c.soft(9.0, |c| {
            for d in [
                "M 300 900 C 350 940 410 950 470 930",
                "M 290 980 C 340 1040 390 1050 440 1030",
                "M 400 560 C 380 640 370 740 400 850",
                "M 250 1230 C 300 1270 340 1270 390 1240",
                "M 240 1320 C 290 1350 330 1350 370 1320",
                "M 440 700 C 420 800 410 860 380 920",
            ] {
                c.fold(d, base, 20.0);
                c.fold(&mirror(d), base, 20.0);
            }
        });
    });
    let body = body();
    c.solid(&body, skin);
    c.inside(&body, |c| {
        c.soft(11.0, |c| {
            for d in [
                "M 496 840 C 560 930 620 970 700 980",
                "M 492 900 C 540 1010 590 1070 650 1110",
                "M 1106 840 C 1040 930 990 960 920 972",
                "M 1108 910 C 1060 1020 1010 1080 960 1110",
                "M 560 1510 C 570 1420 600 1340 660 1260",
                "M 1020 1510 C 1020 1420 990 1340 950 1290",
                "M 690 1510 C 690 1450 700 1410 730 1360",
                "M 640 620 C 660 720 650 780 630 850",
            ] {
                c.fold(d, base, 24.0);
            }
        });
        let seam = "M 490 850 C 474 720 462 600 490 450";
        for seam in [seam.to_owned(), mirror(seam)] {
            c.line(&seam, base.shade(0.75), 4.0, 0.5);
        }
    });
}

/// Ribbed cuffs and hem.
pub(super) fn ribs(c: &mut Canvas, skin: Skin) {
    let base = skin.color;
    for (cuff, middle) in [
        (CUFF.to_owned(), "M 205 1438 C 250 1458 296 1470 342 1472".to_owned()),
        (mirror(CUFF), mirror("M 205 1438 C 250 1458 296 1470 342 1472")),
        (HEM.to_owned(), "M 472 1548 C 600 1562 1000 1562 1128 1548".to_owned()),
    ] {
        c.part(&cuff, Skin::new(base.shade(0.06), Surface::Plain));
        c.inside(&cuff, |c| {
            c.dashes(&middle, base.shade(0.7), 130.0, 4.0, 9.0, 0.4);
            c.dashes(&middle, base.light(0.5), 130.0, 4.0, 9.0, 0.0);
        });
        c.volume(&cuff, skin.depth(18.0));
    }
    c.line("M 470 1492 C 600 1508 1000 1508 1130 1492", base.shade(0.8), 5.0, 0.45);
}

/// Plain stitched cuffs and a straight hem for woven cloth.
pub(super) fn hems(c: &mut Canvas, skin: Skin) {
    let base = skin.color;
    for (cuff, row) in [
        (CUFF.to_owned(), "M 212 1408 C 256 1428 300 1438 344 1440".to_owned()),
        (mirror(CUFF), mirror("M 212 1408 C 256 1428 300 1438 344 1440")),
    ] {
        c.solid(&cuff, skin.depth(16.0));
        c.stitch(&row, base.light(0.2), 2.4);
    }
}

/// A neck band of ribs along a curve.
pub(super) fn neckband(c: &mut Canvas, base: Rgb, width: f64) {
    c.inside("M 560 430 L 648 394 L 680 380 L 920 380 L 952 394 L 1040 430 L 1040 660 L 560 660 Z", |c| {
        let d = "M 642 370 C 660 470 722 526 800 526 C 878 526 940 470 958 370";
        c.line(d, base.shade(0.8), width + 18.0, 0.2);
        c.line(d, base.shade(0.08), width, 1.0);
        c.dashes(d, base.shade(0.7), width - 2.0, 3.6, 7.0, 0.42);
        c.line("M 656 370 C 680 456 734 506 800 506 C 866 506 920 456 944 370", base.light(0.5), 5.0, 0.4);
    });
}

/// A peg with a wooden hanger, its arms at the garment's shoulders; `y` is the neck.
pub(super) fn hanger(c: &mut Canvas, y: f64) {
    let metal = scene::BRASS;
    scene::peg(c, 800.0, y - 250.0);
    c.line(
        &format!(
            "M 800 {} L 800 {} C 800 {} 846 {} 846 {} C 846 {} 806 {} 776 {}",
            y + 10.0,
            y - 120.0,
            y - 170.0,
            y - 170.0,
            y - 224.0,
            y - 276.0,
            y - 290.0,
            y - 262.0
        ),
        metal.shade(0.2),
        13.0,
        1.0,
    );
    c.line(&format!("M 797 {} L 797 {}", y + 8.0, y - 130.0), metal.light(0.5), 4.0, 0.8);
    let arms = format!(
        "M 800 {} C 700 {} 560 {} 500 {} C 470 {} 480 {} 520 {} L 1080 {} C 1120 {} 1130 {} 1100 {} C 1040 {} 900 {} 800 {} Z",
        y - 20.0,
        y,
        y + 60.0,
        y + 110.0,
        y + 140.0,
        y + 170.0,
        y + 160.0,
        y + 160.0,
        y + 170.0,
        y + 140.0,
        y + 110.0,
        y + 60.0,
        y,
        y - 20.0
    );
    c.solid(&arms, Skin::new(scene::OAK, Surface::Wood).angle(90.0));
}

/// Folded pieces on top of each other; (`x`, `y`) is the lower left corner.
pub(super) fn stack(c: &mut Canvas, x: f64, y: f64, w: f64, h: f64, skins: &[Skin]) {
    scene::contact(c, x + w / 2.0, y, w * 0.54);
    for (index, skin) in skins.iter().enumerate() {
        let low = y - index as f64 * h * 0.97;
        let side = if index % 2 == 0 { -6.0 } else { 12.0 };
        let (l, r, top) = (x + side, x + w + side * 0.4, low - h);
        let d = format!(
            "M {} {low} C {} {low} {} {top} {} {top} C {} {} {} {} {} {} C {} {top} {} {low} {} {low} Z",
            l + 46.0,
            l - 24.0,
            l - 24.0,
            l + 46.0,
            l + w * 0.3,
            top - 13.0,
            l + w * 0.7,
            top + 8.0,
            r - 40.0,
            top - 2.0,
            r + 22.0,
            r + 22.0,
            r - 40.0
        );
        c.solid(&d, skin.depth(h * 0.3));
        let base = skin.color;
        c.inside(&d, |c| {
            let mid = low - h * 0.48;
            let crease = format!(
                "M {} {mid} C {} {} {} {} {} {}",
                l + 70.0,
                l + w * 0.35,
                mid - 8.0,
                l + w * 0.7,
                mid + 10.0,
                r + 20.0,
                mid - 3.0
            );
            c.soft(6.0, |c| {
                c.line(&crease, base.shade(0.9), 16.0, 0.6);
                c.line(&super::curve::shift(&crease, 0.0, 15.0), base.light(0.6), 10.0, 0.5);
            });
            c.line(&crease, base.shade(0.9), 4.0, 0.6);
            c.line(
                &format!(
                    "M {} {} C {} {} {} {} {} {}",
                    l + w * 0.5,
                    low - h * 0.22,
                    l + w * 0.65,
                    low - h * 0.26,
                    l + w * 0.8,
                    low - h * 0.2,
                    r,
                    low - h * 0.24
                ),
                base.shade(0.8),
                3.0,
                0.4,
            );
        });
    }
}

/// A sewn button with four holes.
pub(super) fn button(c: &mut Canvas, x: f64, y: f64, r: f64, color: Rgb) {
    c.fill(&oval(x + r * 0.16, y + r * 0.24, r * 1.06, r * 1.06), color.shade(0.75).mix(Rgb::new(0), 0.2));
    let paint =
        c.radial([0.35, 0.3, 0.8], &[(0.0, color.light(0.6), 1.0), (0.6, color, 1.0), (1.0, color.shade(0.4), 1.0)]);
    c.fill(&oval(x, y, r, r), paint);
    c.line(&oval(x, y, r * 0.7, r * 0.7), color.shade(0.5), r * 0.07, 0.6);
    for (dx, dy) in [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)] {
        c.fill(&oval(x + dx * r * 0.24, y + dy * r * 0.24, r * 0.11, r * 0.11), color.shade(0.85));
    }
    for dx in [-0.24, 0.24] {
        c.line(
            &format!("M {} {} L {} {}", x + dx * r, y - r * 0.24, x + dx * r, y + r * 0.24),
            color.light(0.7),
            r * 0.12,
            0.9,
        );
    }
}

/// A zipper along a path: tape, teeth and the light on them.
pub(super) fn zipper(c: &mut Canvas, d: &str, width: f64, metal: Rgb, tape: Rgb) {
    c.line(d, tape.shade(0.5), width * 1.9, 1.0);
    c.line(d, tape, width * 1.7, 1.0);
    c.dashes(d, metal.shade(0.6), width, width * 0.3, width * 0.18, 1.0);
    c.dashes(d, metal, width * 0.8, width * 0.22, width * 0.26, 1.0);
    c.dashes(d, metal.light(0.8), width * 0.3, width * 0.16, width * 0.32, 0.8);
}
