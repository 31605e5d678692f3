//! Pages for shoppers.

pub mod cart;
pub mod category;
pub mod checkout;
pub mod form_errors;
pub mod full_load;
pub mod home;
pub mod layout;
pub mod login;
pub mod not_found;
pub mod order;
pub mod product;
pub mod search;
pub mod summary;
