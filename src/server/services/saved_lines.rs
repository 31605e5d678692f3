//! What shoppers save for later: lines that wait beside the cart until they are moved back.
//!
//! They hang on the cart, not on what is in it: an order empties the cart and leaves them, a login merges them, and they
//! are forgotten with the cart. Every change claims the cart first, as changes of its lines do, so that it waits for an
//! order that is being placed, and an order that was shown before it is not placed.

use super::carts::{check_stock, claim, view};
use crate::{
    domain::{
        cart::{Cart, MAX_LINES, MAX_QUANTITY, MAX_SAVED_LINES},
        ids::{CartId, CartLineId, SavedLineId},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        sessions::Identity,
        state::State,
        store::{Tx, carts, saved_lines as store},
    },
};

/// Takes a line out of the cart and saves it for later, on top of what is saved of its variant, at most
/// [`MAX_QUANTITY`] units. A line that is gone already is no error, so that a second press changes nothing.
///
/// # Errors
/// `SavedFull` for one line too many.
pub async fn save(state: &State, identity: &Identity, line: CartLineId) -> Result<Cart, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let changed = match claim(&mut tx, identity, now).await? {
        Some(cart) => set_aside(&mut tx, cart, line, now).await?,
        None => false,
    };
    finish(state, identity, tx, changed).await
}

/// Puts a saved line into the cart, on top of what is in it of the same variant: as many units as there are, at most
/// [`MAX_QUANTITY`]. One that is gone already is no error.
///
/// # Errors
/// `NotFound` when it is no longer for sale, `OutOfStock` when the cart has all that there is, `CartFull` for one line
/// too many.
pub async fn move_to_cart(state: &State, identity: &Identity, saved: SavedLineId) -> Result<Cart, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let changed = match claim(&mut tx, identity, now).await? {
        Some(cart) => put_back(&mut tx, cart, saved, now).await?,
        None => false,
    };
    finish(state, identity, tx, changed).await
}

/// Removes a saved line. One that is gone already is no error.
pub async fn remove(state: &State, identity: &Identity, saved: SavedLineId) -> Result<Cart, AppError> {
    let mut tx = state.db.begin().await?;
    let changed = match claim(&mut tx, identity, state.clock.now()).await? {
        Some(cart) => store::delete(&mut tx, cart, saved).await?,
        None => false,
    };
    finish(state, identity, tx, changed).await
}

/// Where nothing changed, the cart keeps its version as well.
async fn finish(state: &State, identity: &Identity, tx: Tx, changed: bool) -> Result<Cart, AppError> {
    if changed {
        tx.commit().await?;
    } else {
        drop(tx);
    }
    view(state, identity).await
}

async fn set_aside(tx: &mut Tx, cart: CartId, line: CartLineId, now: Timestamp) -> Result<bool, AppError> {
    let before = store::count(&mut *tx, cart).await?;
    if !store::save(tx, cart, line, now).await? {
        return Ok(false);
    }
    // After a login there may be more than fit, and what joins one of them still does.
    if store::count(&mut *tx, cart).await? > before.max(MAX_SAVED_LINES) {
        return Err(AppError::SavedFull(MAX_SAVED_LINES));
    }
    Ok(carts::delete_line(tx, cart, line).await?)
}

async fn put_back(tx: &mut Tx, cart: CartId, saved: SavedLineId, now: Timestamp) -> Result<bool, AppError> {
    let Some((variant, quantity)) = store::find(&mut *tx, cart, saved).await? else { return Ok(false) };
    let variant = variant.ok_or(AppError::NotFound)?;
    let sellable = carts::find_sellable(&mut *tx, variant).await?.ok_or(AppError::NotFound)?;
    let present = carts::quantity_of(&mut *tx, cart, variant).await?;
    if present == 0 && carts::count(&mut *tx, cart).await?.0 >= MAX_LINES {
        return Err(AppError::CartFull(MAX_LINES));
    }
    let wanted = (present + quantity).min(MAX_QUANTITY);
    let units = sellable.availability.at_most(wanted);
    if units <= present {
        check_stock(&sellable, wanted)?;
    }
    // Before the saved line goes: whoever deletes the variant locks it first, too, and the lines that refer to it then.
    carts::put_line(tx, cart, variant, (units.max(present), sellable.price_minor), now).await?;
    Ok(store::delete(tx, cart, saved).await?)
}
