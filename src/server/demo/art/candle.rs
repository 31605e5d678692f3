//! A candle in a vessel: unlit with its lid, its wick, lit in the evening.

use super::canvas::{Canvas, Skin};
use super::curve::{oval, slab};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

const CUP: &str = "M 440 840 C 436 1100 442 1380 456 1500 C 462 1560 500 1590 580 1600 C 720 1616 880 1616 1020 1600 C 1100 1590 1138 1560 1144 1500 C 1158 1380 1164 1100 1160 840 Z";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::table(c, kit, 1340.0);
            c.at(-70.0, 0.0, 1.0, |c| {
                scene::contact(c, 800.0, 1596.0, 370.0);
                object(c, kit, false);
            });
            lid(c, kit);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::evening(c, kit, 1340.0);
            scene::glow(c, 800.0, 760.0, 1050.0, 0.6);
            let pool = c.radial([0.5, 0.5, 0.5], &[(0.0, Rgb::new(0xffd99a), 0.5), (1.0, Rgb::new(0xffc873), 0.0)]);
            c.oval([800.0, 1600.0, 900.0, 190.0], pool);
            scene::contact(c, 800.0, 1596.0, 370.0);
            object(c, kit, true);
            matches(c);
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.hard_or(Surface::Speckle)).depth(60.0)
}

pub(super) fn object(c: &mut Canvas, kit: &Kit, lit: bool) {
    let (skin, base) = (skin(kit), kit.base);
    let wax = Rgb::new(0xf4e8cf);
    c.barrel(CUP, [440.0, 1160.0], skin);
    c.volume(CUP, skin);
    c.inside(CUP, |c| {
        if kit.pick(1, 2) == 0 {
            for x in 0..40 {
                let t = f64::from(x) / 39.0 * std::f64::consts::PI;
                let at = 800.0 - t.cos() * 362.0;
                c.line(&format!("M {at} 900 L {at} 1620"), base.shade(0.9), 5.0, 0.2);
                c.line(&format!("M {} 900 L {} 1620", at - 6.0, at - 6.0), base.light(0.9), 4.0, 0.22);
            }
        }
        if lit {
            let warm = c.across(
                [0.0, 0.0, 0.0, 1.0],
                &[(0.0, Rgb::new(0xffc46a), 0.75), (0.5, Rgb::new(0xffc46a), 0.1), (1.0, Rgb::new(0xffc46a), 0.0)],
            );
            c.rect([430.0, 830.0, 740.0, 560.0], warm);
        }
        let sheen = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, PAPER, 0.6), (1.0, PAPER, 0.05)]);
        c.soft(10.0, |c| {
            c.fill("M 516 920 C 540 930 560 934 580 938 L 590 1500 C 570 1496 550 1480 540 1460 Z", &sheen)
        });
    });
    let tag = "M 640 1140 L 960 1140 L 960 1330 L 640 1330 Z";
    c.part(tag, Skin::new(PAPER, Surface::Paper));
    c.line("M 656 1156 L 944 1156 L 944 1314 L 656 1314 Z", kit.accent, 3.0, 0.7);
    c.line("M 750 1240 C 774 1218 790 1222 800 1222 C 812 1222 826 1218 850 1240 M 782 1224 L 782 1262 M 818 1224 L 818 1262 M 762 1264 L 838 1264", kit.accent, 8.0, 0.9);
    c.oval([800.0, 840.0, 360.0, 88.0], base.light(0.34));
    c.line(&oval(800.0, 840.0, 359.0, 87.0), base.shade(0.7), 3.0, 0.4);
    let inner = c.across([0.0, 0.0, 1.0, 0.2], &[(0.0, base.shade(0.6), 1.0), (1.0, base.shade(0.1), 1.0)]);
    c.oval([800.0, 844.0, 338.0, 76.0], inner);
    c.inside(&oval(800.0, 844.0, 338.0, 76.0), |c| {
        let glow = if lit { Rgb::new(0xffe9b8) } else { wax };
        let paint =
            c.radial([0.45, 0.4, 0.6], &[(0.0, glow.light(0.4), 1.0), (0.7, glow, 1.0), (1.0, wax.shade(0.25), 1.0)]);
        c.oval([800.0, 872.0, 334.0, 70.0], paint);
        if lit {
            c.veil(&oval(800.0, 876.0, 190.0, 36.0), Rgb::new(0xffd27e), 0.55);
        }
    });
    c.line("M 446 826 C 480 780 640 762 760 758", PAPER, 6.0, 0.8);
    c.line("M 800 872 C 796 840 806 820 800 790", Rgb::new(0x3a2c22), 10.0, 1.0);
    if lit {
        scene::glow(c, 802.0, 730.0, 330.0, 0.85);
        scene::flame(c, 800.0, 806.0, 1.35);
    } else {
        c.line("M 797 860 C 794 836 802 820 797 794", Rgb::new(0xd9cbb0), 3.0, 0.8);
    }
}

/// The lid leaning on the vessel.
fn lid(c: &mut Canvas, kit: &Kit) {
    scene::contact(c, 1270.0, 1668.0, 170.0);
    c.turn(-12.0, 1240.0, 1500.0, |c| {
        let skin = Skin::new(scene::OAK, Surface::Wood).scale(0.7).depth(30.0);
        c.part(&oval(1254.0, 1486.0, 196.0, 196.0), skin.tone(scene::OAK.shade(0.35)));
        c.solid(&oval(1236.0, 1480.0, 196.0, 196.0), skin);
        c.line(&oval(1236.0, 1480.0, 168.0, 168.0), scene::OAK.shade(0.6), 4.0, 0.5);
        c.line("M 1176 1490 C 1206 1462 1226 1468 1240 1468 C 1256 1468 1276 1462 1304 1490 M 1218 1472 L 1218 1522 M 1262 1472 L 1262 1522 M 1194 1524 L 1286 1524", kit.accent.shade(0.4).mix(scene::OAK.shade(0.8), 0.6), 9.0, 0.8);
    });
}

fn matches(c: &mut Canvas) {
    for (x, y, turn) in [(330.0, 1730.0, -14.0), (380.0, 1790.0, -6.0)] {
        c.turn(turn, x, y, |c| {
            c.soft(5.0, |c| {
                c.line(
                    &format!("M {} {} L {} {}", x - 110.0, y + 10.0, x + 120.0, y + 10.0),
                    Rgb::new(0x120e14),
                    14.0,
                    0.5,
                )
            });
            c.part(&slab(x - 110.0, y - 7.0, 220.0, 14.0, 2.0), Skin::new(scene::OAK.light(0.3), Surface::Plain));
            c.part(&oval(x + 112.0, y, 20.0, 11.0), Skin::new(Rgb::new(0x8f3b2c), Surface::Plain));
        });
    }
}

fn detail(c: &mut Canvas, kit: &Kit) {
    scene::table(c, kit, 2100.0);
    let base = kit.base;
    let skin = skin(kit).scale(1.8).depth(90.0);
    let wax = Rgb::new(0xf4e8cf);
    let wall = "M -260 820 L -200 2020 L 1800 2020 L 1860 820 Z";
    c.barrel(wall, [-260.0, 1860.0], skin);
    c.oval([800.0, 820.0, 1060.0, 470.0], base.light(0.3));
    c.line(&oval(800.0, 820.0, 1060.0, 470.0), base.shade(0.6), 5.0, 0.4);
    c.line("M -240 760 C -160 500 300 372 720 356", PAPER, 16.0, 0.7);
    let inner = c.across([0.0, 0.0, 1.0, 0.4], &[(0.0, base.shade(0.62), 1.0), (1.0, base.shade(0.04), 1.0)]);
    c.oval([800.0, 836.0, 980.0, 410.0], inner);
    c.inside(&oval(800.0, 836.0, 980.0, 410.0), |c| {
        let paint = c.radial([0.42, 0.4, 0.62], &[(0.0, wax.light(0.6), 1.0), (0.6, wax, 1.0), (1.0, wax.shade(0.3), 1.0)]);
        c.oval([800.0, 930.0, 980.0, 380.0], paint);
        c.soft(26.0, |c| c.line("M -180 930 C -100 700 400 560 800 556 C 1200 560 1700 700 1780 930", wax.shade(0.9), 60.0, 0.5));
        // The pool around the wick, molten and glossy.
        let pool = c.radial([0.45, 0.45, 0.6], &[(0.0, Rgb::new(0xf7e3b4), 1.0), (0.8, Rgb::new(0xeed9ac), 1.0), (1.0, Rgb::new(0xd9c193), 1.0)]);
        c.fill("M 300 940 C 300 820 560 760 820 764 C 1100 768 1330 840 1320 950 C 1310 1070 1080 1130 800 1128 C 520 1124 300 1060 300 940 Z", pool);
        c.soft(7.0, |c| {
            c.line("M 360 930 C 400 840 600 800 760 796", Rgb::new(0xffffff), 16.0, 0.85);
            c.line("M 1260 980 C 1200 1060 1020 1096 880 1100", Rgb::new(0xffffff), 10.0, 0.5);
        });
    });
    c.soft(12.0, |c| c.veil(&oval(850.0, 960.0, 110.0, 30.0), wax.shade(1.0), 0.4));
    let wick = "M 806 960 C 780 800 830 700 800 560 C 796 520 812 500 836 492";
    c.line(wick, Rgb::new(0x2b2320), 46.0, 1.0);
    c.line("M 806 960 C 790 860 806 780 812 720", Rgb::new(0xd8c8a4), 40.0, 1.0);
    c.dashes(wick, Rgb::new(0x15100e), 40.0, 7.0, 15.0, 0.5);
    c.line("M 794 940 C 776 800 820 700 790 570", Rgb::new(0xffffff), 7.0, 0.35);
    c.veil(&oval(806.0, 966.0, 40.0, 13.0), Rgb::new(0xf7e3b4), 0.9);
    let tag = "M 420 1500 L 1180 1500 L 1180 2020 L 420 2020 Z";
    c.soft(8.0, |c| c.veil(tag, base.shade(1.0), 0.4));
    c.part(tag, Skin::new(PAPER, Surface::Paper).scale(1.8));
    c.line("M 456 2020 L 456 1536 L 1144 1536 L 1144 2020", kit.accent, 7.0, 0.75);
    c.line("M 690 1790 C 740 1744 770 1752 800 1752 C 832 1752 862 1744 910 1790 M 764 1756 L 764 1836 M 836 1756 L 836 1836 M 722 1840 L 878 1840", kit.accent, 18.0, 0.9);
}
