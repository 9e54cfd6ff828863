//! Rows of daily and monthly totals.
use super::ProjectError;
use domain::totals::{Counts, told};
use domain::{Day, OrgId, Sketch, Totals, UserId};
use fold::OrgDay;
use roaring::RoaringBitmap;
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use std::sync::Arc;
use store::columns::Columns;
use store::{Rows, StoreError};

/// The columns of counts and sums of the table with the alias `t`.
pub(super) fn figures() -> String {
    Counts::COLUMNS.iter().map(|name| format!("t.{name}, ")).collect::<String>() + "t.durations, t.excess"
}

/// Reads [`figures`].
struct Figures {
    values: [i64; Counts::COLUMNS.len()],
    durations: Vec<u8>,
    excess: Option<String>,
}

impl FromQueryResult for Figures {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let mut row = Columns::of(row, prefix)?;
        Ok(Self {
            values: row.integers(Counts::COLUMNS)?,
            durations: row.get("durations")?,
            excess: row.nullable("excess")?,
        })
    }
}

impl Figures {
    fn into_totals(self) -> Result<Totals, ProjectError> {
        let mut counts = Counts::from_values(self.values.map(i128::from));
        if let Some(excess) = &self.excess {
            counts.add_excess(excess)?;
        }
        Ok(Totals { counts, durations: Sketch::decode(&self.durations)? })
    }
}

/// A day or month of an organization: [`figures`], the first day as `day`, and the active users.
#[derive(FromQueryResult)]
pub(super) struct OrgRow {
    day: i32,
    active_users: Vec<u8>,
    #[sea_orm(nested)]
    figures: Figures,
}

impl OrgRow {
    pub(super) fn into_day(self) -> Result<(Day, OrgDay), ProjectError> {
        let active_users = RoaringBitmap::deserialize_from(self.active_users.as_slice())
            .map_err(|error| StoreError::Damaged(format!("active users: {error}")))?;
        Ok((Day(self.day), OrgDay { totals: self.figures.into_totals()?, active_users }))
    }
}

/// A day or month of a user: [`figures`], the first day as `day`, and the user's id.
#[derive(FromQueryResult)]
pub(super) struct UserRow {
    day: i32,
    user_id: String,
    #[sea_orm(nested)]
    figures: Figures,
}

impl UserRow {
    pub(super) fn into_day(self) -> Result<((Day, UserId), Totals), ProjectError> {
        Ok(((Day(self.day), UserId::from(self.user_id)), self.figures.into_totals()?))
    }
}

/// The rows of an organization's days or months; `column` holds the first day.
pub(super) fn org_rows(org_id: &OrgId, column: &'static str, days: &[(Day, OrgDay)]) -> Rows {
    let rows = Rows::new()
        .text("org_id", days.iter().map(|_| org_id.shared()))
        .int(column, days.iter().map(|(day, _)| i64::from(day.0)));
    let totals: Vec<&Totals> = days.iter().map(|(_, day)| &day.totals).collect();
    with_figures(rows, &totals)
        .int("active_users_count", days.iter().map(|(_, day)| day.active_users.len().cast_signed()))
        .bytes("active_users", days.iter().map(|(_, day)| write_bitmap(&day.active_users)))
}

/// The rows of days or months of an organization's users.
pub(super) fn user_rows(org_id: &OrgId, column: &'static str, days: &[((Day, UserId), Totals)]) -> Rows {
    let rows = Rows::new()
        .text("org_id", days.iter().map(|_| org_id.shared()))
        .int(column, days.iter().map(|((day, _), _)| i64::from(day.0)))
        .text("user_id", days.iter().map(|((_, user), _)| user.shared()));
    let totals: Vec<&Totals> = days.iter().map(|(_, totals)| totals).collect();
    with_figures(rows, &totals)
}

fn with_figures(mut rows: Rows, totals: &[&Totals]) -> Rows {
    for (index, name) in Counts::COLUMNS.iter().enumerate() {
        rows = rows.int(name, totals.iter().map(|totals| told(totals.counts.values()[index])));
    }
    rows.bytes("durations", totals.iter().map(|totals| totals.durations.encode()))
        .text_or_null("excess", totals.iter().map(|totals| totals.counts.excess().map(Arc::from)))
}

fn write_bitmap(bitmap: &RoaringBitmap) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(bitmap.serialized_size());
    // Writing to memory cannot fail.
    let _ = bitmap.serialize_into(&mut bytes);
    bytes
}
