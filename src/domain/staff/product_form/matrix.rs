//! The variants that options make: every combination of one value of each.
//!
//! A combination that was a row before stays that row, with its id, SKU, price and stock; a new value brings its
//! combinations along; combinations that were switched off stay so.

use super::{OptionInput, ProductInput, ValueInput, VariantInput};
use crate::domain::{
    forms::{FieldErrors, Problem},
    product::OptionKind,
    slug::slugify,
};
use std::collections::{HashMap, HashSet};

pub const MAX_OPTIONS: usize = 3;
pub const MAX_VALUES: usize = 100;
pub const MAX_VARIANTS: usize = 1_000;

/// What the options refer to: ids and names.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shop<'a> {
    pub colors: &'a [(i64, String)],
    pub sizes: &'a [(i64, String)],
}

impl Shop<'_> {
    fn linked(&self, kind: OptionKind) -> &[(i64, String)] {
        match kind {
            OptionKind::Color => self.colors,
            OptionKind::Size => self.sizes,
            OptionKind::Other => &[],
        }
    }
}

/// An option as it becomes, with where its values were before.
struct Grown {
    option: OptionInput,
    /// Its place among the options that were sent; `None` if it had no values then.
    before: Option<usize>,
    /// For every value that was sent, its new place.
    places: Vec<Option<usize>>,
    /// How many of the values are not new.
    kept: usize,
}

impl ProductInput {
    /// Adds and removes the values that the options ask for and brings the variants in step.
    ///
    /// Tells whether anything changed; refuses more options, values or combinations than a product may have,
    /// and then changes nothing.
    pub fn arrange(&mut self, shop: Shop<'_>) -> Result<bool, FieldErrors> {
        let mut errors = FieldErrors::default();
        let sent = self.options.iter().enumerate();
        let options: Vec<Grown> = sent.filter_map(|(place, option)| grow(option, place, shop)).collect();
        if options.len() > MAX_OPTIONS {
            errors.add("options", Problem::TooMany(MAX_OPTIONS as u32));
        }
        for (index, option) in options.iter().enumerate() {
            if option.option.values.len() > MAX_VALUES {
                errors.add(&Self::option_field(index, "add"), Problem::TooMany(MAX_VALUES as u32));
            }
        }
        let combinations = options.iter().map(|option| option.option.values.len()).try_fold(1, usize::checked_mul);
        if combinations.is_none_or(|count| count > MAX_VARIANTS) {
            errors.add("options", Problem::TooMany(MAX_VARIANTS as u32));
        }
        errors.into_result()?;
        let variants = self.combine(&options);
        let options: Vec<OptionInput> = options.into_iter().map(|option| option.option).collect();
        let changed = options != self.options || variants != self.variants;
        (self.options, self.variants) = (options, variants);
        Ok(changed)
    }

    /// A row for every combination, the last option changing fastest.
    fn combine(&self, options: &[Grown]) -> Vec<VariantInput> {
        let mut rows = self.rows_by_choices(options);
        let template = self.variants.iter().find(|row| row.on).or(self.variants.first()).cloned().unwrap_or_default();
        let mut skus: HashSet<String> = rows.values().map(|row| row.sku.clone()).collect();
        let had_options = options.iter().any(|option| option.before.is_some());
        let mut made = Vec::new();
        for choices in combinations(options.iter().map(|option| option.option.values.len())) {
            if let Some(row) = rows.remove(&choices) {
                made.push(row);
                continue;
            }
            let is_new = options.iter().zip(&choices).any(|(option, choice)| *choice >= option.kept);
            let mut row = self.made_from(&template, options, &choices, &mut skus);
            row.on = is_new || !had_options;
            made.push(row);
        }
        made
    }

    /// The rows that were sent, under what they choose now. Where several come to choose the same, as after the removal
    /// of an option, one that is sold and stored stays.
    fn rows_by_choices(&self, options: &[Grown]) -> HashMap<Vec<usize>, VariantInput> {
        let mut rows: HashMap<Vec<usize>, VariantInput> = HashMap::new();
        for row in &self.variants {
            let before = row.choice_indexes();
            let place = |option: &Grown| match option.before.and_then(|place| before.get(place)) {
                Some(choice) => option.places.get(*choice).copied().flatten(),
                // An option that came after the row: it is what it was, of the first value.
                None => Some(0),
            };
            let Some(choices) = options.iter().map(place).collect::<Option<Vec<usize>>>() else { continue };
            let mut row = row.clone();
            row.set_choices(&choices);
            let rank = |row: &VariantInput| (row.on && row.id != 0, row.on, row.id != 0);
            match rows.get(&choices) {
                Some(other) if rank(other) >= rank(&row) => {}
                _ => drop(rows.insert(choices, row)),
            }
        }
        rows
    }

    fn made_from(
        &self,
        template: &VariantInput,
        options: &[Grown],
        choices: &[usize],
        skus: &mut HashSet<String>,
    ) -> VariantInput {
        let chosen = options.iter().zip(choices).filter_map(|(option, choice)| option.option.values.get(*choice));
        let names: Vec<String> = chosen.map(|value| slugify(&value.name).to_uppercase()).collect();
        let base = self.sku_base(template);
        let sku =
            [vec![base], names].concat().into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        let sku: String = sku.chars().take(60).collect();
        let free = |sku: &String| !skus.contains(sku);
        let numbered = (2..).map(|number| format!("{sku}-{number}"));
        let sku = std::iter::once(sku.clone()).chain(numbered).find(free).unwrap_or_default();
        skus.insert(sku.clone());
        let stock = template.stock.iter().map(|level| super::StockInput {
            center: level.center,
            seen: String::new(),
            on_hand: String::new(),
        });
        let mut row = VariantInput { id: 0, sku, barcode: String::new(), stock: stock.collect(), ..template.clone() };
        row.set_choices(choices);
        row
    }

    /// What new SKUs begin with: the SKU of a product that had a single variant, else its address.
    fn sku_base(&self, template: &VariantInput) -> String {
        if self.variants.len() == 1 && !template.sku.trim().is_empty() && template.choices.is_empty() {
            return template.sku.trim().to_owned();
        }
        let slug = if self.slug.trim().is_empty() { slugify(&self.title) } else { slugify(&self.slug) };
        slug.to_uppercase()
    }
}

/// The option with the values it asks for; `None` if nothing is left of it.
fn grow(option: &OptionInput, place: usize, shop: Shop<'_>) -> Option<Grown> {
    if option.remove {
        return None;
    }
    let mut values: Vec<ValueInput> = Vec::new();
    let mut places = Vec::with_capacity(option.values.len());
    for value in &option.values {
        if value.remove || value.name.trim().is_empty() {
            places.push(None);
        } else {
            places.push(Some(values.len()));
            values.push(ValueInput { name: value.name.trim().to_owned(), ..value.clone() });
        }
    }
    let kept = values.len();
    let links = shop.linked(option.kind());
    let linked = option.add_links.iter().filter_map(|id| links.iter().find(|(known, _)| known.to_string() == *id));
    let linked = linked.map(|(id, name)| (name.as_str(), id.to_string()));
    let typed = option.add.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty());
    let typed = typed.map(|name| {
        let link = links.iter().find(|(_, known)| known.eq_ignore_ascii_case(name));
        (name, link.map(|(id, _)| id.to_string()).unwrap_or_default())
    });
    for (name, link) in linked.chain(typed) {
        let same =
            |value: &ValueInput| value.name.eq_ignore_ascii_case(name) || (!link.is_empty() && value.link == link);
        if !values.iter().any(same) {
            values.push(ValueInput { name: name.to_owned(), link, remove: false });
        }
    }
    if values.is_empty() {
        return None;
    }
    let name = match option.name.trim() {
        "" if option.kind() == OptionKind::Color => "Color".to_owned(),
        "" if option.kind() == OptionKind::Size => "Size".to_owned(),
        name => name.to_owned(),
    };
    let before = (!option.values.is_empty()).then_some(place);
    let option = OptionInput { name, kind: option.kind.clone(), values, ..OptionInput::default() };
    Some(Grown { option, before, places, kept })
}

fn combinations(sizes: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
    sizes.fold(vec![Vec::new()], |shorter, size| {
        let longer = |start: &Vec<usize>| {
            let start = start.clone();
            (0..size).map(move |value| [start.as_slice(), &[value]].concat())
        };
        shorter.iter().flat_map(longer).collect()
    })
}

#[cfg(test)]
#[path = "matrix_tests.rs"]
mod tests;
