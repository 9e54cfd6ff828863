//! Counts the values in a JSON text without parsing them: a parsed value takes many times the bytes of its
//! text.

/// A lower bound on the number of values, counted only until it exceeds `most`. For invalid JSON it may be
/// any number: the parser rejects that anyway.
pub fn values(text: &[u8], most: usize) -> usize {
    let (mut rest, mut count) = (text, usize::from(!text.trim_ascii().is_empty()));
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b',' | b'[' | b'{' => {
                count += 1;
                if count > most {
                    return count;
                }
            }
            b'"' => rest = past_text(after),
            _ => {}
        }
    }
    count
}

/// The rest of the text after the end of a string; a backslash escapes the byte after it.
fn past_text(mut text: &[u8]) -> &[u8] {
    loop {
        text = match text.split_first() {
            Some((b'"', after)) => return after,
            Some((b'\\', after)) => after.get(1..).unwrap_or_default(),
            Some((_, after)) => after,
            None => return text,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn values_are_counted_where_they_are_values() {
        for (text, expected) in [
            ("", 0),
            ("1", 1),
            ("[]", 2),
            ("[0,0]", 3),
            (r#"{"a":1,"b":[2,3]}"#, 5),
            (r#"["a,[{",1]"#, 3),
            (r#"["\",\\",1]"#, 3),
            (r#"["\\",1]"#, 3),
            (r#"["a,,,"#, 2),
            (r#"["\"#, 2),
        ] {
            assert_eq!(values(text.as_bytes(), 100), expected, "{text}");
        }
        assert_eq!(values(&b"[".repeat(1_000), 10), 11);
    }
}
