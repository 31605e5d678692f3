//! Picking and packing.

mod pick_lists;
mod slip;

pub use pick_lists::{PickListPage, SLIPS_PATH};
pub use slip::{PackingSlipPage, SlipToPackPage};
