//! Picking and packing.

mod pick_lists;
mod slip;

pub use pick_lists::PickListPage;
pub use slip::{PackingSlipPage, SlipToPackPage};
