//! Returns, as their customers and the staff find them.

use super::refund::{Suggestion, suggestion};
use crate::{
    domain::{
        money::Money,
        order::OrderDetail,
        returns::{OrderReturn, ReturnList, ReturnNumber, ReturnRow, ReturnStatus, StaffReturn, returnable_until},
        staff::PageRequest,
    },
    error::AppError,
    server::{
        services::return_settings,
        state::State,
        store::{
            self, StoreResult,
            admin::{
                returns::{self as lists, ReturnFilter},
                stock,
            },
            slice::{Slice, Sliced},
        },
    },
};

/// Tells in an order what is sent back of it, and until when its customer may ask for that.
pub async fn tell(state: &State, order: &mut OrderDetail) -> StoreResult<()> {
    // What never left cannot come back.
    if order.shipments.is_empty() {
        return Ok(());
    }
    let now = state.clock.now();
    order.returns = store::returns::of_order(&state.db, order.number.0).await?;
    let settings = return_settings::load(&state.db).await?;
    order.returnable_until = returnable_until(order, &settings).filter(|until| now <= *until);
    Ok(())
}

/// One return, with everything that staff may know.
pub async fn find(state: &State, number: ReturnNumber) -> Result<OrderReturn, AppError> {
    store::returns::find_detail(&state.db, number.0).await?.ok_or(AppError::NotFound)
}

/// A page of the returns in a state that fit a search, newest first.
pub async fn list(
    state: &State,
    status: Option<ReturnStatus>,
    query: &str,
    page: PageRequest,
) -> Result<ReturnList, AppError> {
    let (returns, pages) = lists::list(&state.db, status, query, page).await?;
    Ok(ReturnList { counts: lists::counts(&state.db).await?, returns, pages })
}

/// A slice of the returns that fit a filter.
pub async fn slice(state: &State, filter: &ReturnFilter, slice: Slice) -> Result<Sliced<ReturnRow>, AppError> {
    Ok(lists::slice(&state.db, filter, slice).await?)
}

/// A return with what it takes to do the next step.
pub async fn open(state: &State, number: ReturnNumber) -> Result<StaffReturn, AppError> {
    let detail = find(state, number).await?;
    let ReturnRow { email, name, .. } = lists::find(&state.db, number.0).await?.ok_or(AppError::NotFound)?;
    let Suggestion { worth, shipping } = match detail.status {
        ReturnStatus::Received => suggestion_of(state, &detail).await?,
        _ => Suggestion { worth: 0, shipping: 0 },
    };
    let currency = detail.refunded.currency;
    Ok(StaffReturn {
        email,
        name,
        centers: stock::center_names(&state.db).await?,
        instructions: return_settings::load(&state.db).await?.instructions,
        worth: Money::new(worth, currency),
        shipping: Money::new(shipping, currency),
        detail,
    })
}

async fn suggestion_of(state: &State, detail: &OrderReturn) -> StoreResult<Suggestion> {
    let order = detail.order.0;
    let left = store::returns::left_of_order(&state.db, order).await?;
    let came = store::returns::lines(&state.db, detail.number.0).await?;
    suggestion(&state.db, order, left, &came).await
}
