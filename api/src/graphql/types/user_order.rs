//! Ordering people: by name or by a figure.
use crate::graphql::types::inputs::UserOrderField;
use crate::graphql::types::place::{Place, number, text};
use query::metrics::Figures;

/// Where this person stands.
#[must_use]
pub fn place(field: UserOrderField, name: Option<&str>, figures: &Figures, user_id: &str) -> Place {
    let figure = match field {
        UserOrderField::Name => return (text(name), user_id.to_owned()),
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
    (number(figure), user_id.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::resolver_utils::EnumType as _;
    use domain::totals::Counts;

    #[test]
    fn the_columns_of_an_order_are_all_that_it_looks_at() {
        let all: [i128; Counts::COLUMNS.len()] = std::array::from_fn(|position| 1_000 + position as i128 * 7);
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
}
