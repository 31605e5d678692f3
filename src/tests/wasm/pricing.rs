//! Carts that are priced here and on the server, where `domain/pricing/tests.rs` records what they cost.
//!
//! `cargo test --package tradewind-wasm --target wasm32-unknown-unknown` runs it in Node; nothing of it is for another target.
#![cfg_attr(not(target_arch = "wasm32"), allow(unused, reason = "there is nothing to run"))]

#[cfg(target_arch = "wasm32")]
use tradewind_wasm::domain;

#[cfg(target_arch = "wasm32")]
#[path = "../../domain/pricing/cases.rs"]
mod cases;

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen_test::wasm_bindgen_test]
fn carts_cost_the_same_in_webassembly_as_on_the_server() {
    let here = cases::record();
    assert!(here.lines().count() > 100, "there is a record");
    for (number, (here, server)) in here.lines().zip(cases::RECORD.lines()).enumerate() {
        assert_eq!(here, server, "line {} of the record", number + 1);
    }
    assert_eq!(here, cases::RECORD);
}

fn main() {}
