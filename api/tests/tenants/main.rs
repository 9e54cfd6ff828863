//! Attacks of one organization on another. All ids of their things are the same, where they can be;
//! every text of the one that is attacked carries a mark; and every attack is repeated where that
//! organization does not exist: who cannot tell the two apart has learned nothing.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod attacks;
mod live;
mod twins;
mod victim;
