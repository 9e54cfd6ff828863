//! A price of the settings: `my-model=input:1.25,output:10`.
use crate::csv::day;
use crate::price::Price;
use domain::decimal::DecimalError;
use domain::{Day, NanoUsd};
use std::str::FromStr;
use thiserror::Error;

/// The parts of a price in the settings, and the day from which it holds.
const PARTS: [&str; 6] = ["input", "output", "cache-read", "cache-write-5m", "cache-write-1h", "from"];

/// A price that comes before those of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceOverride {
    /// The model; its spellings count as well, see [`crate::name`].
    pub model: String,
    /// The first day of the price; `None` for always. Before that day, the list counts.
    pub from: Option<Day>,
    /// The price, whatever the length of the prompt.
    pub price: Price,
}

/// What is wrong with a price of the settings.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OverrideError {
    /// It has no equals sign, or nothing before it.
    #[error("expected MODEL=PART:USD,.. such as my-model=input:1.25,output:10")]
    Shape,
    /// A part is not one of those there are.
    #[error("`{model}`: there is no part `{part}`; expected {}", PARTS.join(", "))]
    Part {
        /// The model.
        model: String,
        /// The part.
        part: String,
    },
    /// A part is there twice.
    #[error("`{model}`: `{part}` is there twice")]
    Twice {
        /// The model.
        model: String,
        /// The part.
        part: &'static str,
    },
    /// A part is missing that every price has.
    #[error("`{model}`: `{part}` is missing: USD per million tokens, such as 1.25")]
    Missing {
        /// The model.
        model: String,
        /// The part.
        part: &'static str,
    },
    /// A part is not an amount.
    #[error("`{model}`: `{part}`: expected USD per million tokens, such as 1.25: {error}")]
    Amount {
        /// The model.
        model: String,
        /// The part.
        part: &'static str,
        /// What is wrong with the amount.
        error: DecimalError,
    },
    /// The day is not a date.
    #[error("`{model}`: `from`: expected a day as YYYY-MM-DD")]
    From {
        /// The model.
        model: String,
    },
}

impl FromStr for PriceOverride {
    type Err = OverrideError;

    fn from_str(text: &str) -> Result<Self, OverrideError> {
        // The parts contain no equals sign; the name of a model might.
        let (model, parts) = text.rsplit_once('=').ok_or(OverrideError::Shape)?;
        let model = model.trim();
        if model.is_empty() {
            return Err(OverrideError::Shape);
        }
        let mut texts: [Option<&str>; PARTS.len()] = [None; PARTS.len()];
        for pair in parts.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (part, value) = pair.split_once(':').map_or((pair, ""), |(part, value)| (part.trim(), value.trim()));
            let place = PARTS.iter().position(|known| *known == part);
            let place = place.ok_or_else(|| OverrideError::Part { model: model.to_owned(), part: part.to_owned() })?;
            if texts[place].replace(value).is_some() {
                return Err(OverrideError::Twice { model: model.to_owned(), part: PARTS[place] });
            }
        }
        read(model, texts)
    }
}

fn read(model: &str, texts: [Option<&str>; PARTS.len()]) -> Result<PriceOverride, OverrideError> {
    let amount = |place: usize| {
        let read = |text| {
            NanoUsd::parse_usd(text).map_err(|error| OverrideError::Amount {
                model: model.to_owned(),
                part: PARTS[place],
                error,
            })
        };
        texts[place].map(read).transpose()
    };
    let required =
        |place: usize| amount(place)?.ok_or(OverrideError::Missing { model: model.to_owned(), part: PARTS[place] });
    let price = Price {
        input: required(0)?,
        output: required(1)?,
        cache_read: amount(2)?,
        cache_write_5m: amount(3)?,
        cache_write_1h: amount(4)?,
    };
    let from = texts[5].map(|text| day(text).ok_or(OverrideError::From { model: model.to_owned() })).transpose()?;
    Ok(PriceOverride { model: model.to_owned(), from, price })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        text.parse::<PriceOverride>().expect_err(text).to_string()
    }

    #[test]
    fn parts_come_in_any_order() {
        let read: PriceOverride =
            "a=b:c = output:10, cache-read:0.125 ,input:1.25,from:2026-09-01".parse().expect("a price");
        assert_eq!(read.model, "a=b:c");
        assert_eq!(read.from.map(|day| day.to_string()).as_deref(), Some("2026-09-01"));
        let Price { input, cache_read, cache_write_5m, cache_write_1h, output } = read.price;
        assert_eq!((input.0, output.0), (1_250_000_000, 10_000_000_000));
        assert_eq!((cache_read, cache_write_5m, cache_write_1h), (Some(NanoUsd(125_000_000)), None, None));
        let own: PriceOverride = "own=input:0,output:0,cache-write-5m:0,cache-write-1h:2".parse().expect("a price");
        assert_eq!((own.from, own.price.cache_write_1h), (None, Some(NanoUsd(2_000_000_000))));
    }

    #[test]
    fn what_is_wrong_names_the_model_and_the_part() {
        for (text, told) in [
            ("my-model", "expected MODEL=PART:USD,.. such as my-model=input:1.25,output:10"),
            ("=input:1,output:1", "expected MODEL=PART:USD,.. such as my-model=input:1.25,output:10"),
            (
                "m=inptu:1,output:1",
                "`m`: there is no part `inptu`; expected input, output, cache-read, cache-write-5m, cache-write-1h, from",
            ),
            ("m=input:1,input:2,output:1", "`m`: `input` is there twice"),
            ("m=input:1", "`m`: `output` is missing: USD per million tokens, such as 1.25"),
            ("m=", "`m`: `input` is missing: USD per million tokens, such as 1.25"),
            (
                "m=input:cheap,output:1",
                "`m`: `input`: expected USD per million tokens, such as 1.25: expected a decimal number such as 12 or 0.05",
            ),
            (
                "m=input:1,output:-1",
                "`m`: `output`: expected USD per million tokens, such as 1.25: expected a number that is not negative",
            ),
            ("m=input:1,output:1,from:May", "`m`: `from`: expected a day as YYYY-MM-DD"),
        ] {
            assert_eq!(refused(text), told, "{text}");
        }
    }
}
