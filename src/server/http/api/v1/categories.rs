//! Categories: as a list and as the tree that they are.

pub mod write;

use super::{
    products::{moved, one_slug},
    types::Picture,
};
use crate::{
    domain::{forms::number, ids::CategoryId, picture},
    server::{
        http::api::{
            auth::Viewer,
            extract::{Key, Parameters},
            page::{Order, Page, slice},
            problem::{ApiResult, Problem},
        },
        state::State,
        store::{
            catalog::tree::{self, CategoryFilter, CategoryRecord, GroupOf},
            slugs,
        },
    },
};
use axum::{
    Json,
    extract::{OriginalUri, State as AxumState},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A category.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Category {
    pub id: i64,
    /// Raised by every change of its fields; `If-Match: "v3"` writes over version 3 and no other.
    pub version: i64,
    pub slug: String,
    pub name: String,
    pub description: String,
    /// The category right above; `null` at the top.
    #[schema(required = true)]
    pub parent_id: Option<i64>,
    /// 0 at the top.
    pub depth: i64,
    /// Among its siblings, from 0.
    pub position: i64,
    /// Hidden ones are shown to staff alone.
    pub visible: bool,
    #[schema(required = true)]
    pub picture: Option<Picture>,
    /// Groups of specifications that its products have, besides those of the categories above.
    pub specification_group_ids: Vec<i64>,
}

/// A category with everything below it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CategoryNode {
    #[serde(flatten)]
    pub category: Category,
    #[schema(no_recursion)]
    pub children: Vec<CategoryNode>,
}

/// A category with those of the groups that are its own.
fn category(row: CategoryRecord, groups: &[GroupOf]) -> Category {
    let picture = match (row.hash, row.width, row.height) {
        (Some(key), Some(width), Some(height)) => Some(picture::Picture { key, width, height, alt: String::new() }),
        _ => None,
    };
    Category {
        id: row.id.0,
        version: row.version,
        slug: row.slug,
        name: row.name,
        description: row.description,
        parent_id: row.parent_id.map(|parent| parent.0),
        depth: row.depth,
        position: row.position,
        visible: row.visible,
        picture: picture.map(Picture::from),
        specification_group_ids: groups.iter().filter(|(id, _)| *id == row.id).map(|(_, group)| group.0).collect(),
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CategoryQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
    /// The one with this slug.
    #[param(max_length = 120)]
    slug: Option<String>,
    /// Right below the category with this id.
    #[param(value_type = Option<i64>, minimum = 1)]
    parent: Option<String>,
    /// 0 is the top.
    #[param(value_type = Option<u16>, minimum = 0, maximum = 1000)]
    depth: Option<String>,
}

/// Categories in the order of the tree, read from top to bottom.
#[utoipa::path(get, path = "/categories", tag = "categories", operation_id = "list_categories", params(CategoryQuery),
    responses((status = 200, description = "A page of categories", body = Page<Category>)))]
pub async fn list(
    viewer: Viewer,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<CategoryQuery>,
) -> ApiResult<Page<Category>> {
    const ORDER: Order<'_> = Order { text: "tree", name: "tree", descending: false };
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), ORDER)?;
    let parent = optional_number("parent", query.parent.as_deref(), 1, i64::MAX)?.map(CategoryId);
    let depth = optional_number("depth", query.depth.as_deref(), 0, 1000)?;
    let slug = one_slug("slug", query.slug.as_deref())?;
    let filter = CategoryFilter { hidden: viewer.is_staff, slug: slug.as_deref(), parent, depth };
    let page = tree::page(&state.db, filter, slice).await?;
    let ids: Vec<CategoryId> = page.rows.iter().map(|row| row.id).collect();
    let groups = tree::groups(&state.db, &ids).await?;
    Ok(Page::new(page.map(|row| category(row, &groups)), ORDER, &uri))
}

fn optional_number(field: &str, text: Option<&str>, least: i64, most: i64) -> ApiResult<Option<i64>> {
    text.map(|text| number(text, least, most)).transpose().map_err(|reason| Problem::field(field, reason))
}

/// The whole tree at once.
#[utoipa::path(get, path = "/category-tree", tag = "categories", operation_id = "get_category_tree",
    responses((status = 200, description = "The categories at the top, each with those below it", body = Vec<CategoryNode>)))]
pub async fn tree(viewer: Viewer, AxumState(state): AxumState<State>) -> ApiResult<Json<Vec<CategoryNode>>> {
    let rows = tree::whole(&state.db, viewer.is_staff).await?;
    let groups = tree::all_groups(&state.db).await?;
    Ok(Json(nest(rows.into_iter().map(|row| category(row, &groups)).collect())))
}

/// Categories, parents before their children, into trees: from the last one on, every node takes those below it.
fn nest(categories: Vec<Category>) -> Vec<CategoryNode> {
    // Nodes that still look for their parent, the first in the order of the tree on top.
    let mut open: Vec<CategoryNode> = Vec::new();
    for category in categories.into_iter().rev() {
        let own = open.iter().rev().take_while(|node| node.category.depth > category.depth).count();
        let mut children = open.split_off(open.len() - own);
        children.reverse();
        open.push(CategoryNode { category, children });
    }
    open.reverse();
    open
}

/// One category, by id or slug. A slug that a visible one had before leads to the one that it has.
#[utoipa::path(get, path = "/categories/{category}", tag = "categories", operation_id = "get_category",
    params(("category" = String, Path, description = "Id or slug", min_length = 1, max_length = 120, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")),
    responses((status = 200, description = "The category", body = Category),
        (status = 301, description = "The slug is a former one", headers(("Location" = String, description = "Where the category is")))))]
pub async fn get(
    viewer: Viewer,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    key: Key,
) -> ApiResult<Response> {
    match find(&state, viewer.is_staff, key.id, &key.slug).await? {
        Some(found) => Ok(Json(found).into_response()),
        None => {
            let present = slugs::present_of_category(&state.db, &key.slug).await?.ok_or_else(Problem::not_found)?;
            Ok(moved(&format!("/api/v1/categories/{present}"), &uri))
        }
    }
}

async fn load_one(state: &State, hidden: bool, id: Option<i64>, slug: &str) -> ApiResult<Category> {
    find(state, hidden, id, slug).await?.ok_or_else(Problem::not_found)
}

async fn find(state: &State, hidden: bool, id: Option<i64>, slug: &str) -> ApiResult<Option<Category>> {
    let Some(row) = tree::find(&state.db, hidden, id, slug).await? else { return Ok(None) };
    let groups = tree::groups(&state.db, &[row.id]).await?;
    Ok(Some(category(row, &groups)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(id: i64, depth: i64) -> Category {
        Category {
            id,
            version: 1,
            slug: String::new(),
            name: String::new(),
            description: String::new(),
            parent_id: None,
            depth,
            position: 0,
            visible: true,
            picture: None,
            specification_group_ids: vec![],
        }
    }

    fn shape(nodes: &[CategoryNode]) -> String {
        let shape = |node: &CategoryNode| format!("{}[{}]", node.category.id, shape(&node.children));
        nodes.iter().map(shape).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_category_is_below_its_parent_in_order() {
        let rows = [(1, 0), (2, 1), (3, 2), (4, 2), (5, 1), (6, 0), (7, 1)].map(|(id, depth)| at(id, depth));
        assert_eq!(shape(&nest(rows.to_vec())), "1[2[3[] 4[]] 5[]] 6[7[]]");
        assert_eq!(shape(&nest(vec![])), "");
    }
}
