//! The cases of a debug build want more than the megabyte of stack that WebAssembly has by itself.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-tests=-zstack-size=16777216");
    }
}
