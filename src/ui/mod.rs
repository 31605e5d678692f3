//! Components without knowledge of the shop. Their looks are the classes of `style/`; their few own words are [`Words`],
//! so that a page in another language hands them over once, by context.
//!
//! All of them print the same HTML on the server and in the browser, and work as plain HTML before any script has run.

mod badge;
mod breadcrumbs;
mod button;
mod checkbox;
mod dialog;
mod empty_state;
mod error_summary;
mod field;
mod icon;
mod notice;
mod quantity_stepper;
mod radio_card;
mod rating;
mod select;
mod skeleton;
mod text_area;
mod theme_toggle;
mod timeline;
mod toaster;
mod tone;
mod words;

pub use badge::Badge;
pub use breadcrumbs::Breadcrumbs;
pub use button::{Button, ButtonKind, LinkButton};
pub use checkbox::Checkbox;
pub use dialog::{Dialog, DialogKind};
pub use empty_state::EmptyState;
pub use error_summary::ErrorSummary;
pub use field::{Field, field_id};
pub use icon::{Glyph, Icon};
pub use notice::Notice;
pub use quantity_stepper::QuantityStepper;
pub use radio_card::{RadioCard, RadioCards};
pub use rating::Rating;
pub use select::Select;
pub use skeleton::{SkeletonCards, SkeletonLines};
pub use text_area::{TextArea, text_area_html};
pub use theme_toggle::ThemeToggle;
pub use timeline::{Step, StepState, Timeline};
pub use toaster::{Toaster, Toasts, provide_toasts, use_toasts};
pub use tone::Tone;
pub use words::{Words, words};
