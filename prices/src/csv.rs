//! Reads the list of prices: comments, the day of the list, a heading, and one price in a row.
use crate::price::{Price, Tier};
use chrono::NaiveDate;
use domain::{Day, NanoUsd};
use thiserror::Error;

/// The heading, in the order of the columns.
const COLUMNS: [&str; 8] = ["model", "from", "above", "input", "cache read", "write 5m", "write 1h", "output"];
/// Before the day of the list.
const AS_OF: &str = "as of ";
/// A part without a price.
const NONE: &str = "-";

/// What is wrong with a list of prices.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("line {line}: {what}")]
pub struct ListError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it, with the name of the column.
    pub what: String,
}

/// A price for the names that share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row<'a> {
    /// Its line in the list, counted from 1.
    pub(crate) line: usize,
    pub(crate) names: Vec<&'a str>,
    pub(crate) from: Day,
    pub(crate) tier: Tier,
}

/// The day of the list, and its rows.
pub(crate) fn read(text: &str) -> Result<(Day, Vec<Row<'_>>), ListError> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let mut lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let missing = |what: &str| ListError { line: text.lines().count() + 1, what: format!("expected {what}") };
    let (line, first) = lines.next().ok_or_else(|| missing("the day of the list, as of YYYY-MM-DD"))?;
    let as_of = first.strip_prefix(AS_OF).and_then(day);
    let as_of = as_of.ok_or(ListError { line, what: "expected the day of the list, as of YYYY-MM-DD".to_owned() })?;
    let (line, heading) = lines.next().ok_or_else(|| missing("a heading"))?;
    if !cells(heading).eq(COLUMNS) {
        return Err(ListError { line, what: format!("expected the heading {}", COLUMNS.join(", ")) });
    }
    let rows = lines.map(|(line, text)| row(line, text).map_err(|what| ListError { line, what }));
    Ok((as_of, rows.collect::<Result<_, _>>()?))
}

fn row(line: usize, text: &str) -> Result<Row<'_>, String> {
    let cells: Vec<&str> = cells(text).collect();
    let [names, from, above, input, cache_read, cache_write_5m, cache_write_1h, output] = cells[..] else {
        return Err(format!("expected {} columns, found {}", COLUMNS.len(), cells.len()));
    };
    let names: Vec<&str> = names.split_whitespace().collect();
    if names.is_empty() {
        return Err("model: expected a name".to_owned());
    }
    let from = day(from).ok_or_else(|| format!("from: expected a day as YYYY-MM-DD, found {from}"))?;
    let above = above.parse().ok().filter(|above| *above >= 0);
    let above = above.ok_or("above: expected a number of tokens")?;
    let price = Price {
        input: usd("input", input)?,
        cache_read: optional("cache read", cache_read)?,
        cache_write_5m: optional("write 5m", cache_write_5m)?,
        cache_write_1h: optional("write 1h", cache_write_1h)?,
        output: usd("output", output)?,
    };
    Ok(Row { line, names, from, tier: Tier { above, price } })
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split(',').map(str::trim)
}

fn usd(column: &str, text: &str) -> Result<NanoUsd, String> {
    NanoUsd::parse_usd(text).map_err(|error| format!("{column}: {error}"))
}

fn optional(column: &str, text: &str) -> Result<Option<NanoUsd>, String> {
    if text == NONE { Ok(None) } else { usd(column, text).map(Some) }
}

/// A day as YYYY-MM-DD.
pub(crate) fn day(text: &str) -> Option<Day> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Day::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "# about\nas of 2026-11-30\n\nmodel, from, above, input, cache read, write 5m, write 1h, output\n";

    fn refused(row: &str) -> String {
        read(&format!("{HEAD}{row}\n")).expect_err(row).to_string()
    }

    #[test]
    fn a_row_is_a_price_of_all_its_names() {
        let text = format!("{HEAD}# a maker\na b , 2026-01-02, 200000, 1.25, 0.125, -, -, 10\n");
        let (as_of, rows) = read(&text).expect("a list");
        assert_eq!(as_of.to_string(), "2026-11-30");
        let [row] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((&row.names[..], row.from.to_string().as_str()), (&["a", "b"][..], "2026-01-02"));
        assert_eq!(row.tier.above, 200_000);
        let price = row.tier.price;
        assert_eq!((price.input.0, price.output.0), (1_250_000_000, 10_000_000_000));
        assert_eq!(
            (price.cache_read, price.cache_write_5m, price.cache_write_1h),
            (Some(NanoUsd(125_000_000)), None, None)
        );
    }

    #[test]
    fn what_is_wrong_names_the_line_and_the_column() {
        let told = |row: &str, expected: &str| assert_eq!(refused(row), format!("line 5: {expected}"), "{row}");
        told("a, 2026-01-02, 0, 1, -, -, -", "expected 8 columns, found 7");
        told(", 2026-01-02, 0, 1, -, -, -, 1", "model: expected a name");
        told("a, 02.01.2026, 0, 1, -, -, -, 1", "from: expected a day as YYYY-MM-DD, found 02.01.2026");
        told("a, 2026-01-02, -1, 1, -, -, -, 1", "above: expected a number of tokens");
        told("a, 2026-01-02, 0, -, -, -, -, 1", "input: expected a decimal number such as 12 or 0.05");
        told("a, 2026-01-02, 0, 1, -1, -, -, 1", "cache read: expected a number that is not negative");
        told("a, 2026-01-02, 0, 1, -, 9999999, -, 1", "write 5m: the number is too large");
        told("a, 2026-01-02, 0, 1, -, -, x, 1", "write 1h: expected a decimal number such as 12 or 0.05");
        told("a, 2026-01-02, 0, 1, -, -, -,", "output: expected a decimal number such as 12 or 0.05");
    }

    #[test]
    fn a_list_has_a_day_and_a_heading() {
        let line = |text: &str| read(text).map(drop).map_err(|error| error.line);
        assert_eq!(line(""), Err(1));
        assert_eq!(line("as of yesterday"), Err(1));
        assert_eq!(line("as of 2026-11-30\n"), Err(2));
        assert_eq!(line("as of 2026-11-30\nmodel, from"), Err(2));
    }
}
