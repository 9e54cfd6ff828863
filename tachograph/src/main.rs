//! tachograph
fn main() {}
