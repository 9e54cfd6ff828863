//! Prices of models that the built-in list does not have, or not as they are paid.
use clap::Args;
use prices::{PriceList, PriceOverride};
use std::str::FromStr as _;

#[derive(Clone, Debug, Args)]
pub(crate) struct PriceArgs {
    /// Prices of models in USD per million tokens, instead of the built-in list; in the file, a table for each model
    #[arg(
        long,
        env = "TACHOGRAPH_PRICES",
        value_name = "MODEL=PART:USD",
        value_delimiter = ';',
        value_parser = PriceOverride::from_str
    )]
    prices: Vec<PriceOverride>,
}

impl PriceArgs {
    /// The prices in use.
    pub(crate) fn list(&self) -> PriceList {
        PriceList::builtin().with(self.prices.iter().cloned())
    }
}
