//! `prices`: the prices of models in use, and the models of stored calls that have none.
use crate::options::{DatabaseArgs, PriceArgs};
use crate::terminal::{faint, gap, grouped, heading, say, table};
use chrono::NaiveDate;
use domain::{Day, NanoUsd};
use prices::{Entry, Origin, PriceList, Tier};
use std::process::ExitCode;
use store::Clock;
use store::models::{CalledModel, called_without_a_price};

/// How many stored calls are looked at, and how many models of them.
const CALLS: u32 = 1_000_000;
const MODELS: u32 = 1_000;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    prices: PriceArgs,
    /// Show the prices of this day, YYYY-MM-DD (UTC) [default: today]
    #[arg(long, env = "TACHOGRAPH_PRICES_DAY", value_name = "DATE")]
    day: Option<NaiveDate>,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let list = args.prices.list();
    show(&list, args.day.map_or_else(|| Clock::system().now().day(), Day::from));
    gap();
    if args.database.is_there() {
        let store = args.database.existing().await?;
        let called = called_without_a_price(&store, CALLS, MODELS).await;
        store.close().await;
        show_unpriced(&list, &called?);
    } else {
        say(faint("no database here: name it with --database-url or --data-dir to see its models without a price"));
    }
    Ok(ExitCode::SUCCESS)
}

fn show(list: &PriceList, day: Day) {
    let as_of = list.as_of().map_or_else(String::new, |as_of| format!(", list of {as_of}"));
    heading(&format!("Prices on {day}"), &format!("USD per million tokens{as_of}"));
    let rows: Vec<_> =
        list.entries(day).flat_map(|entry| entry.tiers.iter().map(move |tier| row(&entry, tier))).collect();
    let columns = ["model", "from", "above", "input", "cache read", "write 5m", "write 1h", "output", "source"];
    table(columns, &rows);
}

fn row(entry: &Entry<'_>, tier: &Tier) -> [String; 9] {
    let optional = |price: Option<NanoUsd>| price.map_or_else(|| "-".to_owned(), usd);
    [
        entry.model.to_owned(),
        entry.from.map_or_else(|| "always".to_owned(), |day| day.to_string()),
        if tier.above == 0 { String::new() } else { grouped(tier.above.unsigned_abs()) },
        usd(tier.price.input),
        optional(tier.price.cache_read),
        optional(tier.price.cache_write_5m),
        optional(tier.price.cache_write_1h),
        usd(tier.price.output),
        match entry.origin {
            Origin::List => "list",
            Origin::Setting => "setting",
            Origin::Overridden => "setting, not list",
        }
        .to_owned(),
    ]
}

/// A call is priced when it is stored, at the price of its day; so a price that is set today is for calls to come.
fn show_unpriced(list: &PriceList, called: &[CalledModel]) {
    let calls: u64 = called.iter().map(|model| model.calls.unsigned_abs()).sum();
    let looked = if calls < u64::from(CALLS) {
        format!("{} stored calls without a cost", grouped(calls))
    } else {
        format!("{} of the stored calls without a cost", grouped(calls))
    };
    let unpriced: Vec<&CalledModel> =
        called.iter().filter(|model| !list.knows(&model.model, model.last.day())).collect();
    heading("Models without a price", &looked);
    if unpriced.is_empty() {
        say(faint("  none"));
        return;
    }
    let row =
        |model: &&CalledModel| [model.model.clone(), grouped(model.calls.unsigned_abs()), model.last.day().to_string()];
    table(["model", "calls", "last"], &unpriced.iter().map(row).collect::<Vec<_>>());
    say(faint("  set a price in the settings file: [prices.\"MODEL\"] with input, output and, if any, cache-read"));
}

/// An amount with two decimals, or as many as it has.
fn usd(amount: NanoUsd) -> String {
    let (whole, nano) = (amount.0 / NanoUsd::USD, amount.0 % NanoUsd::USD);
    let decimals = format!("{nano:09}");
    let kept = decimals.trim_end_matches('0').len().max(2);
    format!("{whole}.{}", decimals.get(..kept).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_exactly() {
        let shown = |text| usd(NanoUsd::parse_usd(text).expect("an amount"));
        for (text, expected) in
            [("0", "0.00"), ("4", "4.00"), ("1.25", "1.25"), ("0.003625", "0.003625"), ("12.5", "12.50")]
        {
            assert_eq!(shown(text), expected);
        }
    }
}
