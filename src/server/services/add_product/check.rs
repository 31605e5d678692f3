//! What a product must be before it is written.

use super::{NewImage, NewOption, NewOptionValue, NewProduct, NewVariant, SpecificationInput};
use crate::domain::{
    forms::{FieldErrors, Problem, optional_line, optional_text, required_line},
    money::MAX_PRICE_MINOR,
    product::ProductStatus,
    slug,
};
use std::collections::{BTreeSet, HashSet};

const TITLE: u32 = 150;
const LINE: u32 = 300;
const TEXT: u32 = 20_000;
const NAME: u32 = 60;
const SKU: u32 = 64;
const CATEGORIES: usize = 20;
const OPTIONS: usize = 3;
const VALUES: usize = 100;
const VARIANTS: usize = 1_000;
const IMAGES: usize = 100;
/// More units than any warehouse holds, and few enough that sums never overflow.
const STOCK: i64 = 1_000_000_000;
const GRAMS: i64 = 10_000_000;
const MILLIMETERS: i64 = 100_000;
const RELATED: usize = 24;
const TAGS: usize = 50;

impl NewProduct {
    /// The product with its texts trimmed, or every field that is wrong.
    pub(in crate::server::services) fn check(mut self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.title = errors.take("title", required_line(&self.title, TITLE)).unwrap_or_default();
        self.slug = errors.take("slug", slug::slug(&self.slug)).unwrap_or_default();
        self.summary = errors.take("summary", optional_line(&self.summary, LINE)).unwrap_or_default();
        self.description = errors.take("description", optional_text(&self.description, TEXT)).unwrap_or_default();
        self.seo_title = errors.take("seo_title", optional_line(&self.seo_title, TITLE)).unwrap_or_default();
        self.seo_description =
            errors.take("seo_description", optional_line(&self.seo_description, LINE)).unwrap_or_default();
        errors.take("sold", within(self.sold, STOCK));
        errors.take("categories", few(self.categories.len(), CATEGORIES).and(all_different(&self.categories)));
        errors.take(
            "options",
            few(self.options.len(), OPTIONS).and(all_different(self.options.iter().map(|option| &option.name))),
        );
        errors.take("related", few(self.related.len(), RELATED).and(all_different(&self.related)));
        self.tags = check_tags(std::mem::take(&mut self.tags), &mut errors);
        errors.take("images", few(self.images.len(), IMAGES));
        self.options = numbered(self.options).map(|(index, option)| check_option(option, index, &mut errors)).collect();
        errors.take("variants", self.check_matrix());
        self.variants =
            numbered(self.variants).map(|(index, variant)| check_variant(variant, index, &mut errors)).collect();
        let variants = self.variants.len();
        self.images = numbered(self.images)
            .map(|(index, image)| check_image(image, index, (variants, self.status), &mut errors))
            .collect();
        errors
            .take("specifications", all_different(self.specifications.iter().map(|(specification, _)| specification)));
        for (index, (_, value)) in self.specifications.iter_mut().enumerate() {
            errors.take(&format!("specifications.{index}"), check_specification(value));
        }
        errors.into_result().map(|()| self)
    }

    /// Every variant is a combination of its own, of one value of every option.
    fn check_matrix(&self) -> Result<(), Problem> {
        if self.variants.is_empty() {
            return Err(Problem::Required);
        }
        few(self.variants.len(), VARIANTS)?;
        for variant in &self.variants {
            let known = |(choice, option): (&usize, &NewOption)| *choice < option.values.len();
            if variant.choices.len() != self.options.len() || !variant.choices.iter().zip(&self.options).all(known) {
                return Err(Problem::UnknownChoice);
            }
        }
        all_different(self.variants.iter().map(|variant| &variant.choices))?;
        all_different(self.variants.iter().map(|variant| &variant.sku))
    }
}

/// Tags once each, in alphabetical order.
fn check_tags(tags: Vec<String>, errors: &mut FieldErrors) -> Vec<String> {
    errors.take("tags", few(tags.len(), TAGS));
    let tags = tags.iter().filter_map(|tag| errors.take("tags", optional_line(tag, NAME)));
    let tags: BTreeSet<String> = tags.filter(|tag| !tag.is_empty()).collect();
    tags.into_iter().collect()
}

fn check_option(option: NewOption, index: usize, errors: &mut FieldErrors) -> NewOption {
    let field = format!("options.{index}");
    let name = errors.take(&format!("{field}.name"), required_line(&option.name, NAME)).unwrap_or_default();
    errors.take(
        &field,
        few(option.values.len(), VALUES).and(all_different(option.values.iter().map(|value| &value.name))),
    );
    if option.values.is_empty() {
        errors.add(&field, Problem::Required);
    }
    let mut value = |(index, value): (usize, NewOptionValue)| {
        let name = errors.take(&format!("{field}.values.{index}"), required_line(&value.name, NAME));
        NewOptionValue { name: name.unwrap_or_default(), ..value }
    };
    let values = numbered(option.values).map(&mut value).collect();
    NewOption { name, kind: option.kind, values }
}

fn check_variant(variant: NewVariant, index: usize, errors: &mut FieldErrors) -> NewVariant {
    let field = |name: &str| format!("variants.{index}.{name}");
    let sku = errors.take(&field("sku"), required_line(&variant.sku, SKU)).unwrap_or_default();
    let barcode = errors.take(&field("barcode"), optional_line(&variant.barcode, SKU)).unwrap_or_default();
    errors.take(&field("price"), within(variant.price_minor, MAX_PRICE_MINOR));
    if let Some(before) = variant.compare_at_minor {
        let higher =
            if before > variant.price_minor { within(before, MAX_PRICE_MINOR) } else { Err(Problem::MustBeBelow) };
        errors.take(&field("compare_at"), higher);
    }
    errors.take(&field("cost"), within(variant.cost_minor.unwrap_or(0), MAX_PRICE_MINOR));
    errors.take(&field("weight"), within(variant.weight_grams, GRAMS));
    for (name, length) in [("length", variant.length_mm), ("width", variant.width_mm), ("height", variant.height_mm)] {
        errors.take(&field(name), within(length, MILLIMETERS));
    }
    // What backorders owe shows as a negative level, and may stay as it is.
    if variant.stock_seen != Some(variant.stock) {
        errors.take(&field("stock"), within(variant.stock, STOCK));
    }
    NewVariant { sku, barcode, ..variant }
}

/// Pictures may lack their description as long as shoppers do not see them.
fn check_image(
    image: NewImage,
    index: usize,
    (variants, status): (usize, ProductStatus),
    errors: &mut FieldErrors,
) -> NewImage {
    let line = if status == ProductStatus::Active { required_line } else { optional_line };
    let alt = errors.take(&format!("images.{index}.alt"), line(&image.alt, LINE)).unwrap_or_default();
    if image.variants.iter().any(|variant| *variant >= variants) {
        errors.add(&format!("images.{index}.variants"), Problem::UnknownChoice);
    }
    NewImage { alt, ..image }
}

fn check_specification(value: &mut SpecificationInput) -> Result<(), Problem> {
    match value {
        SpecificationInput::Text(text) => *text = required_line(text, LINE)?,
        SpecificationInput::Choice(name) => *name = required_line(name, NAME)?,
        SpecificationInput::Number(number) => {
            micro(number)?;
        }
        SpecificationInput::Boolean(_) => {}
    }
    Ok(())
}

/// A number in millionths.
pub(in crate::server::services) fn micro(text: &str) -> Result<i64, Problem> {
    let number: rust_decimal::Decimal = text.trim().parse().map_err(|_| Problem::NotANumber)?;
    let micro = number.checked_mul(rust_decimal::Decimal::from(1_000_000)).ok_or(Problem::NotANumber)?.normalize();
    if micro.scale() > 0 { Err(Problem::NotANumber) } else { i64::try_from(micro).map_err(|_| Problem::NotANumber) }
}

/// A number in millionths as it is entered: without zeros that say nothing.
pub fn number_text(micro: i64) -> String {
    rust_decimal::Decimal::new(micro, 6).normalize().to_string()
}

fn within(number: i64, most: i64) -> Result<(), Problem> {
    if (0..=most).contains(&number) { Ok(()) } else { Err(Problem::OutOfRange(0, most)) }
}

fn few(count: usize, most: usize) -> Result<(), Problem> {
    if count <= most { Ok(()) } else { Err(Problem::OutOfRange(0, i64::try_from(most).unwrap_or(i64::MAX))) }
}

fn all_different<T: Eq + std::hash::Hash>(items: impl IntoIterator<Item = T>) -> Result<(), Problem> {
    let mut seen = HashSet::new();
    if items.into_iter().all(|item| seen.insert(item)) { Ok(()) } else { Err(Problem::AlreadyTaken) }
}

fn numbered<T>(items: Vec<T>) -> impl Iterator<Item = (usize, T)> {
    items.into_iter().enumerate()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::product::OptionKind;

    fn tee() -> NewProduct {
        let values = ["S", "M"].map(NewOptionValue::named).to_vec();
        NewProduct::simple("Field Tee", 4_900, 3).with_option("Size", OptionKind::Size, values).every_combination()
    }

    #[test]
    fn every_combination_is_a_variant_with_its_own_sku() {
        let tee = tee().with_option(
            "Color",
            OptionKind::Color,
            vec![NewOptionValue::named("Navy"), NewOptionValue::named("Oat")],
        );
        let skus: Vec<_> = tee.every_combination().variants.into_iter().map(|variant| variant.sku).collect();
        assert_eq!(skus, ["FIELD-TEE-S-S-NAVY", "FIELD-TEE-S-S-OAT", "FIELD-TEE-S-M-NAVY", "FIELD-TEE-S-M-OAT"]);
    }

    #[test]
    fn a_wrong_field_is_named() {
        type Breaking = fn(&mut NewProduct);
        let broken: [(&str, Breaking); 9] = [
            ("title", |product| product.title = " ".into()),
            ("slug", |product| product.slug = "Not a slug".into()),
            ("description", |product| product.description = "x".repeat(20_001)),
            ("variants", |product| product.variants.clear()),
            ("variants", |product| product.variants[1].choices = vec![0]),
            ("variants", |product| product.variants[1].choices = vec![2]),
            ("variants.1.price", |product| product.variants[1].price_minor = MAX_PRICE_MINOR + 1),
            ("variants.0.compare_at", |product| product.variants[0].compare_at_minor = Some(4_900)),
            ("variants.0.stock", |product| product.variants[0].stock = -1),
        ];
        assert_eq!(tee().check(), Ok(tee()));
        for (field, breaks) in broken {
            let mut product = tee();
            breaks(&mut product);
            let errors = product.check().unwrap_err();
            assert!(errors.message(field).is_some(), "{field}: {errors:?}");
        }
    }

    #[test]
    fn a_number_reads_as_it_was_entered() {
        for (micro_units, text) in
            [(1_250_000, "1.25"), (0, "0"), (-20_000_000, "-20"), (1, "0.000001"), (i64::MAX, "9223372036854.775807")]
        {
            assert_eq!(number_text(micro_units), text);
            assert_eq!(micro(text), Ok(micro_units));
        }
    }

    #[test]
    fn numbers_have_at_most_six_decimals() {
        assert_eq!(micro(" 1.25 "), Ok(1_250_000));
        assert_eq!(micro("0.000001"), Ok(1));
        for text in ["", "0.0000001", "abc", "1e400", "99999999999999999999"] {
            assert_eq!(micro(text), Err(Problem::NotANumber), "{text}");
        }
    }
}
