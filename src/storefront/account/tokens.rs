//! The API tokens of an account.

use super::parts::{AccountFailure, AccountHead, Done};
use crate::{
    actions::{
        api_tokens::{MakeApiToken, RevokeApiToken, list_api_tokens},
        page_data::page_data,
    },
    domain::{
        api_token::{Lifetime, NAME_LENGTH, Scope, TokenPage, TokenSummary},
        timestamp::Timestamp,
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, EmptyState, Field, Glyph, LinkButton, Notice, Select, SkeletonLines, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const LABELS: &[(&str, &str)] =
    &[("token[name]", "Name"), ("token[scopes]", "What it may do"), ("token[expires]", "Works for")];

/// Making, listing and revoking tokens.
#[component]
pub fn TokensPage() -> impl IntoView {
    let make = ServerAction::<MakeApiToken>::new();
    let revoke = ServerAction::<RevokeApiToken>::new();
    // A refused form keeps what was typed: only a token that was made is a reason to load the list again.
    let last_made = Memo::new(move |before: Option<&String>| match make.value().get() {
        Some(Ok(secret)) => secret,
        _ => before.cloned().unwrap_or_default(),
    });
    let page = page_data(move || (last_made.get(), revoke.version().get()), |_| list_api_tokens());
    let query = use_query_map();
    let revoked = Signal::derive(move || query.with(|query| query.get("done").as_deref() == Some("revoked")));
    let revoke_errors = FormErrors::of(move || revoke.value().get());
    view! {
        <AccountHead
            title="API tokens"
            text="A token lets a program act for you without your password. Give each program its own, with no more than it needs."
        >
            <LinkButton href="/api/docs" class="btn-small">"API documentation"</LinkButton>
        </AccountHead>
        <Done when=revoked text="The token was revoked. It opens nothing any more." />
        <FormProblems errors=revoke_errors labels=&[] />
        <Transition fallback=|| view! { <SkeletonLines count=8 /> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Found page last_made make revoke /> }.into_any(),
                    Err(error) => view! { <AccountFailure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Found(
    page: TokenPage,
    last_made: Memo<String>,
    make: ServerAction<MakeApiToken>,
    revoke: ServerAction<RevokeApiToken>,
) -> impl IntoView {
    // A plain form's token came with the page; one that the app asked for is the action's answer.
    let handed_over = page.made;
    let made = move || Some(last_made.get()).filter(|secret| !secret.is_empty()).or_else(|| handed_over.clone());
    view! {
        {move || made().map(|secret| view! { <MadeToken secret /> })}
        <TokenTable tokens=page.tokens revoke />
        <TokenForm scopes=page.scopes make />
    }
}

/// The one time a token is shown.
#[component]
fn MadeToken(secret: String) -> impl IntoView {
    view! {
        <Notice tone=Tone::Ok title="Your new token. Copy it now: it is not shown again.">
            <p><code class="mono made-token" data-testid="made-token">{secret}</code></p>
        </Notice>
    }
}

#[component]
fn TokenTable(tokens: Vec<TokenSummary>, revoke: ServerAction<RevokeApiToken>) -> impl IntoView {
    if tokens.is_empty() {
        return view! { <EmptyState glyph=Glyph::Box title="No tokens yet" text="Make one below for the first program." /> }.into_any();
    }
    let rows = tokens.into_iter().map(|token| view! { <TokenRow token revoke /> }).collect_view();
    view! {
        <div class="table-wrap" role="group" aria-label="Your tokens" tabindex="0">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Token"</th>
                        <th scope="col">"May"</th>
                        <th scope="col">"Made"</th>
                        <th scope="col">"Ends"</th>
                        <th scope="col">"Last used"</th>
                        <th scope="col"><span class="sr-only">"Revoke"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn TokenRow(token: TokenSummary, revoke: ServerAction<RevokeApiToken>) -> impl IntoView {
    let scopes =
        token.scopes.iter().map(|scope| view! { <li><code class="mono">{scope.slug()}</code></li> }).collect_view();
    let label = format!("Revoke {}", token.name);
    view! {
        <tr>
            <th scope="row">{token.name} <br /> <code class="mono muted">{token.hint}"…"</code></th>
            <td><ul class="grid gap-1">{scopes}</ul></td>
            <td><Day at=token.created_at /></td>
            <td>{match token.expires_at {
                Some(_) if token.expired => "Expired".into_any(),
                Some(at) => view! { <Day at /> }.into_any(),
                None => "Never".into_any(),
            }}</td>
            <td>{match token.last_used_at {
                Some(at) => view! { <time datetime=at.iso()>{at.to_string()}</time> }.into_any(),
                None => "Never".into_any(),
            }}</td>
            <td>
                <ActionForm action=revoke>
                    <input type="hidden" name="id" value=token.id.to_string() />
                    <button class="btn btn-danger btn-small" type="submit" aria-label=label>"Revoke"</button>
                </ActionForm>
            </td>
        </tr>
    }
}

#[component]
fn Day(at: Timestamp) -> impl IntoView {
    view! { <time datetime=at.iso()>{at.date()}</time> }
}

#[component]
fn TokenForm(scopes: Vec<Scope>, make: ServerAction<MakeApiToken>) -> impl IntoView {
    let errors = FormErrors::of(move || make.value().get());
    let boxes = scopes.into_iter().map(|scope| view! { <ScopeBox scope /> }).collect_view();
    let lifetimes = Lifetime::CHOICES.map(|choice| (choice.value(), choice.label())).to_vec();
    let problem = errors.field("token[scopes]");
    view! {
        <section class="card grid gap-5 max-w-xl" aria-labelledby="new-token">
            <h2 class="text-lg" id="new-token">"New token"</h2>
            <FormProblems errors labels=LABELS />
            <ActionForm action=make attr:class="grid gap-5" attr:novalidate=true>
                <Field
                    label="Name"
                    name="token[name]"
                    error=errors.field("token[name]")
                    hint="Which program uses it"
                    autocomplete="off"
                    maxlength=NAME_LENGTH
                    required=true
                />
                <fieldset class="grid gap-2" id="token-scopes" tabindex="-1">
                    <legend class="field-label">"What it may do"</legend>
                    {boxes}
                    {move || problem.get().map(|problem| view! { <p class="field-error">{problem}</p> })}
                </fieldset>
                <Select label="Works for" name="token[expires]" options=lifetimes error=errors.field("token[expires]") required=true />
                <Button kind=ButtonKind::Primary busy=make.pending()>"Make token"</Button>
            </ActionForm>
        </section>
    }
}

#[component]
fn ScopeBox(scope: Scope) -> impl IntoView {
    view! {
        <label class="check">
            <input class="check-input" type="checkbox" name="token[scopes][]" value=scope.slug() />
            <span>{scope.label()} " " <code class="mono muted">{scope.slug()}</code></span>
        </label>
    }
}
