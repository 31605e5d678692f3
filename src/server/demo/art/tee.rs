//! A crew-neck T-shirt: laid flat, its collar, folded.

use super::canvas::{Canvas, Skin};
use super::curve::{mirror, slab, sym};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

const HALF: &str = "M 800 524 C 722 524 668 474 646 408 C 560 432 506 448 452 478 C 404 506 372 540 346 584 L 196 838 C 188 854 192 866 206 874 L 366 958 C 384 966 394 962 402 946 C 424 904 446 868 472 838 C 484 1080 474 1330 454 1582 C 453 1602 462 1610 480 1612 C 590 1626 700 1630 800 1630";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::flat(c, kit);
            scene::cast(c, &sym(HALF));
            object(c, kit);
        }
        View::Detail => detail(c, kit),
        View::InUse => folded(c, kit),
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.cloth_or(Surface::Jersey))
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    let back = "M 646 408 C 700 430 900 430 954 408 C 932 490 878 530 800 530 C 722 530 668 490 646 408 Z";
    let shade = c.across([0.0, 0.0, 0.3, 1.0], &[(0.0, base.shade(0.55), 1.0), (1.0, base.shade(0.3), 1.0)]);
    c.fill(back, shade);
    c.texture(back, skin.tone(base.shade(0.4)));
    c.dashes("M 654 424 C 710 444 890 444 946 424", base.shade(0.25), 24.0, 3.0, 3.0, 0.6);
    scene::label(c, 764.0, 444.0, 72.0, PAPER.shade(0.06), kit.accent);

    let body = sym(HALF);
    c.solid(&body, skin);
    c.inside(&body, |c| {
        c.soft(13.0, |c| {
            for d in [
                "M 480 850 C 560 930 620 960 690 970",
                "M 474 900 C 540 1010 590 1060 640 1090",
                "M 1120 850 C 1050 930 990 950 930 962",
                "M 1128 900 C 1070 1020 1020 1070 980 1100",
                "M 560 1600 C 580 1480 610 1380 670 1290",
                "M 1010 1610 C 1000 1500 960 1400 930 1340",
                "M 330 640 C 350 740 350 820 330 900",
                "M 1262 640 C 1240 730 1250 800 1290 880",
                "M 690 560 C 700 640 690 700 670 750",
            ] {
                c.fold(d, base, 22.0);
            }
        });
        for side in ["M 472 838 C 462 720 430 590 452 478".to_owned(), mirror("M 472 838 C 462 720 430 590 452 478")] {
            c.line(&side, base.shade(0.7), 4.0, 0.45);
        }
        if kit.pick(1, 3) == 1 {
            stripes(c, kit);
        }
        let cuff = "M 226 822 L 412 922";
        for cuff in [cuff.to_owned(), mirror(cuff)] {
            c.stitch(&cuff, base.light(0.12), 2.6);
        }
        c.stitch("M 452 1576 C 600 1594 1000 1594 1148 1576", base.light(0.12), 2.6);
        c.stitch("M 452 1566 C 600 1584 1000 1584 1148 1566", base.light(0.12), 2.6);
    });
    collar(c, base);
    c.stitch("M 618 418 C 644 498 708 556 800 556 C 892 556 956 498 982 418", base.light(0.12), 2.6);
    if kit.pick(2, 2) == 0 {
        let pocket = "M 912 760 L 1066 752 L 1072 900 C 1044 922 1018 934 996 938 C 970 936 942 926 918 908 Z";
        c.part(pocket, skin);
        c.stitch("M 922 790 L 1060 782", base.light(0.12), 2.4);
        c.stitch(
            "M 922 800 L 926 902 C 948 918 972 926 996 928 C 1018 924 1042 914 1062 894 L 1058 790",
            base.light(0.12),
            2.4,
        );
    }
}

/// The ribbed band, cut level with the shoulder.
fn collar(c: &mut Canvas, base: Rgb) {
    c.inside("M 560 434 L 646 402 L 668 396 L 932 396 L 954 402 L 1040 434 L 1040 640 L 560 640 Z", |c| {
        let wide = "M 640 380 C 662 470 722 530 800 530 C 878 530 938 470 960 380";
        c.line(wide, base.shade(0.7), 60.0, 0.16);
        c.line(wide, base.shade(0.12), 44.0, 1.0);
        c.dashes(wide, base.light(0.22), 42.0, 3.0, 4.0, 0.5);
        c.line("M 660 380 C 684 460 738 510 800 510 C 862 510 916 460 940 380", base.light(0.4), 4.0, 0.4);
    });
}

fn stripes(c: &mut Canvas, kit: &Kit) {
    for row in 0..9 {
        let y = 640.0 + f64::from(row) * 104.0;
        c.veil(
            &format!(
                "M 440 {y} C 620 {a} 980 {a} 1160 {y} L 1160 {b} C 980 {d} 620 {d} 440 {b} Z",
                a = y + 14.0,
                b = y + 26.0,
                d = y + 40.0
            ),
            kit.accent,
            0.85,
        );
    }
}

fn detail(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit).scale(2.1), kit.base);
    scene::bleed(c, skin);
    scene::drape(
        c,
        base,
        &[
            "M 250 2050 C 380 1700 420 1500 360 1250",
            "M 1500 1150 C 1300 1500 1200 1700 1180 2050",
            "M 800 1420 C 760 1600 700 1800 720 2050",
        ],
        90.0,
    );
    // The inside of the back, seen through the neck.
    let hole = "M 60 -20 C 200 620 480 940 800 940 C 1120 940 1400 620 1540 -20 Z";
    let dark = c.across([0.1, 0.0, 0.6, 1.0], &[(0.0, base.shade(0.52), 1.0), (1.0, base.shade(0.24), 1.0)]);
    c.fill(hole, dark);
    c.texture(hole, skin.tone(base.shade(0.4)));
    c.inside(hole, |c| {
        c.fill(
            "M -20 120 C 500 250 1100 250 1620 120 L 1620 210 C 1100 340 500 340 -20 210 Z",
            kit.accent.mix(base, 0.15),
        );
        c.stitch("M -20 136 C 500 266 1100 266 1620 136", kit.accent.light(0.4), 5.0);
        c.stitch("M -20 196 C 500 326 1100 326 1620 196", kit.accent.light(0.4), 5.0);
        scene::label(c, 650.0, 330.0, 300.0, PAPER, kit.accent);
        c.soft(40.0, |c| {
            c.line("M 60 -20 C 200 620 480 940 800 940 C 1120 940 1400 620 1540 -20", base.shade(0.95), 120.0, 0.5)
        });
    });
    let rib = "M -20 20 C 130 700 440 1030 800 1030 C 1160 1030 1470 700 1620 20";
    c.soft(22.0, |c| {
        c.line("M -60 40 C 90 760 420 1080 800 1080 C 1180 1080 1510 760 1660 40", base.shade(0.9), 200.0, 0.45)
    });
    c.line(rib, base.shade(0.1), 196.0, 1.0);
    c.dashes(rib, base.shade(0.62), 192.0, 5.0, 17.0, 0.55);
    c.dashes(rib, base.light(0.45), 192.0, 7.0, 15.0, 0.35);
    c.soft(16.0, |c| {
        c.line("M 60 -20 C 200 640 480 962 800 962 C 1120 962 1400 640 1540 -20", base.light(0.6), 34.0, 0.5);
        c.line("M -100 20 C 60 780 410 1112 800 1112 C 1190 1112 1540 780 1700 20", base.shade(0.8), 30.0, 0.4);
    });
    for gap in [0.0, 34.0] {
        c.stitch(
            &format!(
                "M {} 40 C {} {y} 400 {z} 800 {z} C 1200 {z} {} {y} {} 40",
                -130.0 - gap,
                40.0 - gap,
                1560.0 + gap,
                1730.0 + gap,
                y = 830.0 + gap,
                z = 1168.0 + gap
            ),
            base.light(0.24),
            7.0,
        );
    }
}

fn folded(c: &mut Canvas, kit: &Kit) {
    scene::flat(c, kit);
    let skin = skin(kit);
    let base = kit.base;
    let lower = slab(404.0, 560.0, 812.0, 1010.0, 46.0);
    let upper = slab(388.0, 520.0, 812.0, 1010.0, 50.0);
    scene::cast(c, &lower);
    c.solid(&lower, skin.tone(base.shade(0.22)));
    c.solid(&slab(396.0, 542.0, 812.0, 1008.0, 48.0), skin.tone(base.shade(0.1)));
    c.solid(&upper, skin.depth(34.0));
    c.inside(&upper, |c| {
        c.soft(14.0, |c| {
            for d in [
                "M 400 1180 C 600 1210 900 1200 1190 1150",
                "M 470 1500 C 520 1300 520 1000 470 760",
                "M 1110 1500 C 1080 1320 1090 1100 1130 900",
                "M 640 900 C 700 1050 690 1200 650 1330",
            ] {
                c.fold(d, base, 24.0);
            }
        });
    });
    c.at(0.0, 130.0, 1.0, |c| {
        let back = "M 640 394 C 700 420 900 420 960 394 C 938 486 880 530 800 530 C 720 530 662 486 640 394 Z";
        c.fill(back, base.shade(0.42));
        c.texture(back, skin.tone(base.shade(0.42)));
        scene::label(c, 752.0, 432.0, 96.0, PAPER.shade(0.06), kit.accent);
        collar(c, base);
        c.stitch("M 614 414 C 642 500 708 560 800 560 C 892 560 958 500 986 414", base.light(0.12), 2.8);
    });
}
