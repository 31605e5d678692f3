//! The outside world: payment gateways, mail servers, file storage.

pub mod mail;
pub mod manual;
pub mod media;
pub mod payment;
pub mod paypal;
pub mod picture_fetcher;
pub mod sandbox;
pub mod stripe;
pub mod webhook_sender;
