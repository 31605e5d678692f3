//! Leaving the app for a page that is not one of its own, such as a payment gateway's.

use crate::error::AppError;
use leptos::{prelude::*, server_fn::ServerFn};

/// Loads the address that an action answers with. The app's router would look for a page of its own there.
pub fn leave_for_answer<F>(action: ServerAction<F>)
where
    F: ServerFn<Output = String, Error = AppError> + Send + Sync + Clone + 'static,
{
    let answer = action.value();
    Effect::new(move |_| {
        if let Some(Ok(address)) = answer.get() {
            let _ = window().location().set_href(&address);
        }
    });
}
