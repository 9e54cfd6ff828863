//! A small table of text and numbers.
use crate::terminal::{faint, say};

/// Prints rows under a heading; the first column is left-aligned, the others right-aligned.
pub(crate) fn table<const N: usize>(heading: [&str; N], rows: &[[String; N]]) {
    let widths: [usize; N] = std::array::from_fn(|column| {
        rows.iter().map(|row| row[column].chars().count()).chain([heading[column].len()]).max().unwrap_or(0)
    });
    say(faint(line(&heading.map(str::to_owned), &widths)));
    for row in rows {
        say(line(row, &widths));
    }
}

fn line<const N: usize>(cells: &[String; N], widths: &[usize; N]) -> String {
    let mut line = String::from(" ");
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        line.push(' ');
        line.push_str(&if column == 0 { format!("{cell:<width$}") } else { format!(" {cell:>width$}") });
    }
    line
}
