//! Where the focus goes when the line that has it leaves its list.

use crate::domain::{
    cart::Cart,
    ids::{CartLineId, SavedLineId},
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// The region of the cart's lines.
pub const LINES: &str = "cart-lines";
/// The heading of what is saved for later.
pub const SAVED: &str = "saved-lines";
/// The page, where neither is there any more.
const PAGE: &str = "main";

/// The id of a line's element.
pub fn line(id: CartLineId) -> String {
    format!("cart-line-{id}")
}

/// The id of a saved line's element.
pub fn saved(id: SavedLineId) -> String {
    format!("saved-line-{id}")
}

/// Gives the focus to what stands where a line left its list, once the page shows it; not from somebody who has moved on.
pub fn hand_on(before: &Cart, now: &Cart) {
    let Some(id) = heir(before, now) else { return };
    request_animation_frame(move || {
        let is_lost = document().active_element().is_none_or(|active| active.tag_name().eq_ignore_ascii_case("body"));
        let heir = document().get_element_by_id(&id).and_then(|heir| heir.dyn_into::<HtmlElement>().ok());
        if let Some(heir) = heir.filter(|_| is_lost) {
            let _ = heir.focus();
        }
    });
}

/// The element that comes after what left: the next line of its list, else the one before, else the other list.
fn heir(before: &Cart, now: &Cart) -> Option<String> {
    if let Some(place) = before.lines.iter().position(|line| now.lines.iter().all(|other| other.id != line.id)) {
        let next = now.lines.get(place).or(now.lines.last()).map(|next| line(next.id));
        let other = if now.saved.is_empty() { PAGE } else { SAVED };
        return Some(next.unwrap_or_else(|| other.to_owned()));
    }
    let place = before.saved.iter().position(|line| now.saved.iter().all(|other| other.id != line.id))?;
    let next = now.saved.get(place).or(now.saved.last()).map(|next| saved(next.id));
    let other = if now.lines.is_empty() { PAGE } else { LINES };
    Some(next.unwrap_or_else(|| other.to_owned()))
}
