//! Which fulfillment center serves how much of an order.
//!
//! In this order: what is on hand goes before what is still to come; then the fewest parcels, so the fewest centers; then
//! the lowest sum of the centers' priorities; then the fewest centers abroad; then the lowest ids. A line is split over
//! centers only where no single one has all of it. What nobody has on hand is promised by an item that allows backorders.

mod search;
#[cfg(test)]
mod tests;

use super::ids::{FulfillmentCenterId, InventoryItemId, VariantId};
use std::collections::BTreeMap;

/// So many units of a variant that an order wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub variant: VariantId,
    pub quantity: i64,
}

/// What a center has of a variant; one for each pair of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StockLevel {
    pub item: InventoryItemId,
    pub variant: VariantId,
    pub center: FulfillmentCenterId,
    /// On hand and not promised to anyone; below zero where more was promised than is there.
    pub available: i64,
    /// Whether more may be promised than is there.
    pub backorder: bool,
}

/// A center as far as the choice goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Center {
    pub id: FulfillmentCenterId,
    /// Lower ships first.
    pub priority: i64,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// A part of a line that one center serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Index of the line.
    pub line: usize,
    pub item: InventoryItemId,
    pub center: FulfillmentCenterId,
    pub quantity: i64,
}

/// A line that all centers together cannot serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// Index of the line.
    pub line: usize,
    /// Units of its variant that there are.
    pub available: i64,
}

/// Allocates lines to centers, for a parcel to a country. The shares of each line add up to its quantity.
///
/// The outcome does not depend on the order of lines, levels or centers. The number of parcels is the smallest possible
/// one as long as there are not very many centers; see [`search::fewest`].
///
/// # Errors
/// The line with the lowest variant id that cannot be served; then nothing is allocated.
pub fn allocate(
    lines: &[Wanted],
    levels: &[StockLevel],
    centers: &[Center],
    destination: &str,
) -> Result<Vec<Share>, Shortage> {
    let mut ranked: Vec<&Center> = centers.iter().collect();
    ranked.sort_by_key(|center| (center.priority, center.country != destination, center.id));
    let demands = demands(lines, levels, &ranked)?;
    if demands.is_empty() {
        return Ok(Vec::new());
    }
    let useful: Vec<usize> =
        (0..ranked.len()).filter(|center| demands.iter().any(|demand| demand.offer(*center).is_some())).collect();
    let chosen = search::fewest(
        &useful,
        |set| demands.iter().all(|demand| demand.is_met_by(set)),
        |set| {
            let centers = || set.iter().filter_map(|center| ranked.get(*center));
            let priorities: i128 = centers().map(|center| i128::from(center.priority)).sum();
            let abroad = centers().filter(|center| center.country != destination).count();
            let mut ids: Vec<FulfillmentCenterId> = centers().map(|center| center.id).collect();
            ids.sort_unstable();
            (priorities, abroad, ids)
        },
    );
    let mut shares: Vec<Share> = demands.iter().flat_map(|demand| demand.shares(&chosen, lines)).collect();
    shares.sort_by_key(|share| (share.line, share.item));
    Ok(shares)
}

/// What is wanted of one variant over all lines, and who has it, by rank of the center.
#[derive(Debug)]
struct Demand {
    variant: VariantId,
    /// Served by what is on hand.
    on_hand: i64,
    /// Served by what is still to come.
    to_come: i64,
    offers: BTreeMap<usize, StockLevel>,
}

/// What every variant takes, in the order of their ids; or the first that cannot be served.
fn demands(lines: &[Wanted], levels: &[StockLevel], ranked: &[&Center]) -> Result<Vec<Demand>, Shortage> {
    let mut wanted: BTreeMap<VariantId, i64> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.quantity > 0) {
        let quantity = wanted.entry(line.variant).or_default();
        *quantity = quantity.saturating_add(line.quantity);
    }
    let demand = |(variant, quantity): (VariantId, i64)| {
        let of_variant = levels.iter().filter(|level| level.variant == variant);
        let offers: BTreeMap<usize, StockLevel> = of_variant
            .filter(|level| level.backorder || level.available > 0)
            .filter_map(|level| Some((ranked.iter().position(|center| center.id == level.center)?, *level)))
            .collect();
        let available = offers.values().fold(0_i64, |sum, level| sum.saturating_add(level.available.max(0)));
        let on_hand = quantity.min(available);
        if on_hand < quantity && !offers.values().any(|level| level.backorder) {
            let line = lines.iter().position(|line| line.variant == variant).unwrap_or_default();
            return Err(Shortage { line, available });
        }
        Ok(Demand { variant, on_hand, to_come: quantity - on_hand, offers })
    };
    wanted.into_iter().map(demand).collect()
}

impl Demand {
    fn offer(&self, center: usize) -> Option<&StockLevel> {
        self.offers.get(&center)
    }

    /// Whether these centers can serve all of it.
    fn is_met_by(&self, centers: &[usize]) -> bool {
        let offers = || centers.iter().filter_map(|center| self.offer(*center));
        let available = offers().fold(0_i64, |sum, level| sum.saturating_add(level.available.max(0)));
        available >= self.on_hand && (self.to_come == 0 || offers().any(|level| level.backorder))
    }

    /// Which of the chosen centers, by rank, serves how much: one alone if one has it all, else the fullest first.
    fn pieces(&self, centers: &[usize]) -> Vec<(StockLevel, i64)> {
        let mut offers: Vec<&StockLevel> = centers.iter().filter_map(|center| self.offer(*center)).collect();
        if let Some(whole) = offers.iter().position(|level| level.available >= self.on_hand) {
            offers.swap(0, whole);
        } else {
            // The sort is stable: of those that have as much, the better rank goes first.
            offers.sort_by_key(|level| std::cmp::Reverse(level.available));
        }
        let (mut pieces, mut missing) = (Vec::new(), self.on_hand);
        for level in &offers {
            let taken = missing.min(level.available.max(0));
            if taken > 0 {
                pieces.push((**level, taken));
                missing -= taken;
            }
        }
        if self.to_come > 0 {
            // Rather one that sends a part of it anyway.
            let ranked = centers.iter().filter_map(|center| self.offer(*center));
            match pieces.iter_mut().find(|(level, _)| level.backorder) {
                Some((_, quantity)) => *quantity += self.to_come,
                None => {
                    pieces.extend(ranked.filter(|level| level.backorder).take(1).map(|level| (*level, self.to_come)))
                }
            }
        }
        pieces
    }

    /// The pieces, handed out to the lines that want the variant.
    fn shares(&self, centers: &[usize], lines: &[Wanted]) -> Vec<Share> {
        let mut pieces = self.pieces(centers);
        let mut shares = Vec::new();
        for (line, wanted) in lines.iter().enumerate().filter(|(_, line)| line.variant == self.variant) {
            let mut missing = wanted.quantity.max(0);
            for (level, left) in &mut pieces {
                let quantity = missing.min(*left);
                if quantity > 0 {
                    shares.push(Share { line, item: level.item, center: level.center, quantity });
                    (missing, *left) = (missing - quantity, *left - quantity);
                }
            }
        }
        shares
    }
}
