//! Why OTLP records are counted instead of stored.

use crate::codes::coded_enum;

coded_enum! {
    /// Why OTLP records are counted instead of stored.
    pub enum Unstored {
        /// No adapter knows them.
        Unknown = 1 => "unknown",
        /// They are points of a sum that is never reset, whose growth only its whole history tells.
        Cumulative = 2 => "cumulative",
        /// They violate the contract.
        Refused = 3 => "refused",
    }
}
