//! The outcome, for people.
use super::judge::Limits;
use super::outcome::Outcome;
use std::fmt::Write as _;

impl Outcome {
    /// All results, and the verdict.
    #[must_use]
    pub fn table(&self, limits: &Limits) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut out, limits);
        out
    }

    fn write(&self, out: &mut String, limits: &Limits) -> std::fmt::Result {
        let seconds = self.took.as_secs_f64();
        let load = &self.load;
        writeln!(out, "soak of {:.1} minutes: two apis, two workers, one PostgreSQL", seconds / 60.0)?;
        writeln!(out, "asked: {} events/s, {} subscribers, {} queries/s", load.rate, load.subscribers, load.queries)?;
        writeln!(out)?;
        let memory = ["MiB first", "last", "max", "KiB/min", "floor", "+-", "handles", "last", "max"];
        writeln!(out, "{}", row("process", &memory.map(str::to_owned)))?;
        for grown in self.growth.iter().chain([&self.database]) {
            let [first, last, most] = grown.memory.map(|kib| format!("{:.1}", kib / 1_024.0));
            let [first_handles, last_handles, most_handles] = grown.handles.map(|handles| handles.to_string());
            let [all, floor] = [grown.slope.each, grown.floor.each].map(|each| format!("{each:+.0}"));
            let error = format!("{:.0}", 2.0 * grown.floor.error);
            let figures = [first, last, most, all, floor, error, first_handles, last_handles, most_handles];
            writeln!(out, "{}", row(grown.name, &figures))?;
        }
        writeln!(out)?;
        writeln!(out, "{}", row("answers", &["count", "a second", "p50 ms", "p95 ms", "p99 ms"].map(str::to_owned)))?;
        for (what, count, [p50, p95, p99]) in &self.answers {
            let [p50, p95, p99] = [p50, p95, p99].map(|millis| format!("{millis:.1}"));
            let figures = [count.to_string(), format!("{:.1}", *count as f64 / seconds), p50, p95, p99];
            writeln!(out, "{}", row(what, &figures))?;
        }
        writeln!(out)?;
        let (median, most) = self.queue;
        writeln!(out, "queue depth        median {median}, max {most}")?;
        writeln!(out, "events sent        {} ({:.0}/s)", self.sent, self.sent as f64 / seconds)?;
        writeln!(out, "heard              {} by subscribers ({:.0}/s)", self.heard, self.heard as f64 / seconds)?;
        writeln!(out, "errors             {}", self.errors)?;
        writeln!(out, "verify             {}", self.said)?;
        writeln!(out)?;
        writeln!(
            out,
            "limits, for each api and worker: the floor (the lowest of each tenth of the second half) rises by at\n\
             most {:.0} KiB/min beyond its uncertainty (two standard errors); at most {} handles more in the last\n\
             third than in the one before. For all: no error; verify equal, nothing queued, no dead letters.\n\
             Memory is resident; of PostgreSQL, which is not judged, what its processes do not share.",
            limits.slope, limits.rise
        )?;
        let complaints = self.complaints(limits);
        for complaint in &complaints {
            writeln!(out, "  {complaint}")?;
        }
        write!(out, "{}", if complaints.is_empty() { "PASS" } else { "FAIL" })
    }
}

fn row<const N: usize>(name: &str, figures: &[String; N]) -> String {
    figures.iter().fold(format!("{name:10}"), |line, figure| format!("{line} {figure:>9}"))
}
