//! From the cart to the parcel: what shoppers do, and what happens to their orders.

mod bad_input;
mod cart;
mod cart_limits;
mod checkout;
mod expiry;
mod foreign;
mod payment;
mod placing;
mod races;
mod referral;
mod saved_lines;
mod saved_races;
mod shipping;
mod webhooks;
