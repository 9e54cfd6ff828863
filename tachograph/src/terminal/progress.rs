//! Progress of long-running work; silent without a terminal.
use crate::terminal::grouped;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::time::Duration;

/// Fits into 80 columns.
const BAR: &str = "  {spinner:.cyan} {prefix:<13} {bar:24.cyan/black.bright} {done} / {all}  {pace:.dim}/s  {eta:.dim}";
const TICKS: &str = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ ";

/// A progress bar that counts events.
#[derive(Debug)]
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar for this many events; 0 if the number is not known yet.
    pub(crate) fn new(what: &str, events: u64) -> Self {
        let bar = ProgressBar::new(events);
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            let style = style
                .with_key("done", |state: &ProgressState, out: &mut dyn Write| put(out, state.pos()))
                .with_key("all", |state: &ProgressState, out: &mut dyn Write| put(out, state.len().unwrap_or(0)))
                .with_key("pace", |state: &ProgressState, out: &mut dyn Write| put(out, state.per_sec() as u64));
            bar.set_style(style.progress_chars("━━─").tick_chars(TICKS));
        }
        bar.set_prefix(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// Moves the bar.
    pub(crate) fn set(&self, events: u64) {
        self.0.set_position(events);
    }

    /// Removes the bar.
    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl generator::Observer for Bar {
    fn sent(&self, totals: &generator::Totals) {
        self.set(totals.received);
    }
}

impl worker::Progress for Bar {
    fn expect(&mut self, events: u64) {
        self.0.set_length(events);
        self.0.reset_eta();
    }

    fn advance(&mut self, events: u64) {
        self.0.inc(events);
    }
}

/// Work of unknown length.
pub(crate) fn spinner(what: &str, detail: &str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("  {spinner:.cyan} {prefix:<13} {msg}") {
        spinner.set_style(style.tick_chars(TICKS));
    }
    spinner.set_prefix(what.to_owned());
    spinner.set_message(detail.to_owned());
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}

fn put(out: &mut dyn Write, number: u64) {
    // A progress bar that cannot be written does no harm.
    let _ = out.write_str(&grouped(number));
}
