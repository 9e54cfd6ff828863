//! The prices in use: those of the list, and those of the settings before them.
use crate::csv::{self, ListError};
use crate::name::{canonical, meanings};
use crate::price::{Tier, of_length};
use crate::{PriceOverride, Usage};
use domain::{Day, Event, EventBody, NanoUsd};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The list of this program.
const LIST: &str = include_str!("list.csv");
/// The first day of a price of the settings that names none.
const ALWAYS: Day = Day(i32::MIN);

/// Prices by model and day. Without any, every model is unpriced. Clones share the list.
#[derive(Clone, Debug, Default)]
pub struct PriceList {
    as_of: Option<Day>,
    listed: Arc<BTreeMap<String, Model>>,
    set: BTreeMap<String, Model>,
}

/// The prices of one model.
#[derive(Clone, Debug)]
struct Model {
    /// Its name as it was written.
    name: String,
    /// From the first to the newest.
    tariffs: Vec<Tariff>,
}

/// The prices of a model from a day on.
#[derive(Clone, Debug)]
struct Tariff {
    from: Day,
    /// Ascending by their limits.
    tiers: Vec<Tier>,
}

/// Where a price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The list of this program.
    List,
    /// The settings; the list names no price for it.
    Setting,
    /// The settings, in place of a price of the list.
    Overridden,
}

/// One model and its prices on a day, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The model.
    pub model: &'a str,
    /// The first day of these prices; `None` for a price of the settings that holds always.
    pub from: Option<Day>,
    /// The prices, by the length of the prompt.
    pub tiers: &'a [Tier],
    /// Where they come from.
    pub origin: Origin,
}

impl PriceList {
    /// The list of this program.
    #[must_use]
    pub fn builtin() -> Self {
        // A test reads the same text, and would find an error in it.
        static BUILTIN: LazyLock<PriceList> = LazyLock::new(|| PriceList::read(LIST).unwrap_or_default());
        BUILTIN.clone()
    }

    /// A list in the format of `list.csv`.
    ///
    /// # Errors
    /// When a row is not a price, or two rows are the same price of a model.
    pub fn read(text: &str) -> Result<Self, ListError> {
        let (as_of, rows) = csv::read(text)?;
        let mut listed: BTreeMap<String, Model> = BTreeMap::new();
        for row in rows {
            for name in row.names {
                let model = listed.entry(canonical(name)).or_insert_with(|| Model::new(name));
                if !model.add(row.from, row.tier) {
                    let what = format!("{name}: the price from {} above {} is there twice", row.from, row.tier.above);
                    return Err(ListError { line: row.line, what });
                }
            }
        }
        Ok(Self { as_of: Some(as_of), listed: Arc::new(listed), set: BTreeMap::new() })
    }

    /// The same with prices of the settings, which come first. A later one of the same model and day replaces an earlier
    /// one.
    #[must_use]
    pub fn with(mut self, overrides: impl IntoIterator<Item = PriceOverride>) -> Self {
        for PriceOverride { model, from, price } in overrides {
            let set = self.set.entry(canonical(model.trim())).or_insert_with(|| Model::new(&model));
            let from = from.unwrap_or(ALWAYS);
            set.tariffs.retain(|tariff| tariff.from != from);
            set.add(from, Tier { above: 0, price });
        }
        self
    }

    /// The day on which the list was put together.
    #[must_use]
    pub const fn as_of(&self) -> Option<Day> {
        self.as_of
    }

    /// What a call of `model` costs on `day`, with the arithmetic of the [crate]'s page; `None` if the model has no
    /// price on that day, or the cost is out of range.
    #[must_use]
    pub fn price(&self, model: &str, day: Day, usage: impl Into<Usage>) -> Option<NanoUsd> {
        let usage = usage.into();
        of_length(&self.tariff(model, day)?.tiers, usage.input)?.cost(usage)
    }

    /// The price of an event that has none of its own: a model call without a cost, on the day on which it happened.
    /// `None` for every other event, and for a call without a known price.
    #[must_use]
    pub fn price_of(&self, event: &Event) -> Option<NanoUsd> {
        match &event.body {
            EventBody::ModelCalled(call) if call.cost.is_none() => {
                self.price(&call.model, event.occurred_at().day(), &**call)
            }
            _ => None,
        }
    }

    /// Whether a model has a price on a day.
    #[must_use]
    pub fn knows(&self, model: &str, day: Day) -> bool {
        self.tariff(model, day).is_some()
    }

    /// Every model with a price on a day, by name.
    pub fn entries(&self, day: Day) -> impl Iterator<Item = Entry<'_>> {
        // A name that both have is shown once, with the price that a call would get.
        let mut names: BTreeMap<&str, &Model> = BTreeMap::new();
        for (key, model) in self.set.iter().chain(self.listed.iter()) {
            names.entry(key).or_insert(model);
        }
        names.into_values().filter_map(move |model| {
            let meanings = meanings(&model.name);
            let (tariff, origin) = match (find(&self.set, &meanings, day), find(&self.listed, &meanings, day)) {
                (Some(set), Some(_)) => (set, Origin::Overridden),
                (Some(set), None) => (set, Origin::Setting),
                (None, listed) => (listed?, Origin::List),
            };
            let from = Some(tariff.from).filter(|from| *from != ALWAYS);
            Some(Entry { model: &model.name, from, tiers: &tariff.tiers, origin })
        })
    }

    fn tariff(&self, model: &str, day: Day) -> Option<&Tariff> {
        let meanings = meanings(model);
        find(&self.set, &meanings, day).or_else(|| find(&self.listed, &meanings, day))
    }
}

/// The prices on a day of the longest name that has any.
fn find<'a>(models: &'a BTreeMap<String, Model>, meanings: &[String], day: Day) -> Option<&'a Tariff> {
    meanings.iter().find_map(|name| models.get(name)?.on(day))
}

impl Model {
    fn new(name: &str) -> Self {
        Self { name: name.trim().to_owned(), tariffs: Vec::new() }
    }

    /// Adds a price; false if there is one of that day and length already.
    fn add(&mut self, from: Day, tier: Tier) -> bool {
        let place = self.tariffs.partition_point(|tariff| tariff.from < from);
        match self.tariffs.get_mut(place).filter(|tariff| tariff.from == from) {
            Some(tariff) => {
                let place = tariff.tiers.partition_point(|other| other.above < tier.above);
                let is_new = tariff.tiers.get(place).is_none_or(|other| other.above != tier.above);
                if is_new {
                    tariff.tiers.insert(place, tier);
                }
                is_new
            }
            None => {
                self.tariffs.insert(place, Tariff { from, tiers: vec![tier] });
                true
            }
        }
    }

    /// The prices on a day: those that began last.
    fn on(&self, day: Day) -> Option<&Tariff> {
        let after = self.tariffs.partition_point(|tariff| tariff.from <= day);
        self.tariffs.get(after.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Price;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn day(text: &str) -> Day {
        csv::day(text).expect("a day")
    }

    /// A million tokens of input, so that the cost is the price.
    fn input(list: &PriceList, model: &str, on: &str) -> Option<i64> {
        list.price(model, day(on), Usage { input: 1_000_000, ..Usage::default() }).map(|cost| cost.0)
    }

    fn list(rows: &str) -> PriceList {
        let head = "as of 2026-11-30\nmodel, from, above, input, cache read, write 5m, write 1h, output";
        PriceList::read(&format!("{head}\n{rows}")).expect("a list")
    }

    const USD: i64 = NanoUsd::USD;

    #[test]
    fn the_list_of_the_program_is_sound() {
        let list = PriceList::read(LIST).expect("a list");
        let as_of = list.as_of().expect("a day");
        assert!(list.listed.len() > 100, "{}", list.listed.len());
        for (key, model) in list.listed.iter() {
            assert_eq!(meanings(&model.name).first(), Some(key));
            for Tariff { from, tiers } in &model.tariffs {
                assert_eq!(
                    tiers.first().map(|tier| tier.above),
                    Some(0),
                    "{key} from {from}: no price for short prompts"
                );
                // The few prices that were announced for later.
                assert!(*from <= as_of || from.0 - as_of.0 < 60, "{key} from {from}");
                let above: BTreeSet<i64> = tiers.iter().map(|tier| tier.above).collect();
                assert_eq!(above.len(), tiers.len(), "{key}");
                for Tier { price, .. } in tiers {
                    assert!(price.cache_read.is_none_or(|read| read <= price.input), "{key}: a cache that costs more");
                    assert!(price.output >= price.input, "{key}: output for less than input");
                }
            }
        }
    }

    #[test]
    fn prices_of_the_list_are_found_by_the_names_that_agents_use() {
        let list = PriceList::builtin();
        for (model, on, usd) in [
            ("claude-opus-5-5", "2026-11-28", 4_000_000_000),
            ("claude-sonnet-4.5", "2026-11-28", 6 * USD),
            ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "2026-11-28", USD),
            ("gpt-5.5", "2026-11-28", 10 * USD),
            ("gpt-5-codex", "2026-11-28", 1_250_000_000),
            ("gpt-5-2025-08-07", "2026-11-28", 1_250_000_000),
            ("gpt-4.1", "2026-11-28", 2 * USD),
            ("gemini-3.5-flash-lite", "2026-11-28", 300_000_000),
            ("models/gemini-2.5-flash", "2026-11-28", 300_000_000),
            ("qwen3-coder-plus", "2026-11-28", 6 * USD),
            ("openrouter/moonshotai/kimi-k2.5:free", "2026-11-28", 600_000_000),
        ] {
            assert_eq!(input(&list, model, on), Some(usd), "{model}");
        }
        for unknown in ["gpt-50", "claude-opus-5-6", "llama-4-maverick", "auto", "mock-small", "ollama/gpt-5", ""] {
            assert_eq!(input(&list, unknown, "2026-11-28"), None, "{unknown}");
        }
    }

    #[test]
    fn a_price_holds_from_its_day_until_the_next() {
        let list = list(
            "m, 2026-03-01, 0, 1, -, -, -, 1\nm, 2026-06-01, 0, 2, -, -, -, 2\nm, 2026-06-01, 500000, 3, -, -, -, 3",
        );
        assert_eq!(input(&list, "m", "2026-02-28"), None);
        assert_eq!(input(&list, "m", "2026-03-01"), Some(USD));
        assert_eq!(input(&list, "m", "2026-05-31"), Some(USD));
        assert_eq!(input(&list, "m", "2026-06-01"), Some(3 * USD));
        let short = list.price("m", day("2026-06-01"), Usage { input: 500_000, ..Usage::default() });
        assert_eq!(short, Some(NanoUsd(USD)));
    }

    #[test]
    fn the_longest_name_wins() {
        let list = list("m, 2026-01-01, 0, 1, -, -, -, 1\nm-20260401, 2026-05-01, 0, 2, -, -, -, 2");
        assert_eq!(input(&list, "m-20260401", "2026-05-01"), Some(2 * USD));
        assert_eq!(input(&list, "m-20260401", "2026-04-30"), Some(USD), "its own price has not begun");
        assert_eq!(input(&list, "m-20260402", "2026-05-01"), Some(USD));
    }

    #[test]
    fn a_price_twice_is_refused() {
        let head = "as of 2026-11-30\nmodel, from, above, input, cache read, write 5m, write 1h, output";
        let twice =
            PriceList::read(&format!("{head}\nm.1, 2026-01-01, 0, 1, -, -, -, 1\na m-1, 2026-01-01, 0, 2, -, -, -, 2"));
        let told = "line 4: m-1: the price from 2026-01-01 above 0 is there twice";
        assert_eq!(twice.expect_err("twice").to_string(), told);
    }

    #[test]
    fn settings_come_before_the_list() {
        let set = |text: &str| text.parse::<PriceOverride>().expect("a price");
        let list = list(
            "m, 2026-01-01, 0, 1, -, -, -, 1\nm-20260401, 2026-01-01, 0, 2, -, -, -, 2\nk, 2026-01-01, 0, 5, -, -, -, 5",
        );
        let both = list.with([set("M=input:7,output:7,from:2026-06-01"), set("own=input:0,output:0")]);
        assert_eq!(input(&both, "m", "2026-05-31"), Some(USD));
        assert_eq!(input(&both, "m", "2026-06-01"), Some(7 * USD));
        assert_eq!(input(&both, "openai/m-20260401", "2026-06-01"), Some(7 * USD));
        assert_eq!(input(&both, "own", "1999-01-01"), Some(0));
        let shown = |on| {
            let entries =
                both.entries(day(on)).map(|entry| (entry.model, entry.tiers[0].price.input.0 / USD, entry.origin));
            entries.collect::<Vec<_>>()
        };
        use Origin::{List, Overridden, Setting};
        assert_eq!(shown("2026-05-31"), [("k", 5, List), ("M", 1, List), ("m-20260401", 2, List), ("own", 0, Setting)]);
        assert_eq!(
            shown("2026-06-01"),
            [("k", 5, List), ("M", 7, Overridden), ("m-20260401", 7, Overridden), ("own", 0, Setting)]
        );
        let later = both.with([set("own=input:3,output:3")]);
        assert_eq!(input(&later, "own", "2026-06-01"), Some(3 * USD), "the later one replaces the earlier");
    }

    #[test]
    fn an_empty_list_prices_nothing() {
        let list = PriceList::default();
        assert_eq!((list.as_of(), list.knows("gpt-5", day("2026-11-28"))), (None, false));
    }

    proptest! {
        /// Of any prices in any order, the one counts that began last, as a search through all of them says.
        #[test]
        fn the_newest_price_counts(days in prop::collection::btree_map(0_i32..300, 1_i64..1_000, 1..12), on in -10_i32..320, reverse: bool) {
            let mut model = Model::new("m");
            let mut all: Vec<(i32, i64)> = days.into_iter().collect();
            if reverse {
                all.reverse();
            }
            for (from, usd) in &all {
                let price = Price {
                    input: NanoUsd(*usd), output: NanoUsd(*usd), cache_read: None, cache_write_5m: None, cache_write_1h: None,
                };
                let (from, tier) = (Day(*from), Tier { above: 0, price });
                prop_assert!(model.add(from, tier));
                prop_assert!(!model.add(from, tier));
            }
            let newest = all.iter().filter(|(from, _)| *from <= on).max().map(|(_, usd)| *usd);
            prop_assert_eq!(model.on(Day(on)).map(|tariff| tariff.tiers[0].price.input.0), newest);
        }

        /// No name makes it fail, and a name without a price has none in any case of letters.
        #[test]
        fn any_name_is_looked_up(name in "\\PC{0,40}", tokens in any::<i64>()) {
            let list = PriceList::builtin();
            let usage = Usage { input: tokens, cache_read: tokens, cache_write: tokens, cache_write_1h: tokens, output: tokens };
            let cost = list.price(&name, Day(20_000), usage);
            prop_assert_eq!(cost, list.price(&name.to_ascii_uppercase(), Day(20_000), usage));
        }
    }
}
