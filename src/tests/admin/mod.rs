//! What staff do, and what nobody else can.

mod guards;
mod login;
mod products;
