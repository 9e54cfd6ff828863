//! The counts and sums kept per day, for an organization and for each of its users alike.
//!
//! Daily tables hold totals, never averages. A run's values count on the day of the run, a session's values on
//! the day of the session, including those of its runs, whatever day they ran on.
use crate::excess::{self, ExcessError};
use crate::{ErrorCategory, Sketch};

/// Passes the list of counts to the macro `then`, after any other arguments: each with its name, `count` or
/// `sum`, and its documentation. A new count is one line here, which adds it to [`Counts`] and to the entities
/// of all tables that hold counts.
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
            /// Sum of the queue waits of the runs that have one, in milliseconds.
            queue_wait_ms: sum,
            /// Number of runs that have a queue wait.
            queue_wait_runs: count,
            /// Sum of the runs' costs, in nano-USD.
            cost_nano_usd: sum,
            /// Sum of the runs' input tokens.
            input_tokens: sum,
            /// Sum of the runs' output tokens.
            output_tokens: sum,
            /// Input tokens of the runs that were read from a cache.
            cache_read_tokens: sum,
            /// Input tokens of the runs that were written to a cache.
            cache_write_tokens: sum,
            /// Open runs: without an outcome, but with a prompt or a step. Their cost and tokens count like those of
            /// completed runs.
            open_runs: count,
            /// Model calls of the runs whose cost is not known, and so is missing from the cost.
            unpriced_calls: count,
            /// Tool uses of the runs.
            tool_uses: count,
            /// Tool uses that ended with an error.
            tool_errors: count,
            /// Tool uses that a person rejected.
            rejections: count,
            /// Tool uses that a rule rejected.
            policy_rejections: count,
            /// Sum of the durations of the tool uses, in milliseconds.
            tool_time_ms: sum,
            /// Sum of how long tool uses waited for a person, in milliseconds.
            waited_ms: sum,
            /// Lines added, by activity events.
            lines_added: sum,
            /// Lines deleted, by activity events.
            lines_deleted: sum,
            /// Commits, by activity events.
            commits: sum,
            /// Pull requests, by activity events.
            pull_requests: sum,
            /// Edits that a person accepted, by activity events.
            edits_accepted: sum,
            /// Edits that a person rejected, by activity events.
            edits_rejected: sum,
            /// How long people were active, by activity events, in milliseconds.
            user_active_ms: sum,
            /// How long agents were active, by activity events, in milliseconds.
            agent_active_ms: sum,
            /// Sessions.
            sessions: count,
            /// Completed runs of those sessions, on any day.
            session_runs: count,
            /// Active agent time of those sessions, in milliseconds.
            session_active_ms: sum,
            /// Lifespans of those sessions, in milliseconds.
            session_lifespan_ms: sum,
            /// Cost of those sessions' runs, in nano-USD.
            session_cost_nano_usd: sum,
            /// Sessions with a handoff.
            handoff_sessions: count,
            /// Sessions that continued after a handoff.
            post_handoff_sessions: count,
        }
    };
}

/// Declares [`Counts`] together with the names of its columns, so that no statement can omit one.
macro_rules! counts {
    ($( $(#[$meta:meta])* $field:ident: $kind:ident, )+) => {
        /// The whole-number totals of a set of runs and sessions: how many there are, and sums of their values.
        /// A sum has 128 bits, so that no number of events can overflow it.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Counts { $( $(#[$meta])* pub $field: counts!(@type $kind), )+ }

        impl Counts {
            /// The names of the columns that hold the values, in the order of [`Self::values`].
            pub const COLUMNS: &'static [&'static str] = &[ $( stringify!($field), )+ ];

            /// The subset of [`Self::COLUMNS`] that are sums, in the same order.
            pub const SUMS: &'static [&'static str] = {
                const SUMS: &[bool] = &[ $( counts!(@is_sum $kind), )+ ];
                &select::<{ count(SUMS) }>(Counts::COLUMNS, SUMS)
            };

            /// The values in the order of [`Self::COLUMNS`].
            #[must_use]
            pub const fn values(&self) -> [i128; Self::COLUMNS.len()] {
                [ $( self.$field as i128, )+ ]
            }

            /// Creates counts from values in the order of [`Self::COLUMNS`].
            #[must_use]
            pub const fn from_values(values: [i128; Self::COLUMNS.len()]) -> Self {
                let [ $( $field, )+ ] = values;
                Self { $( $field: counts!(@narrow $kind $field), )+ }
            }

            /// Adds `other`, `times` times (if negative, subtracts it).
            pub fn add(&mut self, other: &Self, times: i64) {
                // No value of one event has more than 64 bits, so 2^63 of them fit in 128.
                $( self.$field = counts!(@narrow $kind
                    { i128::from(self.$field) + i128::from(other.$field) * i128::from(times) }); )+
            }
        }
    };
    (@type count) => { i64 };
    (@type sum) => { i128 };
    (@is_sum count) => { false };
    (@is_sum sum) => { true };
    (@narrow count $value:tt) => { told($value) };
    (@narrow sum $value:tt) => { $value };
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

/// A sum as 64 bits, capped at 2^63 - 1.
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
    /// The excess of the values that do not fit in 64 bits, for the column of that name; see [`crate::excess`].
    #[must_use]
    pub fn excess(&self) -> Option<String> {
        excess::encode(Self::COLUMNS.iter().copied().zip(self.values()))
    }

    /// Adds a stored excess, of one row or concatenated from several.
    ///
    /// # Errors
    /// When it is not an excess, or names another column.
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

    /// Whether every value is zero.
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

    /// The number of runs that failed with this category.
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

/// All totals of a set of runs and sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The whole-number values.
    pub counts: Counts,
    /// The durations of the runs.
    pub durations: Sketch,
}

impl Totals {
    /// Adds `other`, `times` times (if negative, subtracts it).
    pub fn add(&mut self, other: &Self, times: i64) {
        self.counts.add(&other.counts, times);
        self.durations.merge(&other.durations, times);
    }

    /// Whether every value is zero, so that no row is stored.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.counts.is_zero() && self.durations.is_empty()
    }
}
