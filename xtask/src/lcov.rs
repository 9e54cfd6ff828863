//! Covered lines, from the output of coverage tools.
use std::path::Path;

/// Lines of code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    pub(crate) reached: u32,
    pub(crate) all: u32,
}

impl Lines {
    /// The lines of the files in a folder.
    pub(crate) fn of(lcov: &str, folder: &Path) -> Self {
        let mut lines = Self::default();
        let mut inside = false;
        for record in lcov.lines() {
            match record.split_once(':') {
                Some(("SF", file)) => inside = Path::new(file).starts_with(folder),
                Some(("LF", number)) if inside => lines.all += number.parse().unwrap_or(0),
                Some(("LH", number)) if inside => lines.reached += number.parse().unwrap_or(0),
                _ => {}
            }
        }
        lines
    }

    /// The percentage of covered lines.
    pub(crate) fn percent(self) -> f64 {
        100.0 * f64::from(self.reached) / f64::from(self.all.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_adds_up() {
        let lcov =
            "SF:/w/a/x.rs\nDA:1,1\nLF:10\nLH:8\nend_of_record\nSF:/w/ab/y.rs\nLF:5\nLH:5\nSF:/w/a/z.rs\nLF:2\nLH:1\n";
        let lines = Lines::of(lcov, Path::new("/w/a"));
        assert_eq!(lines, Lines { reached: 9, all: 12 });
        assert!((lines.percent() - 75.0).abs() < 1e-9);
    }
}
