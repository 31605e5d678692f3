//! Categories as staff keep them up. Whatever changes the tree does so in one transaction under its lock.

use super::{
    add_category::{self, NewCategory},
    audit::{self, Subject},
};
use crate::{
    domain::{
        audit::AuditSubject,
        category_tree::{self, Node},
        forms::Problem,
        ids::CategoryId,
        references::{CategoryEditor, CategoryInput, CategoryMove, CategoryNode},
    },
    error::AppError,
    server::{
        services::add_picture::StoredPicture,
        state::State,
        store::{
            StoreError, Tx,
            admin::categories as store,
            catalog_write::{categories, category_tree as places},
        },
    },
};
use serde::Serialize;

/// The whole tree in its order, with the number of products of each subtree.
pub async fn tree(state: &State) -> Result<Vec<CategoryNode>, AppError> {
    Ok(store::tree(&state.db).await?)
}

/// A category as its edit page starts with it.
pub async fn open(state: &State, id: CategoryId) -> Result<CategoryEditor, AppError> {
    store::find_editor(&state.db, id).await?.ok_or(AppError::NotFound)
}

/// Adds a category, last below a parent or at the top, and answers with its id.
///
/// Refuses wrong fields, a slug that is taken and an unknown parent, by name.
pub async fn add(
    state: &State,
    actor: &str,
    parent: Option<CategoryId>,
    input: &CategoryInput,
) -> Result<CategoryId, AppError> {
    let value = input.check()?;
    let mut tx = state.db.begin().await?;
    let new = NewCategory {
        slug: value.slug.clone(),
        name: value.name.clone(),
        description: value.description.clone(),
        parent,
        picture: None,
    };
    let id = add_category::add(&mut tx, &new).await?;
    store::set_visible(&mut tx, id, value.visible).await?;
    store::set_groups(&mut tx, id, &value.groups).await.map_err(refusal)?;
    let subject = Subject::new(AuditSubject::Category, id.0, &value.name);
    audit::note(&mut tx, state.clock.now(), actor, subject, None, Some(&value)).await?;
    commit(tx, state).await?;
    Ok(id)
}

/// Changes a category's fields and answers with its new version. An address that it had leads on to the new one.
///
/// Refuses wrong fields by name, and with [`AppError::Conflict`] if it no longer has the version.
pub async fn update(
    state: &State,
    actor: &str,
    id: CategoryId,
    version: i64,
    input: &CategoryInput,
) -> Result<i64, AppError> {
    let (value, now) = (input.check()?, state.clock.now());
    let mut tx = state.db.begin().await?;
    let before = store::find_editor(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if !store::update(&mut tx, id, version, &value).await.map_err(refusal)? {
        return Err(AppError::Conflict);
    }
    if before.slug != value.slug {
        store::forget_old_slug(&mut tx, &value.slug).await?;
        store::keep_old_slug(&mut tx, id, &before.slug, now).await?;
    }
    store::set_groups(&mut tx, id, &value.groups).await.map_err(refusal)?;
    let subject = Subject::new(AuditSubject::Category, id.0, &value.name);
    audit::note(&mut tx, now, actor, subject, Some(&before.value()), Some(&value)).await?;
    commit(tx, state).await?;
    Ok(version + 1)
}

/// Moves a category with all below it; refused with [`AppError::NoSuchPlace`] where it cannot go.
pub async fn move_category(state: &State, actor: &str, id: CategoryId, wanted: CategoryMove) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    categories::lock_tree(&mut tx).await?;
    let nodes = places::nodes(&mut tx).await?;
    let own = *nodes.iter().find(|node| node.id == id).ok_or(AppError::NotFound)?;
    let goal = category_tree::goal(&nodes, id, wanted).ok_or(AppError::NoSuchPlace)?;
    places::relocate(&mut tx, own, goal).await?;
    let after = places::nodes(&mut tx).await?.into_iter().find(|node| node.id == id);
    let name = store::find_editor(&mut tx, id).await?.map(|category| category.name).unwrap_or_default();
    let subject = Subject::new(AuditSubject::Category, id.0, name);
    let (before, after) = (Place::of(own), after.map(Place::of));
    audit::note(&mut tx, state.clock.now(), actor, subject, Some(&before), after.as_ref()).await?;
    commit(tx, state).await
}

/// Deletes a category that has none below it. Its products go to another category; without one, a category with products
/// is refused with their number.
pub async fn delete(
    state: &State,
    actor: &str,
    id: CategoryId,
    version: i64,
    products_to: Option<CategoryId>,
) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    categories::lock_tree(&mut tx).await?;
    let before = store::find_editor(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if before.version != version {
        return Err(AppError::Conflict);
    }
    let below = before.tree.iter().filter(|node| node.parent == Some(id)).count();
    if below > 0 {
        return Err(AppError::HasSubcategories { count: i64::try_from(below).unwrap_or(i64::MAX) });
    }
    match products_to {
        Some(to) if to == id || before.tree.iter().all(|node| node.id != to) => {
            return Err(AppError::field("products_to", Problem::UnknownChoice));
        }
        Some(to) => store::hand_over_products(&mut tx, id, to, now).await?,
        None if before.products > 0 => {
            return Err(AppError::field("products_to", Problem::InUse(before.products)));
        }
        None => {}
    }
    let nodes = places::nodes(&mut tx).await?;
    let own = *nodes.iter().find(|node| node.id == id).ok_or(AppError::NotFound)?;
    places::remove(&mut tx, own).await.map_err(|error| {
        // A product was put into it just now.
        if error.is_foreign_key_violation() { AppError::Conflict } else { error.into() }
    })?;
    let subject = Subject::new(AuditSubject::Category, id.0, &before.name);
    audit::note(&mut tx, now, actor, subject, Some(&before.value()), None).await?;
    commit(tx, state).await
}

/// Gives a category a picture that is in the store, or takes it away.
pub async fn set_picture(
    state: &State,
    actor: &str,
    id: CategoryId,
    picture: Option<&StoredPicture>,
) -> Result<(), AppError> {
    #[derive(Serialize)]
    struct PictureHash<'a> {
        picture: Option<&'a str>,
    }
    let mut tx = state.db.begin().await?;
    let before = store::find_editor(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    let hash = picture.map(|picture| picture.hash.as_str());
    store::set_picture(&mut tx, id, hash).await?;
    let old = PictureHash { picture: before.picture.as_ref().map(|picture| picture.key.as_str()) };
    let subject = Subject::new(AuditSubject::Category, id.0, &before.name);
    let new = PictureHash { picture: hash };
    audit::note(&mut tx, state.clock.now(), actor, subject, Some(&old), Some(&new)).await?;
    commit(tx, state).await
}

/// A place in the tree, for the audit log.
#[derive(Serialize)]
struct Place {
    parent: Option<CategoryId>,
    position: i64,
}

impl Place {
    fn of(node: Node) -> Self {
        Self { parent: node.parent_id, position: node.position }
    }
}

/// Commits, and lets the menu show the change.
async fn commit(tx: Tx, state: &State) -> Result<(), AppError> {
    tx.commit().await?;
    state.caches.top_categories.invalidate_all();
    Ok(())
}

/// What the schema refuses because of what is stored is the editor's to correct.
fn refusal(error: StoreError) -> AppError {
    if error.violates("category_slug_key", "category.slug") {
        AppError::field("slug", Problem::AlreadyTaken)
    } else if error.is_foreign_key_violation() {
        AppError::field("groups", Problem::UnknownChoice)
    } else {
        error.into()
    }
}
