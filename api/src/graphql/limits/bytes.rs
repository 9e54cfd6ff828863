//! Roughly how many bytes a value takes as JSON.
use async_graphql::Value;

/// The size of a value with everything in it.
pub(super) fn whole(value: &Value) -> usize {
    match value {
        Value::List(items) => 2 + items.iter().map(|item| 1 + whole(item)).sum::<usize>(),
        Value::Object(fields) => 2 + fields.iter().map(|(name, value)| name.len() + 4 + whole(value)).sum::<usize>(),
        other => alone(other),
    }
}

/// The size of a value without nested values.
pub(super) fn alone(value: &Value) -> usize {
    match value {
        Value::Null => 4,
        Value::Boolean(_) => 5,
        Value::Number(_) => 8,
        Value::String(text) => text.len() + 2,
        Value::Enum(name) => name.len() + 2,
        Value::Binary(bytes) => bytes.len() * 4,
        Value::List(_) | Value::Object(_) => 2,
    }
}
