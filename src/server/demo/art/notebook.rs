//! A bound notebook: closed, its corner and ribbon, open with a pencil.

use super::canvas::{Canvas, Skin};
use super::curve::{shift, slab};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::flat(c, kit);
            c.turn(-5.0, 800.0, 1000.0, |c| {
                scene::cast(c, &slab(390.0, 420.0, 850.0, 1200.0, 40.0));
                object(c, kit);
            });
        }
        View::Detail => detail(c, kit),
        View::InUse => open(c, kit),
    }
}

fn skin(kit: &Kit) -> Skin {
    let surface = match kit.surface {
        Surface::Plain | Surface::Metal | Surface::Speckle | Surface::Gloss => Surface::Linen,
        other => other,
    };
    Skin::new(kit.base, surface).depth(28.0)
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    c.part(&slab(386.0, 416.0, 846.0, 1200.0, 36.0), skin.tone(base.shade(0.4)));
    let pages = slab(384.0, 412.0, 838.0, 1184.0, 26.0);
    c.fill(&pages, PAPER.shade(0.12));
    for step in 0..6 {
        let at = f64::from(step) * 4.0;
        c.line(
            &format!("M {} 440 L {} 1580 L 410 {}", 1206.0 + at, 1206.0 + at, 1580.0 + at),
            PAPER.shade(0.45),
            1.4,
            0.7,
        );
    }
    c.line(
        "M 730 1560 C 736 1620 716 1680 726 1740 L 744 1722 L 764 1738 C 756 1680 770 1620 766 1560",
        kit.accent.shade(0.3),
        3.0,
        0.6,
    );
    c.fill(
        "M 730 1560 C 736 1620 716 1680 726 1740 L 744 1722 L 764 1738 C 756 1680 770 1620 766 1560 Z",
        kit.accent.shade(0.06),
    );
    let cover = slab(372.0, 390.0, 836.0, 1186.0, 40.0);
    c.solid(&cover, skin);
    c.inside(&cover, |c| {
        c.soft(6.0, |c| {
            c.line("M 452 380 L 452 1590", base.shade(1.0), 12.0, 0.5);
            c.line("M 464 380 L 464 1590", base.light(0.7), 7.0, 0.4);
        });
        if skin.surface == Surface::Leather {
            c.stitch("M 400 412 L 1182 412 L 1182 1552 L 400 1552", base.light(0.4), 3.0);
        }
    });
    if kit.pick(1, 2) == 0 {
        let x = 1090.0;
        c.soft(6.0, |c| c.veil(&slab(x + 6.0, 396.0, 34.0, 1176.0, 1.0), base.shade(1.0), 0.5));
        c.part(&slab(x, 386.0, 34.0, 1194.0, 3.0), Skin::new(kit.accent, Surface::Canvas).scale(0.5));
    } else {
        let band = slab(372.0, 1130.0, 836.0, 210.0, 0.0);
        c.part(&band, Skin::new(PAPER.mix(kit.accent, 0.12), Surface::Paper));
        c.line("M 430 1170 L 700 1170 M 430 1200 L 620 1200", kit.accent, 7.0, 0.7);
        scene::label(c, 1000.0, 1184.0, 150.0, PAPER, kit.accent);
    }
    // Blind-stamped cleat.
    let mark = "M 690 800 C 720 770 744 776 770 776 C 796 776 820 770 850 800 M 746 780 L 746 836 M 794 780 L 794 836 M 718 838 L 822 838";
    c.line(&shift(mark, 2.5, 3.0), base.light(0.6), 10.0, 0.4);
    c.line(mark, base.shade(0.8), 10.0, 0.75);
}

fn detail(c: &mut Canvas, kit: &Kit) {
    scene::flat(c, kit);
    let base = kit.base;
    let skin = skin(kit).scale(2.1).depth(50.0);
    c.soft(34.0, |c| {
        c.veil(
            &shift("M -20 1560 L 1240 1560 C 1330 1560 1390 1500 1390 1410 L 1390 -20 L -20 -20 Z", 44.0, 60.0),
            Rgb::new(0x2a2430),
            0.42,
        )
    });
    let board = "M -20 1560 L 1240 1560 C 1330 1560 1390 1500 1390 1410 L 1390 -20 L -20 -20 Z";
    c.solid(board, skin.tone(base.shade(0.35)));
    let pages = "M -20 1500 L 1200 1500 C 1280 1500 1330 1450 1330 1380 L 1330 -20 L -20 -20 Z";
    let paper = c.across([0.0, 0.0, 1.0, 1.0], &[(0.0, PAPER, 1.0), (1.0, PAPER.shade(0.22), 1.0)]);
    c.fill(pages, paper);
    c.inside(pages, |c| {
        for step in 0..22 {
            let by = -f64::from(step) * 7.4;
            c.line(
                &shift("M -20 1500 L 1200 1500 C 1280 1500 1330 1450 1330 1380 L 1330 -20", by * 0.8, by),
                PAPER.shade(0.5),
                if step % 4 == 0 { 3.0 } else { 1.6 },
                0.5,
            );
        }
    });
    let ribbon = "M 420 1300 C 430 1500 380 1640 410 1880 L 466 1820 L 530 1872 C 500 1660 540 1500 530 1300 Z";
    c.soft(16.0, |c| c.veil(&shift(ribbon, 24.0, 22.0), Rgb::new(0x2a2430), 0.4));
    c.part(ribbon, Skin::new(kit.accent, Surface::Ripstop).scale(0.4));
    c.soft(10.0, |c| c.fold("M 440 1400 C 450 1560 420 1680 440 1800", kit.accent, 26.0));
    let cover = "M -20 1330 L 1050 1330 C 1140 1330 1190 1280 1190 1190 L 1190 -20 L -20 -20 Z";
    c.soft(22.0, |c| c.veil(&shift(cover, 22.0, 30.0), base.shade(1.0), 0.55));
    c.solid(cover, skin);
    c.line("M -20 1322 L 1050 1322 C 1132 1322 1182 1272 1182 1190 L 1182 -20", base.light(0.8), 6.0, 0.35);
    if skin.surface == Surface::Leather {
        c.stitch("M -20 1256 L 1010 1256 C 1080 1256 1116 1220 1116 1150 L 1116 -20", base.light(0.45), 9.0);
    }
    let band = "M 800 -20 L 920 -20 L 920 1330 C 920 1420 916 1480 914 1560 L 806 1560 C 804 1480 800 1420 800 1330 Z";
    c.soft(16.0, |c| c.veil(&shift(band, 20.0, 10.0), base.shade(1.0), 0.55));
    c.part(band, Skin::new(kit.accent, Surface::Canvas).scale(1.8));
    c.soft(10.0, |c| c.line("M 806 1330 L 914 1330 L 914 1500 L 806 1500 Z", base.shade(1.0), 24.0, 0.35));
    let mark = "M 240 700 C 300 640 350 652 400 652 C 450 652 500 640 560 700 M 352 660 L 352 770 M 448 660 L 448 770 M 296 774 L 504 774";
    c.line(&shift(mark, 5.0, 7.0), base.light(0.6), 24.0, 0.4);
    c.line(mark, base.shade(0.8), 24.0, 0.75);
}

fn open(c: &mut Canvas, kit: &Kit) {
    scene::flat(c, kit);
    let skin = skin(kit);
    c.turn(-4.0, 800.0, 1000.0, |c| {
        let board = slab(90.0, 470.0, 1420.0, 1060.0, 26.0);
        scene::cast(c, &board);
        c.solid(&board, skin);
        c.rect([116.0, 498.0, 1368.0, 1006.0], PAPER.shade(0.2));
        for (d, from, to) in [
            ("M 800 500 C 640 474 300 480 124 492 L 124 1494 C 300 1482 640 1476 800 1508 Z", 0.0, 1.0),
            ("M 800 500 C 960 474 1300 480 1476 492 L 1476 1494 C 1300 1482 960 1476 800 1508 Z", 1.0, 0.0),
        ] {
            let deep = PAPER.shade(0.3);
            let stops = if from < to {
                [(0.0, PAPER.light(0.7), 1.0), (0.75, PAPER, 1.0), (1.0, deep, 1.0)]
            } else {
                [(0.0, deep, 1.0), (0.2, PAPER.light(0.4), 1.0), (1.0, PAPER.shade(0.07), 1.0)]
            };
            let paint = c.across([0.0, 0.0, 1.0, 0.0], &stops);
            c.fill(d, paint);
            c.line(d, PAPER.shade(0.6), 2.0, 0.5);
        }
        page(c, kit);
        let ribbon = "M 786 500 C 800 800 770 1200 800 1500 C 806 1560 790 1600 800 1640 L 822 1622 L 846 1640 C 836 1590 850 1540 838 1480 C 810 1200 830 800 812 500 Z";
        c.soft(8.0, |c| c.veil(&shift(ribbon, 10.0, 8.0), PAPER.shade(1.0), 0.4));
        c.part(ribbon, Skin::new(kit.accent, Surface::Plain));
    });
    pencil(c, kit);
}

/// A drawn knot on one page, lines of a hand on the other.
fn page(c: &mut Canvas, kit: &Kit) {
    let ink = kit.base.shade(0.5).mix(Rgb::new(0x2c3440), 0.5);
    let coast = "M 190 1180 C 260 1120 300 1140 350 1090 C 400 1040 450 1070 500 1010 C 560 960 600 1000 690 940";
    c.line(coast, ink, 6.0, 0.8);
    for by in [26.0, 52.0, 80.0] {
        c.dashes(&shift(coast, 4.0, by), ink, 2.4, 30.0, 14.0, 0.5);
    }
    c.line("M 420 900 L 420 640 M 420 650 C 520 720 540 800 540 860 L 420 868 M 408 680 C 350 760 330 820 326 862 L 408 866 M 300 900 C 340 960 500 960 560 896 Z", ink, 6.0, 0.85);
    let mut noise = super::curve::Noise::new(kit.variation.wrapping_add(40));
    for row in 0..11 {
        let y = 600.0 + f64::from(row) * 74.0;
        c.line(&format!("M 890 {} L 1410 {}", y + 14.0, y + 12.0), kit.accent, 1.6, 0.3);
        if row > 7 {
            continue;
        }
        let mut word = format!("M 900 {y} ");
        let mut x = 900.0;
        let end = noise.between(1180.0, 1380.0);
        while x < end {
            let (w, h) = (noise.between(9.0, 20.0), noise.between(8.0, 26.0));
            if noise.between(0.0, 1.0) > 0.84 {
                x += 24.0;
                word.push_str(&format!("M {x} {y} "));
            }
            word.push_str(&format!("C {} {} {} {} {} {y} ", x + w * 0.2, y - h, x + w * 0.8, y - h, x + w));
            x += w;
        }
        c.line(&word, ink, 4.0, 0.75);
    }
}

fn pencil(c: &mut Canvas, kit: &Kit) {
    c.turn(34.0, 1180.0, 1300.0, |c| {
        let d = "M 1150 900 L 1210 900 L 1210 1560 L 1180 1660 L 1150 1560 Z";
        c.soft(9.0, |c| c.veil(&shift(d, 26.0, 12.0), Rgb::new(0x2a2430), 0.42));
        c.fill("M 1150 1556 L 1210 1556 L 1180 1660 Z", scene::OAK.light(0.3));
        c.fill("M 1171 1628 L 1189 1628 L 1180 1660 Z", Rgb::new(0x33302e));
        for (x, tone) in [(1150.0, kit.accent.light(0.25)), (1170.0, kit.accent), (1190.0, kit.accent.shade(0.35))] {
            c.fill(
                &format!(
                    "M {x} 900 L {} 900 L {} 1560 C {} 1544 {} 1544 {x} 1560 Z",
                    x + 20.0,
                    x + 20.0,
                    x + 14.0,
                    x + 6.0
                ),
                tone,
            );
        }
        c.part(&slab(1149.0, 860.0, 62.0, 60.0, 4.0), Skin::new(scene::BRASS, Surface::Metal));
        c.part(&slab(1152.0, 800.0, 56.0, 64.0, 16.0), Skin::new(Rgb::new(0xd9a79a), Surface::Plain));
    });
}
