//! Rows of activity.
use super::ProjectError;
use crate::tables::Tables;
use domain::totals::told;
use domain::{Day, OrgId, SessionId, excess};
use entities::activity_fact;
use fold::{Activity, State};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use std::sync::Arc;
use store::{Rows, StoreError, Tx};

/// The activity of a session on a day as it is stored.
struct ActivityRow {
    session_id: String,
    day: i32,
    values: [i64; Activity::COLUMNS.len()],
    excess: Option<String>,
}

impl FromQueryResult for ActivityRow {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let mut values = [0; Activity::COLUMNS.len()];
        for (value, name) in values.iter_mut().zip(Activity::COLUMNS) {
            *value = row.try_get(prefix, name)?;
        }
        Ok(Self {
            session_id: row.try_get(prefix, "session_id")?,
            day: row.try_get(prefix, "day")?,
            values,
            excess: row.try_get(prefix, "excess")?,
        })
    }
}

impl ActivityRow {
    fn activity(&self) -> Result<Activity, ProjectError> {
        let mut values = self.values.map(i128::from);
        for part in excess::decode(self.excess.as_deref().unwrap_or_default()) {
            let (name, beyond) = part?;
            let column = Activity::COLUMNS.iter().position(|column| *column == name);
            let column = column.ok_or_else(|| StoreError::Damaged(format!("the excess of {name} in activity")))?;
            values[column] += beyond;
        }
        Ok(Activity::from_values(values))
    }
}

/// Adds the activity of the sessions, given by their keys, to the state.
pub(super) async fn load(tx: &mut Tx, tables: Tables, sessions: &Rows, state: &mut State) -> Result<(), ProjectError> {
    let body = format!(
        "SELECT a.session_id, a.day, {}, a.excess
         FROM input i CROSS JOIN {} a WHERE a.org_id = i.org_id AND a.session_id = i.session_id:org(a)",
        Activity::COLUMNS.map(|name| format!("a.{name}")).join(", "),
        tables.of(activity_fact::Entity)
    );
    for row in tx.select_rows::<ActivityRow>(sessions, &body).await? {
        let days = state.activity.entry(SessionId::from(row.session_id.as_str())).or_default();
        days.insert(Day(row.day), row.activity()?);
    }
    Ok(())
}

/// The rows of activity.
pub(super) fn rows(org_id: &OrgId, activity: &[(SessionId, Day, Activity)]) -> Rows {
    let mut rows = Rows::new()
        .text("org_id", activity.iter().map(|_| org_id.shared()))
        .text("session_id", activity.iter().map(|(id, ..)| id.shared()))
        .int("day", activity.iter().map(|(_, day, _)| i64::from(day.0)));
    for (index, name) in Activity::COLUMNS.into_iter().enumerate() {
        rows = rows.int(name, activity.iter().map(|(.., sums)| told(sums.values()[index])));
    }
    rows.text_or_null(
        "excess",
        activity
            .iter()
            .map(|(.., sums)| excess::encode(Activity::COLUMNS.into_iter().zip(sums.values())).map(Arc::from)),
    )
}
