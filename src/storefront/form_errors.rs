//! What a refused form shows beside its fields and above them.

use crate::{
    error::AppError,
    ui::{ErrorSummary, Notice, Tone, field_id},
};
use leptos::prelude::*;

/// The failure of a form's last try, as long as it is the last.
#[derive(Clone, Copy, Debug)]
pub struct FormErrors(Signal<Option<AppError>>);

impl FormErrors {
    /// Reads the result of the form's action: `FormErrors::of(move || action.value().get())`.
    pub fn of<T>(result: impl Fn() -> Option<Result<T, AppError>> + Send + Sync + 'static) -> Self {
        Self(Signal::derive(move || result().and_then(Result::err)))
    }

    /// The message for one field.
    pub fn field(self, name: impl Into<String>) -> Signal<Option<String>> {
        let name = name.into();
        Signal::derive(move || self.0.with(|error| error.as_ref().and_then(|error| error.field_message(&name))))
    }

    /// All refused fields with their labels, as links to them.
    fn summary(self, labels: &'static [(&'static str, &'static str)]) -> Signal<Vec<(String, String)>> {
        Signal::derive(move || {
            let Some(AppError::Invalid(errors)) = self.0.get() else { return Vec::new() };
            let label = |field: &str| labels.iter().find(|(known, _)| *known == field).map(|(_, label)| *label);
            let entry = |field: &str, message: String| match label(field) {
                Some(label) => (field_id(field), format!("{label}: {message}")),
                None => (field_id(field), message),
            };
            errors.0.iter().map(|error| entry(&error.field, error.problem.message())).collect()
        })
    }

    /// A failure that is not about a field.
    fn general(self) -> Signal<Option<String>> {
        Signal::derive(move || match self.0.get() {
            None | Some(AppError::Invalid(_)) => None,
            Some(error) => Some(error.to_string()),
        })
    }

    /// Whether the password is wanted again first.
    fn wants_confirmation(self) -> Signal<bool> {
        Signal::derive(move || self.0.with(|error| *error == Some(AppError::ConfirmationRequired)))
    }
}

/// Above a form: what is wrong with its fields, by their labels, and what else went wrong. Where the password is wanted
/// again, leads to the page that asks for it.
#[component]
pub fn FormProblems(errors: FormErrors, labels: &'static [(&'static str, &'static str)]) -> impl IntoView {
    let general = errors.general();
    let wants_confirmation = errors.wants_confirmation();
    Effect::new(move |_| {
        let location = window().location();
        if wants_confirmation.get()
            && let Ok(path) = location.pathname()
        {
            let _ = location.set_href(&format!("/account/confirm?next={path}"));
        }
    });
    view! {
        <ErrorSummary errors=errors.summary(labels) title="Please check these fields" />
        {move || general.get().map(|message| view! { <Notice tone=Tone::Error title=message /> })}
    }
}
