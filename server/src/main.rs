//! The binary `gradus`.
fn main() {}
