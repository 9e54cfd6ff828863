//! Storage for sums that do not fit in 64 bits: the sum's column holds at most 2^63 - 1, and the amount beyond
//! that is in the row's column `excess`, which is usually null.
//!
//! Stored form: `name=digits` for each such sum of the row, in the order of its table's columns, each followed
//! by `;`: `cost_nano_usd=12;input_tokens=7;`. So a sum over several rows is the sum of their columns plus all
//! numbers in their concatenated excesses, in any order.
use crate::totals::told;
use thiserror::Error;

/// Why a stored text is not an excess.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the stored excess of the sums is damaged")]
pub struct ExcessError;

/// The stored excess of these sums, each under the name of its column; `None` if all of them fit in 64 bits.
#[must_use]
pub fn encode<'a>(sums: impl IntoIterator<Item = (&'a str, i128)>) -> Option<String> {
    let mut text = String::new();
    for (name, sum) in sums {
        let beyond = sum - i128::from(told(sum));
        if beyond != 0 {
            text.push_str(&format!("{name}={beyond};"));
        }
    }
    (!text.is_empty()).then_some(text)
}

/// Reads the excess of one row, or the concatenated excesses of several.
///
/// # Errors
/// When the text is not an excess.
pub fn decode(text: &str) -> impl Iterator<Item = Result<(&str, i128), ExcessError>> {
    text.split_terminator(';').map(|part| {
        let (name, digits) = part.split_once('=').ok_or(ExcessError)?;
        Ok((name, digits.parse().map_err(|_| ExcessError)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_64_bits_hold_leaves_no_excess() {
        assert_eq!(encode([("a", 0), ("b", i128::from(i64::MAX))]), None);
        assert_eq!(encode([("a", 1), ("b", (1 << 63) + 4), ("c", 1 << 63)]).as_deref(), Some("b=5;c=1;"));
    }

    #[test]
    fn what_is_none_is_an_error() {
        for text in ["a", "a=", "a=x;", "a=1;b", ";"] {
            assert!(decode(text).any(|part| part.is_err()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn column_and_excess_are_the_sum(sums in prop::collection::vec(any::<i128>(), 1..5)) {
            let names = ["a", "b", "c", "d"];
            let stored = encode(names.into_iter().zip(sums.iter().copied())).unwrap_or_default();
            for (name, sum) in names.into_iter().zip(&sums) {
                let beyond: i128 = decode(&stored).map(|part| part.expect("our own text"))
                    .filter(|(of, _)| *of == name).map(|(_, beyond)| beyond).sum();
                prop_assert_eq!(i128::from(told(*sum)) + beyond, *sum);
            }
        }
    }
}
