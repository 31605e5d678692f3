//! Components without knowledge of the shop.
