//! One entry of the log: a line, opened for its fields.

use crate::{
    domain::audit::{AuditAction, AuditChange, AuditEntry},
    ui::{Badge, Glyph, Icon, Tone},
};
use leptos::prelude::*;

#[component]
pub fn Entry(entry: AuditEntry) -> impl IntoView {
    let tone = match entry.action {
        AuditAction::Create => Tone::Ok,
        AuditAction::Update => Tone::Info,
        AuditAction::Delete => Tone::Error,
    };
    let href = entry.href().filter(|_| entry.action != AuditAction::Delete);
    let subject = entry.subject.label();
    let rows = entry.changes.into_iter().map(|change| view! { <Change change /> }).collect_view();
    view! {
        <li>
            <details class="log-entry">
                <summary>
                    <span>
                        <Badge tone text=subject /> " "
                        <strong>{entry.label.clone()}</strong> " "
                        <span class="muted">{entry.action.verb()} " by "</span> {entry.actor}
                    </span>
                    <time datetime=entry.at.iso()>{entry.at.to_string()} " UTC"</time>
                    <Icon glyph=Glyph::ChevronDown />
                </summary>
                <div class="log-changes grid gap-3">
                    <table>
                        <thead>
                            <tr><th scope="col">"Field"</th><th scope="col">"Before"</th><th scope="col">"After"</th></tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                    {href.map(|href| view! { <p><a class="link small" href=href>"Open " {entry.label}</a></p> })}
                </div>
            </details>
        </li>
    }
}

#[component]
fn Change(change: AuditChange) -> impl IntoView {
    let nothing = || view! { <span class="muted" aria-label="nothing">"–"</span> }.into_any();
    let before = change.before.map_or_else(nothing, |value| view! { <del>{shown(&value)}</del> }.into_any());
    let after = change.after.map_or_else(nothing, |value| view! { <ins>{shown(&value)}</ins> }.into_any());
    view! { <tr><th scope="row">{field(&change.field)}</th><td>{before}</td><td>{after}</td></tr> }
}

/// "seo_title" as "Seo title".
fn field(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A JSON value as people read it: texts without quotes, yes and no, lists with commas.
fn shown(json: &str) -> String {
    match serde_json::from_str::<serde_json::Value>(json) {
        Ok(serde_json::Value::String(text)) if text.is_empty() => "(empty)".into(),
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Bool(true)) => "Yes".into(),
        Ok(serde_json::Value::Bool(false)) => "No".into(),
        Ok(serde_json::Value::Array(items)) if items.is_empty() => "(none)".into(),
        Ok(serde_json::Value::Array(items)) => {
            items.iter().map(|item| shown(&item.to_string())).collect::<Vec<_>>().join(", ")
        }
        _ => json.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_people_read_them() {
        for (json, expected) in [
            (r#""Tarn & Co.""#, "Tarn & Co."),
            ("true", "Yes"),
            (r#"["Hand wash","Air"]"#, "Hand wash, Air"),
            ("[]", "(none)"),
            (r#""""#, "(empty)"),
            ("12", "12"),
            (r#"{"a":1}"#, r#"{"a":1}"#),
            ("broken", "broken"),
        ] {
            assert_eq!(shown(json), expected, "{json}");
        }
        assert_eq!(field("seo_title"), "Seo title");
    }
}
