//! The pictures of the chosen variant: a track to swipe, and thumbnails that lead along it.

use super::Shown;
use crate::{
    domain::picture::Picture,
    storefront::picture_view::{Loading, PictureView},
    ui::{Dialog, DialogKind, Glyph, Icon},
};
use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// Width of the rendition that is opened.
const FULL: i64 = 1600;

#[component]
pub fn Gallery(shown: Shown) -> impl IntoView {
    let pictures = Memo::new(move |_| {
        let variant = shown.variant.get();
        shown
            .product
            .with_value(|product| product.pictures_of(variant.as_ref()).into_iter().cloned().collect::<Vec<_>>())
    });
    let (full, open) = (RwSignal::new(None::<Picture>), RwSignal::new(false));
    let track = move || {
        let pictures = pictures.get();
        if pictures.is_empty() {
            return view! {
                <p class="gallery-none"><Icon glyph=Glyph::Image />"No picture yet"</p>
            }
            .into_any();
        }
        let large = pictures
            .iter()
            .cloned()
            .enumerate()
            .map(|(index, picture)| view! { <Large index picture full open /> })
            .collect_view();
        let thumbs = (pictures.len() > 1).then(|| view! { <Thumbs pictures=pictures.clone() /> });
        view! {
            <section class="gallery" aria-label="Pictures">
                <ul class="gallery-track" tabindex="0">{large}</ul>
                {thumbs}
            </section>
        }
        .into_any()
    };
    view! {
        {track}
        <Dialog id="full-picture" title="Full size" kind=DialogKind::Large open>
            {move || full.get().map(|picture| view! { <FullPicture picture /> })}
        </Dialog>
    }
}

/// Shown once it is asked for: nothing of it is loaded before.
#[component]
fn FullPicture(picture: Picture) -> impl IntoView {
    view! { <img class="full-picture" src=picture.url(FULL) width=picture.width height=picture.height alt=picture.alt /> }
}

fn place_id(index: usize) -> String {
    format!("picture-{}", index + 1)
}

/// A picture that leads to its largest rendition; with scripts it opens over the page.
#[component]
fn Large(index: usize, picture: Picture, full: RwSignal<Option<Picture>>, open: RwSignal<bool>) -> impl IntoView {
    let loading = if index == 0 { Loading::First } else { Loading::Lazy };
    let (href, shown) = (picture.url(FULL), picture.clone());
    let enlarge = move |event: ev::MouseEvent| {
        // Asked for in another tab or window: the browser knows how.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            full.set(Some(shown.clone()));
            open.set(true);
        }
    };
    view! {
        <li id=place_id(index)>
            <a class="gallery-full" href=href rel="external" on:click=enlarge>
                <PictureView picture width=800 sizes="(min-width: 64rem) 42rem, 100vw" loading />
                <span class="sr-only">" Full size"</span>
            </a>
        </li>
    }
}

#[component]
fn Thumbs(pictures: Vec<Picture>) -> impl IntoView {
    let count = pictures.len();
    let current = RwSignal::new(0);
    let thumb = move |(index, picture): (usize, Picture)| {
        let label = format!("Picture {} of {count}", index + 1);
        let show = move |event: ev::MouseEvent| {
            event.prevent_default();
            current.set(index);
            scroll_to(index);
        };
        view! {
            <a
                class="gallery-thumb"
                href=format!("#{}", place_id(index))
                rel="external"
                aria-label=label
                aria-current=move || (current.get() == index).then_some("true")
                on:click=show
            >
                <PictureView picture width=160 sizes="4rem" loading=Loading::Lazy decorative=true />
            </a>
        }
    };
    view! { <div class="gallery-thumbs">{pictures.into_iter().enumerate().map(thumb).collect_view()}</div> }
}

/// Moves the track, not the page as following the link would.
fn scroll_to(index: usize) {
    let place =
        |index| document().get_element_by_id(&place_id(index)).and_then(|place| place.dyn_into::<HtmlElement>().ok());
    if let (Some(first), Some(place)) = (place(0), place(index))
        && let Some(track) = place.parent_element()
    {
        track.set_scroll_left(place.offset_left() - first.offset_left());
    }
}
