//! Attacks of one organization on another. As far as possible, all their ids are the same; every text of the
//! attacked organization contains a mark; and every attack is repeated where that organization does not exist:
//! an attacker who cannot tell the difference has learned nothing.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod attacks;
mod live;
mod twins;
mod victim;
