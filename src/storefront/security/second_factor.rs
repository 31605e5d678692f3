//! Two-factor login: setting it up, its recovery codes, switching it off.

use super::ConfirmFirst;
use crate::{
    actions::security::{BeginSecondFactor, DisableSecondFactor, EnableSecondFactor, RenewRecoveryCodes},
    domain::second_factor::{AccountSecurity, SecondFactorSetup, SecondFactorState},
    error::AppError,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Badge, Button, ButtonKind, Field, Notice, Tone},
};
use leptos::prelude::*;

/// The forms of the section, which live longer than the state that they change.
#[derive(Clone, Copy)]
pub(super) struct SecondFactorActions {
    begin: ServerAction<BeginSecondFactor>,
    enable: ServerAction<EnableSecondFactor>,
    renew: ServerAction<RenewRecoveryCodes>,
    disable: ServerAction<DisableSecondFactor>,
    /// Codes of the last answer, which nobody can read again.
    new_codes: RwSignal<Vec<String>>,
}

impl SecondFactorActions {
    pub(super) fn new() -> Self {
        let actions = Self {
            begin: ServerAction::new(),
            enable: ServerAction::new(),
            renew: ServerAction::new(),
            disable: ServerAction::new(),
            new_codes: RwSignal::default(),
        };
        let keep = move |answer: Option<Result<Vec<String>, AppError>>| {
            if let Some(Ok(codes)) = answer {
                actions.new_codes.set(codes);
            }
        };
        Effect::new(move |_| keep(actions.enable.value().get()));
        Effect::new(move |_| keep(actions.renew.value().get()));
        actions
    }

    /// Counts the answers, after each of which the state is another one.
    pub(super) fn answers(self) -> usize {
        self.begin.version().get()
            + self.enable.version().get()
            + self.renew.version().get()
            + self.disable.version().get()
    }
}

#[component]
pub(super) fn SecondFactorSection(actions: SecondFactorActions, security: AccountSecurity) -> impl IntoView {
    let AccountSecurity { confirmed, second_factor, new_codes, .. } = security;
    let is_on = matches!(second_factor, SecondFactorState::On { .. });
    let badge = if is_on { ("On", Tone::Ok) } else { ("Off", Tone::Info) };
    let body = match second_factor {
        SecondFactorState::On { recovery_codes } => {
            view! { <InUse actions recovery_codes confirmed new_codes /> }.into_any()
        }
        SecondFactorState::Pending(setup) => view! { <SetUp actions setup /> }.into_any(),
        SecondFactorState::Off if confirmed => view! { <Begin actions /> }.into_any(),
        SecondFactorState::Off => {
            view! { <ConfirmFirst what="To switch it on, please give your password again." /> }.into_any()
        }
    };
    view! {
        <section class="checkout-part" id="second-factor" aria-labelledby="second-factor-title">
            <div class="flex items-baseline gap-3">
                <h2 class="font-serif text-xl" id="second-factor-title">"Two-factor login"</h2>
                <Badge text=badge.0 tone=badge.1 />
            </div>
            <p>"Besides your password, logging in takes a code from an app on your phone. Who steals the password alone gets nowhere."</p>
            {body}
        </section>
    }
}

#[component]
fn Begin(actions: SecondFactorActions) -> impl IntoView {
    let errors = FormErrors::of(move || actions.begin.value().get());
    view! {
        <FormProblems errors labels=&[] />
        <ActionForm action=actions.begin>
            <Button busy=actions.begin.pending()>"Set it up"</Button>
        </ActionForm>
    }
}

#[component]
fn SetUp(actions: SecondFactorActions, setup: SecondFactorSetup) -> impl IntoView {
    let errors = FormErrors::of(move || actions.enable.value().get());
    // Four light modules around it, which readers of the code need.
    let view_box = format!("-4 -4 {0} {0}", setup.size + 8);
    view! {
        <ol class="prose grid gap-5">
            <li>
                <p>"Scan this with an authenticator app on your phone."</p>
                <svg class="qr mt-3" viewBox=view_box role="img" aria-label="QR code for your authenticator app">
                    <rect class="qr-ground" x="-4" y="-4" width="100%" height="100%" />
                    <path class="qr-ink" d=setup.path shape-rendering="crispEdges" />
                </svg>
                <p class="small muted mt-3">
                    "You cannot scan it? Type this key: " <code class="mono break-words">{setup.key}</code>
                    ", or, on the phone itself, " <a class="link" href=setup.url rel="external">"open it in the app"</a> "."
                </p>
            </li>
            <li><p>"Enter the code that the app shows now."</p></li>
        </ol>
        <FormProblems errors labels=&[("code", "Code")] />
        <ActionForm action=actions.enable attr:class="grid gap-5" attr:novalidate=true>
            <Field
                label="Code"
                name="code"
                error=errors.field("code")
                inputmode="numeric"
                autocomplete="one-time-code"
                maxlength=10
                required=true
            />
            <div><Button kind=ButtonKind::Strong busy=actions.enable.pending()>"Switch it on"</Button></div>
        </ActionForm>
    }
}

#[component]
fn InUse(actions: SecondFactorActions, recovery_codes: i64, confirmed: bool, new_codes: Vec<String>) -> impl IntoView {
    let errors = FormErrors::of(move || {
        let renewal = actions.renew.value().get().and_then(Result::err);
        renewal.or_else(|| actions.disable.value().get().and_then(Result::err)).map(Err::<(), _>)
    });
    let left = match recovery_codes {
        0 => "No recovery code is left.".to_owned(),
        1 => "One recovery code is left.".to_owned(),
        left => format!("{left} recovery codes are left."),
    };
    view! {
        {move || {
            let answered = actions.new_codes.get();
            view! { <NewCodes codes=if answered.is_empty() { new_codes.clone() } else { answered } /> }
        }}
        <p>{left} " Each gets you in once when the phone is gone."</p>
        <FormProblems errors labels=&[] />
        {if confirmed {
            view! {
                <div class="flex flex-wrap gap-3">
                    <ActionForm action=actions.renew>
                        <Button busy=actions.renew.pending()>"Make new recovery codes"</Button>
                    </ActionForm>
                    <ActionForm action=actions.disable>
                        <Button kind=ButtonKind::Danger busy=actions.disable.pending()>"Switch it off"</Button>
                    </ActionForm>
                </div>
            }.into_any()
        } else {
            view! { <ConfirmFirst what="To make new codes or to switch it off, please give your password again." /> }.into_any()
        }}
    }
}

/// Recovery codes, shown this once.
#[component]
fn NewCodes(codes: Vec<String>) -> impl IntoView {
    if codes.is_empty() {
        return ().into_any();
    }
    let codes = codes.into_iter().map(|code| view! { <li><code class="mono">{code}</code></li> }).collect_view();
    view! {
        <Notice tone=Tone::Warn title="Keep these recovery codes now">
            <p>"They are shown this once. Print them, or put them into your password manager."</p>
            <ul class="recovery-codes mt-3" aria-label="Recovery codes">{codes}</ul>
        </Notice>
    }
    .into_any()
}
