//! What is to be picked, center by center.

use crate::{
    actions::{admin::stock::get_pick_lists, page_data::page_data},
    admin::parts::{Loaded, PageHead, TableSkeleton},
    domain::{
        ids::FulfillmentCenterId,
        order::OrderNumber,
        staff::{Bin, Fulfillment, PickList},
    },
    ui::{Badge, EmptyState, Glyph, LinkButton, Notice, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The packing slips of chosen orders as one file.
pub const SLIPS_PATH: &str = "/admin/packing-slips.pdf";

/// Which orders the address means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Chosen {
    numbers: Vec<String>,
    /// They were to be chosen, though perhaps none was.
    is_asked: bool,
}

impl Chosen {
    fn title(&self) -> String {
        match (self.is_asked, self.numbers.len()) {
            (false, _) => "Pick lists".to_owned(),
            (true, 1) => "Pick list of 1 order".to_owned(),
            (true, count) => format!("Pick list of {count} orders"),
        }
    }

    /// All their packing slips.
    fn slips(&self) -> String {
        let orders: String = self.numbers.iter().map(|number| format!("&orders={number}")).collect();
        format!("{SLIPS_PATH}?chosen=1{orders}")
    }
}

/// Pick lists over all orders that are ready to ship, or over those that were chosen; to be printed as they are.
#[component]
pub fn PickListPage() -> impl IntoView {
    let query = use_query_map();
    let chosen = Memo::new(move |_| {
        query.with(|query| {
            let numbers = query.get_all("orders").unwrap_or_default();
            Chosen { is_asked: !numbers.is_empty() || query.get("chosen").is_some(), numbers }
        })
    });
    let lists = page_data(move || chosen.get(), |chosen: Chosen| get_pick_lists(chosen.numbers.join(",")));
    view! {
        <div class="admin-page">
            {move || {
                let title = chosen.with(Chosen::title);
                view! {
                    <PageHead title>
                        <LinkButton href="/admin/orders?tab=to-ship">"Orders to ship"</LinkButton>
                    </PageHead>
                }
            }}
            <Loaded data=lists fallback=|| view! { <TableSkeleton /> } what="list" back="/admin/fulfillment" let:lists>
                <Found lists chosen=chosen.get_untracked() />
            </Loaded>
        </div>
    }
}

#[component]
fn NoneChosen() -> impl IntoView {
    view! {
        <EmptyState glyph=Glyph::Box title="No orders are chosen" text="Tick some in the list first.">
            <LinkButton href="/admin/orders?tab=to-ship">"To the list"</LinkButton>
        </EmptyState>
    }
}

/// Which of the chosen orders are not on the list.
#[component]
fn NothingToPack(numbers: Vec<OrderNumber>) -> impl IntoView {
    let text = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    (!numbers.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Info title=format!("Nothing to pack of {text}")>
                <p>"Not paid yet, canceled, or on the way already."</p>
            </Notice>
        }
    })
}

#[component]
fn Found(lists: Fulfillment, chosen: Chosen) -> impl IntoView {
    if chosen.is_asked && chosen.numbers.is_empty() {
        return view! { <NoneChosen /> }.into_any();
    }
    let left = lists.nothing_to_pack;
    if lists.centers.is_empty() {
        return view! { <NothingToPack numbers=left /><EmptyState glyph=Glyph::Check title="Nothing to pick" text="Everything that may ship is on its way." /> }
            .into_any();
    }
    let centers = lists.centers.into_iter().map(|list| view! { <Center list /> }).collect_view();
    let slips = chosen.slips();
    view! {
        <NothingToPack numbers=left />
        {chosen.is_asked.then(|| view! {
            <p class="no-print small"><a class="link" href=slips rel="external" target="_blank">"All packing slips as PDF"</a></p>
        })}
        {lists.is_cut.then(|| view! {
            <Notice tone=Tone::Info title="These are the oldest orders. The next ones stand here as these leave." />
        })}
        {centers}
    }
    .into_any()
}

#[component]
fn Center(list: PickList) -> impl IntoView {
    let id = format!("pick-{}", list.center);
    let (heading, group) = (id.clone(), id.clone());
    let orders = if list.orders == 1 { "1 order".to_owned() } else { format!("{} orders", list.orders) };
    let units = if list.units == 1 { "1 unit".to_owned() } else { format!("{} units", list.units) };
    let center = list.center;
    let rows = list.bins.into_iter().map(|bin| view! { <Row bin center /> }).collect_view();
    let slips = list.to_pack.into_iter().map(|(number, units)| view! { <ToPack number units center /> }).collect_view();
    view! {
        <section class="card grid gap-4" aria-labelledby=id>
            <div>
                <h2 id=heading>{list.name}</h2>
                <p class="muted small">{format!("{units} for {orders}")}</p>
            </div>
            <div class="table-wrap" role="group" aria-labelledby=group tabindex="0">
                <table class="table table-narrow">
                    <thead>
                        <tr>
                            <th scope="col">"SKU"</th>
                            <th scope="col">"Product"</th>
                            <th scope="col" class="is-num">"Pick"</th>
                            <th scope="col">"For"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="grid gap-1">
                <h3 class="field-label font-sans">"Packing slips"</h3>
                <ul class="flex flex-wrap gap-x-5 gap-y-2">{slips}</ul>
            </div>
        </section>
    }
}

/// The slip of what is to be packed of an order.
#[component]
fn ToPack(number: OrderNumber, units: i64, center: FulfillmentCenterId) -> impl IntoView {
    let page = format!("/admin/orders/{number}/pack/{center}");
    let file = format!("{page}/slip.pdf");
    let pieces = if units == 1 { "1 unit".to_owned() } else { format!("{units} units") };
    view! {
        <li class="small whitespace-nowrap">
            <a class="link num" href=page>{number.to_string()} <span class="sr-only">": packing slip"</span></a>
            <span class="muted">{format!(", {pieces}")}</span>
            " · "
            <a class="link" href=file rel="external" target="_blank">"PDF" <span class="sr-only">{format!(" of {number}")}</span></a>
        </li>
    }
}

#[component]
fn Row(bin: Bin, center: FulfillmentCenterId) -> impl IntoView {
    let missing = (bin.on_hand < bin.quantity)
        .then(|| view! { " " <Badge tone=Tone::Warn text=format!("{} on hand", bin.on_hand) /> });
    let options =
        (!bin.options.is_empty()).then(|| view! { <span class="muted">{format!(", {}", bin.options)}</span> });
    let orders = bin
        .orders
        .into_iter()
        .map(|(number, quantity)| {
            view! {
                <span class="whitespace-nowrap">
                    <a class="link num" href=format!("/admin/orders/{number}/pack/{center}")>{number.to_string()}</a>
                    {format!(" × {quantity} ")}
                </span>
                " "
            }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row" class="mono">{bin.sku}</th>
            <td>{bin.title}{options}</td>
            <td class="is-num"><strong>{bin.quantity}</strong>{missing}</td>
            <td>{orders}</td>
        </tr>
    }
}
