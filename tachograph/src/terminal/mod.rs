//! All output of the commands. Nothing else in the workspace writes to standard output.

mod progress;
mod table;

pub(crate) use progress::{Bar, spinner};
pub(crate) use table::table;

use console::style;
use std::fmt::Display;
use std::io::{ErrorKind, Write as _, stdout};
use std::process::exit;

/// Prints a result, for people and for pipes. A closed pipe is not an error: its reader has read enough.
pub(crate) fn say(line: impl Display) {
    if let Err(error) = writeln!(stdout(), "{line}")
        && error.kind() == ErrorKind::BrokenPipe
    {
        exit(0);
    }
}

/// Prints an empty line.
pub(crate) fn gap() {
    say("");
}

/// Prints a completed step.
pub(crate) fn done(what: &str, detail: impl Display) {
    say(format_args!("  {} {what:<13} {detail}", style("✓").green()));
}

/// Prints a line of a list: a name and its value.
pub(crate) fn entry(name: &str, value: impl Display) {
    say(format_args!("  {:<13}   {value}", style(name).bold()));
}

/// Prints a problem that needs attention, and what to do.
pub(crate) fn problem(reason: impl Display, next: impl Display) {
    say(format_args!("  {} {reason}", style("✗").red().bold()));
    say(format_args!("    {} {next}", style("→").dim()));
}

/// Prints a heading.
pub(crate) fn heading(title: &str, detail: &str) {
    say(format_args!("  {}  {}", style(title).bold().cyan(), style(detail).dim()));
}

/// Less important text.
pub(crate) fn faint(text: impl Display) -> String {
    style(text).dim().to_string()
}

/// Prints an error in one line.
pub(crate) fn complain(error: &anyhow::Error) {
    // Some errors repeat their cause.
    let mut line = String::new();
    for part in error.chain().map(ToString::to_string) {
        if !line.contains(&part) {
            line = if line.is_empty() { part } else { format!("{line}: {part}") };
        }
    }
    let line = line.replace('\n', " ");
    eprintln!("{} {line}", console::Style::new().for_stderr().red().bold().apply_to("tachograph:"));
}

/// Bytes in a unit that needs few digits.
pub(crate) fn bytes(number: u64) -> String {
    indicatif::BinaryBytes(number).to_string()
}

/// A number with separated thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_stand_apart() {
        let all: Vec<String> = [0, 999, 1_000, 1_234_567].into_iter().map(grouped).collect();
        assert_eq!(all, ["0", "999", "1 000", "1 234 567"]);
    }
}
