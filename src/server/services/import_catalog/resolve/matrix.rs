//! Options and variants: those of the file, and those that only the shop has.

use crate::{
    domain::{slug::slugify, staff::ImportLine},
    server::services::{
        add_product::{NewOption, NewOptionValue, NewProduct, NewVariant},
        import_catalog::{
            draft::{OptionDraft, ProductDraft, ValueDraft, VariantDraft, reason, refused},
            known::Known,
        },
        stored_product::StoredProduct,
    },
};
use std::collections::HashSet;

/// Longest SKU.
const SKU: usize = 64;

/// What refuses the product: line, field, and why.
pub type Refusal = (Option<i64>, &'static str, String);

/// Where each variant comes from.
#[derive(Debug, Default)]
pub struct Made {
    pub origins: Vec<Origin>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its row among the draft's variants.
    pub row: Option<usize>,
    /// Its place among the stored ones.
    pub stored: Option<usize>,
}

impl Made {
    pub fn lines(&self, draft: &ProductDraft) -> Vec<Option<i64>> {
        let line = |origin: &Origin| origin.row.and_then(|row| draft.variants.get(row)).map(|variant| variant.line);
        self.origins.iter().map(line).collect()
    }
}

/// A variant's values by name, one for each option.
type Values = Vec<String>;

pub fn build(
    known: &Known,
    draft: &ProductDraft,
    stored: Option<&StoredProduct>,
    product: &mut NewProduct,
    notes: &mut Vec<ImportLine>,
) -> Result<Made, Refusal> {
    let before = stored.map(|stored| &stored.product);
    let stored_variants: Vec<(Values, &NewVariant)> = before.map(named_variants).unwrap_or_default();
    let matched = match_rows(draft, before, &stored_variants);
    let taken: HashSet<usize> = matched.iter().copied().flatten().collect();
    let has_others = (0..stored_variants.len()).any(|place| !taken.contains(&place));
    let mut options = options(known, draft, before, has_others)?;
    let mut rows = Rows { options: &mut options, seen: HashSet::new(), skus: HashSet::new(), draft, notes };
    let mut made: Vec<(Origin, NewVariant)> = Vec::new();
    if has_others {
        for (place, (values, variant)) in stored_variants.iter().enumerate() {
            let row = matched.iter().position(|matched| *matched == Some(place));
            let said = row.and_then(|row| draft.variants.get(row));
            let values = said.map(|said| &said.values).filter(|values| !values.is_empty()).unwrap_or(values);
            let variant = (*variant).clone();
            let done = rows.variant(said, values, Some(variant));
            made.extend(done.map(|variant| (Origin { row, stored: Some(place) }, variant)));
        }
    }
    for (row, said) in draft.variants.iter().enumerate() {
        let place = matched.get(row).copied().flatten();
        if has_others && place.is_some() {
            continue;
        }
        let of_stored = place.and_then(|place| stored_variants.get(place));
        let values = match (said.values.is_empty(), of_stored) {
            (true, Some((values, _))) => values.clone(),
            _ => said.values.clone(),
        };
        let variant = of_stored.map(|(_, variant)| (*variant).clone());
        let done = rows.variant(Some(said), &values, variant);
        made.extend(done.map(|variant| (Origin { row: Some(row), stored: place }, variant)));
    }
    if made.is_empty() {
        let line = draft.variants.first().map(|variant| variant.line);
        return Err((line, "variants", "No variant of the product can be imported.".into()));
    }
    let (origins, variants) = made.into_iter().unzip();
    product.options = options;
    product.variants = variants;
    Ok(Made { origins })
}

/// The stored variants with the names of their values.
fn named_variants(product: &NewProduct) -> Vec<(Values, &NewVariant)> {
    let name = |(option, choice): (&NewOption, &usize)| option.values.get(*choice).map(|value| value.name.clone());
    let values = |variant: &NewVariant| product.options.iter().zip(&variant.choices).filter_map(name).collect();
    product.variants.iter().map(|variant| (values(variant), variant)).collect()
}

/// For each row the stored variant it is about: by SKU, and without one by its values.
fn match_rows(
    draft: &ProductDraft,
    before: Option<&NewProduct>,
    stored: &[(Values, &NewVariant)],
) -> Vec<Option<usize>> {
    let same_options = match (&draft.options, before) {
        (Some(said), Some(before)) => {
            said.iter().map(|option| &option.name).eq(before.options.iter().map(|option| &option.name))
        }
        _ => true,
    };
    let mut taken = HashSet::new();
    let find = |said: &VariantDraft| {
        let place = stored.iter().position(|(values, variant)| {
            if said.sku.is_empty() { same_options && *values == said.values } else { variant.sku == said.sku }
        });
        place.filter(|place| taken.insert(*place))
    };
    draft.variants.iter().map(find).collect()
}

/// The options that the variants choose of.
fn options(
    known: &Known,
    draft: &ProductDraft,
    before: Option<&NewProduct>,
    has_others: bool,
) -> Result<Vec<NewOption>, Refusal> {
    let stored = before.map(|before| before.options.clone()).unwrap_or_default();
    let Some(said) = &draft.options else { return Ok(stored) };
    let said: Vec<NewOption> = said
        .iter()
        .map(|option| new_option(known, option, &stored))
        .collect::<Result<_, String>>()
        .map_err(|why| (None, "options", why))?;
    if !has_others {
        return Ok(said);
    }
    // Variants that the file does not name keep their values, so the options must be the same ones.
    let same =
        said.len() == stored.len() && said.iter().all(|option| stored.iter().any(|known| known.name == option.name));
    if !same {
        let names: Vec<&str> = stored.iter().map(|option| option.name.as_str()).collect();
        let why = format!(
            "The shop has variants of this product that the file does not name, with the options {}: name them all to change the options.",
            if names.is_empty() { "none".to_owned() } else { names.join(", ") }
        );
        return Err((None, "options", why));
    }
    Ok(stored.into_iter().map(|option| merged(option, &said)).collect())
}

/// A stored option with the values that the file has for it.
fn merged(mut option: NewOption, said: &[NewOption]) -> NewOption {
    let Some(said) = said.iter().find(|said| said.name == option.name) else { return option };
    option.kind = said.kind;
    for value in &said.values {
        match option.values.iter_mut().find(|known| known.name == value.name) {
            Some(known) => *known = value.clone(),
            None => option.values.push(value.clone()),
        }
    }
    option
}

fn new_option(known: &Known, option: &OptionDraft, stored: &[NewOption]) -> Result<NewOption, String> {
    let before = stored.iter().find(|stored| stored.name == option.name);
    let value = |value: &ValueDraft| {
        let before = before.and_then(|option| option.values.iter().find(|known| known.name == value.name));
        new_value(known, option, value, before)
    };
    let values = option.values.iter().map(value).collect::<Result<_, _>>()?;
    Ok(NewOption { name: option.name.clone(), kind: option.kind, values })
}

fn new_value(
    known: &Known,
    option: &OptionDraft,
    value: &ValueDraft,
    before: Option<&NewOptionValue>,
) -> Result<NewOptionValue, String> {
    use crate::domain::product::OptionKind;
    let name = value.name.clone();
    if value.by_name {
        // Staff may have chosen better than the name does.
        return Ok(match (before, option.kind) {
            (Some(before), _) if before.color.is_some() || before.size.is_some() => before.clone(),
            (_, OptionKind::Color) => NewOptionValue { color: known.color_named(&name), size: None, name },
            (_, OptionKind::Size) => NewOptionValue { size: known.size_named(&name), color: None, name },
            (_, OptionKind::Other) => NewOptionValue::named(&name),
        });
    }
    let color = match &value.color {
        Some(slug) => Some(known.color(slug).ok_or_else(|| format!("There is no color {slug}."))?),
        None => None,
    };
    let size = match &value.size {
        Some(slug) => Some(known.size(slug).ok_or_else(|| format!("There is no size {slug}."))?),
        None => None,
    };
    Ok(NewOptionValue { name, color, size })
}

/// Rows on their way to variants.
struct Rows<'a> {
    options: &'a mut Vec<NewOption>,
    seen: HashSet<Vec<usize>>,
    skus: HashSet<String>,
    draft: &'a ProductDraft,
    notes: &'a mut Vec<ImportLine>,
}

impl Rows<'_> {
    /// The variant that a row makes of the stored one; `None`, with a note, if it cannot be.
    fn variant(
        &mut self,
        said: Option<&VariantDraft>,
        values: &Values,
        stored: Option<NewVariant>,
    ) -> Option<NewVariant> {
        let line = said.map_or(self.draft.line, |said| said.line);
        if values.len() != self.options.len() {
            let why = format!(
                "The product has {} options, and this row has values for {}.",
                self.options.len(),
                values.len()
            );
            return self.refuse(line, "option1", why);
        }
        let choices = self.choices(values);
        if !self.seen.insert(choices.clone()) {
            return self.refuse(line, "option1", "Another row of the product has the same options.".into());
        }
        let is_new = stored.is_none();
        let mut variant = stored.unwrap_or_default();
        variant.choices = choices;
        if let Some(said) = said {
            apply(&mut variant, said);
            if is_new && said.price.is_none() {
                return self.refuse(line, "price", reason(crate::domain::forms::Problem::Required));
            }
        }
        if variant.sku.is_empty() {
            variant.sku = self.made_sku(values);
        }
        if !self.skus.insert(variant.sku.clone()) {
            return self.refuse(line, "sku", "Another row of the product has the same SKU.".into());
        }
        Some(variant)
    }

    fn refuse(&mut self, line: i64, field: &str, why: String) -> Option<NewVariant> {
        self.notes.push(refused(line, &self.draft.slug, field, why));
        None
    }

    /// For every option the place of the value; one that the option does not list yet is added to it.
    fn choices(&mut self, values: &Values) -> Vec<usize> {
        let mut choices = Vec::with_capacity(values.len());
        for (option, name) in self.options.iter_mut().zip(values) {
            let place = option.values.iter().position(|value| value.name == *name);
            choices.push(place.unwrap_or_else(|| {
                option.values.push(NewOptionValue::named(name));
                option.values.len() - 1
            }));
        }
        choices
    }

    /// A SKU from slug and values; the same ones always give the same.
    fn made_sku(&self, values: &Values) -> String {
        let parts: Vec<String> = std::iter::once(&self.draft.slug).chain(values).map(|part| slugify(part)).collect();
        let mut sku: String = parts.join("-").to_uppercase().chars().take(SKU).collect();
        for number in 2.. {
            if !self.skus.contains(&sku) {
                break;
            }
            let end = format!("-{number}");
            sku = parts.join("-").to_uppercase().chars().take(SKU - end.len()).collect::<String>() + &end;
        }
        sku
    }
}

fn apply(variant: &mut NewVariant, said: &VariantDraft) {
    if !said.sku.is_empty() {
        variant.sku.clone_from(&said.sku);
    }
    if let Some(barcode) = &said.barcode {
        variant.barcode.clone_from(barcode);
    }
    variant.price_minor = said.price.unwrap_or(variant.price_minor);
    variant.compare_at_minor = said.compare_at.unwrap_or(variant.compare_at_minor);
    variant.cost_minor = said.cost.unwrap_or(variant.cost_minor);
    variant.weight_grams = said.weight.unwrap_or(variant.weight_grams);
    variant.length_mm = said.length.unwrap_or(variant.length_mm);
    variant.width_mm = said.width.unwrap_or(variant.width_mm);
    variant.height_mm = said.height.unwrap_or(variant.height_mm);
    variant.stock = said.stock.unwrap_or(variant.stock);
    variant.stock_policy = said.policy.unwrap_or(variant.stock_policy);
    variant.untracked = said.untracked.unwrap_or(variant.untracked);
}
