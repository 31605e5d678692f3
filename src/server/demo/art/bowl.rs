//! A serving bowl: empty, its rim and throwing rings, filled with fruit.

use super::canvas::{Canvas, Skin};
use super::curve::{oval, shift};
use super::palette::{PAPER, Rgb};
use super::surface::Surface;
use super::{Kit, View, scene};

const BODY: &str = "M 230 980 C 250 1240 400 1450 590 1520 L 600 1560 C 640 1584 960 1584 1000 1560 L 1010 1520 C 1200 1450 1350 1240 1370 980 Z";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::table(c, kit, 1240.0);
            scene::contact(c, 800.0, 1566.0, 330.0);
            object(c, kit, false);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::table(c, kit, 1240.0);
            scene::window_light(c, 90.0, 110.0);
            runner(c, kit);
            scene::contact(c, 800.0, 1566.0, 330.0);
            object(c, kit, true);
            scene::contact(c, 1330.0, 1750.0, 130.0);
            fruit(c, 1330.0, 1630.0, 132.0, Rgb::new(0xe2832f));
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.hard_or(Surface::Speckle)).depth(80.0)
}

fn runner(c: &mut Canvas, kit: &Kit) {
    let tone = PAPER.mix(kit.accent, 0.3);
    let d = "M -20 1440 C 400 1424 1200 1424 1620 1440 L 1620 1840 C 1200 1856 400 1856 -20 1840 Z";
    c.soft(10.0, |c| c.veil(&shift(d, 0.0, 12.0), tone.shade(1.0), 0.3));
    c.part(d, Skin::new(tone, Surface::Linen));
    for y in [1462.0, 1484.0, 1796.0, 1818.0] {
        c.line(
            &format!(
                "M -20 {y} C 400 {} 1200 {} 1620 {y}",
                y + if y < 1600.0 { -14.0 } else { 14.0 },
                y + if y < 1600.0 { -14.0 } else { 14.0 }
            ),
            kit.accent.shade(0.1),
            7.0,
            0.7,
        );
    }
}

pub(super) fn object(c: &mut Canvas, kit: &Kit, filled: bool) {
    let (skin, base) = (skin(kit), kit.base);
    let inside = match kit.pick(1, 2) {
        0 => base.light(0.3),
        _ => kit.accent.mix(base, 0.25),
    };
    c.barrel(BODY, [230.0, 1370.0], skin);
    c.volume(BODY, skin);
    c.inside(BODY, |c| {
        for y in [1120.0, 1200.0, 1290.0, 1380.0] {
            c.line(
                &format!("M 200 {} C 500 {} 1100 {} 1400 {}", y - 90.0, y + 44.0, y + 44.0, y - 90.0),
                base.shade(0.7),
                6.0,
                0.13,
            );
            c.line(
                &format!("M 200 {} C 500 {} 1100 {} 1400 {}", y - 98.0, y + 36.0, y + 36.0, y - 98.0),
                base.light(0.9),
                5.0,
                0.18,
            );
        }
        let clay = Rgb::new(0xc6a27c);
        let foot = "M 560 1500 C 680 1536 920 1536 1040 1500 L 1040 1600 L 560 1600 Z";
        c.barrel(foot, [590.0, 1010.0], Skin::new(clay, Surface::Speckle));
        c.line("M 560 1500 C 680 1536 920 1536 1040 1500", base.shade(0.8), 6.0, 0.5);
        let sheen = c.across([0.0, 0.0, 0.2, 1.0], &[(0.0, PAPER, 0.6), (1.0, PAPER, 0.0)]);
        c.soft(12.0, |c| c.fill("M 330 1120 C 370 1280 450 1390 560 1460 C 500 1360 440 1260 410 1144 Z", &sheen));
    });
    c.oval([800.0, 980.0, 570.0, 170.0], base.light(0.35));
    c.line(&oval(800.0, 980.0, 569.0, 169.0), base.shade(0.6), 3.0, 0.4);
    let well = c.across(
        [0.05, 0.0, 0.9, 0.5],
        &[(0.0, inside.shade(0.6), 1.0), (0.5, inside.shade(0.2), 1.0), (1.0, inside.light(0.25), 1.0)],
    );
    c.fill(&oval(800.0, 986.0, 544.0, 150.0), well);
    c.texture(&oval(800.0, 986.0, 544.0, 150.0), skin.tone(inside));
    c.inside(&oval(800.0, 986.0, 544.0, 150.0), |c| {
        c.soft(24.0, |c| c.veil(&oval(860.0, 1110.0, 420.0, 90.0), inside.light(0.7), 0.35));
    });
    c.line("M 240 960 C 280 880 520 826 700 818", PAPER, 7.0, 0.75);
    if filled {
        // Fruit rises over the far rim and sinks behind the near one.
        c.inside(
            "M 0 0 L 1600 0 L 1600 986 L 1344 986 C 1344 1070 1100 1136 800 1136 C 500 1136 256 1070 256 986 L 0 986 Z",
            |c| {
                let orange = Rgb::new(0xe2832f);
                fruit(c, 560.0, 960.0, 150.0, orange);
                fruit(c, 1060.0, 950.0, 154.0, orange.shade(0.05));
                fruit(c, 810.0, 900.0, 158.0, Rgb::new(0xe9b93a));
                fruit(c, 700.0, 1040.0, 150.0, orange.light(0.08));
                fruit(c, 950.0, 1050.0, 146.0, orange);
            },
        );
    }
}

fn fruit(c: &mut Canvas, x: f64, y: f64, r: f64, tone: Rgb) {
    let d = oval(x, y, r, r * 0.97);
    let paint = c.radial(
        [0.36, 0.32, 0.72],
        &[(0.0, tone.light(0.45), 1.0), (0.4, tone, 1.0), (0.85, tone.shade(0.42), 1.0), (1.0, tone.shade(0.3), 1.0)],
    );
    c.soft(10.0, |c| c.veil(&oval(x + 10.0, y + 14.0, r, r), tone.shade(1.0), 0.4));
    c.fill(&d, paint);
    c.texture(&d, Skin::new(tone, Surface::Speckle).scale(0.6));
    c.line(
        &format!("M {} {} l 9 5 M {} {} l -2 9", x + r * 0.2, y - r * 0.62, x + r * 0.22, y - r * 0.66),
        Rgb::new(0x5d6b3c),
        7.0,
        0.9,
    );
}

fn detail(c: &mut Canvas, kit: &Kit) {
    scene::table(c, kit, 2100.0);
    let base = kit.base;
    let skin = skin(kit).scale(1.9).depth(120.0);
    let inside = match kit.pick(1, 2) {
        0 => base.light(0.3),
        _ => kit.accent.mix(base, 0.25),
    };
    let body = "M -700 700 C -640 1500 -200 2200 500 2500 L 1100 2500 C 1500 2200 1700 1500 1760 640 Z";
    c.barrel(body, [-700.0, 1760.0], skin);
    c.inside(body, |c| {
        c.soft(10.0, |c| {
            for row in 0..7 {
                let y = 1180.0 + f64::from(row) * 150.0;
                let d = format!("M -700 {} C 0 {y} 900 {y} 1800 {}", y - 360.0, y - 420.0);
                c.line(&d, base.shade(0.9), 26.0, 0.22);
                c.line(&shift(&d, 0.0, -30.0), base.light(0.9), 24.0, 0.26);
            }
        });
        // Glaze run: thick, glossy, ending in drops over the bare body.
        let glaze = "M -700 600 L 1800 600 L 1800 900 C 1600 1040 1500 1000 1400 1120 C 1360 1200 1310 1190 1280 1120 C 1200 1050 1080 1130 980 1190 C 940 1310 880 1300 850 1200 C 700 1160 560 1220 430 1190 C 390 1290 330 1280 300 1170 C 150 1110 0 1080 -120 960 Z";
        c.soft(16.0, |c| c.veil(&shift(glaze, 10.0, 22.0), base.shade(1.0), 0.35));
        let paint = c.along([-200.0, 700.0, 1500.0, 1300.0], &[(0.0, inside.light(0.3), 1.0), (0.5, inside, 1.0), (1.0, inside.shade(0.45), 1.0)]);
        c.fill(glaze, paint);
        c.texture(glaze, skin.tone(inside));
        c.volume(glaze, skin.tone(inside).depth(40.0));
        c.soft(10.0, |c| c.line("M 20 960 C 240 1080 500 1110 760 1104", Rgb::new(0xffffff), 26.0, 0.55));
    });
    c.oval([560.0, 640.0, 1210.0, 400.0], inside.light(0.3));
    c.line(&oval(560.0, 640.0, 1209.0, 399.0), inside.shade(0.7), 5.0, 0.4);
    let well = c.across(
        [0.1, 0.0, 0.9, 0.5],
        &[(0.0, inside.shade(0.65), 1.0), (0.5, inside.shade(0.25), 1.0), (1.0, inside.light(0.3), 1.0)],
    );
    c.fill(&oval(560.0, 652.0, 1140.0, 350.0), well);
    c.texture(&oval(560.0, 652.0, 1140.0, 350.0), skin.tone(inside));
    c.inside(&oval(560.0, 652.0, 1140.0, 350.0), |c| {
        c.soft(24.0, |c| {
            for row in 0..4 {
                let y = 520.0 + f64::from(row) * 120.0;
                c.line(
                    &format!("M -500 {y} C 0 {} 1000 {} 1700 {y}", y - 210.0, y - 210.0),
                    inside.light(0.8),
                    26.0,
                    0.22,
                );
            }
            c.veil(&oval(900.0, 900.0, 700.0, 120.0), inside.light(0.8), 0.3);
        });
    });
    c.soft(5.0, |c| c.line("M 760 1022 C 1100 1010 1500 920 1680 780", Rgb::new(0xffffff), 14.0, 0.65));
}
