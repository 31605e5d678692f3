//! Adding products, one or many, each with all its parts, in one transaction.

mod check;
mod new_product;
pub(super) mod parts;
mod write;

pub(super) use check::micro;
pub use check::number_text;
pub use new_product::{NewImage, NewOption, NewOptionValue, NewProduct, NewVariant, SpecificationInput};

use crate::{
    domain::{
        forms::{FieldErrors, Problem},
        ids::ProductId,
    },
    error::AppError,
    server::{
        services::update_product,
        state::State,
        store::{StoreError, Tx},
    },
};

/// Why a product was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddProductError {
    /// What is wrong with it; fields of parts are named by their index: "variants.0.sku".
    #[error("the product has wrong fields: {0:?}")]
    Invalid(FieldErrors),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AddProductError> for AppError {
    fn from(error: AddProductError) -> Self {
        match error {
            AddProductError::Invalid(errors) => Self::Invalid(errors),
            AddProductError::Store(error) => error.into(),
        }
    }
}

/// Adds a product. The actor is named in the stock movements of its first units.
pub async fn add_product(state: &State, actor: &str, product: NewProduct) -> Result<ProductId, AddProductError> {
    let mut tx = state.db.begin().await?;
    let now = state.clock.now();
    let added = add_products(&mut tx, now, actor, vec![product.clone()]).await?;
    let noted: Vec<_> = added.iter().map(|id| (*id, &product)).collect();
    update_product::note_added(&mut tx, now, actor, &noted).await?;
    tx.commit().await?;
    added.first().copied().ok_or_else(|| StoreError::Inconsistent("a product was added without an id".into()).into())
}

/// Adds products inside a transaction, with a number of statements that does not grow with
/// theirs; the answer has the ids in the order of the products. All of them are added or none.
pub async fn add_products(
    tx: &mut Tx,
    now: crate::domain::timestamp::Timestamp,
    actor: &str,
    products: Vec<NewProduct>,
) -> Result<Vec<ProductId>, AddProductError> {
    let products =
        products.into_iter().map(NewProduct::check).collect::<Result<Vec<_>, _>>().map_err(AddProductError::Invalid)?;
    write::write(tx, now, actor, &products).await.map_err(refusal)
}

/// What the schema refuses because of what is already stored is the caller's mistake, not a failure.
pub(super) fn refusal(error: AddProductError) -> AddProductError {
    let AddProductError::Store(error) = error else { return error };
    let field = |field, problem| AddProductError::Invalid(FieldErrors::one(field, problem));
    if error.violates("product_slug_key", "product.slug") {
        field("slug", Problem::AlreadyTaken)
    } else if error.violates("variant_sku_key", "variant.sku") {
        field("sku", Problem::AlreadyTaken)
    } else if error.is_foreign_key_violation() {
        field("references", Problem::UnknownChoice)
    } else {
        AddProductError::Store(error)
    }
}
