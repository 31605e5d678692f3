//! Counting many items of a fulfillment center at once, by the rule of one: what came or left since it was counted is not
//! overwritten. Items that changed meanwhile are left as they are and told of; the others are booked, in one transaction.

use super::{audit, stock, stock_watch};
use crate::{
    domain::{
        forms::Problem,
        ids::FulfillmentCenterId,
        staff::{
            InventoryFilter, PageRequest, SheetPage, Stocktaking, StocktakingResult, StocktakingSheet, counted_field,
        },
    },
    error::AppError,
    server::{
        state::State,
        store::{admin::stock as lists, stock as store},
    },
};

/// Most characters of a search that a page's address repeats.
const SEARCH_LENGTH: usize = 100;

/// A page of the items of a center that fit a search; of the center that ships first, where the filter names none.
pub async fn sheet(
    state: &State,
    filter: InventoryFilter,
    query: &str,
    page: PageRequest,
) -> Result<StocktakingSheet, AppError> {
    let centers = lists::center_names(&state.db).await?;
    let known = |wanted: FulfillmentCenterId| centers.iter().find(|(center, _)| *center == wanted);
    let center = match filter.center {
        Some(wanted) => known(wanted),
        None => centers.first(),
    };
    let (center, _) = *center.ok_or(AppError::NotFound)?;
    let list = stock::list(state, InventoryFilter { center: Some(center), ..filter }, query, page).await?;
    Ok(StocktakingSheet { center, list })
}

/// Sets the levels of a center's items to what was counted, those apart that are refused.
///
/// # Errors
/// An item that is not at the center is refused by its field of the form, and nothing is booked.
pub async fn book(
    state: &State,
    actor: &str,
    center: FulfillmentCenterId,
    stocktaking: &Stocktaking,
) -> Result<StocktakingResult, AppError> {
    stocktaking.check().map_err(|problem| AppError::field("counts", problem))?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let ids: Vec<_> = stocktaking.items.iter().map(|row| row.item).collect();
    let locked = store::lock_items(&mut tx, &ids).await?;
    let mut result = StocktakingResult::default();
    let (mut changes, mut entries) = (Vec::new(), Vec::new());
    for row in &stocktaking.items {
        let item = locked.iter().find(|item| item.id == row.item && item.center == center);
        let item = item.ok_or_else(|| AppError::field(&counted_field(row.item), Problem::UnknownChoice))?;
        if let Err(problem) = stock::is_as_seen(item, row.seen).and(stock::keeps_promises(item, row.counted)) {
            result.refused.push((row.item, problem));
            continue;
        }
        // Also a count that finds what the books say is noted: it was counted.
        changes.push((row.item, row.counted - item.on_hand));
        entries.extend(stock::entry(item, row.counted, &stocktaking.reason)?);
        result.counted.push(row.item);
    }
    if changes.is_empty() {
        return Ok(result);
    }
    store::set_counted(&mut tx, &changes, (&stocktaking.reason, actor, now)).await?;
    audit::note_all(&mut tx, now, actor, &entries).await?;
    stock_watch::levels_changed(&mut tx, &result.counted, now).await?;
    tx.commit().await?;
    state.wake.notify_one();
    Ok(result)
}

/// A page of the form, with what became of the one before: rows that were left as they are say why, and the note is kept for
/// the next.
pub fn page_after(state: &State, page: &SheetPage, (result, note): (&StocktakingResult, &str)) -> String {
    let ids = |is_meant: fn(&Problem) -> bool| {
        let those = result.refused.iter().filter(|(_, problem)| is_meant(problem));
        those.map(|(item, _)| item.to_string()).collect::<Vec<_>>().join(",")
    };
    let bound = |text: &str| text.parse::<i64>().map(|id| id.to_string()).unwrap_or_default();
    let parameters = [
        ("tab", InventoryFilter::from_slug(&page.tab).slug()),
        ("q", page.query.chars().take(SEARCH_LENGTH).collect()),
        ("older", bound(&page.older)),
        ("newer", bound(&page.newer)),
        ("counted", result.counted.len().to_string()),
        ("changed", ids(|problem| matches!(problem, Problem::LevelChanged(_)))),
        ("promised", ids(|problem| matches!(problem, Problem::BelowReserved(_)))),
        ("note", note.to_owned()),
        // Another address each time, so that an open page loads itself anew.
        ("at", state.clock.now().0.to_string()),
    ];
    let filled = parameters.iter().filter(|(_, value)| !value.is_empty());
    format!("/admin/stocktaking?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(filled).finish())
}
