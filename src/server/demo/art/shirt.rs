//! A buttoned shirt with a collar: front, collar close-up, on a hanger.

use super::canvas::{Canvas, Skin};
use super::curve::{mirror, slab};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, garment, scene};

const TAIL: &str = "M 474 1480 C 480 1560 500 1612 560 1630 C 660 1656 720 1650 800 1650 C 880 1650 940 1656 1040 1630 C 1100 1612 1120 1560 1126 1480 Z";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::flat(c, kit);
            scene::cast(c, &format!("{} {TAIL}", garment::outline()));
            object(c, kit);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::room(c, kit);
            c.at(80.0, 210.0, 0.9, |c| {
                scene::hang(c, &format!("{} {TAIL}", garment::outline()));
                garment::hanger(c, 400.0);
                object(c, kit);
            });
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.cloth_or(Surface::Linen)).scale(0.7)
}

fn buttons(kit: &Kit) -> Rgb {
    if kit.pick(3, 2) == 0 { Rgb::new(0xe9dcc2) } else { kit.accent }
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    garment::back(c, skin);
    scene::label(c, 758.0, 420.0, 84.0, PAPER.shade(0.05), kit.accent);
    c.solid(TAIL, skin);
    garment::long(c, skin);
    garment::hems(c, skin);
    // Body and tail are one cloth: cover the seam between the two.
    let join = "M 474 1420 L 1126 1420 L 1126 1500 C 1118 1580 1100 1610 1040 1624 C 940 1644 880 1640 800 1640 C 720 1640 660 1644 560 1624 C 500 1610 482 1580 474 1500 Z";
    let fade = c.across(
        [0.0, 0.0, 0.0, 1.0],
        &[(0.0, base.shade(0.1), 0.0), (0.4, base.shade(0.12), 1.0), (1.0, base.shade(0.2), 1.0)],
    );
    c.fill(join, fade);
    c.texture("M 476 1500 L 1124 1500 C 1118 1580 1100 1610 1040 1624 C 940 1644 660 1644 560 1624 C 500 1610 482 1580 476 1500 Z", skin);
    c.soft(12.0, |c| {
        for d in ["M 560 1620 C 566 1520 590 1420 650 1320", "M 1030 1620 C 1030 1520 1000 1420 960 1360"] {
            c.fold(d, base, 26.0);
        }
    });
    c.stitch(
        "M 488 1510 C 500 1580 510 1596 566 1612 C 660 1634 940 1634 1034 1612 C 1090 1596 1100 1580 1112 1510",
        base.light(0.25),
        2.4,
    );
    let placket = "M 764 520 L 836 520 C 840 900 838 1300 836 1646 L 764 1646 C 760 1300 762 900 764 520 Z";
    c.part(placket, skin.tone(base.light(0.05)));
    c.line("M 838 530 C 842 900 842 1300 838 1646", base.shade(0.8), 6.0, 0.28);
    for x in [772.0, 828.0] {
        c.stitch(&format!("M {x} 530 L {x} 1640"), base.light(0.25), 2.2);
    }
    let color = buttons(kit);
    for row in 0..7 {
        garment::button(c, 800.0, 620.0 + f64::from(row) * 156.0, 13.5, color);
    }
    pocket(c, kit, skin);
    collar(c, skin);
    garment::button(c, 800.0, 520.0, 13.0, color);
}

fn pocket(c: &mut Canvas, kit: &Kit, skin: Skin) {
    let base = skin.color;
    for d in
        ["M 906 750 L 1064 744 L 1070 900 L 992 944 L 910 906 Z", "M 694 750 L 536 744 L 530 900 L 608 944 L 690 906 Z"]
            .iter()
            .take(1 + kit.pick(1, 2) as usize)
    {
        c.part(d, skin);
        c.stitch(
            &super::curve::map(d, |x, y| (x * 0.94 + if x > 800.0 { 59.0 } else { 37.0 }, y * 0.94 + 50.0)),
            base.light(0.25),
            2.2,
        );
    }
}

fn collar(c: &mut Canvas, skin: Skin) {
    let base = skin.color;
    let stand = "M 660 402 C 690 480 740 520 800 526 C 860 520 910 480 940 402 C 946 430 944 452 936 470 C 906 530 860 560 800 566 C 740 560 694 530 664 470 C 656 452 654 430 660 402 Z";
    c.part(stand, skin.tone(base.shade(0.12)));
    let left =
        "M 664 372 C 640 390 628 410 624 440 L 606 574 C 606 584 614 588 622 584 L 782 524 C 724 496 684 446 664 372 Z";
    for (leaf, row) in [
        (left.to_owned(), "M 638 446 L 622 566 L 760 518".to_owned()),
        (mirror(left), mirror("M 638 446 L 622 566 L 760 518")),
    ] {
        c.soft(7.0, |c| c.veil(&super::curve::shift(&leaf, 6.0, 12.0), base.shade(0.95), 0.4));
        c.solid(&leaf, skin.depth(16.0));
        c.stitch(&row, base.light(0.25), 2.2);
    }
}

fn detail(c: &mut Canvas, kit: &Kit) {
    let skin = skin(kit).scale(1.7);
    let base = kit.base;
    scene::bleed(c, skin);
    scene::drape(
        c,
        base,
        &[
            "M 200 2050 C 300 1750 300 1500 180 1200",
            "M 1480 1000 C 1380 1400 1340 1700 1420 2050",
            "M 1130 1300 C 1200 1500 1180 1750 1120 2000",
        ],
        90.0,
    );
    let placket = slab(600.0, 500.0, 380.0, 1600.0, 4.0);
    c.soft(18.0, |c| c.veil(&super::curve::shift(&placket, 26.0, 10.0), base.shade(0.95), 0.4));
    c.part(&placket, skin.tone(base.light(0.06)));
    for x in [640.0, 940.0] {
        c.stitch(&format!("M {x} 500 L {x} 2010"), base.light(0.35), 7.0);
    }
    for y in [1120.0, 1720.0] {
        let slit = taper_slit(790.0, y);
        c.line(&slit, base.shade(0.5), 20.0, 0.9);
        c.dashes(&slit, base.light(0.3), 30.0, 4.0, 5.0, 0.8);
        c.soft(12.0, |c| c.veil(&super::curve::oval(812.0, y + 30.0, 80.0, 78.0), base.shade(0.95), 0.5));
        garment::button(c, 790.0, y, 76.0, buttons(kit));
    }
    let hole = "M 330 -20 C 440 330 600 520 790 560 C 980 520 1140 330 1250 -20 Z";
    c.fill(hole, base.shade(0.45));
    c.texture(hole, skin.tone(base.shade(0.45)));
    scene::label(c, 660.0, 110.0, 260.0, PAPER, kit.accent);
    let stand = "M 300 -20 C 400 360 580 560 790 600 C 1000 560 1180 360 1280 -20 L 1350 -20 C 1300 420 1080 700 790 760 C 500 700 280 420 230 -20 Z";
    c.solid(stand, skin.tone(base.shade(0.08)).depth(40.0));
    let left = "M 240 -20 C 160 240 90 560 60 960 C 58 1000 84 1010 110 992 L 700 650 C 500 520 360 280 290 -20 Z";
    for (leaf, row) in [
        (left.to_owned(), "M 200 60 C 150 320 120 620 104 936 L 630 640".to_owned()),
        (
            super::curve::map(left, |x, y| (1580.0 - x, y)),
            super::curve::map("M 200 60 C 150 320 120 620 104 936 L 630 640", |x, y| (1580.0 - x, y)),
        ),
    ] {
        c.soft(26.0, |c| c.veil(&super::curve::shift(&leaf, 22.0, 40.0), base.shade(0.95), 0.42));
        c.solid(&leaf, skin.depth(54.0));
        c.stitch(&row, base.light(0.35), 7.0);
    }
    garment::button(c, 790.0, 690.0, 62.0, buttons(kit));
}

fn taper_slit(x: f64, y: f64) -> String {
    format!("M {x} {} L {x} {}", y - 130.0, y + 130.0)
}
