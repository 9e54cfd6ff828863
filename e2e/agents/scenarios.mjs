// What the agents are made to do.

/**
 * Of each: the form in which the connecting lines are printed, what the model answers, the processes, each of which
 * makes a run, and how the runs ended. A process starts a session or resumes the last; one that `isInterrupted` gets
 * Ctrl-C in the middle of an answer.
 */
export const SCENARIOS = [
  {
    name: "plain",
    form: "shell",
    script: () => [{ says: "The answer is forty-two." }],
    processes: [{ prompt: "What is the answer?" }],
    outcomes: ["SUCCESS"],
  },
  {
    name: "tools",
    form: "container",
    script: ([one, two]) => [{ asks: one }, { asks: two }, { says: "Both are done." }],
    processes: [{ prompt: "Use two tools." }],
    outcomes: ["SUCCESS"],
  },
  {
    // The call before the interrupted one has been paid for, so what it cost must be told.
    name: "interrupted",
    form: "settings",
    script: ([one]) => [{ asks: one }, { says: "This will take some time.", holds: true }],
    processes: [{ prompt: "Think for long.", isInterrupted: true }],
    outcomes: ["open"],
  },
  {
    name: "resumed",
    form: "shell",
    script: ([one]) => [{ says: "This was the first." }, { asks: one }, { says: "This was the second." }],
    processes: [{ prompt: "Do the first." }, { prompt: "Do the second.", isResumed: true }],
    outcomes: ["SUCCESS", "SUCCESS"],
  },
];
