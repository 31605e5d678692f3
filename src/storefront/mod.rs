//! Pages for shoppers.

pub mod account;
pub mod address_fields;
pub mod canonical;
pub mod cart;
pub mod category;
pub mod checkout;
pub mod compare;
pub mod failure;
pub mod form_errors;
pub mod full_load;
pub mod home;
pub mod layout;
pub mod listing;
pub mod login;
pub mod not_found;
pub mod order;
pub mod password_reset;
pub mod picture_view;
pub mod product;
pub mod product_card;
pub mod registration;
pub mod search;
mod search_field;
pub mod second_factor_login;
pub mod security;
pub mod summary;
pub mod swatch;
