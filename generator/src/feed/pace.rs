//! The rate of live events.
use std::fmt;
use std::str::FromStr;

/// The maximum rate, in events per second.
const MOST: f64 = 100_000.0;

/// The rate of live events.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Pace {
    /// The usual rate of each organization at that hour of that day: see [`crate::OrgSpec::sessions`].
    #[default]
    Usual,
    /// This many events per second over all organizations, on average.
    Steady(f64),
}

impl FromStr for Pace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "usual" {
            return Ok(Self::Usual);
        }
        let rate: f64 = text.parse().map_err(|_| "expected `usual`, or a number such as 5 or 0.5".to_owned())?;
        if rate > 0.0 && rate <= MOST {
            Ok(Self::Steady(rate))
        } else {
            Err("expected a number above 0, at most 100000".to_owned())
        }
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usual => write!(to, "events at the usual rate for this hour"),
            Self::Steady(rate) => write!(to, "{rate} events a second"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_usual_or_a_number_that_makes_sense() {
        assert_eq!(
            ["usual", "5", "0.5"].map(str::parse),
            [Ok(Pace::Usual), Ok(Pace::Steady(5.0)), Ok(Pace::Steady(0.5))]
        );
        for text in ["0", "-1", "100001", "NaN", "often", ""] {
            assert!(text.parse::<Pace>().is_err(), "{text}");
        }
    }
}
