//! Pure rules and the types that pages and the server share.
//!
//! Nothing here knows Leptos, SQL, files or the clock, and no type carries a secret: what is
//! serialized from here may be read by anyone who opens the browser's tools.

pub mod access;
pub mod account;
pub mod address;
pub mod allocation;
pub mod api_token;
pub mod audit;
pub mod cart;
pub mod catalog;
pub mod category_tree;
pub mod check;
pub mod checkout;
pub mod country;
pub mod credit;
pub mod forms;
pub mod ids;
pub mod invoice;
pub mod login;
pub mod money;
pub mod order;
pub mod order_alert;
pub mod order_edit;
pub mod order_settings;
pub mod payment;
pub mod picture;
pub mod pricing;
pub mod product;
pub mod promotion;
pub mod references;
pub mod referral;
pub mod reorder;
pub mod returns;
pub mod second_factor;
pub mod shipping;
pub mod shop_settings;
pub mod slug;
pub mod staff;
pub mod tax;
pub mod timestamp;
pub mod webhook;
