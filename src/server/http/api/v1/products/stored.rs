//! A stored product as staff would write it, which is what a patch begins with.

use super::{
    super::types::{self, Money},
    input::{OptionInput, OptionValueInput, ProductInput, SpecificationValueInput, VariantInput},
};
use crate::{
    domain::ids::SpecificationId,
    server::services::{
        add_product::{NewOption, NewOptionValue, NewVariant, SpecificationInput},
        stored_product::StoredProduct,
    },
};

impl From<&StoredProduct> for ProductInput {
    fn from(stored: &StoredProduct) -> Self {
        let product = &stored.product;
        Self {
            title: product.title.clone(),
            slug: Some(product.slug.clone()),
            summary: product.summary.clone(),
            description: product.description.clone(),
            status: product.status.into(),
            published_at: product.published_at.map(types::instant),
            brand_id: product.brand.map(|id| id.0),
            material_id: product.material.map(|id| id.0),
            tax_category_id: product.tax_category.map(|id| id.0),
            category_ids: product.categories.iter().map(|id| id.0).collect(),
            seo_title: product.seo_title.clone(),
            seo_description: product.seo_description.clone(),
            tags: product.tags.clone(),
            related_ids: product.related.iter().map(|id| id.0).collect(),
            options: product.options.iter().map(OptionInput::from).collect(),
            variants: product.variants.iter().map(|variant| VariantInput::new(variant, &product.options)).collect(),
            specifications: product.specifications.iter().map(specification_input).collect(),
        }
    }
}

impl From<&NewOption> for OptionInput {
    fn from(option: &NewOption) -> Self {
        let value = |value: &NewOptionValue| OptionValueInput {
            name: value.name.clone(),
            color_id: value.color.map(|id| id.0),
            size_id: value.size.map(|id| id.0),
        };
        Self { name: option.name.clone(), kind: option.kind.into(), values: option.values.iter().map(value).collect() }
    }
}

impl VariantInput {
    /// A stored variant, without its stock, which orders change by themselves.
    pub fn new(variant: &NewVariant, options: &[NewOption]) -> Self {
        let chosen = options.iter().zip(&variant.choices).filter_map(|(option, choice)| option.values.get(*choice));
        Self {
            id: variant.id.map(|id| id.0),
            sku: variant.sku.clone(),
            barcode: variant.barcode.clone(),
            price: Money::of_minor(variant.price_minor),
            compare_at: variant.compare_at_minor.map(Money::of_minor),
            cost: variant.cost_minor.map(Money::of_minor),
            weight_grams: variant.weight_grams,
            length_mm: variant.length_mm,
            width_mm: variant.width_mm,
            height_mm: variant.height_mm,
            options: chosen.map(|value| value.name.clone()).collect(),
            stock_policy: variant.stock_policy.into(),
            track_stock: !variant.untracked,
            stock: None,
            stock_seen: None,
        }
    }
}

fn specification_input((id, value): &(SpecificationId, SpecificationInput)) -> SpecificationValueInput {
    let mut input =
        SpecificationValueInput { specification_id: id.0, text: None, number: None, boolean: None, choice: None };
    match value {
        SpecificationInput::Text(text) => input.text = Some(text.clone()),
        SpecificationInput::Number(number) => input.number = Some(number.clone()),
        SpecificationInput::Boolean(yes) => input.boolean = Some(*yes),
        SpecificationInput::Choice(name) => input.choice = Some(name.clone()),
    }
    input
}
