//! All customers.

use crate::{
    actions::{admin::customers::list_customers, page_data::page_data},
    admin::{
        list_query::ListQuery,
        list_table::{
            Column::{Number, Text},
            ListTable,
        },
        parts::{Loaded, PageHead, SearchBar, TableFoot, TableSkeleton, page_count},
    },
    domain::staff::{CustomerList, CustomerRow, CustomerSort},
    ui::{Badge, EmptyState, Glyph, LinkButton, Tone},
};
use leptos::prelude::*;

const PATH: &str = "/admin/customers";

/// All customers.
#[component]
pub fn CustomerListPage() -> impl IntoView {
    let query = ListQuery::from_address();
    let load = |query: ListQuery| list_customers(query.words, query.tab, query.older, query.newer);
    let customers = page_data(move || query.get(), load);
    view! {
        <div class="admin-page">
            <PageHead title="Customers" />
            <Loaded data=customers fallback=|| view! { <TableSkeleton /> } what="list" back=PATH let:list>
                <Found query=query.get_untracked() list />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(query: ListQuery, list: CustomerList) -> impl IntoView {
    let shown = list.customers.len();
    let count = page_count(shown, "customer", "customers");
    let rows = list.customers.into_iter().map(|customer| view! { <Row customer /> }).collect_view();
    let sort = CustomerSort::from_slug(&query.tab);
    let names = if sort == CustomerSort::Newest { ("Newer", "Older") } else { ("Back", "Next") };
    let tabs = CustomerSort::ALL.into_iter().map(|each| {
        let href = query.at_tab(each.slug()).href(PATH);
        view! { <a class="tab" href=href aria-current=(each == sort).then_some("page")>{each.label()}</a> }
    });
    let tabs = tabs.collect_view();
    view! {
        <nav class="tabs" aria-label="Order of the list">{tabs}</nav>
        <SearchBar path=PATH query=query.clone() label="Search customers" placeholder="First or last name, or e-mail" />
        {match (shown, query.words.is_empty()) {
            (0, true) => view! {
                <EmptyState glyph=Glyph::Users title="No customers yet" text="Whoever registers stands here. Guests only have orders." />
            }.into_any(),
            (0, false) => view! {
                <EmptyState glyph=Glyph::Search title="No customer fits" text="How a first name, a last name or an e-mail begins finds one.">
                    <LinkButton href=PATH>"Show all"</LinkButton>
                </EmptyState>
            }.into_any(),
            _ => view! {
                <ListTable
                    name="Customers"
                    caption=format!("Customers by {}", sort.label().to_lowercase())
                    columns=[Text("Name"), Text("E-mail"), Text("State"), Text("Since"), Number("Orders"), Number("Spent")]
                    rows
                >
                    <TableFoot path=PATH query links=list.pages count names />
                </ListTable>
            }.into_any(),
        }}
    }
}

#[component]
fn Row(customer: CustomerRow) -> impl IntoView {
    let spent = customer.purchases.spent_text();
    view! {
        <tr>
            <th scope="row"><a class="link" href=format!("{PATH}/{}", customer.id)>{customer.name.clone()}</a></th>
            <td class="break-all">{customer.email.clone()}</td>
            <td><StateBadge customer=customer.clone() /></td>
            <td class="num muted"><time datetime=customer.created_at.iso()>{customer.created_at.date()}</time></td>
            <td class="is-num">{customer.purchases.orders}</td>
            <td class="is-num">{spent}</td>
        </tr>
    }
}

/// Whether somebody can log in, and is who the e-mail says.
#[component]
pub fn StateBadge(customer: CustomerRow) -> impl IntoView {
    let (tone, text) = match (customer.disabled_at, customer.email_verified) {
        (Some(_), _) => (Tone::Error, "Disabled"),
        (None, false) => (Tone::Warn, "Not verified"),
        (None, true) => (Tone::Ok, "Verified"),
    };
    view! { <Badge tone text /> }
}
