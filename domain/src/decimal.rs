//! Numbers parsed from their decimal digits, without floats.
use thiserror::Error;

/// Why a text is not a valid number.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum DecimalError {
    /// It is not in JSON's number syntax.
    #[error("expected a decimal number such as 12 or 0.05")]
    Malformed,
    /// It is negative.
    #[error("expected a number that is not negative")]
    Negative,
    /// It is larger than the largest accepted number.
    #[error("the number is too large")]
    TooLarge,
    /// It has a fraction where a whole number was expected.
    #[error("expected a whole number")]
    NotWhole,
}

/// What to do with digits beyond the last one kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// Reject them unless they are zeros.
    Refuse,
    /// Round half to even.
    HalfEven,
}

/// Parses a number in JSON's syntax and scales it by 10^`scale`: `parse("1.5", 9, ..)` is 1 500 000 000. `max`
/// is the limit for the scaled result.
///
/// # Errors
/// When the text is malformed, negative, larger than `max`, or has digits that `beyond` rejects.
pub fn parse(text: &str, scale: u32, max: i64, beyond: Beyond) -> Result<i64, DecimalError> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(DecimalError::Malformed),
        None => (mantissa, ""),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || (whole.len() > 1 && whole.starts_with('0')) {
        return Err(DecimalError::Malformed);
    }
    // The digits up to `kept` are kept, counted from the first digit of `whole`.
    let kept = whole.len() as i64 + exponent + i64::from(scale);
    let value = scaled(whole.bytes().chain(fraction.bytes()), kept, max, beyond)?;
    if negative && value != 0 {
        return Err(DecimalError::Negative);
    }
    Ok(value)
}

/// The exponent, clamped: beyond the bounds, every non-zero number is out of range anyway.
fn parse_exponent(text: &str) -> Result<i64, DecimalError> {
    let (sign, digits) = match text.as_bytes().first() {
        Some(b'-') => (-1, &text[1..]),
        Some(b'+') => (1, &text[1..]),
        _ => (1, text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DecimalError::Malformed);
    }
    let magnitude = digits.bytes().fold(0_i64, |value, digit| {
        value.saturating_mul(10).saturating_add(i64::from(digit - b'0')).min(i64::from(u32::MAX))
    });
    Ok(sign * magnitude)
}

fn scaled(digits: impl Iterator<Item = u8>, kept: i64, max: i64, beyond: Beyond) -> Result<i64, DecimalError> {
    let mut value: i64 = 0;
    let mut seen: i64 = 0;
    // Of the digits cut off: the first one, and whether any of the rest is non-zero.
    let mut first_cut = 0_u8;
    let mut rest_cut = false;
    for digit in digits.map(|byte| byte - b'0') {
        if seen < kept {
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(i64::from(digit)))
                .filter(|value| *value <= max)
                .ok_or(DecimalError::TooLarge)?;
        } else if seen == kept {
            first_cut = digit;
        } else {
            rest_cut |= digit != 0;
        }
        seen += 1;
    }
    for _ in seen..kept {
        if value == 0 {
            break;
        }
        value = value.checked_mul(10).filter(|value| *value <= max).ok_or(DecimalError::TooLarge)?;
    }
    if first_cut == 0 && !rest_cut {
        return Ok(value);
    }
    match beyond {
        Beyond::Refuse => Err(DecimalError::NotWhole),
        Beyond::HalfEven => {
            let up = first_cut > 5 || (first_cut == 5 && (rest_cut || value % 2 == 1));
            let rounded = value + i64::from(up);
            if rounded > max { Err(DecimalError::TooLarge) } else { Ok(rounded) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(text: &str) -> Result<i64, DecimalError> {
        parse(text, 0, crate::MAX_WHOLE, Beyond::Refuse)
    }

    #[test]
    fn whole_numbers_in_any_notation() {
        assert_eq!(whole("0"), Ok(0));
        assert_eq!(whole("-0"), Ok(0));
        assert_eq!(whole("12.0"), Ok(12));
        assert_eq!(whole("1.2e1"), Ok(12));
        assert_eq!(whole("120e-1"), Ok(12));
        assert_eq!(whole("9007199254740991"), Ok(crate::MAX_WHOLE));
        assert_eq!(whole("9007199254740992"), Err(DecimalError::TooLarge));
        assert_eq!(whole("1e400"), Err(DecimalError::TooLarge));
        assert_eq!(whole("1e99999999999999999999"), Err(DecimalError::TooLarge));
        assert_eq!(whole("0e99999999999999999999"), Ok(0));
        assert_eq!(whole("1.5"), Err(DecimalError::NotWhole));
        assert_eq!(whole("1e-99999999999999999999"), Err(DecimalError::NotWhole));
        assert_eq!(whole("-1"), Err(DecimalError::Negative));
    }

    #[test]
    fn what_json_does_not_call_a_number() {
        for text in [
            "", "-", ".5", "5.", "01", "1e", "1e+", "NaN", "Infinity", "+1", " 1", "1 ", "0x10", "1_000", "--1",
            "1.2.3", "١",
        ] {
            assert_eq!(whole(text), Err(DecimalError::Malformed), "{text:?}");
        }
    }

    proptest! {
        /// The reference is plain integer arithmetic on the same digits.
        #[test]
        fn scaling_agrees_with_integer_arithmetic(units in 0_u64..1_000_000, nanos in 0_u64..1_000_000_000, pad in 0_usize..5) {
            let text = format!("{units}.{nanos:09}{}", "0".repeat(pad));
            let expected = i64::try_from(units * 1_000_000_000 + nanos).expect("small");
            prop_assert_eq!(parse(&text, 9, i64::MAX, Beyond::HalfEven), Ok(expected));
        }

        #[test]
        fn never_panics(text in "\\PC{0,40}") {
            let _ = parse(&text, 9, i64::MAX, Beyond::HalfEven);
        }
    }
}
