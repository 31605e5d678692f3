//! Use cases, named by what they do. They own the transaction; the store only writes SQL.

pub mod accounts;
pub mod add_category;
pub mod add_picture;
pub mod add_product;
pub mod admin_orders;
pub mod admin_products;
pub mod audit;
pub mod cancel_order;
pub mod carts;
pub mod catalog;
pub mod checkouts;
pub mod dashboard;
pub mod edit_product;
pub mod expire_order;
pub mod listings;
pub mod order_mail;
pub mod orders;
pub mod outbox;
pub mod payments;
pub mod place_order;
pub mod pricing;
pub mod record_payment;
pub mod ship_order;
