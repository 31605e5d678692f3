//! The try-it box: a sample cart, what the promotion does to it, and why it does nothing. Its state is the address, so it
//! works without scripts and can be sent to a colleague.

use crate::{
    actions::{admin::promotions::try_promotion, page_data::page_data},
    domain::{
        ids::{CustomerGroupId, PromotionId},
        money::{Currency, Money},
        promotion::{CartPromotion, CartPromotionState},
        staff::{SampleCart, Tried},
    },
    error::AppError,
    ui::{Button, Checkbox, Field, Glyph, Icon, Notice, Select, TextArea, Tone},
};
use leptos::prelude::*;
use leptos_router::{components::Form, hooks::use_query_map};

#[component]
pub(super) fn TryIt(id: PromotionId, groups: Vec<(CustomerGroupId, String)>) -> impl IntoView {
    let query = use_query_map();
    let sample = Memo::new(move |_| {
        query.with(|query| {
            let value = |name| query.get(name).unwrap_or_default();
            SampleCart {
                lines: value("lines"),
                shipping: value("shipping"),
                has_ordered: value("has_ordered") == "true",
                customer_group: value("customer_group"),
            }
        })
    });
    let load = move |sample: SampleCart| {
        try_promotion(id.to_string(), sample.lines, sample.shipping, sample.has_ordered, sample.customer_group)
    };
    let tried = page_data(move || sample.get(), load);
    let typed = sample.get_untracked();
    let mut choices = vec![(String::new(), "In no group".to_owned())];
    choices.extend(groups.into_iter().map(|(id, name)| (id.to_string(), name)));
    view! {
        <section class="card" id="try-it" aria-labelledby="try-it-title">
            <h2 id="try-it-title">"Try it"</h2>
            <p class="small muted">"On a cart that you make up, with all automatic promotions that run now. Save changes first."</p>
            <Form method="GET" action=format!("/admin/promotions/{id}") attr:class="grid gap-4">
                <TextArea label="Cart" name="lines" value=typed.lines hint="A SKU a line, with units before it: 3 TEE-NAVY-M" required=true rows=3 />
                <Field label="Price of shipping" name="shipping" value=typed.shipping inputmode="decimal" autocomplete="off" hint="Empty: not chosen yet" />
                {(choices.len() > 1).then(|| view! {
                    <Select label="Customer" name="customer_group" options=choices value=typed.customer_group />
                })}
                <Checkbox label="The customer has ordered before" name="has_ordered" checked=typed.has_ordered />
                <div><Button class="btn-secondary">"Try it"</Button></div>
            </Form>
            <Transition>
                {move || Suspend::new(async move {
                    match tried.await {
                        Ok(None) => ().into_any(),
                        Ok(Some(tried)) => view! { <Outcome tried /> }.into_any(),
                        Err(error) => view! { <Notice tone=Tone::Error title=problem(&error) /> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

fn problem(error: &AppError) -> String {
    match error {
        AppError::Invalid(errors) => {
            errors.0.first().map_or_else(|| error.to_string(), |first| first.problem.message())
        }
        error => error.to_string(),
    }
}

#[component]
fn Outcome(tried: Tried) -> impl IntoView {
    let lines = tried.lines.into_iter().map(|(units, name, total)| {
        view! { <p class="leader small"><span>{format!("{units} × {name}")}</span><span class="money">{total}</span></p> }
    });
    let lines = lines.collect_view();
    let promotions = tried.promotions.into_iter().map(|promotion| view! { <Judged promotion /> }).collect_view();
    let row = |label: &'static str, value: String| {
        view! { <p class="leader small"><span>{label}</span><span class="money">{value}</span></p> }
    };
    view! {
        <div class="grid gap-3" role="status">
            <div>{lines}</div>
            <ul class="cart-promotions">{promotions}</ul>
            <div class="totals">
                {row("Items", tried.items.to_string())}
                {row("Discount", tried.discount.to_string())}
                {row("Shipping", tried.shipping.to_string())}
                <p class="leader totals-sum"><span>"Total"</span><span class="money">{tried.total.to_string()}</span></p>
            </div>
        </div>
    }
}

#[component]
fn Judged(promotion: CartPromotion) -> impl IntoView {
    let currency = Currency::default();
    let (class, glyph, text) = match promotion.state {
        CartPromotionState::Applied(amount) => {
            ("cart-promotion is-applied", Glyph::Check, format!("Takes off {}.", Money::new(amount, currency)))
        }
        CartPromotionState::WaitsForShipping => {
            ("cart-promotion is-applied", Glyph::Check, "Applies once shipping is chosen.".to_owned())
        }
        CartPromotionState::Refused(why) => ("cart-promotion", Glyph::Info, why.sentence(currency)),
    };
    view! {
        <li class=class>
            <Icon glyph />
            <p><strong>{promotion.name}</strong><span class="block muted">{text}</span></p>
        </li>
    }
}
