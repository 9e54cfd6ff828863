//! What the activity events of a session count, by day.
use domain::ActivityCounted;
use domain::totals::Counts;

/// Sums of activity events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// Lines added.
    pub lines_added: i128,
    /// Lines deleted.
    pub lines_deleted: i128,
    /// Commits.
    pub commits: i128,
    /// Pull requests.
    pub pull_requests: i128,
    /// Edits that the person accepted.
    pub edits_accepted: i128,
    /// Edits that the person rejected.
    pub edits_rejected: i128,
    /// How long the person was active, in milliseconds.
    pub user_active_ms: i128,
    /// How long the agent was active, in milliseconds.
    pub agent_active_ms: i128,
}

impl Activity {
    /// The names of the columns, in the order of [`Self::values`].
    pub const COLUMNS: [&'static str; 8] = [
        "lines_added",
        "lines_deleted",
        "commits",
        "pull_requests",
        "edits_accepted",
        "edits_rejected",
        "user_active_ms",
        "agent_active_ms",
    ];

    /// The values in the order of [`Self::COLUMNS`].
    #[must_use]
    pub const fn values(&self) -> [i128; 8] {
        [
            self.lines_added,
            self.lines_deleted,
            self.commits,
            self.pull_requests,
            self.edits_accepted,
            self.edits_rejected,
            self.user_active_ms,
            self.agent_active_ms,
        ]
    }

    /// From values in the order of [`Self::COLUMNS`].
    #[must_use]
    pub const fn from_values(values: [i128; 8]) -> Self {
        let [
            lines_added,
            lines_deleted,
            commits,
            pull_requests,
            edits_accepted,
            edits_rejected,
            user_active_ms,
            agent_active_ms,
        ] = values;
        Self {
            lines_added,
            lines_deleted,
            commits,
            pull_requests,
            edits_accepted,
            edits_rejected,
            user_active_ms,
            agent_active_ms,
        }
    }

    /// Adds one event.
    pub fn add(&mut self, event: &ActivityCounted) {
        let of = |value: Option<i64>| i128::from(value.unwrap_or_default());
        self.lines_added += of(event.lines_added);
        self.lines_deleted += of(event.lines_deleted);
        self.commits += of(event.commits);
        self.pull_requests += of(event.pull_requests);
        self.edits_accepted += of(event.edits_accepted);
        self.edits_rejected += of(event.edits_rejected);
        self.user_active_ms += of(event.user_active_ms);
        self.agent_active_ms += of(event.agent_active_ms);
    }

    /// Whether every value is zero, so that no row is stored.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.values().iter().all(|value| *value == 0)
    }

    /// What it adds to the totals of its day.
    #[must_use]
    pub fn contribution(&self) -> Counts {
        Counts {
            lines_added: self.lines_added,
            lines_deleted: self.lines_deleted,
            commits: self.commits,
            pull_requests: self.pull_requests,
            edits_accepted: self.edits_accepted,
            edits_rejected: self.edits_rejected,
            user_active_ms: self.user_active_ms,
            agent_active_ms: self.agent_active_ms,
            ..Counts::default()
        }
    }
}
