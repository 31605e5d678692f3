//! A stored picture as an image that loads no more than it needs.

use crate::domain::picture::Picture;
use leptos::prelude::*;

/// When an image is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// Before others: what the page is looked at for.
    First,
    Eager,
    /// Once it comes near the screen.
    Lazy,
}

/// `width` is that of the rendition for browsers that do not choose by `sizes`. Height and width are the original's, so
/// that nothing jumps. `decorative` pictures show what stands beside them and are not read out.
#[component]
pub fn PictureView(
    picture: Picture,
    width: i64,
    sizes: &'static str,
    loading: Loading,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] decorative: bool,
) -> impl IntoView {
    let alt = if decorative { String::new() } else { picture.alt.clone() };
    view! {
        <img
            class=class
            src=picture.url(width)
            srcset=picture.srcset()
            sizes=sizes
            width=picture.width
            height=picture.height
            alt=alt
            loading=(loading == Loading::Lazy).then_some("lazy")
            fetchpriority=(loading == Loading::First).then_some("high")
            decoding="async"
        />
    }
}
