//! Definitions of specifications, in the order in which the shop shows them.

use crate::{
    domain::{
        ids::{CategoryId, SpecificationGroupId, SpecificationId},
        product::SpecificationKind,
        references::{Definition, GroupLink, SpecificationChoice},
    },
    server::store::{Conn, StoreResult, db::select, sql},
};

#[derive(sqlx::FromRow)]
struct DefinitionRow {
    id: SpecificationId,
    slug: String,
    name: String,
    group_id: Option<SpecificationGroupId>,
    group_slug: Option<String>,
    group_name: Option<String>,
    kind: SpecificationKind,
    unit: String,
    filterable: bool,
    comparable: bool,
}

impl DefinitionRow {
    fn definition(self, choices: &[ChoiceRow]) -> Definition {
        let group = match (self.group_id, self.group_slug, self.group_name) {
            (Some(id), Some(slug), Some(name)) => Some(GroupLink { id, slug, name }),
            _ => None,
        };
        let own = choices.iter().filter(|choice| choice.specification_id == self.id);
        Definition {
            choices: own.map(|row| SpecificationChoice { id: row.id, name: row.name.clone() }).collect(),
            id: self.id,
            slug: self.slug,
            name: self.name,
            group,
            kind: self.kind,
            unit: self.unit,
            filterable: self.filterable,
            comparable: self.comparable,
        }
    }
}

#[derive(sqlx::FromRow)]
struct ChoiceRow {
    specification_id: SpecificationId,
    id: i64,
    name: String,
}

/// Every specification, by group; those without one come last.
pub async fn all(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Definition>> {
    load(on.into(), "", &[]).await
}

/// The specifications that products of these categories have: those of the groups of the categories and of all that
/// they lie in, and those without a group, which every product has.
pub async fn of_categories(on: impl Into<Conn<'_>>, categories: &[CategoryId]) -> StoreResult<Vec<Definition>> {
    if categories.is_empty() {
        return load(on.into(), "WHERE specification.specification_group_id IS NULL", &[]).await;
    }
    let of_groups = format!(
        "WHERE specification.specification_group_id IS NULL OR specification.specification_group_id IN (
             SELECT category_specification_group.specification_group_id FROM category base
             JOIN category above ON above.lft <= base.lft AND above.rgt >= base.rgt
             JOIN category_specification_group ON category_specification_group.category_id = above.id
             WHERE base.id IN ({}))",
        sql::list(1, categories.len())
    );
    load(on.into(), &of_groups, categories).await
}

async fn load(mut on: Conn<'_>, condition: &str, categories: &[CategoryId]) -> StoreResult<Vec<Definition>> {
    let text = format!(
        "SELECT specification.id, specification.slug, specification.name, specification_group.id AS group_id,
                specification_group.slug AS group_slug, specification_group.name AS group_name, specification.kind,
                specification.unit, specification.filterable, specification.comparable
         FROM specification
         LEFT JOIN specification_group ON specification_group.id = specification.specification_group_id
         {condition}
         ORDER BY CASE WHEN specification_group.id IS NULL THEN 1 ELSE 0 END, specification_group.position,
                  specification_group.id, specification.position, specification.id"
    );
    let rows: Vec<DefinitionRow> = select(on.again(), text).bind_all(categories.iter().copied()).all().await?;
    const CHOICES: &str =
        "SELECT specification_id, id, name FROM specification_choice ORDER BY specification_id, position, id";
    let choices: Vec<ChoiceRow> = select(on, CHOICES).all().await?;
    Ok(rows.into_iter().map(|row| row.definition(&choices)).collect())
}
