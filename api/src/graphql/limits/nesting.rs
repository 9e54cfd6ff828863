//! How deeply the brackets of a text are nested, determined without parsing it: the parser is recursive, and
//! each level takes stack space.
use crate::error::ApiError;

/// The maximum number of brackets open at once; those within strings and comments do not count. For text that
/// is not GraphQL it may be any number: it is rejected before recursion becomes a problem.
///
/// # Errors
/// BAD_USER_INPUT for an unterminated block string: the parser would read on as if it were two other strings.
pub(super) fn levels(text: &str) -> Result<usize, ApiError> {
    let (mut rest, mut open, mut most) = (text.as_bytes(), 0_usize, 0_usize);
    while let Some((&byte, after)) = rest.split_first() {
        rest = match byte {
            b'{' | b'[' | b'(' => {
                open += 1;
                most = most.max(open);
                after
            }
            b'}' | b']' | b')' => {
                open = open.saturating_sub(1);
                after
            }
            b'#' => past_line(after),
            b'"' => past_string(after)?,
            _ => after,
        };
    }
    Ok(most)
}

/// The rest of the text after the end of a string; three quotation marks begin a block string.
fn past_string(text: &[u8]) -> Result<&[u8], ApiError> {
    match text.strip_prefix(b"\"\"") {
        Some(block) => past_block(block)
            .ok_or_else(|| ApiError::bad_input("query: a string that starts with \"\"\" is not terminated")),
        // An unterminated string is not GraphQL.
        None => Ok(past_plain(text).unwrap_or_default()),
    }
}

/// The rest of the text after the end of a block string; a single backslash escapes the end.
fn past_block(mut text: &[u8]) -> Option<&[u8]> {
    loop {
        if let Some(after) = text.strip_prefix(b"\"\"\"") {
            return Some(after);
        }
        text = text.strip_prefix(b"\\\"\"\"").or_else(|| text.get(1..))?;
    }
}

/// The rest of the text after a quotation mark; a backslash escapes the byte after it.
fn past_plain(mut text: &[u8]) -> Option<&[u8]> {
    loop {
        text = match text.first()? {
            b'"' => return text.get(1..),
            b'\\' => text.get(2..)?,
            _ => text.get(1..)?,
        };
    }
}

fn past_line(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    end.and_then(|end| text.get(end..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::levels;
    use crate::error::ApiError;
    use query::QueryError;

    #[test]
    fn brackets_count_where_they_are_brackets() {
        for (text, expected) in [
            ("", 0),
            ("{ a(b: [{c: 1}]) { d } }", 4),
            ("{ a } { b } { c }", 1),
            ("{ a(b: \"{{{\") }", 2),
            ("{ a(b: \"\\\"{{{\") }", 2),
            ("{ a(b: \"\\\\\") { b } }", 2),
            ("{ a(b: \"\\\\\", c: [[1]]) }", 4),
            ("{ a(b: \"\"\" {{ \\\"\"\" {{ \\\"\"\"\"\"\", c: [[1]]) }", 4),
            // The second backslash escapes the end: everything is text.
            ("{ a(b: \"\", c: [[1]]) }", 4),
            ("{ a # [[[[\n (b: [1]) }", 3),
            ("{ a # [[[[\r (b: [1]) }", 3),
            ("}}} {", 1),
            ("{ \"[[", 1),
            ("# [", 0),
        ] {
            assert_eq!(levels(text).expect("strings that end"), expected, "{text}");
        }
        for text in ["{ a(b: [\"\"\"x\" [[1]]]) }", "{ a(b: \"\"\"\\\\\"\"\", c: [[1]]) }"] {
            assert!(matches!(levels(text), Err(ApiError::Query(QueryError::BadInput(_)))), "{text}");
        }
    }
}
