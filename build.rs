//! Tells cargo that migrations are a part of the program: a new file alone would not be noticed.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
