//! Revenue by day as two lines, each labeled where it ends.

use crate::domain::{money::Money, staff::Revenue};
use leptos::prelude::*;

const WIDTH: i64 = 640;
const HEIGHT: i64 = 200;
/// Where the lines end, and their labels begin.
const RIGHT: i64 = 520;
const TOP: i64 = 14;
const BOTTOM: i64 = 170;
/// Labels of the two lines are at least this far apart.
const LABEL_HEIGHT: i64 = 18;

#[component]
pub fn RevenueChart(revenue: Revenue) -> impl IntoView {
    let most = revenue.days.iter().chain(&revenue.before).copied().max().unwrap_or(0).max(1);
    let height = move |amount: i64| BOTTOM - amount.max(0) * (BOTTOM - TOP) / most;
    let now = revenue.days.last().map_or(BOTTOM, |amount| height(*amount));
    let before = revenue.before.last().map_or(BOTTOM, |amount| height(*amount));
    let (now_label, before_label) = apart(now, before);
    let (total, total_before) = (revenue.total(), revenue.total_before());
    let summary = format!("Revenue by day: {total} in the last seven days, {total_before} in the seven days before.");
    let top = Money::new(most, revenue.currency).to_string();
    view! {
        <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=summary>
            <line class="chart-grid" x1="0" x2=RIGHT y1=TOP y2=TOP></line>
            <line class="chart-grid" x1="0" x2=RIGHT y1=BOTTOM y2=BOTTOM></line>
            <polyline class="chart-before" points=points(&revenue.before, height)></polyline>
            <polyline class="chart-line" points=points(&revenue.days, height)></polyline>
            <text x="0" y=TOP - 4>{top}</text>
            <text x=RIGHT + 8 y=now_label>"Last 7 days"</text>
            <text x=RIGHT + 8 y=before_label>"Week before"</text>
            <text x="0" y=HEIGHT - 8>"6 days ago"</text>
            <text x=RIGHT y=HEIGHT - 8 text-anchor="end">"Today"</text>
        </svg>
    }
}

fn points(amounts: &[i64], height: impl Fn(i64) -> i64) -> String {
    let step = RIGHT / (i64::try_from(amounts.len()).unwrap_or(2) - 1).max(1);
    let point = |(day, amount): (i64, &i64)| format!("{},{}", day * step, height(*amount));
    (0_i64..).zip(amounts).map(point).collect::<Vec<_>>().join(" ")
}

/// Heights of two labels beside their lines, moved apart where they would cover each other.
fn apart(now: i64, before: i64) -> (i64, i64) {
    let (now, before) = (now + 4, before + 4);
    match before - now {
        gap if gap.abs() >= LABEL_HEIGHT => (now, before),
        gap if gap >= 0 => (before - LABEL_HEIGHT, before),
        _ => (before + LABEL_HEIGHT, before),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_never_cover_each_other() {
        for (now, before) in [(170, 170), (20, 170), (100, 105), (105, 100)] {
            let (now, before) = apart(now, before);
            assert!((now - before).abs() >= LABEL_HEIGHT);
        }
    }

    #[test]
    fn a_week_reaches_from_edge_to_edge() {
        let points = points(&[0, 0, 0, 0, 0, 0, 1], |amount| amount);
        assert!(points.starts_with("0,0 "));
        assert!(points.ends_with("516,1"));
    }
}
