//! Daily totals, and what a batch adds to them.
use domain::{Day, Totals, UserId};
use roaring::RoaringBitmap;
use std::collections::HashMap;

/// What a batch adds to the daily totals of one organization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deltas {
    /// By day, for the organization.
    pub org: HashMap<Day, Totals>,
    /// By day and user.
    pub users: HashMap<(Day, UserId), Totals>,
}

/// The totals of an organization on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrgDay {
    /// The counts and sums.
    pub totals: Totals,
    /// The ordinals of the users with at least one run.
    pub active_users: RoaringBitmap,
}

impl OrgDay {
    /// Whether the row would be empty, so that none is needed.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.totals.is_zero() && self.active_users.is_empty()
    }

    /// Records whether a user has runs on this day.
    pub fn set_active(&mut self, ordinal: u32, active: bool) {
        if active {
            self.active_users.insert(ordinal);
        } else {
            self.active_users.remove(ordinal);
        }
    }
}

/// The totals of a user on a day.
pub type UserDay = Totals;

impl Deltas {
    /// Changes the organization's totals for a day, and the user's if there is one.
    pub(super) fn add(&mut self, day: Day, user: Option<&UserId>, change: impl Fn(&mut Totals)) {
        change(self.org.entry(day).or_default());
        if let Some(user) = user {
            change(self.users.entry((day, user.clone())).or_default());
        }
    }

    /// The same differences by month, each under the month's first day.
    #[must_use]
    pub fn by_month(&self) -> Self {
        let mut months = Self::default();
        for (day, totals) in &self.org {
            months.org.entry(day.month()).or_default().add(totals, 1);
        }
        for ((day, user), totals) in &self.users {
            months.users.entry((day.month(), user.clone())).or_default().add(totals, 1);
        }
        months.drop_zeros();
        months
    }

    /// Drops days on which nothing changes.
    pub(super) fn drop_zeros(&mut self) {
        self.org.retain(|_, totals| !totals.is_zero());
        self.users.retain(|_, totals| !totals.is_zero());
    }
}
