use super::words;
use leptos::prelude::*;

/// Where a step of a [`Timeline`] stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    #[default]
    Done,
    Current,
    Next,
}

/// One step of a [`Timeline`]: what happened, when (already formatted), and more about it.
#[derive(Clone, Debug, Default)]
pub struct Step {
    pub title: String,
    pub time: String,
    pub detail: String,
    pub state: StepState,
}

/// Steps in the order they happen.
#[component]
pub fn Timeline(steps: Vec<Step>) -> impl IntoView {
    let steps = steps
        .into_iter()
        .map(|Step { title, time, detail, state }| {
            let next = state == StepState::Next;
            view! {
                <li
                    class=if next { "timeline-item is-next" } else { "timeline-item" }
                    aria-current=(state == StepState::Current).then_some("step")
                >
                    <div>
                        <p class="timeline-title">
                            {title}
                            {next.then(|| view! { <span class="sr-only">" "{words().not_yet}</span> })}
                        </p>
                        {(!time.is_empty()).then(|| view! { <p class="timeline-time">{time}</p> })}
                        {(!detail.is_empty()).then(|| view! { <p>{detail}</p> })}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{steps}</ol> }
}
