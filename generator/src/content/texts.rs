//! What people ask of agents, and what agents reply.
use crate::dice::Dice;

/// The first message of a session.
pub(crate) fn request(dice: &mut Dice, file: &str) -> String {
    fill(dice, REQUESTS, file)
}

/// A later message from the person.
pub(crate) fn follow_up(dice: &mut Dice, file: &str, after_failure: bool) -> String {
    fill(dice, if after_failure { RETRIES } else { FOLLOW_UPS }, file)
}

/// The agent's message after a run.
pub(crate) fn reply(dice: &mut Dice, file: &str, succeeded: bool) -> String {
    fill(dice, if succeeded { DONE } else { STUCK }, file)
}

fn fill(dice: &mut Dice, texts: &[&str], file: &str) -> String {
    dice.pick(texts).map_or_else(String::new, |text| text.replace("{file}", file))
}

const REQUESTS: &[&str] = &[
    "The test around {file} is flaky on CI, about one run in twenty. Find out why and fix the cause, not the test.",
    "Please split {file} into smaller modules. No change in behaviour, and keep the public names.",
    "Add input validation to {file}: empty names and negative amounts must come back as a 422 with the field name.",
    "We see a slow query coming out of {file}. Can you look at the plan and add the right index?",
    "Write unit tests for the edge cases in {file}, especially around midnight and month ends.",
    "Upgrade the dependency that {file} uses for retries to the next major version and fix what breaks.",
    "Users report that the list jumps when they scroll. I think it is in {file}. Reproduce it first.",
    "Replace the hand-written parser in {file} by the one that we use everywhere else.",
    "Add structured logging to {file} so that we can follow one request through it.",
    "There is a race in {file} when two workers pick the same job. Make it safe and prove it with a test.",
    "Translate the remaining hard-coded strings in {file}.",
    "Our memory grows over a day. The profile points at {file}; find what is never released.",
    "Make the timeout in {file} configurable, with today's value as the default, and document it.",
    "Port the change from last week's hotfix branch into {file} on main, the files have moved since.",
    "Add pagination to the endpoint behind {file}. Cursor-based, please, page size 50.",
    "Explain how {file} decides what to retry, then simplify it if you can.",
    "The nightly job fails with a decimal rounding difference. Start at {file}.",
    "Give {file} a dry-run mode that prints what it would do and touches nothing.",
];

const FOLLOW_UPS: &[&str] = &[
    "Looks good. Now do the same for the neighbouring module.",
    "Can you add a test that would have failed before this change?",
    "Please keep the old signature as a thin wrapper, other teams call it.",
    "Rename that helper, the name says the opposite of what it does.",
    "Good. Update the docs and the changelog entry as well.",
    "Why the extra copy in {file}? I would rather borrow there.",
    "Run the whole suite once more and show me the slowest five tests.",
    "Nice. Now squash it into two commits: the fix, and the clean-up.",
    "The reviewer asks for metrics on this path. Counter and histogram, same labels as elsewhere.",
    "Handle the empty case too, please.",
];

const RETRIES: &[&str] = &[
    "That broke the build. Read the first error only and try again.",
    "The approach is right but {file} must not know about the network. Try once more.",
    "It stopped half-way. Continue from where you were.",
    "Try again with a smaller step: only make the failing test pass.",
    "The fixture was stale, I have refreshed it. Please run it again.",
    "Not quite: the error comes from the caller, look one level up.",
];

const DONE: &[&str] = &[
    "Done. The cause was a shared fixture; each test in {file} now builds its own, and 200 runs in a row passed.",
    "I moved the pure part of {file} into its own module and left the interface as it was. All tests pass.",
    "The index is in place. The plan changed from a sequential scan to an index scan, 480 ms to 6 ms on my copy.",
    "Added nine tests; two of them found a real off-by-one at month ends, which I fixed in {file}.",
    "The upgrade is through. Only the back-off settings changed their names; defaults are the same.",
    "I could reproduce it: the key of each row was its index. Rows now use their id, and the jump is gone.",
    "Both workers now compare-and-swap the status; the new test runs them against each other 1 000 times.",
    "Finished. Lint and type check are clean, coverage of {file} went from 61 to 88 percent.",
    "The setting is read once at start and checked; a bad value stops the process with a clear message.",
    "Committed in two steps as asked. The diff of the first contains no formatting changes.",
];

const STUCK: &[&str] = &[
    "I could not finish: the test container did not start within its limit. The change itself compiles.",
    "The type check fails in a file that I was not meant to touch. Shall I go on there?",
    "Two requirements contradict each other in {file}; I stopped rather than guess which one wins.",
    "The tool call to run the suite failed three times in a row. I kept the work so far on the branch.",
    "I ran out of time while bisecting. The bad change lies between the last two merges that touch {file}.",
];
