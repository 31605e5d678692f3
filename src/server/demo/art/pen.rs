//! A fountain pen: uncapped, its nib, mid-line on paper.

use super::canvas::{Canvas, Skin};
use super::curve::{oval, shift, slab};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

const GOLD: Rgb = Rgb::new(0xd2a552);

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::flat(c, kit);
            c.at(-190.0, -210.0, 1.22, |c| {
                c.turn(28.0, 800.0, 1000.0, |c| {
                    c.at(-90.0, -40.0, 1.0, |c| {
                        scene::cast(c, &slab(744.0, 360.0, 112.0, 1240.0, 50.0));
                        object(c, kit);
                    });
                    c.at(170.0, 330.0, 1.0, |c| {
                        scene::cast(c, &slab(738.0, 400.0, 124.0, 640.0, 50.0));
                        cap(c, kit);
                    });
                })
            });
        }
        View::Detail => detail(c, kit),
        View::InUse => writing(c, kit),
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.hard_or(Surface::Gloss)).scale(0.4)
}

/// The uncapped pen, nib down.
pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    let barrel = "M 760 400 C 764 370 780 356 800 356 C 820 356 836 370 840 400 C 852 640 856 860 852 1150 L 748 1150 C 744 860 748 640 760 400 Z";
    c.barrel(barrel, [744.0, 856.0], skin);
    c.line(barrel, base.shade(0.7), 2.0, 0.4);
    c.soft(4.0, |c| c.line("M 776 420 C 768 640 766 880 768 1130", PAPER, 9.0, 0.75));
    let section = "M 756 1172 C 758 1260 764 1330 772 1400 L 828 1400 C 836 1330 842 1260 844 1172 Z";
    c.barrel(section, [756.0, 844.0], Skin::new(base.shade(0.6), Surface::Gloss));
    c.line("M 776 1184 C 776 1260 780 1330 786 1390", PAPER, 6.0, 0.5);
    for (y, h, tone) in [(1148.0, 26.0, GOLD), (470.0, 8.0, kit.accent), (1394.0, 16.0, GOLD)] {
        let half = if y > 1300.0 {
            31.0
        } else if y < 500.0 {
            43.0
        } else {
            52.0
        };
        c.barrel(
            &slab(800.0 - half, y, half * 2.0, h, 4.0),
            [800.0 - half, 800.0 + half],
            Skin::new(tone, Surface::Plain),
        );
    }
    nib(c, 800.0, 1408.0, 1.0);
}

/// A nib hanging from (`x`, `y`).
fn nib(c: &mut Canvas, x: f64, y: f64, scale: f64) {
    c.at(x, y, scale, |c| {
        c.fill("M -16 0 L -12 130 L 0 170 L 12 130 L 16 0 Z", Rgb::new(0x241f20));
        let d = "M -28 0 C -34 40 -36 70 -26 110 C -18 146 -6 172 0 204 C 6 172 18 146 26 110 C 36 70 34 40 28 0 Z";
        let paint = c.along(
            [-36.0, 0.0, 36.0, 40.0],
            &[
                (0.0, GOLD.shade(0.3), 1.0),
                (0.3, GOLD.light(0.75), 1.0),
                (0.5, GOLD, 1.0),
                (0.52, GOLD.shade(0.25), 1.0),
                (0.75, GOLD.light(0.3), 1.0),
                (1.0, GOLD.shade(0.5), 1.0),
            ],
        );
        c.fill(d, paint);
        c.line(d, GOLD.shade(0.8), 1.4, 0.6);
        let steel = "M -16 0 C -18 30 -18 54 -12 78 L 0 104 L 12 78 C 18 54 18 30 16 0 Z";
        let paint = c.along(
            [-18.0, 0.0, 18.0, 20.0],
            &[(0.0, scene::STEEL, 1.0), (0.35, PAPER, 1.0), (1.0, scene::STEEL.shade(0.35), 1.0)],
        );
        c.fill(steel, paint);
        c.line(steel, GOLD.shade(0.7), 1.2, 0.5);
        c.fill(&oval(0.0, 66.0, 5.6, 6.4), Rgb::new(0x201a1a));
        c.line("M 0 70 L 0 200", Rgb::new(0x201a1a), 1.7, 0.95);
        c.line(
            "M -9 24 C -5 19 -3 20 0 20 C 3 20 5 19 9 24 M -3 20 L -3 30 M 3 20 L 3 30 M -7 31 L 7 31",
            GOLD.shade(0.75),
            1.7,
            0.8,
        );
    });
}

fn cap(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (skin(kit), kit.base);
    let d = "M 744 440 C 748 408 770 396 800 396 C 830 396 852 408 856 440 L 862 1000 C 862 1020 850 1030 836 1030 L 764 1030 C 750 1030 738 1020 738 1000 Z";
    c.barrel(d, [738.0, 862.0], skin);
    c.line(d, base.shade(0.7), 2.0, 0.4);
    c.soft(4.0, |c| c.line("M 764 440 L 760 980", PAPER, 9.0, 0.7));
    for (y, h) in [(968.0, 34.0), (436.0, 14.0)] {
        c.barrel(&slab(738.0, y, 124.0, h, 4.0), [738.0, 862.0], Skin::new(GOLD, Surface::Plain));
    }
    let clip = "M 792 440 C 792 430 828 430 828 440 L 824 820 C 826 850 816 866 808 866 C 798 866 792 850 796 820 Z";
    c.soft(5.0, |c| c.veil(&shift(clip, 9.0, 9.0), base.shade(1.0), 0.55));
    c.barrel(clip, [790.0, 830.0], Skin::new(GOLD, Surface::Plain));
    c.fill(&oval(809.0, 846.0, 14.0, 18.0), GOLD.light(0.4));
}

fn detail(c: &mut Canvas, kit: &Kit) {
    scene::flat(c, kit);
    let base = kit.base;
    c.turn(34.0, 800.0, 900.0, |c| {
        c.soft(34.0, |c| {
            c.veil(
                &shift("M 640 -300 L 960 -300 L 950 840 L 980 1000 L 800 1860 L 620 1000 L 650 840 Z", 90.0, 60.0),
                Rgb::new(0x2a2430),
                0.38,
            );
        });
        let barrel = "M 520 -600 L 1080 -600 L 1060 120 L 540 120 Z";
        c.barrel(barrel, [520.0, 1080.0], skin(kit).scale(1.6));
        let section = "M 570 180 C 580 460 610 660 650 850 L 950 850 C 990 660 1020 460 1030 180 Z";
        c.barrel(section, [570.0, 1030.0], Skin::new(base.shade(0.62), Surface::Gloss));
        c.soft(12.0, |c| c.line("M 680 200 C 688 460 706 660 730 830", PAPER, 26.0, 0.55));
        for (l, y, h) in [(538.0, 100.0, 96.0), (640.0, 820.0, 60.0)] {
            let w = (800.0 - l) * 2.0;
            c.barrel(&slab(l, y, w, h, 12.0), [l, l + w], Skin::new(GOLD, Surface::Metal));
            c.line(
                &format!("M {} {} L {} {}", l + 8.0, y + h - 3.0, l + w - 8.0, y + h - 3.0),
                GOLD.shade(1.0),
                6.0,
                0.5,
            );
        }
        c.line("M 546 148 L 1054 148", GOLD.shade(0.8), 5.0, 0.6);
        nib(c, 800.0, 880.0, 4.9);
    });
}

fn writing(c: &mut Canvas, kit: &Kit) {
    scene::flat(c, kit);
    c.turn(-7.0, 800.0, 1000.0, |c| {
        let sheet = slab(150.0, 240.0, 1180.0, 1560.0, 8.0);
        scene::cast(c, &sheet);
        c.part(&sheet, Skin::new(PAPER.light(0.5), Surface::Paper).scale(1.3));
        let ink = kit.accent.mix(Rgb::new(0x22303f), 0.6);
        let mut noise = super::curve::Noise::new(kit.variation.wrapping_add(60));
        for row in 0..6 {
            let y = 480.0 + f64::from(row) * 112.0;
            let end = if row == 5 { 640.0 } else { noise.between(1040.0, 1230.0) };
            let mut x = 270.0;
            let mut word = format!("M {x} {y} ");
            while x < end {
                let (w, h) = (noise.between(14.0, 30.0), noise.between(12.0, 40.0));
                if noise.between(0.0, 1.0) > 0.85 {
                    x += 34.0;
                    word.push_str(&format!("M {x} {y} "));
                }
                word.push_str(&format!("C {} {} {} {} {} {y} ", x + w * 0.2, y - h, x + w * 0.8, y - h, x + w));
                x += w;
            }
            c.line(&word, ink, 5.5, 0.88);
        }
        c.line("M 270 340 C 330 300 360 308 390 308 C 420 308 450 300 510 340 M 362 312 L 362 366 M 418 312 L 418 366 M 320 369 L 460 369", ink, 8.0, 0.9);
    });
    let shadow = "M 760 1104 L 1500 400 L 1620 500 L 840 1130 Z";
    c.soft(24.0, |c| c.veil(&shift(shadow, 60.0, 120.0), Rgb::new(0x2a2430), 0.26));
    // The tip of the nib rests at the end of the last word.
    c.turn(44.0, 700.0, 1052.0, |c| c.at(-196.0, -753.4, 1.12, |c| object(c, kit)));
}
