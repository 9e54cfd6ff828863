//! Identifiers in upstream's style: short, stable, without meaning.
use crate::dice::Dice;
use domain::Instant;

/// Base 32 without similar-looking letters.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Generates the identifiers of one session.
#[derive(Debug)]
pub struct Ids(Dice);

impl Ids {
    /// Identifiers with the same key as `dice`.
    #[must_use]
    pub fn beside(dice: &Dice) -> Self {
        Self(dice.second_stream())
    }

    /// The id of a session.
    pub fn session(&mut self) -> String {
        self.prefixed("ses_")
    }

    /// The id of a run.
    pub fn run(&mut self) -> String {
        self.prefixed("run_")
    }

    /// The id of an event: 26 characters, of which the first ten encode the millisecond, so that events close
    /// in time are close in an index.
    pub fn event(&mut self, at: Instant) -> String {
        let mut id = String::with_capacity(26);
        spell(u64::try_from(at.0 / 1_000).unwrap_or(0), 10, &mut id);
        spell(self.0.bits(), 8, &mut id);
        spell(self.0.bits(), 8, &mut id);
        id
    }

    /// An id of 32 hexadecimal digits in five groups, in the form of a random UUID.
    pub fn uuid(&mut self) -> String {
        let (high, low) = (self.0.bits(), self.0.bits());
        let version = (high & 0xffff_ffff_ffff_0fff) | 0x4000;
        let variant = (low & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
        let digits = format!("{version:016x}{variant:016x}");
        [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
    }

    /// This many hexadecimal digits.
    pub fn hex(&mut self, digits: usize) -> String {
        let mut id = String::with_capacity(digits + 16);
        while id.len() < digits {
            id.push_str(&format!("{:016x}", self.0.bits()));
        }
        id.truncate(digits);
        id
    }

    fn prefixed(&mut self, prefix: &str) -> String {
        let mut id = String::with_capacity(prefix.len() + 12);
        id.push_str(prefix);
        spell(self.0.bits(), 12, &mut id);
        id
    }
}

/// Appends the lowest `digits` digits of `bits`, five bits each, highest first.
fn spell(bits: u64, digits: u32, to: &mut String) {
    to.extend((0..digits).rev().map(|digit| char::from(ALPHABET[(bits >> (5 * digit)) as usize & 31])));
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Day;

    #[test]
    fn ids_are_short_stable_and_in_the_order_of_time() {
        let dice = Dice::of(1, "a", Day(0), Some(0));
        let (mut first, mut second) = (Ids::beside(&dice), Ids::beside(&dice));
        assert_eq!(first.session(), second.session());
        assert_eq!(first.run(), second.run());
        let (early, late) = (first.event(Instant(1_700_000_000_000_000)), first.event(Instant(1_700_000_000_001_000)));
        assert_eq!(early.len(), 26);
        assert!(early < late);
        assert_eq!(first.run().len(), 16);
    }
}
