use super::words;
use leptos::prelude::*;

const STAR: &str = "M12 3.5l2.6 5.4l5.9.8l-4.3 4.1l1 5.9L12 16.9l-5.2 2.8l1-5.9L3.5 9.7l5.9-.8L12 3.5Z";
const HALF_STAR: &str = "M12 3.5L9.4 8.9L3.5 9.7l4.3 4.1l-1 5.9L12 16.9Z";

/// Stars from 0 to 5, given in tenths (46 is 4.6) and drawn to the nearest half.
#[component]
pub fn Rating(tenths: u32) -> impl IntoView {
    let name = format!("{}.{} {}", tenths / 10, tenths % 10, words().of_five_stars);
    let halves = (tenths + 2) / 5;
    let stars = (0..5u32).map(|star| {
        let fill = match halves.saturating_sub(star * 2) {
            0 => None,
            1 => Some(HALF_STAR),
            _ => Some(STAR),
        };
        view! {
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" aria-hidden="true">
                <path d=STAR />
                {fill.map(|fill| view! { <path d=fill fill="currentColor" stroke="none" /> })}
            </svg>
        }
    }).collect_view();
    view! { <span class="stars" role="img" aria-label=name>{stars}</span> }
}
