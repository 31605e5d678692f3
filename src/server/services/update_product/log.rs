//! A product in the audit log: by names that staff know, one line for each thing that can change.

use crate::{
    domain::{audit::AuditSubject, timestamp::Timestamp},
    server::{
        services::{
            add_product::{NewProduct, NewVariant, SpecificationInput},
            audit::{self, Subject},
            stored_product::StoredProduct,
        },
        store::{
            StoreResult, Tx,
            catalog_write::names::{self, Name, Names},
        },
    },
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Fields by the names that the log shows.
pub type Fields = BTreeMap<String, Value>;

/// Notes a change.
pub async fn note(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    stored: &StoredProduct,
    wanted: &NewProduct,
) -> StoreResult<()> {
    let mut wished = references(&stored.product);
    wished.extend(references(wanted));
    let names = names::read(tx, &wished).await?;
    let subject = Subject::new(AuditSubject::Product, stored.id.0, wanted.title.clone());
    let (before, after) = (fields(&stored.product, &names), fields(wanted, &names));
    audit::note(tx, now, actor, subject, Some(&before), Some(&after)).await
}

/// What is noted of a product that comes or goes.
pub fn summary(product: &NewProduct) -> Fields {
    let skus: Vec<&str> = product.variants.iter().map(|variant| variant.sku.as_str()).collect();
    Fields::from([
        ("title".into(), json!(product.title)),
        ("slug".into(), json!(product.slug)),
        ("status".into(), json!(product.status)),
        ("SKUs".into(), json!(skus.join(", "))),
    ])
}

fn references(product: &NewProduct) -> Vec<Name> {
    let single = [
        product.brand.map(|id| Name::Brand(id.0)),
        product.material.map(|id| Name::Material(id.0)),
        product.tax_category.map(|id| Name::TaxCategory(id.0)),
    ];
    let mut names: Vec<Name> = single.into_iter().flatten().collect();
    names.extend(product.categories.iter().map(|id| Name::Category(id.0)));
    names.extend(product.related.iter().map(|id| Name::Product(id.0)));
    names.extend(product.specifications.iter().map(|(id, _)| Name::Specification(id.0)));
    names
}

fn fields(product: &NewProduct, names: &Names) -> Fields {
    let name = |name: Option<Name>| name.map(|name| names.get(&name).cloned().unwrap_or_default());
    let list = |ids: Vec<Name>| ids.into_iter().filter_map(|id| name(Some(id))).collect::<Vec<_>>().join(", ");
    let mut fields = Fields::from([
        ("title".into(), json!(product.title)),
        ("slug".into(), json!(product.slug)),
        ("summary".into(), json!(product.summary)),
        ("description".into(), json!(product.description)),
        ("SEO title".into(), json!(product.seo_title)),
        ("SEO description".into(), json!(product.seo_description)),
        ("status".into(), json!(product.status)),
        ("published".into(), json!(product.published_at.map(Timestamp::iso))),
        ("brand".into(), json!(name(product.brand.map(|id| Name::Brand(id.0))))),
        ("material".into(), json!(name(product.material.map(|id| Name::Material(id.0))))),
        ("tax category".into(), json!(name(product.tax_category.map(|id| Name::TaxCategory(id.0))))),
        ("categories".into(), json!(list(product.categories.iter().map(|id| Name::Category(id.0)).collect()))),
        ("related".into(), json!(list(product.related.iter().map(|id| Name::Product(id.0)).collect()))),
        ("tags".into(), json!(product.tags.join(", "))),
        ("pictures".into(), json!(product.images.iter().map(|image| image.alt.as_str()).collect::<Vec<_>>())),
    ]);
    for option in &product.options {
        let values: Vec<&str> = option.values.iter().map(|value| value.name.as_str()).collect();
        fields.insert(format!("option {}", option.name), json!(values.join(", ")));
    }
    for (id, value) in &product.specifications {
        let name = name(Some(Name::Specification(id.0))).unwrap_or_default();
        fields.insert(format!("specification {name}"), specification(value));
    }
    for variant in &product.variants {
        fields.extend(variant_fields(variant));
    }
    fields
}

fn specification(value: &SpecificationInput) -> Value {
    match value {
        SpecificationInput::Text(text) | SpecificationInput::Number(text) | SpecificationInput::Choice(text) => {
            json!(text)
        }
        SpecificationInput::Boolean(yes) => json!(yes),
    }
}

/// A line for each thing of a variant that can change, named by its SKU. Money is in minor units.
fn variant_fields(variant: &NewVariant) -> impl Iterator<Item = (String, Value)> {
    let lines = [
        ("barcode", json!(variant.barcode)),
        ("price", json!(variant.price_minor)),
        ("compare-at price", json!(variant.compare_at_minor)),
        ("cost", json!(variant.cost_minor)),
        ("weight", json!(variant.weight_grams)),
        ("parcel", json!([variant.length_mm, variant.width_mm, variant.height_mm])),
        ("stock", json!(variant.stock)),
        ("when sold out", json!(variant.stock_policy)),
        ("stock tracked", json!(!variant.untracked)),
    ];
    let sku = variant.sku.clone();
    lines.into_iter().map(move |(name, value)| (format!("{sku}: {name}"), value))
}
