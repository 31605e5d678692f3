use super::*;
use proptest::prelude::*;

const COLORS: &[(i64, &str)] = &[(1, "Navy"), (2, "Oat")];

fn with_colors<T>(run: impl FnOnce(Shop<'_>) -> T) -> T {
    let colors: Vec<(i64, String)> = COLORS.iter().map(|(id, name)| (*id, (*name).to_owned())).collect();
    run(Shop { colors: &colors, sizes: &[] })
}

fn arrange(input: &mut ProductInput) -> Result<bool, FieldErrors> {
    with_colors(|shop| input.arrange(shop))
}

fn option(name: &str, kind: &str, add: &str) -> OptionInput {
    OptionInput { name: name.into(), kind: kind.into(), add: add.into(), ..OptionInput::default() }
}

/// A tote as stored: one variant, without options.
fn tote() -> ProductInput {
    let mut input = ProductInput::blank(&[1]);
    (input.id, input.title, input.slug) = (7, "Tote".into(), "tote".into());
    (input.variants[0].id, input.variants[0].sku, input.variants[0].price) = (70, "TOTE".into(), "49.00".into());
    input
}

/// The tote in two sizes, both stored.
fn sized() -> ProductInput {
    let mut input = tote();
    input.options.push(option("Size", "other", "Small, Large"));
    arrange(&mut input).unwrap();
    for (id, row) in (70..).zip(&mut input.variants) {
        row.id = id;
    }
    input
}

fn skus(input: &ProductInput) -> Vec<(&str, bool)> {
    input.variants.iter().map(|row| (row.sku.as_str(), row.on)).collect()
}

#[test]
fn the_first_option_keeps_the_variant_that_is_there() {
    let mut input = tote();
    input.options.push(option("", "color", "oat, Lime"));
    assert_eq!(arrange(&mut input), Ok(true));
    assert_eq!(input.options[0].name, "Color");
    let values: Vec<_> =
        input.options[0].values.iter().map(|value| (value.name.as_str(), value.link.as_str())).collect();
    assert_eq!(values, [("oat", "2"), ("Lime", "")], "a name that the shop knows is linked");
    assert_eq!(skus(&input), [("TOTE", true), ("TOTE-LIME", true)]);
    assert_eq!((input.variants[0].id, input.variants[1].id), (70, 0));
    assert_eq!(input.variants[1].price, "49.00", "a new row starts with the first one's price");
    assert_eq!(arrange(&mut input), Ok(false), "what is in step stays as it is");
}

#[test]
fn a_new_value_brings_its_combinations_and_touches_no_other() {
    let mut input = sized();
    input.variants[1].price = "59.00".into();
    input.options[0].add = "Huge".into();
    arrange(&mut input).unwrap();
    let rows: Vec<_> = input.variants.iter().map(|row| (row.id, row.choices.as_str(), row.price.as_str())).collect();
    assert_eq!(rows, [(70, "0", "49.00"), (71, "1", "59.00"), (0, "2", "49.00")]);
}

#[test]
fn what_was_switched_off_stays_off() {
    let mut input = sized();
    input.variants[1].on = false;
    input.options[0].add = "Huge".into();
    arrange(&mut input).unwrap();
    assert_eq!(input.variants.iter().map(|row| row.on).collect::<Vec<_>>(), [true, false, true]);
    // Stored products have no rows for what is off: they come back, off.
    input.variants.remove(1);
    arrange(&mut input).unwrap();
    assert_eq!(input.variants.iter().map(|row| row.on).collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn a_removed_value_takes_its_rows_along() {
    let mut input = sized();
    input.options[0].values[0].remove = true;
    arrange(&mut input).unwrap();
    assert_eq!(input.variants.iter().map(|row| (row.id, row.choices.as_str())).collect::<Vec<_>>(), [(71, "0")]);
}

#[test]
fn a_removed_option_leaves_one_row_of_those_that_become_the_same() {
    let mut input = sized();
    input.variants[0].on = false;
    input.options[0].remove = true;
    arrange(&mut input).unwrap();
    assert_eq!(input.variants.iter().map(|row| (row.id, row.choices.as_str())).collect::<Vec<_>>(), [(71, "")]);
}

#[test]
fn more_than_a_product_may_have_is_refused_and_changes_nothing() {
    let names = |count: usize| (0..count).map(|number| format!("v{number}")).collect::<Vec<_>>().join(",");
    for (options, field) in [
        (vec![names(101)], "product[options][0][add]"),
        (vec![names(11), names(10), names(10)], "options"),
        (vec![names(1), names(1), names(1), names(1)], "options"),
    ] {
        let mut input = tote();
        input.options = options.iter().map(|names| option("X", "other", names)).collect();
        let before = input.clone();
        let errors = arrange(&mut input).unwrap_err();
        assert!(errors.message(field).is_some(), "{errors:?}");
        assert_eq!(input, before);
    }
}

prop_compose! {
    fn any_form()(
        sizes in prop::collection::vec(1_usize..5, 0..=3),
        off in prop::collection::vec(any::<bool>(), 64),
        removed in prop::collection::vec((0_usize..4, 0_usize..5), 0..3),
        added in prop::collection::vec((0_usize..4, "[a-c]{1,2}"), 0..4),
        gone in prop::option::of(0_usize..3),
    ) -> (ProductInput, ProductInput) {
        let mut stored = tote();
        for (number, size) in sizes.iter().enumerate() {
            let names = (0..*size).map(|value| format!("v{value}")).collect::<Vec<_>>().join(",");
            stored.options.push(option(&format!("o{number}"), "other", &names));
        }
        stored.arrange(Shop::default()).unwrap();
        for (row, off) in off.iter().enumerate() {
            if let Some(row) = stored.variants.get_mut(row) { row.on = !off; }
        }
        for (id, row) in (100..).zip(&mut stored.variants) {
            row.id = if row.on { id } else { 0 };
            row.price = id.to_string();
        }
        let mut edited = stored.clone();
        for (option, value) in removed {
            if let Some(value) = edited.options.get_mut(option).and_then(|option| option.values.get_mut(value)) { value.remove = true; }
        }
        for (option, name) in added {
            if let Some(option) = edited.options.get_mut(option) { option.add = name; }
        }
        if let Some(option) = gone.and_then(|gone| edited.options.get_mut(gone)) { option.remove = true; }
        (stored, edited)
    }
}

/// The names that a row chooses, by option.
fn named(input: &ProductInput, row: &VariantInput) -> Vec<String> {
    let chosen = input.options.iter().zip(row.choice_indexes());
    chosen.map(|(option, choice)| format!("{}={}", option.name, option.values[choice].name)).collect()
}

proptest! {
    #[test]
    fn every_combination_is_one_row_and_what_stays_is_untouched((stored, mut edited) in any_form()) {
        edited.arrange(Shop::default()).unwrap();
        let combinations: usize = edited.options.iter().map(|option| option.values.len()).product();
        prop_assert_eq!(edited.variants.len(), combinations);
        let choices: HashSet<_> = edited.variants.iter().map(|row| row.choices.clone()).collect();
        prop_assert_eq!(choices.len(), combinations, "no combination twice");
        let skus: HashSet<_> = edited.variants.iter().map(|row| row.sku.clone()).collect();
        prop_assert_eq!(skus.len(), combinations, "no SKU twice");
        if edited.options.len() == stored.options.len() {
            for row in &stored.variants {
                let names = named(&stored, row);
                if let Some(after) = edited.variants.iter().find(|after| named(&edited, after) == names) {
                    prop_assert_eq!((after.id, &after.sku, &after.price, after.on), (row.id, &row.sku, &row.price, row.on));
                }
            }
        }
        for row in edited.variants.iter().filter(|row| row.id != 0) {
            let before = stored.variants.iter().find(|before| before.id == row.id).unwrap();
            prop_assert_eq!(&before.price, &row.price, "a stored variant keeps its price");
        }
        prop_assert_eq!(edited.arrange(Shop::default()), Ok(false));
    }
}
