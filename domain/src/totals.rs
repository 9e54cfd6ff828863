//! The figures that are summed a day: for an organization and for each of its users alike.
//!
//! Daily tables hold totals, never averages. Figures of runs count on the day of the run, figures
//! of sessions on the day of the session, with the session's own totals on whatever day they arose.
use crate::excess::{self, ExcessError};
use crate::{ErrorCategory, Sketch};

/// Gives the list of counts to the macro `then`, behind whatever is given to it besides: each as its name and
/// `count` or `sum`, with what is said about it. A new figure is one line here, for [`Counts`] and for the
/// entities of all tables that hold them.
#[macro_export]
macro_rules! with_counts {
    ($then:ident $($before:tt)*) => {
        $then! {
            $($before)*
            /// Completed runs.
            runs: count,
            /// Runs that ended in success.
            successful_runs: count,
            /// Runs that failed with category TOOL.
            failed_tool: count,
            /// Runs that failed with category MODEL.
            failed_model: count,
            /// Runs that failed with category TIMEOUT.
            failed_timeout: count,
            /// Runs that failed with category OTHER.
            failed_other: count,
            /// Sum of the runs' durations, in milliseconds.
            duration_ms: sum,
            /// Sum of the queue waits of the runs that carry one, in milliseconds.
            queue_wait_ms: sum,
            /// How many runs carry a queue wait.
            queue_wait_runs: count,
            /// Sum of the runs' costs, in nano-USD.
            cost_nano_usd: sum,
            /// Sum of the runs' input tokens.
            input_tokens: sum,
            /// Sum of the runs' output tokens.
            output_tokens: sum,
            /// Sessions.
            sessions: count,
            /// Completed runs of those sessions, on whatever day.
            session_runs: count,
            /// Active agent time of those sessions, in milliseconds.
            session_active_ms: sum,
            /// Lifespans of those sessions, in milliseconds.
            session_lifespan_ms: sum,
            /// Cost of the runs of those sessions, in nano-USD.
            session_cost_nano_usd: sum,
            /// Those sessions that have a handoff.
            handoff_sessions: count,
            /// Those sessions that went on after a handoff.
            post_handoff_sessions: count,
        }
    };
}

/// Declares [`Counts`] together with the names of its columns, so that no statement can forget one.
macro_rules! counts {
    ($( $(#[$meta:meta])* $field:ident: $kind:ident, )+) => {
        /// The whole-number figures of a set of runs and sessions: how many there are, and sums of what
        /// they tell. A sum has 128 bits, so that no number of events can leave its range.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Counts { $( $(#[$meta])* pub $field: counts!(@type $kind), )+ }

        impl Counts {
            /// The names of the columns that hold the figures, in the order of [`Self::values`].
            pub const COLUMNS: &'static [&'static str] = &[ $( stringify!($field), )+ ];

            /// Those of [`Self::COLUMNS`] that hold sums, in the same order.
            pub const SUMS: &'static [&'static str] = {
                const SUMS: &[bool] = &[ $( counts!(@is_sum $kind), )+ ];
                &select::<{ count(SUMS) }>(Counts::COLUMNS, SUMS)
            };

            /// The figures in the order of [`Self::COLUMNS`].
            #[must_use]
            pub const fn values(&self) -> [i128; Self::COLUMNS.len()] {
                [ $( self.$field as i128, )+ ]
            }

            /// The figures from their values in the order of [`Self::COLUMNS`].
            #[must_use]
            pub const fn from_values(values: [i128; Self::COLUMNS.len()]) -> Self {
                let [ $( $field, )+ ] = values;
                Self { $( $field: counts!(@narrow $kind $field), )+ }
            }
        }
    };
    (@type count) => { i64 };
    (@type sum) => { i128 };
    (@is_sum count) => { false };
    (@is_sum sum) => { true };
    (@narrow count $value:ident) => { told($value) };
    (@narrow sum $value:ident) => { $value };
}

const fn count(which: &[bool]) -> usize {
    let (mut index, mut count) = (0, 0);
    while index < which.len() {
        count += which[index] as usize;
        index += 1;
    }
    count
}

const fn select<const N: usize>(names: &[&'static str], which: &[bool]) -> [&'static str; N] {
    let mut selected = [""; N];
    let (mut index, mut next) = (0, 0);
    while index < which.len() {
        if which[index] {
            selected[next] = names[index];
            next += 1;
        }
        index += 1;
    }
    selected
}

/// A sum as 64 bits tell it: 2^63 - 1 where it is larger.
#[must_use]
pub const fn told(sum: i128) -> i64 {
    if sum > i64::MAX as i128 {
        i64::MAX
    } else if sum < i64::MIN as i128 {
        i64::MIN
    } else {
        sum as i64
    }
}

with_counts!(counts);

impl Counts {
    /// Adds `other`, `times` times (negative: takes it back).
    pub fn add(&mut self, other: &Self, times: i64) {
        let mut sums = self.values();
        for (sum, value) in sums.iter_mut().zip(other.values()) {
            // No figure of one event has more than 64 bits, so 2^63 of them stay within 128.
            *sum += value * i128::from(times);
        }
        *self = Self::from_values(sums);
    }

    /// The figures that 64 bits do not hold, for the column of that name; see [`crate::excess`].
    #[must_use]
    pub fn excess(&self) -> Option<String> {
        excess::encode(Self::COLUMNS.iter().copied().zip(self.values()))
    }

    /// Adds a stored excess, of one row or joined from several.
    ///
    /// # Errors
    /// When it is none, or names another column.
    pub fn add_excess(&mut self, stored: &str) -> Result<(), ExcessError> {
        let mut sums = self.values();
        for part in excess::decode(stored) {
            let (name, beyond) = part?;
            let index = Self::COLUMNS.iter().position(|column| *column == name).ok_or(ExcessError)?;
            sums[index] += beyond;
        }
        *self = Self::from_values(sums);
        Ok(())
    }

    /// Whether every figure is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.values().iter().all(|value| *value == 0)
    }

    /// Runs that did not succeed.
    #[must_use]
    pub const fn failed_runs(&self) -> i64 {
        self.runs - self.successful_runs
    }

    /// Counts one failure of this category.
    pub const fn add_failure(&mut self, category: ErrorCategory) {
        match category {
            ErrorCategory::Tool => self.failed_tool += 1,
            ErrorCategory::Model => self.failed_model += 1,
            ErrorCategory::Timeout => self.failed_timeout += 1,
            ErrorCategory::Other => self.failed_other += 1,
        }
    }

    /// How many runs failed with this category.
    #[must_use]
    pub const fn failures(&self, category: ErrorCategory) -> i64 {
        match category {
            ErrorCategory::Tool => self.failed_tool,
            ErrorCategory::Model => self.failed_model,
            ErrorCategory::Timeout => self.failed_timeout,
            ErrorCategory::Other => self.failed_other,
        }
    }
}

/// Everything that is summed over a set of runs and sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The whole-number figures.
    pub counts: Counts,
    /// The durations of the runs.
    pub durations: Sketch,
}

impl Totals {
    /// Adds `other`, `times` times (negative: takes it back).
    pub fn add(&mut self, other: &Self, times: i64) {
        self.counts.add(&other.counts, times);
        self.durations.merge(&other.durations, times);
    }

    /// Whether every figure is zero, so that no row holds them.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.counts.is_zero() && self.durations.is_empty()
    }
}
