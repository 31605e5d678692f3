//! The table of a list.

use leptos::prelude::*;

/// The heading of a column.
#[derive(Clone, Copy, Debug)]
pub enum Column {
    Text(&'static str),
    Number(&'static str),
    /// Only read out: what stands in it speaks for itself.
    Unseen(&'static str),
}

/// A table that scrolls sideways where it does not fit. `children` stand below it.
#[component]
pub fn ListTable<Rows>(
    /// Of the place on the page.
    name: &'static str,
    /// What is in it, and in which order.
    #[prop(into)]
    caption: String,
    #[prop(into)] columns: Vec<Column>,
    rows: Rows,
    #[prop(default = "table")] class: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView
where
    Rows: IntoView + 'static,
{
    let heading = |column| match column {
        Column::Text(name) => view! { <th scope="col">{name}</th> }.into_any(),
        Column::Number(name) => view! { <th scope="col" class="is-num">{name}</th> }.into_any(),
        Column::Unseen(name) => view! { <th scope="col"><span class="sr-only">{name}</span></th> }.into_any(),
    };
    let headings = columns.into_iter().map(heading).collect_view();
    view! {
        <div class="table-wrap" role="region" aria-label=name tabindex="0">
            <table class=class>
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>{headings}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {children.map(|children| children())}
        </div>
    }
}
