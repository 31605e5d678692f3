use super::{Glyph, Icon, Tone, words};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::time::Duration;

const SHOWN_FOR: Duration = Duration::from_secs(8);
/// On a phone, more of them cover what one wants to press.
const MOST: usize = 2;

#[derive(Clone, Debug)]
struct Toast {
    id: u64,
    tone: Tone,
    text: String,
    /// Address and name of a link.
    link: Option<(String, String)>,
}

/// Short messages that come and go. Nothing may be said only here: they vanish.
#[derive(Clone, Copy, Debug)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    shown: StoredValue<u64>,
}

impl Toasts {
    /// Says something; call it in an event handler or effect, never while rendering. `link` is an address and its name.
    pub fn show(self, tone: Tone, text: impl Into<String>, link: Option<(String, String)>) {
        let id = self.shown.get_value();
        self.shown.set_value(id.wrapping_add(1));
        let toast = Toast { id, tone, text: text.into(), link };
        self.list.update(|list| {
            list.push(toast);
            list.drain(..list.len().saturating_sub(MOST));
        });
        set_timeout(move || self.dismiss(id), SHOWN_FOR);
    }

    fn dismiss(self, id: u64) {
        let _ = self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Makes [`use_toasts`] work below; call it once, in the layout that holds the [`Toaster`].
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts { list: RwSignal::new(Vec::new()), shown: StoredValue::new(0) };
    provide_context(toasts);
    toasts
}

/// The toasts of the layout above; without one, a fresh set that nobody sees.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(provide_toasts)
}

/// The place where toasts appear: a polite live region, there from the start.
#[component]
pub fn Toaster() -> impl IntoView {
    let toasts = use_toasts();
    let path = use_location().pathname;
    // They are about the page that one leaves.
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            toasts.list.update(Vec::clear);
        }
        now
    });
    view! {
        <div class="toaster" role="status" aria-live="polite">
            <For each=move || toasts.list.get() key=|toast| toast.id let:toast>
                <div class="toast">
                    <Icon glyph=toast.tone.glyph() />
                    <span>{toast.text}</span>
                    {toast.link.map(|(href, name)| view! { <a class="toast-action" href=href>{name}</a> })}
                    <button class="toast-close" type="button" aria-label=words().close on:click=move |_| toasts.dismiss(toast.id)>
                        <Icon glyph=Glyph::Close />
                    </button>
                </div>
            </For>
        </div>
    }
}
