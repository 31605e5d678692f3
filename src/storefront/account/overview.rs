//! The first page of an account.

use super::parts::{AccountFailure, AccountHead, AddressLines, OrderRows};
use crate::{
    actions::{account::get_overview, page_data::page_data},
    domain::{
        account::{AccountOverview, Profile},
        address::Address,
    },
    ui::{Badge, LinkButton, SkeletonLines, Tone},
};
use leptos::prelude::*;

/// Where one stands: recent orders, default addresses, what is known of oneself.
#[component]
pub fn AccountPage() -> impl IntoView {
    let overview = page_data(|| (), |()| get_overview());
    view! {
        <Suspense fallback=|| view! { <SkeletonLines count=8 /> }>
            {move || Suspend::new(async move {
                match overview.await {
                    Ok(overview) => view! { <Overview overview /> }.into_any(),
                    Err(error) => view! { <AccountFailure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Overview(overview: AccountOverview) -> impl IntoView {
    let AccountOverview { profile, orders, shipping, billing } = overview;
    let first_name = profile.name.split_whitespace().next().unwrap_or_default().to_owned();
    let recent = if orders.is_empty() {
        view! { <p class="muted">"You have not ordered anything yet. "<a class="link" href="/">"Look around"</a></p> }
            .into_any()
    } else {
        view! { <OrderRows orders /> }.into_any()
    };
    view! {
        <AccountHead title=format!("Hello, {first_name}") />
        <section aria-labelledby="account-orders">
            <div class="section-head">
                <h2 id="account-orders">"Recent orders"</h2>
                <a class="link small" href="/account/orders">"All orders"</a>
            </div>
            {recent}
        </section>
        <section aria-labelledby="account-addresses">
            <div class="section-head">
                <h2 id="account-addresses">"Your addresses"</h2>
                <a class="link small" href="/account/addresses">"Address book"</a>
            </div>
            <div class="account-cards">
                <DefaultAddress title="Parcels go to" address=shipping />
                <DefaultAddress title="Invoices go to" address=billing />
            </div>
        </section>
        <You profile />
    }
}

#[component]
fn DefaultAddress(title: &'static str, address: Option<Address>) -> impl IntoView {
    let shown = match address {
        Some(address) => view! { <AddressLines address /> }.into_any(),
        None => view! { <p class="small muted">"No default address yet."</p> }.into_any(),
    };
    view! { <div class="card grid gap-2"><h3 class="font-sans text-sm">{title}</h3>{shown}</div> }
}

#[component]
fn You(profile: Profile) -> impl IntoView {
    let (tone, state) = if profile.email_verified { (Tone::Ok, "Verified") } else { (Tone::Warn, "Not verified") };
    view! {
        <section aria-labelledby="account-you">
            <div class="section-head"><h2 id="account-you">"About you"</h2></div>
            <dl class="facts">
                <div><dt>"Name"</dt><dd>{profile.name}</dd></div>
                <div><dt>"E-mail"</dt><dd>{profile.email}" " <Badge tone text=state /></dd></div>
                <div>
                    <dt>"Customer since"</dt>
                    <dd><time datetime=profile.member_since.iso()>{profile.member_since.date()}</time></dd>
                </div>
            </dl>
            <div class="form-actions mt-5">
                <LinkButton href="/account/profile">"Edit profile"</LinkButton>
                {(!profile.email_verified).then(|| view! {
                    <LinkButton href="/verify-email">"Have the link sent again"</LinkButton>
                })}
            </div>
        </section>
    }
}
