//! Adding a category to the tree.

use crate::{
    domain::{
        forms::{FieldErrors, Problem, optional_text, required_line},
        ids::CategoryId,
        slug,
    },
    error::AppError,
    server::{
        state::State,
        store::{
            Tx,
            admin::categories as admin_categories,
            catalog_write::categories::{self, CategoryRow},
        },
    },
};

/// A category to be added, last among its siblings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCategory {
    pub slug: String,
    pub name: String,
    pub description: String,
    /// `None`: at the top.
    pub parent: Option<CategoryId>,
    /// Hash of a stored picture.
    pub picture: Option<String>,
}

/// Adds a category; what staff add goes through [`super::categories::add`], which notes it.
///
/// Refuses, by field, a slug or name that is wrong, a slug that is taken, and an unknown parent.
pub async fn add_category(state: &State, category: NewCategory) -> Result<CategoryId, AppError> {
    let mut tx = state.db.begin().await?;
    let id = add(&mut tx, &category).await?;
    tx.commit().await?;
    state.caches.top_categories.invalidate_all();
    Ok(id)
}

/// Adds a category inside a transaction, which holds the tree's lock from now on.
pub async fn add(tx: &mut Tx, category: &NewCategory) -> Result<CategoryId, AppError> {
    let mut errors = FieldErrors::default();
    let slug = errors.take("slug", slug::slug(&category.slug)).unwrap_or_default();
    let name = errors.take("name", required_line(&category.name, 60)).unwrap_or_default();
    let description = errors.take("description", optional_text(&category.description, 2_000)).unwrap_or_default();
    errors.into_result()?;
    categories::lock_tree(tx).await?;
    let place = categories::last_place(tx, category.parent).await?;
    let place = place.ok_or_else(|| AppError::field("parent", Problem::UnknownChoice))?;
    let row = CategoryRow { slug: &slug, name: &name, description: &description, picture: category.picture.as_deref() };
    let added = categories::insert(tx, row, category.parent, place).await;
    let id = added.map_err(|error| {
        if error.violates("category_slug_key", "category.slug") {
            AppError::field("slug", Problem::AlreadyTaken)
        } else {
            error.into()
        }
    })?;
    admin_categories::forget_old_slug(tx, &slug).await?;
    Ok(id)
}
