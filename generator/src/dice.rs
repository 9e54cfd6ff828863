//! Reproducible randomness: one random number generator per session, whose key identifies the session.
use domain::Day;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest as _, Sha256};

/// A stream of random draws that depends only on its key.
#[derive(Clone, Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The draws for an organization's day, or for its `part`-th session.
    #[must_use]
    pub fn of(seed: u64, org_id: &str, day: Day, part: Option<u64>) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_be_bytes());
        hash.update(day.0.to_be_bytes());
        hash.update(part.map_or(0, |part| part.saturating_add(1)).to_be_bytes());
        hash.update(org_id.as_bytes());
        Self(ChaCha8Rng::from_seed(hash.finalize().into()))
    }

    /// A second stream with the same key, for identifiers, so that changing a session's contents does not
    /// change its ids.
    #[must_use]
    pub fn second_stream(&self) -> Self {
        self.stream(1)
    }

    /// A third one, for which agent plays a session, so that the other draws do not depend on it.
    #[must_use]
    pub fn third_stream(&self) -> Self {
        self.stream(2)
    }

    fn stream(&self, number: u64) -> Self {
        let mut rng = self.0.clone();
        rng.set_stream(number);
        rng.set_word_pos(0);
        Self(rng)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.random()
    }

    /// A number in [0, 1).
    pub fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// A whole number from `low` to `high`, both inclusive.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// True with a probability of `percent` %.
    pub fn percent(&mut self, percent: u32) -> bool {
        self.0.random_ratio(percent.min(100), 100)
    }

    /// One of several with equal probability; `None` if there are none.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        if choices.is_empty() { None } else { choices.get(self.0.random_range(0..choices.len())) }
    }

    /// One of several by weight; `otherwise` if all weights are zero.
    pub fn weighted<T: Copy>(&mut self, choices: &[(T, u32)], otherwise: T) -> T {
        let total: u32 = choices.iter().map(|(_, weight)| weight).sum();
        let mut left = if total == 0 { return otherwise } else { self.0.random_range(0..total) };
        for (choice, weight) in choices {
            if left < *weight {
                return *choice;
            }
            left -= weight;
        }
        otherwise
    }

    /// A draw from the standard normal distribution (Box-Muller).
    pub fn normal(&mut self) -> f64 {
        let radius: f64 = 1.0 - self.0.random::<f64>();
        let angle: f64 = self.0.random::<f64>() * std::f64::consts::TAU;
        (-2.0 * radius.ln()).sqrt() * angle.cos()
    }

    /// A log-normal draw around `median`, clamped to `low` and `high`.
    pub fn log_normal(&mut self, median: f64, sigma: f64, low: f64, high: f64) -> f64 {
        let normal = self.normal();
        stretched(normal, median, sigma, low, high)
    }
}

/// Turns a standard normal draw into a log-normal value; values made from correlated draws are correlated.
#[must_use]
pub fn stretched(normal: f64, median: f64, sigma: f64, low: f64, high: f64) -> f64 {
    (median * (normal * sigma).exp()).clamp(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_alone_decides() {
        let bits = |seed, org, day, part| Dice::of(seed, org, Day(day), part).bits();
        assert_eq!(bits(1, "a", 3, None), bits(1, "a", 3, None));
        let others = [bits(2, "a", 3, None), bits(1, "b", 3, None), bits(1, "a", 4, None), bits(1, "a", 3, Some(0))];
        assert!(others.iter().all(|other| *other != bits(1, "a", 3, None)));
    }

    #[test]
    fn log_normal_draws_center_on_their_median() {
        let mut dice = Dice::of(1, "a", Day(0), None);
        let mut draws: Vec<f64> = (0..9_999).map(|_| dice.log_normal(30.0, 0.85, 5.0, 300.0)).collect();
        draws.sort_by(f64::total_cmp);
        assert!((28.0..32.0).contains(&draws[5_000]), "{}", draws[5_000]);
        assert!(draws[0] >= 5.0 && draws[9_998] <= 300.0);
    }
}
