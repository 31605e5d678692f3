//! The floor: attacks that no part of the shop may let through, tried on all of it. `docs/security.md` names these tests.

mod assignment;
mod csrf;
mod headers;
mod limits;
mod proxies;
mod raw;
mod secrets;
mod traversal;
mod xss;
