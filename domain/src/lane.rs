//! Lanes: which projections exclude each other.

/// The number of lanes. Two organizations in different lanes may be projected at the same time.
pub const LANES: u16 = 64;

/// The lane of an organization: a stable hash of its id. It is never stored, so it may change between versions
/// as long as two versions never project at the same time.
#[must_use]
pub fn lane_of(org_id: &str) -> u16 {
    (xxhash_rust::xxh3::xxh3_64(org_id.as_bytes()) % u64::from(LANES)) as u16
}
