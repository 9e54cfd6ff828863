//! The file formats of an export: writes a list part by part.
use super::cell::Cell;
use crate::error::ApiError;
use serde_json::Value;

/// The format of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// One line per row, with a header line.
    Csv,
    /// One array, with one object per row.
    Json,
}

/// A row: a value for each column.
pub(super) type Row = Vec<Cell>;

impl Format {
    /// The format for this file extension.
    pub(super) fn of(ending: &str) -> Option<Self> {
        match ending {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The file extension.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Its media type.
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
        }
    }

    /// The beginning of a file. JSON has no byte order mark.
    pub(super) fn begin(self, columns: &[&str], byte_order_mark: bool) -> Result<Vec<u8>, ApiError> {
        match self {
            Self::Csv => {
                let mut start = if byte_order_mark { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
                start.extend(lines([columns.iter().map(|name| (*name).to_owned()).collect()])?);
                Ok(start)
            }
            Self::Json => Ok(b"[".to_vec()),
        }
    }

    /// Some rows; `first` says whether none were written before.
    pub(super) fn rows(self, columns: &[&str], rows: &[Row], first: bool) -> Result<Vec<u8>, ApiError> {
        match self {
            Self::Csv => lines(rows.iter().map(|row| row.iter().map(Cell::csv).collect())),
            Self::Json => {
                let mut text = String::new();
                for (position, row) in rows.iter().enumerate() {
                    text.push_str(if first && position == 0 { "\n" } else { ",\n" });
                    object(&mut text, columns, row);
                }
                Ok(text.into_bytes())
            }
        }
    }

    /// The end of a file.
    pub(super) const fn end(self) -> &'static [u8] {
        match self {
            Self::Csv => b"",
            Self::Json => b"\n]\n",
        }
    }
}

/// Writes an object whose fields are in the order of the columns.
fn object(text: &mut String, columns: &[&str], row: &Row) {
    text.push('{');
    for (position, (name, cell)) in columns.iter().zip(row).enumerate() {
        if position > 0 {
            text.push(',');
        }
        text.push_str(&format!("{}:{}", Value::from(*name), cell.json()));
    }
    text.push('}');
}

fn lines(lines: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, ApiError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        writer.write_record(line).map_err(ApiError::internal)?;
    }
    writer.into_inner().map_err(ApiError::internal)
}
