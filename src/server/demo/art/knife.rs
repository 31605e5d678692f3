//! A cook's knife: laid out, its bolster and rivets, on a board.

use super::canvas::{Canvas, Skin};
use super::curve::{oval, shift, slab};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

const BLADE: &str = "M 880 1150 L 884 420 C 884 330 880 250 866 160 C 790 300 706 520 690 820 C 684 940 682 1040 684 1130 C 700 1146 740 1150 772 1150 Z";
const HANDLE: &str = "M 772 1150 C 770 1230 788 1290 786 1380 C 784 1500 758 1580 762 1680 C 766 1760 810 1790 850 1786 C 900 1780 920 1740 914 1680 C 904 1580 884 1460 882 1150 Z";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::flat(c, kit);
            c.at(-120.0, -130.0, 1.14, |c| {
                c.turn(26.0, 800.0, 1000.0, |c| {
                    scene::cast(c, &format!("{BLADE} {HANDLE}"));
                    object(c, kit);
                })
            });
        }
        View::Detail => detail(c, kit),
        View::InUse => board(c, kit),
    }
}

fn grip(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.hard_or(Surface::Wood)).scale(0.7).depth(24.0)
}

fn steel(c: &mut Canvas) -> String {
    let s = scene::STEEL;
    c.along(
        [684.0, 500.0, 890.0, 560.0],
        &[
            (0.0, s.light(0.75), 1.0),
            (0.16, s.light(0.35), 1.0),
            (0.3, s.shade(0.12), 1.0),
            (0.55, s.light(0.5), 1.0),
            (0.8, s, 1.0),
            (1.0, s.shade(0.35), 1.0),
        ],
    )
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let s = scene::STEEL;
    let paint = steel(c);
    c.fill(BLADE, paint);
    c.texture(BLADE, Skin::new(s, Surface::Metal).scale(0.6));
    c.inside(BLADE, |c| {
        // The ground edge and a reflection of the window.
        let edge = "M 866 160 C 790 300 706 520 690 820 C 684 940 682 1040 684 1130 L 708 1136 C 708 1040 712 940 718 820 C 734 560 800 340 866 160 Z";
        c.veil(edge, PAPER, 0.55);
        c.line("M 866 160 C 800 340 734 560 718 820 C 712 940 708 1040 708 1136", s.shade(0.5), 2.0, 0.5);
        c.soft(10.0, |c| c.veil("M 690 700 L 900 560 L 900 680 L 690 830 Z", PAPER, 0.45));
    });
    c.line(BLADE, s.shade(0.6), 2.4, 0.5);
    c.line("M 806 1010 C 818 998 826 1000 834 1000 C 842 1000 850 998 862 1010 M 825 1001 L 825 1022 M 843 1001 L 843 1022 M 812 1024 L 856 1024", s.shade(0.7), 4.5, 0.8);
    let skin = grip(kit);
    c.solid(HANDLE, skin);
    c.inside(HANDLE, |c| {
        let collar = "M 760 1140 L 890 1140 L 892 1232 C 850 1246 810 1246 770 1230 Z";
        let paint = c.across(
            [0.0, 0.0, 1.0, 0.0],
            &[(0.0, s.shade(0.3), 1.0), (0.3, PAPER, 1.0), (0.6, s, 1.0), (1.0, s.shade(0.5), 1.0)],
        );
        c.fill(collar, paint);
        c.line("M 770 1232 C 810 1248 850 1248 892 1234", s.shade(0.8), 4.0, 0.7);
        if kit.pick(1, 2) == 0 {
            c.veil("M 750 1660 L 930 1640 L 932 1668 L 750 1690 Z", kit.accent, 0.95);
        }
        c.soft(6.0, |c| c.line("M 800 1260 C 810 1400 790 1560 792 1700", skin.color.light(0.8), 14.0, 0.35));
    });
    for y in [1310.0, 1450.0, 1590.0] {
        rivet(c, 836.0, y, 15.0);
    }
}

fn rivet(c: &mut Canvas, x: f64, y: f64, r: f64) {
    let brass = scene::BRASS;
    c.fill(&oval(x + r * 0.1, y + r * 0.16, r * 1.08, r * 1.08), brass.shade(1.0));
    let paint = c
        .across([0.0, 0.0, 1.0, 1.0], &[(0.0, brass.light(0.8), 1.0), (0.5, brass, 1.0), (1.0, brass.shade(0.5), 1.0)]);
    c.fill(&oval(x, y, r, r), paint);
}

fn board(c: &mut Canvas, kit: &Kit) {
    scene::flat(c, kit);
    c.turn(-6.0, 800.0, 1000.0, |c| {
        let d = slab(260.0, 480.0, 1080.0, 1240.0, 70.0);
        let tab = slab(670.0, 250.0, 260.0, 330.0, 90.0);
        let wood = Skin::new(scene::OAK.light(0.12), Surface::Wood).scale(1.2).depth(26.0);
        scene::cast(c, &format!("{d} {tab}"));
        c.solid(&tab, wood);
        c.fill(&oval(800.0, 370.0, 40.0, 40.0), kit.base.ground().deepen(0.6));
        c.line(&oval(800.0, 370.0, 42.0, 42.0), scene::OAK.shade(0.7), 5.0, 0.6);
        c.solid(&d, wood);
        c.line(&slab(300.0, 520.0, 1000.0, 1160.0, 50.0), scene::OAK.shade(0.6), 7.0, 0.35);
        c.line(&slab(303.0, 524.0, 1000.0, 1160.0, 50.0), scene::OAK.light(0.8), 4.0, 0.5);
    });
    for (x, y, r) in [(560.0, 1270.0, 128.0), (700.0, 1460.0, 118.0)] {
        slice(c, x, y, r);
    }
    lemon(c, 480.0, 960.0);
    c.turn(38.0, 430.0, 1560.0, |c| scene::greens(c, 430.0, 1640.0, 0.42));
    c.at(190.0, 60.0, 0.92, |c| {
        c.turn(12.0, 800.0, 1000.0, |c| {
            scene::cast(c, &format!("{BLADE} {HANDLE}"));
            object(c, kit);
        });
    });
}

fn slice(c: &mut Canvas, x: f64, y: f64, r: f64) {
    let (rind, flesh) = (Rgb::new(0xe9b93a), Rgb::new(0xf6dc79));
    c.soft(8.0, |c| c.veil(&oval(x + 12.0, y + 16.0, r, r), Rgb::new(0x3a2416), 0.45));
    c.fill(&oval(x, y, r, r), rind);
    c.fill(&oval(x, y, r * 0.92, r * 0.92), Rgb::new(0xfbf3d6));
    for part in 0..9 {
        c.turn(f64::from(part) * 40.0, x, y, |c| {
            let paint = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, flesh, 1.0), (1.0, flesh.light(0.5), 1.0)]);
            c.fill(
                &format!(
                    "M {x} {} C {} {} {} {} {} {} C {} {} {} {} {} {} C {} {} {} {} {x} {} Z",
                    y - r * 0.08,
                    x + r * 0.06,
                    y - r * 0.2,
                    x + r * 0.2,
                    y - r * 0.5,
                    x + r * 0.24,
                    y - r * 0.72,
                    x + r * 0.16,
                    y - r * 0.86,
                    x - r * 0.16,
                    y - r * 0.86,
                    x - r * 0.24,
                    y - r * 0.72,
                    x - r * 0.2,
                    y - r * 0.5,
                    x - r * 0.06,
                    y - r * 0.2,
                    y - r * 0.08
                ),
                paint,
            );
        });
    }
}

fn lemon(c: &mut Canvas, x: f64, y: f64) {
    let d = shift(
        "M -170 10 C -160 -90 -80 -140 20 -130 C 90 -124 140 -84 156 -40 C 180 -34 196 -16 190 6 C 184 22 168 30 156 32 C 130 100 60 140 -20 136 C -110 132 -176 80 -170 10 Z",
        x,
        y,
    );
    c.soft(12.0, |c| c.veil(&shift(&d, 18.0, 24.0), Rgb::new(0x3a2416), 0.45));
    c.solid(&d, Skin::new(Rgb::new(0xe9b93a), Surface::Speckle).scale(0.7).depth(46.0));
}

fn detail(c: &mut Canvas, kit: &Kit) {
    scene::flat(c, kit);
    let s = scene::STEEL;
    let skin = grip(kit).scale(1.9).depth(70.0);
    c.turn(16.0, 800.0, 1000.0, |c| {
        let blade = "M 1120 840 L 1120 -400 L 330 -400 L 336 700 C 340 780 420 830 560 840 Z";
        c.soft(34.0, |c| c.veil(&shift(blade, 50.0, 60.0), Rgb::new(0x2a2430), 0.4));
        let paint = c.along([330.0, 0.0, 1130.0, 200.0], &[(0.0, s.light(0.8), 1.0), (0.14, s.light(0.3), 1.0), (0.3, s.shade(0.16), 1.0), (0.56, s.light(0.6), 1.0), (0.8, s, 1.0), (1.0, s.shade(0.4), 1.0)]);
        c.fill(blade, paint);
        c.texture(blade, Skin::new(s, Surface::Metal).scale(2.0));
        c.veil("M 330 -400 L 336 700 C 344 760 380 790 420 810 L 410 -400 Z", PAPER, 0.5);
        c.line("M 410 -400 L 420 810", s.shade(0.6), 3.0, 0.6);
        let mark = "M 800 360 C 860 300 900 312 940 312 C 980 312 1020 300 1080 360 M 896 318 L 896 420 M 984 318 L 984 420 M 846 424 L 1034 424";
        c.line(&shift(mark, 4.0, 5.0), PAPER, 18.0, 0.6);
        c.line(mark, s.shade(0.75), 17.0, 0.85);
        let handle = "M 560 1010 C 570 1300 640 1500 630 1780 C 620 2000 580 2200 580 2500 L 1200 2500 C 1170 2100 1130 1600 1124 1010 Z";
        c.soft(40.0, |c| c.veil(&shift(handle, 60.0, 60.0), Rgb::new(0x2a2430), 0.45));
        c.barrel(handle, [540.0, 1180.0], skin);
        c.volume(handle, skin);
        let bolster = "M 556 800 C 700 830 980 830 1122 800 L 1128 1040 C 980 1090 700 1090 554 1040 Z";
        let metal = c.across([0.0, 0.0, 1.0, 0.0], &[(0.0, s.shade(0.5), 1.0), (0.14, s, 1.0), (0.3, Rgb::new(0xffffff), 1.0), (0.48, s, 1.0), (0.86, s.shade(0.65), 1.0), (1.0, s.shade(0.2), 1.0)]);
        c.soft(14.0, |c| c.line("M 556 1056 C 700 1106 980 1106 1128 1056", kit.base.shade(1.0), 34.0, 0.6));
        c.fill(bolster, metal);
        c.texture(bolster, Skin::new(s, Surface::Metal).scale(1.4));
        c.line("M 556 1040 C 700 1090 980 1090 1128 1040 M 556 802 C 700 832 980 832 1122 802", s.shade(0.9), 5.0, 0.6);
        for y in [1290.0, 1720.0] {
            c.soft(9.0, |c| c.veil(&oval(884.0, y + 8.0, 86.0, 86.0), kit.base.shade(1.0), 0.6));
            rivet(c, 878.0, y, 78.0);
            c.line(&oval(878.0, y, 40.0, 40.0), scene::BRASS.light(0.7), 9.0, 0.7);
            c.fill(&oval(878.0, y, 30.0, 30.0), scene::BRASS.shade(0.3));
        }
    });
}
