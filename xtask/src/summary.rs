//! Counts of passed tests, from the output of test runners.

/// The results of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Summary {
    /// Adds the counts of a line, if it is a summary from nextest or libtest.
    pub(crate) fn hear(&mut self, line: &str) {
        let plain = without_colors(line);
        let summary = plain.trim_start().strip_prefix("Summary [").and_then(|rest| rest.split_once("run:"));
        let counts = if let Some((_, counts)) = summary {
            counts
        // If indented, it is nextest's copy of a failed test's output, and nextest counts that test itself.
        } else if let Some(counts) = plain.strip_prefix("test result:") {
            counts
        } else {
            return;
        };
        for part in counts.split([',', ';', '.', '(', ')']) {
            let Some((number, what)) = part.trim().split_once(' ') else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match what {
                "passed" => self.passed += number,
                "failed" | "timed out" | "exec failed" => self.failed += number,
                _ => {}
            }
        }
    }

    /// Prints the line at the end of every run.
    #[expect(clippy::print_stdout, reason = "the result of the task")]
    pub(crate) fn print(self) {
        println!("{} passed, {} failed", self.passed, self.failed);
    }
}

fn without_colors(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // `ESC [ numbers letter`
            characters.find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_runners_are_understood() {
        let mut summary = Summary::default();
        for line in [
            "     Summary [   0.921s] 13 tests run: 9 passed (1 slow, 2 flaky), 3 failed, 1 timed out, 4 skipped",
            "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m1\u{1b}[0m test run: \u{1b}[1m1\u{1b}[0m passed, 0 skipped",
            "test result: FAILED. 5 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s",
            "    test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 4 filtered out; finished in 0.10s",
            "test some::test ... 7 passed",
        ] {
            summary.hear(line);
        }
        assert_eq!(summary, Summary { passed: 15, failed: 6 });
    }
}
