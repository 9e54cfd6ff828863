//! One price, and what a call costs at it.
use crate::Usage;
use domain::NanoUsd;

/// The tokens that a price is for.
const PER: i128 = 1_000_000;

/// The price of one million tokens of each kind, in nano-USD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Input that neither comes from a cache nor goes to one.
    pub input: NanoUsd,
    /// Input from a cache; without it, such tokens cost what input costs.
    pub cache_read: Option<NanoUsd>,
    /// Input written to a cache that lives five minutes; without it, such tokens cost what input costs.
    pub cache_write_5m: Option<NanoUsd>,
    /// Input written to a cache that lives one hour; without it, such tokens cost what a write of five minutes costs.
    pub cache_write_1h: Option<NanoUsd>,
    /// Output.
    pub output: NanoUsd,
}

/// A price for prompts of some length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// It is for calls with more input tokens than this.
    pub above: i64,
    /// The price of all tokens of such a call.
    pub price: Price,
}

impl Price {
    /// What a call costs; `None` if that is more than a run may cost ([`NanoUsd::MAX_PER_RUN`]): a number that large
    /// is a mistake, and an unknown cost shows it better than a made-up one.
    #[must_use]
    pub fn cost(&self, usage: Usage) -> Option<NanoUsd> {
        let cache_read = self.cache_read.unwrap_or(self.input);
        let cache_write_5m = self.cache_write_5m.unwrap_or(self.input);
        let cache_write_1h = self.cache_write_1h.unwrap_or(cache_write_5m);
        let of = |tokens: i64| i128::from(tokens.max(0));
        let written_1h = of(usage.cache_write_1h).min(of(usage.cache_write));
        let written_5m = of(usage.cache_write) - written_1h;
        // An agent may count the caches apart from its input, against the contract; then there is no plain input.
        let plain = (of(usage.input) - of(usage.cache_read) - of(usage.cache_write)).max(0);
        let parts = [
            (plain, self.input),
            (of(usage.cache_read), cache_read),
            (written_5m, cache_write_5m),
            (written_1h, cache_write_1h),
            (of(usage.output), self.output),
        ];
        // A product has 126 bits at most; a sum that does not fit is out of range anyway.
        let sum = parts.iter().fold(0_i128, |sum, (tokens, price)| sum.saturating_add(tokens * i128::from(price.0)));
        let cost = i64::try_from(half_even(sum, PER)).ok()?;
        (cost <= NanoUsd::MAX_PER_RUN).then_some(NanoUsd(cost))
    }
}

/// `number` divided by `by`, which is positive, and rounded half to even.
const fn half_even(number: i128, by: i128) -> i128 {
    let (whole, rest) = (number.div_euclid(by), number.rem_euclid(by));
    let up = rest * 2 > by || (rest * 2 == by && whole % 2 != 0);
    whole + up as i128
}

/// The price among `tiers`, which ascend by their limits, for a prompt of this length.
pub(crate) fn of_length(tiers: &[Tier], input: i64) -> Option<&Price> {
    tiers.iter().rev().find(|tier| input > tier.above || tier.above == 0).map(|tier| &tier.price)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn usd(text: &str) -> NanoUsd {
        NanoUsd::parse_usd(text).expect("an amount")
    }

    /// The price of a model whose caches cost ten times less, a quarter more and twice as much.
    fn whole() -> Price {
        Price {
            input: usd("3"),
            cache_read: Some(usd("0.30")),
            cache_write_5m: Some(usd("3.75")),
            cache_write_1h: Some(usd("6")),
            output: usd("15"),
        }
    }

    fn plain() -> Price {
        Price { cache_read: None, cache_write_5m: None, cache_write_1h: None, ..whole() }
    }

    #[test]
    fn each_part_has_its_price() {
        let of = |usage| whole().cost(usage).map(|cost| cost.0);
        let million = 1_000_000;
        let none = Usage::default();
        assert_eq!(of(none), Some(0));
        assert_eq!(of(Usage { input: million, ..none }), Some(3_000_000_000));
        assert_eq!(of(Usage { input: million, cache_read: million, ..none }), Some(300_000_000));
        assert_eq!(of(Usage { input: million, cache_write: million, ..none }), Some(3_750_000_000));
        assert_eq!(
            of(Usage { input: million, cache_write: million, cache_write_1h: million, ..none }),
            Some(6_000_000_000)
        );
        assert_eq!(of(Usage { output: million, ..none }), Some(15_000_000_000));
        // 1 200 plain, 8 000 read, 640 written, 61 out: 3 600 + 2 400 + 2 400 + 915 micro-USD.
        let call = Usage { input: 9_840, cache_read: 8_000, cache_write: 640, output: 61, ..none };
        assert_eq!(of(call), Some(9_315_000));
    }

    #[test]
    fn a_part_without_a_price_costs_what_the_next_simpler_one_does() {
        let call =
            Usage { input: 1_000_000, cache_read: 400_000, cache_write: 300_000, cache_write_1h: 100_000, output: 0 };
        assert_eq!(plain().cost(call), Some(usd("3")));
        let no_hour = Price { cache_write_1h: None, ..whole() };
        let written = Usage { input: 1_000_000, cache_write: 1_000_000, cache_write_1h: 1_000_000, ..Usage::default() };
        assert_eq!(no_hour.cost(written), Some(usd("3.75")));
    }

    #[test]
    fn caches_counted_apart_from_the_input_leave_no_plain_input() {
        let call = Usage { input: 100, cache_read: 1_000_000, ..Usage::default() };
        assert_eq!(whole().cost(call), Some(usd("0.30")));
        let negative = Usage { input: -5, cache_read: -5, cache_write: -5, cache_write_1h: -5, output: -5 };
        assert_eq!(whole().cost(negative), Some(NanoUsd(0)));
    }

    #[test]
    fn the_sum_is_rounded_half_to_even_and_once() {
        let price = |nano| Price { input: NanoUsd(nano), output: NanoUsd(nano), ..plain() };
        let cost =
            |price: Price, input, output| price.cost(Usage { input, output, ..Usage::default() }).map(|cost| cost.0);
        assert_eq!(cost(price(500_000), 1, 0), Some(0));
        assert_eq!(cost(price(500_000), 3, 0), Some(2));
        assert_eq!(cost(price(500_001), 1, 0), Some(1));
        assert_eq!(cost(price(1_499_999), 1, 0), Some(1));
        // Rounded one by one, both parts would be 0.
        assert_eq!(cost(price(500_000), 1, 1), Some(1));
    }

    #[test]
    fn a_cost_that_no_run_may_have_is_unknown() {
        let most = Price { input: NanoUsd(NanoUsd::MAX_PER_RUN), ..whole() };
        let of = |input| most.cost(Usage { input, ..Usage::default() });
        assert_eq!(of(1_000_000), Some(NanoUsd(NanoUsd::MAX_PER_RUN)));
        assert_eq!(of(1_000_001), None);
        assert_eq!(of(i64::MAX), None);
    }

    #[test]
    fn a_long_prompt_has_its_own_price() {
        let tiers = [
            Tier { above: 0, price: plain() },
            Tier { above: 200_000, price: whole() },
            Tier { above: 500_000, price: Price { input: usd("9"), ..plain() } },
        ];
        let input = |length| of_length(&tiers, length).map(|price| (price.input, price.cache_read.is_some()));
        assert_eq!(input(0), Some((usd("3"), false)));
        assert_eq!(input(200_000), Some((usd("3"), false)));
        assert_eq!(input(200_001), Some((usd("3"), true)));
        assert_eq!(input(500_001), Some((usd("9"), false)));
        assert_eq!(of_length(&[], 1), None);
    }

    proptest! {
        /// Against arithmetic on the sum as a fraction: the cost is the nearest whole number, and even at a tie.
        #[test]
        fn no_other_whole_number_is_nearer(
            input in 0_i64..2_000_000, read in 0_i64..1_000_000, write in 0_i64..1_000_000, hour in 0_i64..1_000_000,
            output in 0_i64..1_000_000, prices in prop::array::uniform5(0_i64..100_000_000_000), told in prop::array::uniform3(any::<bool>()),
        ) {
            let [a, b, c, d, e] = prices;
            let price = Price {
                input: NanoUsd(a),
                cache_read: told[0].then_some(NanoUsd(b)),
                cache_write_5m: told[1].then_some(NanoUsd(c)),
                cache_write_1h: told[2].then_some(NanoUsd(d)),
                output: NanoUsd(e),
            };
            let usage = Usage { input, cache_read: read, cache_write: write, cache_write_1h: hour.min(write), output };
            let read_price = if told[0] { b } else { a };
            let short_price = if told[1] { c } else { a };
            let long_price = if told[2] { d } else { short_price };
            let hour = hour.min(write);
            let exact = [
                ((input - read - write).max(0), a), (read, read_price), (write - hour, short_price), (hour, long_price), (output, e),
            ].iter().map(|(tokens, price)| i128::from(*tokens) * i128::from(*price)).sum::<i128>();
            let cost = i128::from(price.cost(usage).expect("small").0);
            let off = (exact - cost * 1_000_000).abs();
            prop_assert!(off * 2 < 1_000_000 || (off * 2 == 1_000_000 && cost % 2 == 0), "{exact} {cost}");
        }

        /// A token more never makes a call cheaper, whatever its kind.
        #[test]
        fn more_tokens_never_cost_less(input in 0_i64..1_000_000, output in 0_i64..1_000_000, more in 0_i64..1_000) {
            let cost = |input, output| whole().cost(Usage { input, output, ..Usage::default() });
            prop_assert!(cost(input, output) <= cost(input + more, output));
            prop_assert!(cost(input, output) <= cost(input, output + more));
        }
    }
}
