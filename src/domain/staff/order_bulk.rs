//! Working on several orders at once.

use crate::domain::{forms::Problem, ids::OrderId, order::OrderNumber};

/// Most orders that are chosen at once.
pub const MOST_CHOSEN: usize = 100;

/// Reads the numbers of chosen orders, separated by commas; each counts once, the oldest comes first.
pub fn chosen_orders(numbers: &str) -> Result<Vec<OrderId>, Problem> {
    let numbers = numbers.split(',').map(str::trim).filter(|number| !number.is_empty());
    let orders = numbers.map(|number| number.parse::<OrderNumber>().map(|number| number.0));
    let mut orders = orders.collect::<Result<Vec<OrderId>, _>>().map_err(|_| Problem::UnknownChoice)?;
    orders.sort_unstable();
    orders.dedup();
    if orders.len() > MOST_CHOSEN {
        return Err(Problem::TooMany(u32::try_from(MOST_CHOSEN).unwrap_or(u32::MAX)));
    }
    Ok(orders)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_order_is_chosen_once_and_not_too_many_are() {
        assert_eq!(chosen_orders("T100002, T100001,T100002,"), Ok(vec![OrderId(1), OrderId(2)]));
        assert_eq!(chosen_orders(""), Ok(Vec::new()));
        assert_eq!(chosen_orders("T100001,1"), Err(Problem::UnknownChoice));
        let many: Vec<String> = (1..=101).map(|id| OrderNumber(OrderId(id)).to_string()).collect();
        assert_eq!(chosen_orders(&many.join(",")), Err(Problem::TooMany(100)));
    }
}
