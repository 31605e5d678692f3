//! What products refer to: brands, colors, sizes, materials, tax categories, specifications, categories.
//!
//! A form or an API body arrives as an input of texts, is checked once, and becomes the value that is stored, shown
//! and noted in the audit log.

mod category;
mod kind;
mod list;
mod models;
mod specification;
mod specification_input;

pub use category::{CategoryEditor, CategoryInput, CategoryMove, CategoryNode, CategoryValue, PLACES, Placement};
pub use kind::ReferenceKind;
pub use list::{Direction, ReferenceEditor, References, Sort, SpecificationBoard, SpecificationEditor};
pub use models::{
    Brand, Color, DESCRIPTION_LENGTH, Entry, Material, NAME_LENGTH, Reference, ReferenceInput, Size, SizeSystem,
    SpecificationGroup, TaxCategory, hex_color, name_and_slug,
};
pub use specification::{Definition, GroupLink, SpecificationChoice};
pub use specification_input::{ChoiceInput, SpecificationEntry, SpecificationForm, SpecificationValue, UsedChoice};
