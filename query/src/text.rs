//! Checks texts from outside before they reach a statement. Identifiers, names and searches never contain
//! control characters, and PostgreSQL rejects NUL: such texts are handled here, the same on both engines.
use crate::error::QueryError;
use domain::ids::{MAX_ID_CHARS, is_id};

/// The id of something to read: for an invalid id, there is nothing to find.
///
/// # Errors
/// NOT_FOUND for an invalid id.
pub fn id_to_read(what: &'static str, id: String) -> Result<String, QueryError> {
    if is_id(&id) { Ok(id) } else { Err(QueryError::NotFound(what)) }
}

/// An id to filter by or to write.
///
/// # Errors
/// BAD_USER_INPUT for an invalid id.
pub fn checked_id(field: &str, id: String) -> Result<String, QueryError> {
    if is_id(&id) {
        Ok(id)
    } else {
        Err(QueryError::bad_input(format!(
            "{field}: expected 1 to {MAX_ID_CHARS} characters without control characters"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_short_and_printable() {
        assert!(is_id("a") && is_id("\u{e4} b/c") && is_id(&"\u{e4}".repeat(MAX_ID_CHARS)));
        for text in ["", "a\0", "\n", "a\u{7f}", "\u{85}", &"a".repeat(MAX_ID_CHARS + 1)] {
            assert!(!is_id(text), "{text:?}");
            assert!(matches!(id_to_read("user", text.to_owned()), Err(QueryError::NotFound("user"))));
            assert!(matches!(checked_id("id", text.to_owned()), Err(QueryError::BadInput(_))));
        }
    }
}
