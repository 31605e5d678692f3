use super::{Glyph, Icon, words};
use leptos::prelude::*;

/// Numbered pages, counted from 1, as links; `href` gives the address of a page. Prints nothing for a single page.
#[component]
pub fn Pagination(page: u32, pages: u32, #[prop(into)] href: Callback<u32, String>) -> impl IntoView {
    let words = words();
    let numbers = shown(page, pages)
        .into_iter()
        .map(move |number| match number {
            Some(number) => view! {
                <a
                    class="page-link"
                    href=href.run(number)
                    aria-label=format!("{} {number}", words.page)
                    aria-current=(number == page).then_some("page")
                >
                    {number}
                </a>
            }
            .into_any(),
            None => view! { <span class="page-link" aria-hidden="true">"…"</span> }.into_any(),
        })
        .collect_view();
    (pages > 1).then(|| {
        view! {
            <nav class="pagination" aria-label=words.pages>
                {step((page > 1).then(|| href.run(page - 1)), "prev", Glyph::ChevronLeft, words.previous)}
                {numbers}
                {step((page < pages).then(|| href.run(page + 1)), "next", Glyph::ChevronRight, words.next)}
            </nav>
        }
    })
}

fn step(href: Option<String>, rel: &'static str, glyph: Glyph, name: &'static str) -> AnyView {
    match href {
        Some(href) => view! {
            <a class="page-link" href=href rel=rel><Icon glyph /><span class="sr-only">{name}</span></a>
        }
        .into_any(),
        None => view! {
            <span class="page-link muted" aria-disabled="true"><Icon glyph /><span class="sr-only">{name}</span></span>
        }
        .into_any(),
    }
}

/// First, last, and the neighbors of the page; `None` stands for a gap of two or more.
fn shown(page: u32, pages: u32) -> Vec<Option<u32>> {
    let near = |number: u32| number == 1 || number == pages || number.abs_diff(page) <= 1;
    let mut list = Vec::new();
    for number in 1..=pages {
        let fills_a_hole = number > 1 && near(number - 1) && near(number + 1);
        if near(number) || fills_a_hole {
            list.push(Some(number));
        } else if list.last().is_some_and(Option::is_some) {
            list.push(None);
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_gap_of_one_page_shows_the_page_instead() {
        assert_eq!(shown(1, 1), [Some(1)]);
        assert_eq!(shown(1, 4), [Some(1), Some(2), Some(3), Some(4)]);
        assert_eq!(shown(4, 7), [1, 2, 3, 4, 5, 6, 7].map(Some));
        assert_eq!(shown(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
    }
}
