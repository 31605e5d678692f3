use super::{Form, Picture, View, category, draw, hero};

const VIEWS: [View; 3] = [View::Front, View::Detail, View::InUse];

fn picture(form: Form, view: View) -> Picture<'static> {
    Picture { form, view, color: "#2f4b47", accent: "#c2512f", material: "merino-wool", variation: 3 }
}

fn check(svg: &str) {
    assert!(svg.starts_with("<svg"));
    assert!(svg.trim_end().ends_with("</svg>"));
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
    let opened = svg.matches('<').count() - svg.matches("</").count();
    assert_eq!(opened, svg.matches("/>").count() + svg.matches("</").count());
    for reference in svg.split("url(#").skip(1) {
        let id = reference.split(')').next().unwrap_or_default();
        assert!(svg.contains(&format!("id=\"{id}\"")), "{id} is not defined");
    }
    for number in svg.split(|c: char| !(c.is_ascii_digit() || c == '.')) {
        assert!(number.split('.').nth(1).is_none_or(|d| d.len() <= 2), "{number}");
    }
}

#[test]
fn every_form_and_view_is_well_formed() {
    for (name, form) in Form::NAMES {
        assert_eq!(Form::parse(name), Some(form));
        assert_eq!(name.parse(), Ok(form));
        for view in VIEWS {
            for variation in 0..4 {
                check(&draw(&Picture { variation, ..picture(form, view) }));
            }
        }
    }
    assert_eq!(Form::parse("Tee"), None);
}

#[test]
fn the_same_picture_is_drawn_the_same() {
    for (_, form) in Form::NAMES {
        for view in VIEWS {
            let picture = picture(form, view);
            assert_eq!(draw(&picture), draw(&picture));
        }
    }
}

#[test]
fn unreadable_colors_and_materials_still_draw() {
    for (_, form) in Form::NAMES {
        for (color, material) in [("", ""), ("#12", "moon-dust"), ("teal", "\u{e9}"), ("#gg0000", "wool")] {
            check(&draw(&Picture { color, accent: color, material, ..picture(form, View::Front) }));
        }
    }
}

#[test]
fn color_and_variation_change_the_picture() {
    let plain = picture(Form::Tote, View::Front);
    assert_ne!(draw(&plain), draw(&Picture { color: "#ffffff", ..plain }));
    let variants: std::collections::BTreeSet<String> =
        (0..8).map(|variation| draw(&Picture { variation, ..plain })).collect();
    assert!(variants.len() > 2);
}

#[test]
fn hero_and_categories_are_well_formed() {
    check(&hero(false));
    check(&hero(true));
    assert_ne!(hero(false), hero(true));
    for slug in ["clothing", "bags", "kitchen", "desk", "lighting", "outdoors", "home", "unknown"] {
        check(&category(slug));
    }
}
