//! What is stated of products, as people read it.

use crate::{
    domain::{
        catalog::{ComparedGroup, ComparedRow, Specification, SpecificationGroup, number},
        ids::{ProductId, SpecificationId},
    },
    server::store::{Db, StoreResult, db::select, sql},
};

#[derive(sqlx::FromRow)]
struct Row {
    product_id: ProductId,
    specification_id: SpecificationId,
    group_name: String,
    name: String,
    unit: String,
    text_value: Option<String>,
    number_micro: Option<i64>,
    boolean_value: Option<bool>,
    choice: Option<String>,
}

impl Row {
    fn shown(&self) -> String {
        match self {
            Self { text_value: Some(text), .. } => text.clone(),
            Self { number_micro: Some(micro), unit, .. } => number(*micro, unit),
            Self { boolean_value: Some(yes), .. } => if *yes { "Yes" } else { "No" }.to_owned(),
            Self { choice, .. } => choice.clone().unwrap_or_default(),
        }
    }
}

const GIVEN: &str = "
    SELECT given.product_id, specification.id AS specification_id, COALESCE(specification_group.name, '') AS group_name,
           specification.name, specification.unit, given.text_value, given.number_micro, given.boolean_value,
           specification_choice.name AS choice
    FROM specification_value given
    JOIN specification ON specification.id = given.specification_id
    LEFT JOIN specification_group ON specification_group.id = specification.specification_group_id
    LEFT JOIN specification_choice ON specification_choice.id = given.choice_id";
const ORDER: &str = "
    ORDER BY CASE WHEN specification_group.id IS NULL THEN 1 ELSE 0 END, specification_group.position,
             specification_group.id, specification.position, specification.id";

/// All of a product, under its headings.
pub async fn of_product(db: &Db, product: ProductId) -> StoreResult<Vec<SpecificationGroup>> {
    let text = format!("{GIVEN} WHERE given.product_id = $1 {ORDER}");
    let rows: Vec<Row> = select(db, text).bind(product).all().await?;
    let mut groups: Vec<SpecificationGroup> = Vec::new();
    for row in rows {
        let specification = Specification { value: row.shown(), name: row.name };
        match groups.iter_mut().find(|group| group.name == row.group_name) {
            Some(group) => group.specifications.push(specification),
            None => groups.push(SpecificationGroup { name: row.group_name, specifications: vec![specification] }),
        }
    }
    Ok(groups)
}

/// Those of products that may be compared, a row each: one statement.
pub async fn compared(db: &Db, products: &[ProductId]) -> StoreResult<Vec<ComparedGroup>> {
    let text = format!(
        "{GIVEN} WHERE given.product_id IN ({}) AND specification.comparable {ORDER}",
        sql::list(1, products.len())
    );
    let rows: Vec<Row> = select(db, text).bind_all(products.iter().copied()).all().await?;
    let mut groups: Vec<ComparedGroup> = Vec::new();
    let mut last = None;
    for row in rows {
        let place = groups.iter().position(|group| group.name == row.group_name).unwrap_or_else(|| {
            groups.push(ComparedGroup { name: row.group_name.clone(), rows: Vec::new() });
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(place) else { continue };
        if last.replace(row.specification_id) != Some(row.specification_id) {
            group.rows.push(ComparedRow { name: row.name.clone(), values: vec![None; products.len()] });
        }
        let column = products.iter().position(|product| *product == row.product_id);
        if let (Some(compared), Some(column)) = (group.rows.last_mut(), column)
            && let Some(value) = compared.values.get_mut(column)
        {
            *value = Some(row.shown());
        }
    }
    Ok(groups)
}
