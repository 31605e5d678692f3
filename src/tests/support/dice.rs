//! Chance that is the same at every run.

/// A pseudo-random sequence: numbers from 0 to one less than the sides.
pub fn dice(seed: u64) -> impl FnMut(i64) -> i64 {
    let mut state = seed;
    move |sides| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(state >> 33).expect("31 bits") % sides
    }
}
