//! Ordering people: by name or by a figure, nulls last in both directions, the id between equals.
use crate::graphql::types::enums::Direction;
use crate::graphql::types::inputs::{UserOrder, UserOrderField};
use crate::metrics::Figures;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What somebody is ordered by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SortValue {
    /// A text, compared bytewise.
    #[serde(rename = "t")]
    Text(String),
    /// A number, as its bits, because its digits might not come back the same.
    #[serde(rename = "f")]
    Bits(u64),
}

/// Where somebody stands in an order.
pub type Place = (Option<SortValue>, String);

/// Where this person stands.
#[must_use]
pub fn place(field: UserOrderField, name: Option<&str>, figures: &Figures, user_id: &str) -> Place {
    let number = match field {
        UserOrderField::Name => return (name.map(|name| SortValue::Text(name.to_owned())), user_id.to_owned()),
        UserOrderField::Sessions => Some(figures.counts.sessions as f64),
        UserOrderField::Runs => Some(figures.counts.runs as f64),
        UserOrderField::RunsPerSession => figures.runs_per_session(),
        UserOrderField::ActiveTime => figures.active_time_per_session_ms(),
        UserOrderField::Lifespan => figures.lifespan_per_session_ms(),
        UserOrderField::HandoffRate => figures.handoff_rate(),
        UserOrderField::PostHandoffRate => figures.post_handoff_rate(),
        UserOrderField::SuccessRate => figures.success_rate(),
        UserOrderField::Cost => Some(figures.counts.cost_nano_usd as f64),
        UserOrderField::CostPerRun => figures.cost_per_run_usd(),
    };
    (number.map(|number| SortValue::Bits(number.to_bits())), user_id.to_owned())
}

/// The daily totals that decide about this order.
#[must_use]
pub const fn columns(field: UserOrderField) -> &'static [&'static str] {
    match field {
        UserOrderField::Name => &[],
        UserOrderField::Sessions => &["sessions"],
        UserOrderField::Runs => &["runs"],
        UserOrderField::RunsPerSession => &["session_runs", "sessions"],
        UserOrderField::ActiveTime => &["session_active_ms", "sessions"],
        UserOrderField::Lifespan => &["session_lifespan_ms", "sessions"],
        UserOrderField::HandoffRate => &["handoff_sessions", "sessions"],
        UserOrderField::PostHandoffRate => &["post_handoff_sessions", "sessions"],
        UserOrderField::SuccessRate => &["successful_runs", "runs"],
        UserOrderField::Cost => &["cost_nano_usd"],
        UserOrderField::CostPerRun => &["cost_nano_usd", "runs"],
    }
}

/// Which of two comes first.
#[must_use]
pub fn compare(order: UserOrder, (one, one_id): &Place, (other, other_id): &Place) -> Ordering {
    let turn = |ordering: Ordering| match order.direction {
        Direction::Asc => ordering,
        Direction::Desc => ordering.reverse(),
    };
    let by_value = match (one, other) {
        (Some(one), Some(other)) => turn(compare_values(one, other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    by_value.then_with(|| turn(one_id.cmp(other_id)))
}

fn compare_values(one: &SortValue, other: &SortValue) -> Ordering {
    match (one, other) {
        (SortValue::Text(one), SortValue::Text(other)) => one.cmp(other),
        (SortValue::Bits(one), SortValue::Bits(other)) => f64::from_bits(*one).total_cmp(&f64::from_bits(*other)),
        // One list has values of one kind.
        (SortValue::Text(_), SortValue::Bits(_)) => Ordering::Less,
        (SortValue::Bits(_), SortValue::Text(_)) => Ordering::Greater,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::resolver_utils::EnumType as _;
    use entities::totals::Counts;

    #[test]
    fn the_columns_of_an_order_are_all_that_it_looks_at() {
        let all: [i64; Counts::COLUMNS.len()] = std::array::from_fn(|position| 1_000 + position as i64 * 7);
        let figures = |values| Figures { counts: Counts::from_values(values), ..Figures::default() };
        for field in UserOrderField::items().iter().map(|item| item.value) {
            let mut some = [0; Counts::COLUMNS.len()];
            for column in columns(field) {
                let position = Counts::COLUMNS.iter().position(|name| name == column).expect("a daily total");
                some[position] = all[position];
            }
            let of = |values| place(field, Some("ada"), &figures(values), "u1");
            assert_eq!(of(some), of(all), "{field:?}");
        }
    }

    #[test]
    fn nulls_come_last_in_both_directions() {
        let place = |name: Option<&str>, id: &str| (name.map(|name| SortValue::Text(name.to_owned())), id.to_owned());
        let people = [place(None, "z"), place(Some("a"), "1"), place(Some("Z"), "2"), place(None, "y")];
        let sorted = |direction| {
            let mut people = people.to_vec();
            people.sort_by(|one, other| compare(UserOrder { field: UserOrderField::Name, direction }, one, other));
            people.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        };
        assert_eq!(sorted(Direction::Asc), ["2", "1", "y", "z"]);
        assert_eq!(sorted(Direction::Desc), ["1", "2", "z", "y"]);
    }
}
