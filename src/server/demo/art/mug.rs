//! A mug: standing, its handle, filled and steaming.

use super::canvas::{Canvas, Skin};
use super::curve::oval;
use super::palette::Rgb;
use super::surface::Surface;
use super::{Kit, View, scene};

const BODY: &str = "M 440 760 C 446 1000 452 1220 474 1380 C 486 1452 540 1500 640 1516 C 720 1528 800 1528 880 1516 C 980 1500 1034 1452 1046 1380 C 1068 1220 1074 1000 1080 760 Z";
const HANDLE: &str = "M 1066 900 C 1180 850 1300 900 1304 1050 C 1308 1210 1190 1310 1052 1320";

pub(super) fn view(c: &mut Canvas, kit: &Kit, view: View) {
    match view {
        View::Front => {
            scene::table(c, kit, 1230.0);
            scene::contact(c, 770.0, 1512.0, 330.0);
            object(c, kit, false);
        }
        View::Detail => detail(c, kit),
        View::InUse => {
            scene::room(c, kit);
            scene::plant(c, 1330.0, 1512.0, 0.9);
            scene::shelf(c, 1500.0);
            scene::contact(c, 700.0, 1506.0, 300.0);
            c.at(60.0, 176.0, 0.88, |c| object(c, kit, true));
            steam(c);
        }
    }
}

fn skin(kit: &Kit) -> Skin {
    Skin::new(kit.base, kit.surface.hard_or(Surface::Speckle)).depth(60.0)
}

pub(super) fn object(c: &mut Canvas, kit: &Kit, filled: bool) {
    let (skin, base) = (skin(kit), kit.base);
    c.line(HANDLE, base.shade(0.5), 92.0, 1.0);
    let paint = c.along(
        [1060.0, 860.0, 1300.0, 1330.0],
        &[(0.0, base.light(0.2), 1.0), (0.5, base, 1.0), (1.0, base.shade(0.35), 1.0)],
    );
    c.line(HANDLE, paint, 86.0, 1.0);
    c.line("M 1076 884 C 1180 838 1276 890 1282 1030", base.light(0.75), 12.0, 0.55);
    c.line("M 1060 1352 C 1210 1336 1322 1230 1330 1090", base.shade(0.7), 16.0, 0.3);
    let glaze = c.along(
        [440.0, 0.0, 1080.0, 0.0],
        &[
            (0.0, base.shade(0.06), 1.0),
            (0.22, base.light(0.2), 1.0),
            (0.5, base, 1.0),
            (0.85, base.shade(0.3), 1.0),
            (1.0, base.shade(0.22), 1.0),
        ],
    );
    c.fill(BODY, glaze);
    c.texture(BODY, skin);
    c.volume(BODY, skin);
    c.inside(BODY, |c| {
        if kit.pick(1, 2) == 0 {
            // The bare clay foot under the glaze line.
            let clay = Rgb::new(0xc9a886);
            let foot = "M 400 1372 C 520 1440 640 1420 760 1436 C 900 1452 1000 1410 1120 1370 L 1120 1560 L 400 1560 Z";
            let paint = c.along([440.0, 0.0, 1080.0, 0.0], &[(0.0, clay, 1.0), (0.25, clay.light(0.25), 1.0), (1.0, clay.shade(0.4), 1.0)]);
            c.fill(foot, paint);
            c.texture(foot, Skin::new(clay, Surface::Speckle));
            c.line("M 400 1372 C 520 1440 640 1420 760 1436 C 900 1452 1000 1410 1120 1370", base.light(0.5), 7.0, 0.5);
        } else {
            c.line("M 440 850 C 600 890 920 890 1080 850", kit.accent, 22.0, 0.9);
        }
        let sheen = c.across([0.0, 0.0, 0.0, 1.0], &[(0.0, base.light(0.95), 0.7), (1.0, base.light(0.95), 0.05)]);
        c.soft(9.0, |c| c.fill("M 512 850 C 540 862 560 866 574 868 C 566 1060 570 1200 584 1360 C 560 1350 546 1340 536 1326 C 520 1180 512 1020 512 850 Z", &sheen));
    });
    // The mouth.
    c.oval([760.0, 760.0, 320.0, 74.0], base.light(0.3));
    c.line(&oval(760.0, 760.0, 318.0, 72.0), base.shade(0.5), 3.0, 0.4);
    let well = c.across(
        [0.0, 0.0, 1.0, 0.3],
        &[(0.0, base.shade(0.62), 1.0), (0.6, base.shade(0.35), 1.0), (1.0, base.light(0.05), 1.0)],
    );
    c.oval([760.0, 763.0, 300.0, 62.0], well);
    if filled {
        let coffee = Rgb::new(0x4a2a18);
        let paint = c.across(
            [0.0, 0.0, 1.0, 0.4],
            &[(0.0, coffee.shade(0.3), 1.0), (0.6, coffee, 1.0), (1.0, coffee.light(0.25), 1.0)],
        );
        c.inside(&oval(760.0, 763.0, 300.0, 62.0), |c| {
            c.oval([760.0, 784.0, 288.0, 54.0], paint);
            c.line(&oval(760.0, 784.0, 284.0, 52.0), coffee.light(0.5), 5.0, 0.6);
        });
    }
    c.line("M 448 752 C 470 706 620 692 720 690", base.light(0.9), 6.0, 0.8);
}

pub(super) fn steam(c: &mut Canvas) {
    let white = Rgb::new(0xffffff);
    c.soft(15.0, |c| {
        c.line("M 640 800 C 560 680 720 600 640 460 C 600 380 650 320 670 270", white, 34.0, 0.5);
        c.line("M 770 790 C 850 680 700 590 790 470 C 850 390 800 330 790 300", white, 26.0, 0.42);
    });
}

fn detail(c: &mut Canvas, kit: &Kit) {
    scene::table(c, kit, 1700.0);
    c.at(-1350.0, -1180.0, 2.0, |c| object(c, kit, false));
}
