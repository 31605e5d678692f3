//! Uploading pictures: a plain form for one; with scripts several at once, dropped or chosen, each with its progress.

use crate::{
    domain::ids::ProductId,
    error::AppError,
    ui::{Button, Field, Glyph, Icon},
};
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys::{
        FormData,
        js_sys::{Array, Function, Reflect},
    },
};

/// Most bytes of a picture that are sent at all.
const MAX_BYTES: f64 = 20.0 * 1024.0 * 1024.0;

/// A file on its way.
#[derive(Clone, Copy)]
struct Sending {
    id: u32,
    name: StoredValue<String>,
    percent: RwSignal<u32>,
    outcome: RwSignal<Option<Result<(), String>>>,
}

/// A plain form: files travel as multipart, which the upload's own address takes.
#[component]
pub fn Upload(product: ProductId, title: String, is_active: bool, uploaded: RwSignal<u32>) -> impl IntoView {
    let address = StoredValue::new(format!("/admin/products/{product}/images"));
    // Shoppers see an active product's pictures at once, so that a description stands in from the start.
    let alt = StoredValue::new(if is_active { title.clone() } else { String::new() });
    let files = RwSignal::new(Vec::<Sending>::new());
    let is_over = RwSignal::new(false);
    let send_all = move |list: JsValue| {
        for file in Array::from(&list).iter() {
            let id = files.with_untracked(|files| u32::try_from(files.len()).unwrap_or_default());
            let sending = Sending {
                id,
                name: StoredValue::new(get(&file, "name").as_string().unwrap_or_default()),
                percent: RwSignal::new(0),
                outcome: RwSignal::new(None),
            };
            files.update(|files| files.push(sending));
            send(&address.get_value(), &file, &alt.get_value(), sending, uploaded);
        }
    };
    let dropped = move |event: leptos::ev::DragEvent| {
        let list = get(&get(event.as_ref(), "dataTransfer"), "files");
        is_over.set(false);
        if get(&list, "length").as_f64().unwrap_or_default() > 0.0 {
            event.prevent_default();
            send_all(list);
        }
    };
    view! {
        <div
            class="drop-zone needs-script"
            class:is-over=move || is_over.get()
            on:dragover=move |event| { event.prevent_default(); is_over.set(true); }
            on:dragleave=move |_| is_over.set(false)
            on:drop=dropped
        >
            <Icon glyph=Glyph::Upload />
            <p>"Drop pictures here, or "
                <label class="link" for="pictures-files">"choose files"</label>
            </p>
            <input
                class="sr-only"
                id="pictures-files"
                type="file"
                multiple=true
                accept="image/jpeg,image/png,image/webp,image/gif"
                on:change=move |event| {
                    if let Some(target) = event.target() {
                        send_all(get(target.as_ref(), "files"));
                        let _ = Reflect::set(target.as_ref(), &"value".into(), &"".into());
                    }
                }
            />
            <p>"JPEG, PNG, WebP or GIF, up to 20 MiB each, best at 4:5"</p>
            <ul class="upload-list" aria-live="polite">
                <For each=move || files.get() key=|file| file.id let:file><Progress file /></For>
            </ul>
        </div>
        <PlainUpload address=address.get_value() title />
    }
}

#[component]
fn Progress(file: Sending) -> impl IntoView {
    let name = file.name.get_value();
    let label = format!("Upload of {name}");
    view! {
        <li>
            <span class="upload-name">{name}</span>
            {move || match file.outcome.get() {
                None => view! {
                    <progress max="100" value=move || file.percent.get() aria-label=label.clone()></progress>
                }
                .into_any(),
                Some(Ok(())) => view! { <span class="text-sea"><Icon glyph=Glyph::Check />"Added"</span> }.into_any(),
                Some(Err(reason)) => view! { <span class="field-error"><Icon glyph=Glyph::Alert />{reason}</span> }.into_any(),
            }}
        </li>
    }
}

#[component]
fn PlainUpload(address: String, title: String) -> impl IntoView {
    view! {
        <form class="drop-zone without-script justify-items-stretch text-left" method="post" action=address enctype="multipart/form-data">
            <h3 class="font-sans text-sm font-semibold">"Add a picture"</h3>
            <div class="form-grid">
                <div class="field span-3">
                    <label class="field-label" for="file">"File"</label>
                    <p class="field-hint" id="file-hint">"JPEG, PNG, WebP or GIF, up to 20 MiB, best at 4:5"</p>
                    <input
                        class="input"
                        id="file"
                        type="file"
                        name="file"
                        accept="image/jpeg,image/png,image/webp,image/gif"
                        aria-describedby="file-hint"
                        required=true
                    />
                </div>
                <Field
                    label="What it shows"
                    name="alt"
                    hint=format!("Read out to those who cannot see it: {title}, from the front")
                    autocomplete="off"
                    maxlength=300
                    class="span-3"
                />
            </div>
            <p><Button><Icon glyph=Glyph::Upload />"Upload"</Button></p>
        </form>
    }
}

fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or_default()
}

fn call(value: &JsValue, name: &str, arguments: &[JsValue]) {
    if let Ok(function) = get(value, name).dyn_into::<Function>() {
        let _ = function.apply(value, &arguments.iter().collect::<Array>());
    }
}

/// Sends a file by `XMLHttpRequest`: `fetch` does not tell how far an upload has come.
fn send(address: &str, file: &JsValue, alt: &str, sending: Sending, uploaded: RwSignal<u32>) {
    let fail = move |reason: String| sending.outcome.set(Some(Err(reason)));
    if get(file, "size").as_f64().unwrap_or_default() > MAX_BYTES {
        return fail("The file is larger than 20 MiB.".to_owned());
    }
    let request = get(&window(), "XMLHttpRequest").dyn_into::<Function>();
    let request = request.ok().and_then(|constructor| Reflect::construct(&constructor, &Array::new()).ok());
    let (Some(request), Ok(form)) = (request, FormData::new()) else { return fail(AppError::Transport.to_string()) };
    call(form.as_ref(), "append", &["file".into(), file.clone()]);
    let _ = form.append_with_str("alt", alt);
    let progress = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let number = |name| get(&event, name).as_f64().unwrap_or_default();
        let _ = sending.percent.try_set((100.0 * number("loaded") / number("total").max(1.0)) as u32);
    });
    let asked = request.clone();
    let loaded = Closure::<dyn Fn()>::new(move || {
        if get(&asked, "status").as_f64() == Some(201.0) {
            let _ = sending.outcome.try_set(Some(Ok(())));
            let _ = uploaded.try_update(|count| *count = count.wrapping_add(1));
        } else {
            let text = get(&asked, "responseText").as_string().unwrap_or_default();
            let _ = sending.outcome.try_set(Some(Err(reason(&text))));
        }
    });
    let failed = Closure::<dyn Fn()>::new(move || {
        let _ = sending.outcome.try_set(Some(Err(AppError::Transport.to_string())));
    });
    call(&get(&request, "upload"), "addEventListener", &["progress".into(), progress.into_js_value()]);
    call(&request, "addEventListener", &["load".into(), loaded.into_js_value()]);
    call(&request, "addEventListener", &["error".into(), failed.into_js_value()]);
    call(&request, "open", &["POST".into(), address.into()]);
    call(&request, "setRequestHeader", &["Accept".into(), "application/json".into()]);
    call(&request, "send", &[form.into()]);
}

/// Why the shop refused a file.
fn reason(answer: &str) -> String {
    match serde_json::from_str::<AppError>(answer) {
        Ok(AppError::Invalid(errors)) => {
            errors.0.first().map_or_else(|| AppError::Transport.to_string(), |error| error.problem.message())
        }
        Ok(error) => error.to_string(),
        Err(_) => AppError::Transport.to_string(),
    }
}
