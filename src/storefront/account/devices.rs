//! Where the account is logged in.

use super::parts::{AccountFailure, AccountHead};
use crate::{
    actions::{
        account::devices::{CloseDevice, CloseOtherDevices, list_devices},
        page_data::page_data,
    },
    domain::account::Device,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Badge, Button, ButtonKind, SkeletonLines, Tone},
};
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Actions {
    close: ServerAction<CloseDevice>,
    close_others: ServerAction<CloseOtherDevices>,
}

#[component]
pub fn DevicesPage() -> impl IntoView {
    let actions = Actions { close: ServerAction::new(), close_others: ServerAction::new() };
    let source = move || (actions.close.version().get(), actions.close_others.version().get());
    let devices = page_data(source, |_| list_devices());
    let close_errors = FormErrors::of(move || actions.close.value().get());
    let others_errors = FormErrors::of(move || actions.close_others.value().get());
    view! {
        <AccountHead
            title="Devices"
            text="Where you are logged in. If you do not know one of them, log out there and change your password."
        />
        <FormProblems errors=close_errors labels=&[] />
        <FormProblems errors=others_errors labels=&[] />
        <Transition fallback=|| view! { <SkeletonLines count=6 /> }>
            {move || Suspend::new(async move {
                match devices.await {
                    Ok(devices) => view! { <Devices devices actions /> }.into_any(),
                    Err(error) => view! { <AccountFailure error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Devices(devices: Vec<Device>, actions: Actions) -> impl IntoView {
    let others = devices.iter().any(|device| !device.is_present);
    let action = actions.close_others;
    let rows = devices.into_iter().map(|device| view! { <DeviceRow device actions /> }).collect_view();
    view! {
        <ul class="account-rows">{rows}</ul>
        {others.then(|| view! {
            <ActionForm action>
                <Button kind=ButtonKind::Danger busy=action.pending()>"Log out everywhere else"</Button>
            </ActionForm>
        })}
    }
}

#[component]
fn DeviceRow(device: Device, actions: Actions) -> impl IntoView {
    let Device { key, name, address, first_seen, last_seen, is_present } = device;
    let place = (!address.is_empty()).then(|| view! { " from " {address} });
    let action = actions.close;
    let where_to = format!(": {name}");
    let end = if is_present {
        view! { <Badge tone=Tone::Ok text="This device" /> }.into_any()
    } else {
        view! {
            <ActionForm action>
                <input type="hidden" name="key" value=key />
                <Button class="btn-small" busy=action.pending()>
                    "Log out there"<span class="sr-only">{where_to}</span>
                </Button>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <li class="account-row">
            <div>
                <p><strong>{name}</strong></p>
                <p class="small muted">
                    "Logged in " <time datetime=first_seen.iso()>{first_seen.to_string()}</time> {place}
                    ", last seen " <time datetime=last_seen.iso()>{last_seen.to_string()}</time> " UTC"
                </p>
            </div>
            <div class="account-row-end">{end}</div>
        </li>
    }
}
