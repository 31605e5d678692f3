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
    fn summary(self, labels: Labels) -> Signal<Vec<(String, String)>> {
        Signal::derive(move || {
            let Some(AppError::Invalid(errors)) = self.0.get() else { return Vec::new() };
            let entry = |field: &str, message: String| match labels.of(field) {
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

/// What a form's fields are called, by their names.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    fixed: &'static [(&'static str, &'static str)],
    rows: Vec<(String, String)>,
}

impl Labels {
    /// With those of fields that a form has for each row of something.
    #[must_use]
    pub fn with_rows(self, rows: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { rows: rows.into_iter().collect(), ..self }
    }

    fn of(&self, field: &str) -> Option<&str> {
        let fixed = self.fixed.iter().find(|(known, _)| *known == field).map(|(_, label)| *label);
        fixed.or_else(|| self.rows.iter().find(|(known, _)| known == field).map(|(_, label)| label.as_str()))
    }
}

impl From<&'static [(&'static str, &'static str)]> for Labels {
    fn from(fixed: &'static [(&'static str, &'static str)]) -> Self {
        Self { fixed, rows: Vec::new() }
    }
}

impl<const N: usize> From<&'static [(&'static str, &'static str); N]> for Labels {
    fn from(fixed: &'static [(&'static str, &'static str); N]) -> Self {
        Self::from(fixed.as_slice())
    }
}

/// Above a form: what is wrong with its fields, by their labels, and what else went wrong. Where the password is wanted
/// again, leads to the page that asks for it.
#[component]
pub fn FormProblems(errors: FormErrors, #[prop(into)] labels: Labels) -> impl IntoView {
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
