//! The checkout, step by step: each has an address, so that it works without scripts and going back is going back.

mod address;
mod contact;
mod payment;
mod review;
mod shipping;
mod side;
mod steps;

use crate::{
    actions::page_data::page_data,
    actions::{
        cart::AcceptPrices,
        checkout::{PlaceOrder, load_checkout},
    },
    domain::checkout::{Checkout, CheckoutStep},
    error::AppError,
    storefront::{cart::CartNotices, full_load::leave_for_answer},
    ui::{Notice, SkeletonLines, Tone},
};
use address::AddressStep;
use contact::ContactStep;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::{components::Redirect, hooks::use_params_map};
use payment::{PaymentStep, PaymentStepChoice};
use review::ReviewStep;
use shipping::ShippingStep;
use side::CheckoutSide;
use steps::StepList;

/// A step of the checkout; without one in the address, or past what is filled in, leads to the next that wants something.
#[component]
pub fn CheckoutPage() -> impl IntoView {
    let params = use_params_map();
    let step = Memo::new(move |_| params.read().get("step").unwrap_or_default());
    let actions = CheckoutActions { place: ServerAction::new(), accept: ServerAction::new() };
    leave_for_answer(actions.place);
    let stale = actions.made_stale();
    let checkout =
        page_data(move || (step.get(), stale.get()), |(step, _)| async move { (step, load_checkout().await) });
    view! {
        <Title text="Checkout" />
        <Meta name="robots" content="noindex" />
        <Transition fallback=|| view! { <div class="wrap py-8"><SkeletonLines count=8 /></div> }>
            {move || Suspend::new(async move {
                let (step, checkout) = checkout.await;
                match checkout {
                    Ok(checkout) => match destination(&step, &checkout) {
                        Ok(step) => view! { <StepPage step checkout actions /> }.into_any(),
                        Err(path) => view! { <Redirect path /> }.into_any(),
                    },
                    Err(AppError::CartEmpty) => view! { <Redirect path="/cart" /> }.into_any(),
                    Err(error) => {
                        view! { <div class="wrap py-8"><h1>"Checkout"</h1><Notice tone=Tone::Error title=error.to_string() /></div> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

/// The forms that live longer than the step they stand in.
#[derive(Clone, Copy)]
struct CheckoutActions {
    place: ServerAction<PlaceOrder>,
    accept: ServerAction<AcceptPrices>,
}

impl CheckoutActions {
    /// Counts the answers after which the checkout has to be read anew: notices were read, or placing the order was refused
    /// because something changed.
    fn made_stale(self) -> RwSignal<u32> {
        let stale = RwSignal::new(0);
        let again = move |answered: bool| {
            if answered {
                stale.update(|count| *count += 1);
            }
        };
        // A failure that came with the page is shown on a page that was just read.
        Effect::new(move |_| {
            let failed = self.place.value().with(|value| matches!(value, Some(Err(_))));
            again(failed && self.place.version().get_untracked() > 0);
        });
        Effect::new(move |_| again(self.accept.value().with(|value| matches!(value, Some(Ok(_))))));
        stale
    }
}

/// The step that an address shows, or else the address to go to.
fn destination(wanted: &str, checkout: &Checkout) -> Result<CheckoutStep, String> {
    match CheckoutStep::from_slug(wanted) {
        Some(step) if step <= checkout.next_step => Ok(step),
        _ => Err(checkout.next_step.path()),
    }
}

#[component]
fn StepPage(step: CheckoutStep, checkout: Checkout, actions: CheckoutActions) -> impl IntoView {
    let notices = checkout.cart.notices.clone();
    let cart = checkout.cart.clone();
    let next_step = checkout.next_step;
    let form = match step {
        CheckoutStep::Contact => view! { <ContactStep email=checkout.email /> }.into_any(),
        CheckoutStep::Address => {
            let (shipping, billing) = (checkout.shipping_address, checkout.billing_address);
            view! { <AddressStep shipping billing saved=checkout.addresses ships_to=checkout.ships_to /> }.into_any()
        }
        CheckoutStep::Shipping => {
            view! { <ShippingStep offers=checkout.offers chosen=checkout.shipping_method /> }.into_any()
        }
        CheckoutStep::Payment => {
            let chosen = PaymentStepChoice::of(&checkout);
            view! { <PaymentStep gateways=checkout.gateways saved=checkout.saved_methods chosen /> }.into_any()
        }
        CheckoutStep::Review => view! { <ReviewStep checkout place=actions.place /> }.into_any(),
    };
    view! {
        <div class="wrap checkout-layout">
            <div class="checkout-main">
                <div class="grid gap-3">
                    <h1 class="sr-only">"Checkout: " {step.title()}</h1>
                    <StepList current=step next=next_step />
                </div>
                <CartNotices notices=Signal::stored(notices) accept=actions.accept />
                {form}
            </div>
            <CheckoutSide cart />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{address::Address, cart::Cart};

    fn checkout(next_step: CheckoutStep) -> Checkout {
        Checkout {
            cart: Cart::default(),
            email: String::new(),
            shipping_address: Address::default(),
            billing_address: None,
            addresses: vec![],
            ships_to: vec![],
            offers: vec![],
            shipping_method: None,
            gateways: vec![],
            gateway: String::new(),
            saved_methods: vec![],
            saved_method: None,
            next_step,
            idempotency_key: String::new(),
        }
    }

    #[test]
    fn skipping_ahead_leads_to_the_first_step_that_wants_something() {
        let at_shipping = checkout(CheckoutStep::Shipping);
        assert_eq!(destination("contact", &at_shipping), Ok(CheckoutStep::Contact));
        assert_eq!(destination("shipping", &at_shipping), Ok(CheckoutStep::Shipping));
        for wanted in ["", "payment", "review", "nonsense"] {
            assert_eq!(destination(wanted, &at_shipping), Err("/checkout/shipping".into()), "{wanted}");
        }
    }
}
