//! Rows of days and of months.
use super::ProjectError;
use domain::totals::{Counts, told};
use domain::{Day, OrgId, Sketch, Totals, UserId};
use fold::OrgDay;
use roaring::RoaringBitmap;
use std::sync::Arc;
use store::{Row, Rows, StoreError};

/// The columns of the figures, of the table called `t`.
pub(super) fn figures() -> String {
    Counts::COLUMNS.iter().map(|name| format!("t.{name}, ")).collect::<String>() + "t.durations, t.excess"
}

/// How many columns [`figures`] names.
const FIGURES: usize = Counts::COLUMNS.len() + 2;

/// Reads [`figures`], the first of which is column `from`.
pub(super) fn read_totals(row: &Row, from: usize) -> Result<Totals, ProjectError> {
    let mut values = [0; Counts::COLUMNS.len()];
    for (index, value) in values.iter_mut().enumerate() {
        *value = row.int(from + index)?.into();
    }
    let mut counts = Counts::from_values(values);
    if let Some(excess) = row.text_or_null(from + Counts::COLUMNS.len() + 1)? {
        counts.add_excess(excess)?;
    }
    Ok(Totals { counts, durations: Sketch::decode(row.bytes(from + Counts::COLUMNS.len())?)? })
}

/// Reads [`figures`] and the active users behind them.
pub(super) fn read_org_day(row: &Row, from: usize) -> Result<OrgDay, ProjectError> {
    let bytes = row.bytes(from + FIGURES)?;
    let active_users = RoaringBitmap::deserialize_from(bytes)
        .map_err(|error| StoreError::Damaged(format!("active users: {error}")))?;
    Ok(OrgDay { totals: read_totals(row, from)?, active_users })
}

/// The rows of an organisation's days, or months; `column` holds the first day.
pub(super) fn org_rows(org_id: &OrgId, column: &'static str, days: &[(Day, OrgDay)]) -> Rows {
    let rows = Rows::new()
        .text("org_id", days.iter().map(|_| org_id.shared()))
        .int(column, days.iter().map(|(day, _)| i64::from(day.0)));
    let totals: Vec<&Totals> = days.iter().map(|(_, day)| &day.totals).collect();
    with_figures(rows, &totals)
        .int("active_users_count", days.iter().map(|(_, day)| day.active_users.len().cast_signed()))
        .bytes("active_users", days.iter().map(|(_, day)| write_bitmap(&day.active_users)))
}

/// The rows of the days, or months, of an organisation's users.
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
