//! A desk lamp with a domed shade: unlit, its joint, lit in the evening.

use super::canvas::{Canvas, Skin};
use super::curve::{oval, shift, slab};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

const SHADE: &str = "M 300 760 C 310 560 440 420 640 410 C 840 400 980 530 1000 730 C 780 790 520 800 300 760 Z";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::table(c, kit, 1400.0);
            scene::contact(c, 960.0, 1672.0, 300.0);
            object(c, kit, false);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::evening(c, kit, 1400.0);
            scene::glow(c, 640.0, 820.0, 1150.0, 0.42);
            let cone =
                c.across([0.5, 0.0, 0.5, 1.0], &[(0.0, Rgb::new(0xffe2a6), 0.5), (1.0, Rgb::new(0xffe2a6), 0.02)]);
            c.soft(24.0, |c| c.fill("M 320 780 L 980 760 L 1240 1700 L 40 1700 Z", &cone));
            let pool = c.radial(
                [0.5, 0.5, 0.5],
                &[(0.0, Rgb::new(0xffe9bd), 0.75), (0.6, Rgb::new(0xffd58c), 0.28), (1.0, Rgb::new(0xffd58c), 0.0)],
            );
            c.oval([600.0, 1640.0, 780.0, 190.0], pool);
            scene::contact(c, 960.0, 1672.0, 300.0);
            book(c, kit);
            object(c, kit, true);
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.hard_or(Surface::Plain)).depth(50.0)
}

fn book(c: &mut Canvas, kit: &Kit) {
    for (y, x, w, tone) in [(1742.0, 200.0, 480.0, kit.accent), (1684.0, 226.0, 430.0, PAPER.shade(0.15))] {
        c.soft(8.0, |c| c.veil(&slab(x + 8.0, y + 8.0, w, 58.0, 6.0), Rgb::new(0x120e14), 0.5));
        c.part(&slab(x, y, w, 58.0, 7.0), Skin::new(tone, Surface::Linen));
        c.rect([x + 8.0, y + 9.0, w - 8.0, 40.0], PAPER.shade(0.1));
        c.line(
            &format!(
                "M {} {} L {} {} M {} {} L {} {}",
                x + 12.0,
                y + 20.0,
                x + w,
                y + 20.0,
                x + 12.0,
                y + 32.0,
                x + w,
                y + 32.0
            ),
            PAPER.shade(0.4),
            2.0,
            0.5,
        );
        c.part(&slab(x, y, 22.0, 58.0, 9.0), Skin::new(tone.shade(0.1), Surface::Linen));
    }
}

pub(super) fn object(c: &mut Canvas, kit: &Kit, lit: bool) {
    let (skin, base) = (skin(kit), kit.base);
    let brass = Skin::new(kit.accent.mix(scene::BRASS, 0.75), Surface::Metal);
    // Base disc.
    c.barrel("M 690 1620 C 690 1670 820 1700 960 1700 C 1100 1700 1230 1670 1230 1620 Z", [690.0, 1230.0], skin);
    let disc =
        c.across([0.0, 0.0, 1.0, 0.6], &[(0.0, base.light(0.4), 1.0), (0.5, base, 1.0), (1.0, base.shade(0.3), 1.0)]);
    c.oval([960.0, 1620.0, 270.0, 62.0], disc);
    c.line("M 696 1612 C 730 1570 860 1560 960 1560", base.light(0.8), 5.0, 0.6);
    c.oval([1004.0, 1622.0, 52.0, 14.0], base.shade(0.6));
    // Stem, bowing over to the shade.
    let stem = "M 1000 1622 C 1010 1300 1220 1000 1180 640 C 1160 430 960 300 760 340 C 700 352 664 380 650 420";
    c.line(&shift(stem, 5.0, 4.0), brass.color.shade(0.8), 32.0, 1.0);
    c.line(stem, brass.color, 27.0, 1.0);
    c.line(&shift(stem, -5.0, -2.0), brass.color.light(0.75), 7.0, 0.75);
    let foot = "M 976 1630 L 982 1530 L 1024 1530 L 1032 1630 C 1016 1640 990 1640 976 1630 Z";
    c.barrel(foot, [974.0, 1034.0], brass);
    // Inside of the shade, then the shade.
    let inner = if lit { Rgb::new(0xffe7b4) } else { PAPER.shade(0.22) };
    let paint = c.across(
        [0.2, 0.0, 0.8, 1.0],
        &[(0.0, inner.shade(if lit { 0.0 } else { 0.4 }), 1.0), (1.0, inner.light(0.4), 1.0)],
    );
    c.turn(-2.6, 650.0, 745.0, |c| {
        c.oval([650.0, 748.0, 350.0, 62.0], paint);
        if lit {
            scene::glow(c, 650.0, 770.0, 300.0, 0.9);
        }
        let bulb = c.radial(
            [0.4, 0.4, 0.7],
            &[(0.0, Rgb::new(0xffffff), 1.0), (1.0, if lit { Rgb::new(0xffe9b0) } else { PAPER.shade(0.25) }, 1.0)],
        );
        c.oval([650.0, 776.0, 82.0, 56.0], bulb);
    });
    c.barrel(SHADE, [300.0, 1000.0], skin);
    c.volume(SHADE, skin);
    c.inside(SHADE, |c| {
        let sheen = c.across([0.0, 0.0, 0.3, 1.0], &[(0.0, PAPER, 0.75), (1.0, PAPER, 0.05)]);
        c.soft(11.0, |c| {
            c.fill("M 400 700 C 410 590 470 510 560 470 C 590 470 590 480 570 496 C 500 550 470 620 466 716 Z", &sheen)
        });
        if lit {
            c.soft(16.0, |c| c.line("M 300 764 C 520 806 780 796 1000 736", Rgb::new(0xffdf9a), 24.0, 0.7));
        }
    });
    c.line("M 300 762 C 520 804 780 794 1000 734", base.light(0.35), 6.0, 0.7);
    let cap = "M 590 420 C 590 372 620 352 652 350 C 690 350 714 372 716 412 C 680 404 630 406 590 420 Z";
    c.barrel(cap, [590.0, 716.0], brass);
    if kit.pick(1, 2) == 0 {
        c.line("M 940 710 C 944 790 936 840 940 900", brass.color, 6.0, 1.0);
        c.fill(&oval(940.0, 912.0, 15.0, 17.0), kit.accent);
    }
}

fn detail(c: &mut Canvas, kit: &Kit) {
    scene::table(c, kit, 2100.0);
    let base = kit.base;
    let skin = skin(kit).scale(1.7).depth(110.0);
    let brass = Skin::new(kit.accent.mix(scene::BRASS, 0.75), Surface::Metal).scale(1.6);
    let stem = "M 1700 1500 C 1660 700 1400 240 1020 250 C 840 256 740 400 730 640";
    c.soft(30.0, |c| c.line(&shift(stem, 70.0, 80.0), base.shade(1.0), 110.0, 0.3));
    c.line(&shift(stem, 12.0, 8.0), brass.color.shade(0.85), 126.0, 1.0);
    c.line(stem, brass.color, 112.0, 1.0);
    c.soft(7.0, |c| {
        c.line(&shift(stem, 20.0, 26.0), brass.color.shade(0.7), 40.0, 0.5);
        c.line(&shift(stem, -20.0, -16.0), brass.color.light(0.9), 22.0, 0.85);
    });
    let shade = "M -120 2020 C -80 1300 260 960 730 950 C 1220 940 1560 1300 1640 2020 Z";
    c.soft(40.0, |c| c.veil(&shift(shade, 70.0, 20.0), base.shade(1.0), 0.35));
    c.barrel(shade, [-120.0, 1640.0], skin);
    c.volume(shade, skin);
    c.inside(shade, |c| {
        let sheen = c.across([0.0, 0.0, 0.2, 1.0], &[(0.0, PAPER, 0.7), (1.0, PAPER, 0.1)]);
        c.soft(26.0, |c| {
            c.fill(
                "M 140 2020 C 150 1560 330 1240 560 1110 C 620 1100 620 1120 580 1160 C 400 1300 300 1600 290 2020 Z",
                &sheen,
            )
        });
        c.soft(30.0, |c| c.veil(&oval(770.0, 985.0, 300.0, 60.0), base.shade(1.0), 0.6));
    });
    for (l, w, t, h, tone) in
        [(520.0, 420.0, 850.0, 130.0, 0.1), (570.0, 320.0, 700.0, 170.0, 0.0), (630.0, 200.0, 580.0, 140.0, 0.1)]
    {
        let d = slab(l, t, w, h, 24.0);
        c.barrel(&d, [l, l + w], brass.tone(brass.color.shade(tone)));
        c.line(&format!("M {} {} L {} {}", l + 14.0, t + 6.0, l + w - 14.0, t + 6.0), PAPER, 6.0, 0.6);
        c.line(
            &format!("M {} {} L {} {}", l + 10.0, t + h - 4.0, l + w - 10.0, t + h - 4.0),
            brass.color.shade(1.0),
            7.0,
            0.5,
        );
    }
    // The thumb screw that sets the angle.
    c.soft(14.0, |c| c.veil(&oval(756.0, 806.0, 86.0, 86.0), brass.color.shade(1.0), 0.6));
    let face =
        c.radial([0.34, 0.3, 0.8], &[(0.0, PAPER, 1.0), (0.4, brass.color, 1.0), (1.0, brass.color.shade(0.6), 1.0)]);
    c.fill(&oval(730.0, 784.0, 80.0, 80.0), face);
    c.dashes(&oval(730.0, 784.0, 72.0, 72.0), brass.color.shade(0.9), 18.0, 5.0, 7.0, 0.6);
    c.line("M 690 784 L 770 784", brass.color.shade(0.9), 14.0, 0.8);
}
