use super::words;
use leptos::prelude::*;

/// Product cards to come, in their shape.
#[component]
pub fn SkeletonCards(#[prop(default = 8)] count: usize) -> impl IntoView {
    let cards = (0..count)
        .map(|_| {
            view! {
                <li class="card-product">
                    <span class="skeleton skeleton-picture"></span>
                    <span class="skeleton skeleton-line w-3/4"></span>
                    <span class="skeleton skeleton-line w-1/3"></span>
                </li>
            }
        })
        .collect_view();
    view! {
        <div>
            <p class="sr-only" role="status">{words().loading}</p>
            <ul class="grid-products" aria-hidden="true">{cards}</ul>
        </div>
    }
}

/// Lines of text to come.
#[component]
pub fn SkeletonLines(#[prop(default = 3)] count: usize) -> impl IntoView {
    let lines = (0..count).map(|_| view! { <span class="skeleton skeleton-line"></span> }).collect_view();
    view! {
        <div>
            <p class="sr-only" role="status">{words().loading}</p>
            <div aria-hidden="true">{lines}</div>
        </div>
    }
}
