//! Sets of the counts and sums kept per day, so that only those are read that somebody asks for.
use crate::totals::Counts;

/// A set of [`Counts::COLUMNS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CountSet(u64);

impl CountSet {
    /// All of them.
    pub const ALL: Self = Self(u64::MAX >> (64 - Counts::COLUMNS.len()));

    /// The columns among these names.
    #[must_use]
    pub fn of(names: &[&str]) -> Self {
        let is_in = |(_, column): &(usize, &&str)| names.contains(column);
        Self(Counts::COLUMNS.iter().enumerate().filter(is_in).fold(0, |set, (place, _)| set | 1 << place))
    }

    /// Those of either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the column at this place of [`Counts::COLUMNS`] is one of them.
    #[must_use]
    pub const fn contains(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }

    /// The columns, each with its place in [`Counts::COLUMNS`].
    pub fn columns(self) -> impl Iterator<Item = (usize, &'static str)> {
        Counts::COLUMNS.iter().copied().enumerate().filter(move |(place, _)| self.contains(*place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_the_columns_of_these_names() {
        let names = |set: CountSet| set.columns().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names(CountSet::ALL), Counts::COLUMNS);
        assert_eq!(names(CountSet::of(&["sessions", "runs", "nothing"])), ["runs", "sessions"]);
        assert_eq!(names(CountSet::of(&["runs"]).or(CountSet::of(&["sessions"]))), ["runs", "sessions"]);
        assert!(CountSet::default().is_empty() && !CountSet::of(&["runs"]).is_empty());
    }
}
