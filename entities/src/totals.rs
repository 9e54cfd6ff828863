//! The figures that are summed a day: for an organisation and for each of its users alike.
//!
//! Daily tables hold totals, never averages. Figures of runs count on the day of the run, figures
//! of sessions on the day of the session, with the session's own totals on whatever day they arose.
use crate::{ErrorCategory, Sketch};

/// Declares [`Counts`] together with the names of its columns, so that no statement can forget one.
macro_rules! counts {
    ($( $(#[$meta:meta])* $field:ident, )+) => {
        /// The whole-number figures of a set of runs and sessions.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Counts { $( $(#[$meta])* pub $field: i64, )+ }

        impl Counts {
            /// The names of the columns that hold the figures, in the order of [`Self::values`].
            pub const COLUMNS: &'static [&'static str] = &[ $( stringify!($field), )+ ];

            /// The figures in the order of [`Self::COLUMNS`].
            #[must_use]
            pub const fn values(&self) -> [i64; Self::COLUMNS.len()] {
                [ $( self.$field, )+ ]
            }

            /// The figures from their values in the order of [`Self::COLUMNS`].
            #[must_use]
            pub const fn from_values(values: [i64; Self::COLUMNS.len()]) -> Self {
                let [ $( $field, )+ ] = values;
                Self { $( $field, )+ }
            }
        }
    };
}

counts! {
    /// Completed runs.
    runs,
    /// Runs that ended in success.
    successful_runs,
    /// Runs that failed with category TOOL.
    failed_tool,
    /// Runs that failed with category MODEL.
    failed_model,
    /// Runs that failed with category TIMEOUT.
    failed_timeout,
    /// Runs that failed with category OTHER.
    failed_other,
    /// Sum of the runs' durations, in milliseconds.
    duration_ms,
    /// Sum of the queue waits of the runs that carry one, in milliseconds.
    queue_wait_ms,
    /// How many runs carry a queue wait.
    queue_wait_runs,
    /// Sum of the runs' costs, in nano-USD.
    cost_nano_usd,
    /// Sum of the runs' input tokens.
    input_tokens,
    /// Sum of the runs' output tokens.
    output_tokens,
    /// Sessions.
    sessions,
    /// Completed runs of those sessions, on whatever day.
    session_runs,
    /// Active agent time of those sessions, in milliseconds.
    session_active_ms,
    /// Lifespans of those sessions, in milliseconds.
    session_lifespan_ms,
    /// Cost of the runs of those sessions, in nano-USD.
    session_cost_nano_usd,
    /// Those sessions that have a handoff.
    handoff_sessions,
    /// Those sessions that went on after a handoff.
    post_handoff_sessions,
}

/// A sum left the range of 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sum exceeds what 64 bits hold")]
pub struct Overflow;

impl Counts {
    /// Adds `other`, `times` times (negative: takes it back).
    ///
    /// # Errors
    /// When a sum leaves the range of 64 bits; nothing is changed then.
    pub fn add(&mut self, other: &Self, times: i64) -> Result<(), Overflow> {
        let mut sums = self.values();
        for (sum, value) in sums.iter_mut().zip(other.values()) {
            *sum = value.checked_mul(times).and_then(|value| sum.checked_add(value)).ok_or(Overflow)?;
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
    ///
    /// # Errors
    /// When a sum leaves the range of 64 bits.
    pub fn add(&mut self, other: &Self, times: i64) -> Result<(), Overflow> {
        self.counts.add(&other.counts, times)?;
        self.durations.merge(&other.durations, times);
        Ok(())
    }

    /// Whether every figure is zero, so that no row holds them.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.counts.is_zero() && self.durations.is_empty()
    }
}
