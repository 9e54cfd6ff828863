//! The cost of an introspection query. The schema's lists lead from types to fields to types again, so that a
//! short query may have an endless answer.

/// The estimated maximum number of schema values that one operation may request: about twice what the usual
/// tools request.
pub(super) const MOST: usize = 250_000;

/// The fields where introspection begins.
pub(super) fn is_root(name: &str) -> bool {
    matches!(name, "__schema" | "__type")
}

/// Roughly how many times the children of an introspection field are resolved.
pub(super) fn times(name: &str) -> usize {
    match name {
        "types" => 80,
        "fields" | "inputFields" | "enumValues" => 12,
        "args" | "possibleTypes" | "directives" => 4,
        _ => 1,
    }
}
