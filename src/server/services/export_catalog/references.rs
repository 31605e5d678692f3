//! The rows of what products refer to.

use super::{Sheet, picture_address};
use crate::{
    domain::{ids::CategoryId, product::SpecificationKind},
    server::{
        services::catalog_csv::{
            RowType,
            cells::{self, yes_no},
        },
        store::catalog_references::References,
    },
};
use std::collections::HashMap;

/// All of them, those first that others refer to.
pub(super) fn write_references(
    sheet: &mut Sheet,
    refs: &References,
    pictures: &HashMap<String, i64>,
    former: &HashMap<CategoryId, String>,
) {
    for one in &refs.tax_categories {
        sheet.row(RowType::TaxCategory, &one.slug, &[("name", one.name.clone())]);
    }
    for one in &refs.brands {
        let cells = [("name", one.name.clone()), ("description", one.description.clone())];
        sheet.row(RowType::Brand, &one.slug, &cells);
    }
    for one in &refs.colors {
        let cells = [("name", one.name.clone()), ("hex", one.hex.clone()), ("position", one.position.to_string())];
        sheet.row(RowType::Color, &one.slug, &cells);
    }
    for one in &refs.size_systems {
        sheet.row(RowType::SizeSystem, &one.slug, &[("name", one.name.clone())]);
    }
    for one in &refs.sizes {
        let system = refs.size_systems.iter().find(|system| system.id == one.size_system_id);
        let parent = system.map(|system| system.slug.clone()).unwrap_or_default();
        let cells = [("name", one.name.clone()), ("parent", parent), ("position", one.position.to_string())];
        sheet.row(RowType::Size, &one.slug, &cells);
    }
    for one in &refs.materials {
        sheet.row(RowType::Material, &one.slug, &[("name", one.name.clone())]);
    }
    for one in &refs.groups {
        let cells = [("name", one.name.clone()), ("position", one.position.to_string())];
        sheet.row(RowType::SpecificationGroup, &one.slug, &cells);
    }
    let group_slug = |id: i64| refs.groups.iter().find(|group| group.id == id).map(|group| group.slug.as_str());
    for one in &refs.specifications {
        let kind = match one.kind {
            SpecificationKind::Text => "text",
            SpecificationKind::Number => "number",
            SpecificationKind::Boolean => "boolean",
            SpecificationKind::Choice => "choice",
        };
        let cells = [
            ("name", one.name.clone()),
            ("parent", one.group.and_then(group_slug).unwrap_or_default().to_owned()),
            ("position", one.position.to_string()),
            ("kind", kind.to_owned()),
            ("unit", one.unit.clone()),
            ("filterable", yes_no(one.filterable).to_owned()),
            ("comparable", yes_no(one.comparable).to_owned()),
            ("choices", cells::list(one.choices.iter().map(String::as_str))),
        ];
        sheet.row(RowType::Specification, &one.slug, &cells);
    }
    for one in &refs.categories {
        let parent = refs.categories.iter().find(|parent| Some(parent.id) == one.parent_id);
        let groups = refs.groups.iter().filter(|group| refs.category_groups.contains(&(one.id, group.id)));
        let image =
            one.picture.as_deref().map(|hash| picture_address(hash, pictures.get(hash).copied().unwrap_or(1_600)));
        let cells = [
            ("name", one.name.clone()),
            ("parent", parent.map(|parent| parent.slug.clone()).unwrap_or_default()),
            ("description", one.description.clone()),
            ("visible", yes_no(one.visible).to_owned()),
            ("specification_groups", groups.map(|group| group.slug.as_str()).collect::<Vec<_>>().join(", ")),
            ("image", image.unwrap_or_default()),
            ("former_slugs", former.get(&one.id).cloned().unwrap_or_default()),
        ];
        sheet.row(RowType::Category, &one.slug, &cells);
    }
}
