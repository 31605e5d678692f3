//! The pictures of the categories: small groups on one tinted ground each.

use super::canvas::{Canvas, Skin};
use super::curve::{oval, slab};
use super::palette::Rgb;
use super::surface::Surface;
use super::{
    Kit, backpack, beanie, bottle, bowl, candle, chair, garment, knife, lamp, lantern, mug, notebook, pan, pen, scene,
    shirt, sweater, tent, tote,
};

pub(super) fn draw(slug: &str) -> String {
    let mut c = Canvas::new(1600, 1200);
    let c_ref = &mut c;
    match slug {
        "clothing" => clothing(c_ref),
        "bags" => bags(c_ref),
        "kitchen" => kitchen(c_ref),
        "desk" => desk(c_ref),
        "lighting" => lighting(c_ref),
        "outdoors" => outdoors(c_ref),
        "home" => home(c_ref),
        _ => mixed(c_ref),
    }
    c.finish()
}

fn stand(
    c: &mut Canvas,
    [x, y]: [f64; 2],
    [fx, fy]: [f64; 2],
    scale: f64,
    half: f64,
    object: impl FnOnce(&mut Canvas),
) {
    scene::contact(c, x, y, half * scale);
    c.at(x - fx * scale, y - fy * scale, scale, object);
}

fn tint(color: &str) -> Kit {
    Kit::new(color, color, "", 0)
}

fn clothing(c: &mut Canvas) {
    scene::flat(c, &tint("#7f97ab"));
    c.turn(-6.0, 480.0, 600.0, |c| {
        c.at(-20.0, 0.0, 0.62, |c| {
            scene::cast(c, &garment::outline());
            sweater::object(c, &Kit::new("#2f4a5c", "#e4d6bd", "merino-wool", 3));
        });
    });
    c.turn(5.0, 1180.0, 600.0, |c| {
        c.at(720.0, -60.0, 0.6, |c| {
            scene::cast(c, &garment::outline());
            shirt::object(c, &Kit::new("#f1ede4", "#7f97ab", "linen", 1));
        });
    });
    c.at(500.0, 500.0, 0.4, |c| {
        scene::cast(c, "M 378 1200 C 380 800 520 470 800 470 C 1080 470 1220 800 1222 1200 L 1236 1480 L 364 1480 Z");
        beanie::object(c, &Kit::new("#c9772e", "#2f4a5c", "merino-wool", 2));
    });
}

fn bags(c: &mut Canvas) {
    scene::table(c, &tint("#8a9674"), 800.0);
    stand(c, [560.0, 1040.0], [800.0, 1652.0], 0.66, 400.0, |c| {
        backpack::object(c, &Kit::new("#4d5a45", "#b4763c", "waxed-canvas", 3));
    });
    stand(c, [1110.0, 1060.0], [800.0, 1684.0], 0.6, 480.0, |c| {
        tote::object(c, &Kit::new("#e3d8c0", "#b4553b", "canvas", 1), true);
    });
}

fn kitchen(c: &mut Canvas) {
    scene::flat(c, &tint("#c08a66"));
    c.turn(-28.0, 560.0, 600.0, |c| {
        c.at(20.0, -10.0, 0.6, |c| {
            scene::cast(c, &oval(800.0, 740.0, 500.0, 500.0));
            pan::object(c, &Kit::new("#2c2c2e", "#c2512f", "cast-iron", 2));
        });
    });
    c.turn(14.0, 1160.0, 600.0, |c| {
        c.at(720.0, 20.0, 0.58, |c| {
            scene::cast(c, "M 880 1150 L 884 420 L 866 160 C 790 300 706 520 690 820 L 684 1130 L 772 1150 L 762 1680 L 914 1680 Z");
            knife::object(c, &Kit::new("#6b4428", "#c2512f", "walnut", 3));
        });
    });
    c.turn(-20.0, 1420.0, 900.0, |c| scene::greens(c, 1420.0, 1050.0, 0.7));
}

fn desk(c: &mut Canvas) {
    scene::flat(c, &tint("#5f8078"));
    c.turn(-8.0, 560.0, 600.0, |c| {
        c.at(30.0, -80.0, 0.68, |c| {
            scene::cast(c, &slab(390.0, 420.0, 850.0, 1200.0, 40.0));
            notebook::object(c, &Kit::new("#2f4b47", "#c2512f", "leather", 2));
        });
    });
    c.turn(6.0, 1080.0, 640.0, |c| {
        c.at(660.0, 90.0, 0.52, |c| {
            scene::cast(c, &slab(390.0, 420.0, 850.0, 1200.0, 40.0));
            notebook::object(c, &Kit::new("#b98b5a", "#2f4b47", "linen", 1));
        });
    });
    c.turn(32.0, 1300.0, 600.0, |c| {
        c.at(660.0, -60.0, 0.7, |c| {
            scene::cast(c, &slab(744.0, 360.0, 112.0, 1240.0, 50.0));
            pen::object(c, &Kit::new("#23304a", "#d2a552", "resin", 2));
        });
    });
}

fn lighting(c: &mut Canvas) {
    scene::evening(c, &tint("#3f5a66"), 820.0);
    scene::glow(c, 640.0, 520.0, 720.0, 0.42);
    scene::glow(c, 1260.0, 700.0, 520.0, 0.4);
    stand(c, [780.0, 1030.0], [960.0, 1690.0], 0.62, 300.0, |c| {
        lamp::object(c, &Kit::new("#31544f", "#b98a45", "steel", 2), true);
    });
    stand(c, [1240.0, 1050.0], [800.0, 1726.0], 0.5, 320.0, |c| {
        lantern::object(c, &Kit::new("#8f3b2c", "#b98a45", "steel", 2), true);
    });
    stand(c, [420.0, 1090.0], [800.0, 1606.0], 0.3, 370.0, |c| {
        candle::object(c, &Kit::new("#e9dfcd", "#2f4b47", "ceramic", 1), true);
    });
}

fn outdoors(c: &mut Canvas) {
    scene::table(c, &tint("#c9a468"), 760.0);
    c.soft(22.0, |c| {
        c.veil("M 130 930 C 500 980 800 980 1180 900 L 1280 960 C 900 1040 400 1030 160 960 Z", Rgb::new(0x2a2430), 0.3)
    });
    c.at(40.0, -170.0, 0.7, |c| tent::object(c, &Kit::new("#5f7358", "#c98a3d", "ripstop-nylon", 1), false));
    stand(c, [1250.0, 1030.0], [800.0, 1652.0], 0.42, 400.0, |c| {
        backpack::object(c, &Kit::new("#c19a5b", "#7a4a2e", "waxed-canvas", 2));
    });
    stand(c, [1490.0, 1070.0], [800.0, 1702.0], 0.3, 220.0, |c| {
        bottle::object(c, &Kit::new("#3f6a68", "#c2512f", "steel", 2));
    });
    stand(c, [1010.0, 1090.0], [800.0, 1726.0], 0.24, 320.0, |c| {
        lantern::object(c, &Kit::new("#2f3f3a", "#b98a45", "steel", 2), false);
    });
}

fn home(c: &mut Canvas) {
    scene::table(c, &tint("#b98a78"), 840.0);
    scene::window_light(c, 90.0, 60.0);
    scene::plant(c, 330.0, 1040.0, 1.0);
    c.at(290.0, -70.0, 0.64, |c| {
        chair::object(c, &Kit::new("#c79a63", "#5f7358", "oak", 1));
    });
    let wool = |color: u32| Skin::new(Rgb::new(color), Surface::Wool);
    garment::stack(c, 1080.0, 1050.0, 380.0, 96.0, &[wool(0x34506b), wool(0xc9c2b2), wool(0xa65b3e)]);
    stand(c, [1270.0, 762.0], [800.0, 1606.0], 0.17, 370.0, |c| {
        candle::object(c, &Kit::new("#e9dfcd", "#5c6b5e", "ceramic", 1), false);
    });
}

fn mixed(c: &mut Canvas) {
    scene::table(c, &tint("#8d9aa0"), 800.0);
    stand(c, [480.0, 1040.0], [800.0, 1570.0], 0.5, 330.0, |c| {
        bowl::object(c, &Kit::new("#dcd3c4", "#3e5c6e", "stoneware", 3), true);
    });
    stand(c, [870.0, 1010.0], [800.0, 1702.0], 0.5, 220.0, |c| {
        bottle::object(c, &Kit::new("#3f6a68", "#c2512f", "steel", 2));
    });
    stand(c, [1180.0, 1060.0], [760.0, 1516.0], 0.5, 320.0, |c| {
        mug::object(c, &Kit::new("#3d5a73", "#e4d6bd", "ceramic", 1), true);
    });
}
