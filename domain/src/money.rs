//! Money as an exact integer.
use crate::decimal::{self, Beyond, DecimalError};

/// An amount in nano-USD: 1 USD = 1 000 000 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct NanoUsd(pub i64);

impl NanoUsd {
    /// One US dollar.
    pub const USD: i64 = 1_000_000_000;
    /// The maximum cost of a run: 1 000 000 USD.
    pub const MAX_PER_RUN: i64 = 1_000_000 * Self::USD;

    /// Parses an amount in USD from its decimal digits, rounding half to even after nine decimals.
    ///
    /// # Errors
    /// When the text is not a decimal number, is negative, or is above [`Self::MAX_PER_RUN`].
    pub fn parse_usd(text: &str) -> Result<Self, DecimalError> {
        decimal::parse(text, 9, Self::MAX_PER_RUN, Beyond::HalfEven).map(Self)
    }

    /// The amount in USD, for display only.
    #[must_use]
    pub fn usd(self) -> f64 {
        self.0 as f64 / Self::USD as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_to_nine_digits_and_half_even_beyond() {
        let nano = |text| NanoUsd::parse_usd(text).map(|money| money.0);
        assert_eq!(nano("0.1"), Ok(100_000_000));
        assert_eq!(nano("12.345678901"), Ok(12_345_678_901));
        assert_eq!(nano("0.0000000005"), Ok(0));
        assert_eq!(nano("0.0000000015"), Ok(2));
        assert_eq!(nano("0.0000000025"), Ok(2));
        assert_eq!(nano("0.00000000250000000000000001"), Ok(3));
        assert_eq!(nano("1e-9"), Ok(1));
        assert_eq!(nano("1000000"), Ok(NanoUsd::MAX_PER_RUN));
        assert_eq!(nano("1000000.0000000001"), Ok(NanoUsd::MAX_PER_RUN));
        assert_eq!(nano("1000000.000000001"), Err(DecimalError::TooLarge));
    }
}
