//! A skillet seen from above: bare, its rivets, with breakfast in it.

use super::canvas::{Canvas, Skin};
use super::curve::{Noise, oval, shift, slab};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

const HANDLE: &str = "M 748 1180 C 752 1260 744 1330 738 1420 L 722 1740 C 722 1800 760 1830 800 1830 C 840 1830 878 1800 878 1740 L 862 1420 C 856 1330 848 1260 852 1180 Z";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front | View::InUse => {
            scene::flat(c, kit);
            let eggs = matches!(view, View::InUse);
            if eggs {
                cloth(c, kit);
            }
            c.turn(if eggs { 30.0 } else { -28.0 }, 800.0, 1000.0, |c| {
                c.at(0.0, -80.0, 1.0, |c| {
                    let by = if eggs { (14.0, 8.0) } else { (0.0, 16.0) };
                    c.at(by.0, by.1, 1.0, |c| {
                        scene::cast(c, &format!("{} {HANDLE}", oval(800.0, 740.0, 500.0, 500.0)))
                    });
                    object(c, kit);
                });
            });
            if eggs {
                breakfast(c, kit);
            }
        }
        View::Detail => detail(c, kit),
    }
}

fn metal(kit: &Kit) -> Skin {
    Skin::new(kit.base, Surface::Paper)
}

fn grip(kit: &Kit) -> Skin {
    match kit.pick(1, 2) {
        0 => Skin::new(scene::OAK.shade(0.15), Surface::Wood).scale(0.6),
        _ => metal(kit),
    }
}

fn cloth(c: &mut Canvas, kit: &Kit) {
    let d = "M 60 1180 L 760 1060 L 960 1800 L 240 1940 Z";
    let skin = Skin::new(PAPER.mix(kit.accent, 0.2), Surface::Linen).depth(20.0);
    scene::cast(c, d);
    c.solid(d, skin);
    c.inside(d, |c| {
        for by in [0.0, 46.0] {
            c.line(&shift("M 100 1200 L 290 1930", by, -by * 0.17), kit.accent, 14.0, 0.75);
        }
        c.soft(12.0, |c| {
            c.fold("M 200 1300 C 400 1400 600 1500 860 1560", skin.color, 30.0);
            c.fold("M 420 1120 C 470 1400 520 1600 600 1860", skin.color, 26.0);
        });
    });
}

pub(super) fn object(c: &mut Canvas, kit: &Kit) {
    let (skin, base) = (metal(kit), kit.base);
    let grip = grip(kit);
    let bracket = "M 726 1130 L 874 1130 L 852 1290 L 748 1290 Z";
    c.part(bracket, Skin::new(base.shade(0.1), Surface::Plain));
    c.solid(HANDLE, grip.depth(34.0));
    c.line("M 768 1260 C 762 1400 752 1560 750 1720", grip.color.light(0.7), 12.0, 0.4);
    let hole = oval(800.0, 1756.0, 28.0, 36.0);
    c.fill(&hole, base.ground().deepen(0.5));
    c.line(&hole, grip.color.shade(0.7), 7.0, 0.8);
    // Spouts left and right, rim, wall, floor.
    let rim = "M 800 240 C 1040 240 1220 390 1276 580 C 1300 610 1326 640 1318 700 C 1312 730 1300 745 1296 770 C 1280 1040 1070 1240 800 1240 C 530 1240 320 1040 304 770 C 300 745 288 730 282 700 C 274 640 300 610 324 580 C 380 390 560 240 800 240 Z";
    c.solid(rim, skin.tone(base.light(0.1)).depth(26.0));
    let wall = c.across(
        [0.1, 0.05, 0.9, 0.95],
        &[(0.0, base.shade(0.75), 1.0), (0.5, base.shade(0.3), 1.0), (1.0, base.light(0.26), 1.0)],
    );
    c.fill(&oval(800.0, 740.0, 466.0, 466.0), wall);
    let floor = c.radial(
        [0.38, 0.34, 0.72],
        &[(0.0, base.light(0.26), 1.0), (0.5, base.light(0.06), 1.0), (1.0, base.shade(0.3), 1.0)],
    );
    c.fill(&oval(800.0, 744.0, 408.0, 408.0), floor);
    c.texture(&oval(800.0, 744.0, 408.0, 408.0), skin);
    c.soft(14.0, |c| {
        c.line("M 440 610 C 500 450 640 360 800 346", PAPER, 26.0, 0.2);
        c.line("M 1180 900 C 1110 1050 980 1140 830 1160", PAPER, 20.0, 0.3);
    });
    c.line("M 330 700 C 350 460 560 262 800 254", PAPER, 6.0, 0.4);
    c.line(&oval(800.0, 740.0, 467.0, 467.0), base.shade(0.9), 4.0, 0.6);
    for (x, y) in [(764.0, 1196.0), (836.0, 1196.0)] {
        rivet(c, x, y, 15.0);
    }
}

fn rivet(c: &mut Canvas, x: f64, y: f64, r: f64) {
    let steel = scene::STEEL;
    c.fill(&oval(x + r * 0.16, y + r * 0.24, r * 1.1, r * 1.1), steel.shade(1.0));
    let paint = c.radial([0.34, 0.3, 0.8], &[(0.0, PAPER, 1.0), (0.4, steel, 1.0), (1.0, steel.shade(0.65), 1.0)]);
    c.fill(&oval(x, y, r, r), paint);
}

fn breakfast(c: &mut Canvas, kit: &Kit) {
    let white = Rgb::new(0xfbf6ea);
    let yolk = Rgb::new(0xf0a52c);
    let mut noise = Noise::new(kit.variation.wrapping_add(5));
    for (x, y, turn) in [(830.0, 600.0, 0.0), (1010.0, 860.0, 130.0)] {
        c.turn(turn, x, y, |c| {
            let egg = shift("M -170 -20 C -190 -120 -90 -180 10 -160 C 90 -190 190 -130 180 -30 C 210 60 130 150 30 140 C -60 180 -170 110 -170 -20 Z", x, y);
            c.soft(8.0, |c| c.veil(&shift(&egg, 8.0, 12.0), Rgb::new(0x000000), 0.45));
            c.solid(&egg, Skin::new(white, Surface::Plain).depth(30.0));
            c.line(&egg, Rgb::new(0xc98f4a), 7.0, 0.5);
        });
        let paint = c
            .radial([0.36, 0.32, 0.75], &[(0.0, yolk.light(0.5), 1.0), (0.5, yolk, 1.0), (1.0, yolk.shade(0.25), 1.0)]);
        c.fill(&oval(x + 6.0, y - 8.0, 74.0, 70.0), paint);
        c.line(
            &format!(
                "M {} {} C {} {} {} {} {} {}",
                x - 44.0,
                y - 20.0,
                x - 40.0,
                y - 50.0,
                x - 20.0,
                y - 58.0,
                x,
                y - 60.0
            ),
            Rgb::new(0xffffff),
            9.0,
            0.8,
        );
        let mut pepper = String::new();
        for _ in 0..16 {
            let (a, b) = (x + noise.between(-130.0, 130.0), y + noise.between(-110.0, 110.0));
            pepper.push_str(&oval(a, b, 3.5, 3.0));
        }
        c.fill(&pepper, Rgb::new(0x33261c));
    }
    c.turn(150.0, 760.0, 860.0, |c| scene::greens(c, 760.0, 900.0, 0.34));
}

fn detail(c: &mut Canvas, kit: &Kit) {
    scene::flat(c, kit);
    let base = kit.base;
    let skin = metal(kit).scale(1.8);
    let pan = oval(800.0, -560.0, 1500.0, 1500.0);
    c.soft(30.0, |c| c.veil(&shift(&pan, 30.0, 60.0), Rgb::new(0x2a2430), 0.4));
    c.part(&pan, skin.tone(base.light(0.12)));
    c.volume(&pan, skin.depth(70.0));
    let wall = c.along([0.0, 400.0, 0.0, 900.0], &[(0.0, base.shade(0.2), 1.0), (1.0, base.light(0.24), 1.0)]);
    c.fill(&oval(800.0, -560.0, 1410.0, 1410.0), wall);
    c.line(&oval(800.0, -560.0, 1412.0, 1412.0), base.shade(0.9), 8.0, 0.6);
    c.fill(&oval(800.0, -560.0, 1180.0, 1180.0), base.shade(0.16));
    c.texture(&oval(800.0, -560.0, 1410.0, 1410.0), skin);
    c.soft(22.0, |c| {
        c.line("M 60 640 C 500 860 1100 860 1540 640", PAPER, 40.0, 0.22);
        c.line("M 20 380 C 400 620 1200 620 1580 380", base.shade(1.0), 60.0, 0.5);
    });
    let grip = grip(kit).scale(1.6);
    let tongue = "M 560 640 C 560 600 600 580 640 580 L 960 580 C 1000 580 1040 600 1040 640 L 1000 1160 L 600 1160 Z";
    c.soft(24.0, |c| c.veil(&shift(tongue, 26.0, 34.0), base.shade(1.0), 0.7));
    c.solid(tongue, skin.tone(base.light(0.2)).depth(40.0));
    let handle = "M 590 1110 C 590 1070 620 1050 660 1050 L 940 1050 C 980 1050 1010 1070 1010 1110 C 1010 1400 1060 1700 1080 2020 L 520 2020 C 540 1700 590 1400 590 1110 Z";
    c.soft(24.0, |c| c.veil(&shift(handle, 40.0, 40.0), Rgb::new(0x2a2430), 0.5));
    c.barrel(handle, [540.0, 1060.0], grip);
    c.volume(handle, grip.depth(50.0));
    c.part(&slab(582.0, 1040.0, 436.0, 70.0, 26.0), Skin::new(scene::BRASS, Surface::Metal));
    for (x, y) in [(690.0, 740.0), (910.0, 740.0), (800.0, 930.0)] {
        rivet(c, x, y, 58.0);
    }
}
