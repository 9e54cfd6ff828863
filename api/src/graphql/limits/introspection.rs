//! What a question about the schema costs. Its lists lead from types to fields to types again, so that
//! a short question may have an answer without end.

/// The most values of the schema that one operation may ask for, as estimated: about twice what
/// the usual tools ask for.
pub(super) const MOST: usize = 250_000;

/// Where questions about the schema begin.
pub(super) fn is_root(name: &str) -> bool {
    matches!(name, "__schema" | "__type")
}

/// About how often what stands within a field of the schema's own types is answered.
pub(super) fn times(name: &str) -> usize {
    match name {
        "types" => 80,
        "fields" | "inputFields" | "enumValues" => 12,
        "args" | "possibleTypes" | "directives" => 4,
        _ => 1,
    }
}
