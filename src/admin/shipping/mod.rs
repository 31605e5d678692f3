//! Shipping: carriers, zones, methods, and what a method costs in a zone.

mod carrier;
mod method;
mod overview;
mod rate;
mod zone;

pub use carrier::ShippingCarrierPage;
pub use method::ShippingMethodPage;
pub use overview::ShippingPage;
pub use rate::ShippingRatePage;
pub use zone::ShippingZonePage;

const PATH: &str = "/admin/shipping";
