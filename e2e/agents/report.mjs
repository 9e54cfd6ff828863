// The results: a row for each scenario, what was wrong, and a line of counts.

const HEAD = ["agent", "version", "scenario", "runs", "open", "input", "output", "USD", "result"];
const NUMBERS = HEAD.slice(3, 8);

export class Report {
  #rows = [];
  #reasons = [];
  #counts = { passed: 0, failed: 0, skipped: 0 };

  get isGood() {
    return this.#counts.failed === 0;
  }

  /** An agent that cannot be had here. */
  skipped(agent, scenarios, reason) {
    this.#counts.skipped += scenarios.length;
    this.#rows.push([agent.id, agent.version, "all", "", "", "", "", "", "skipped"]);
    this.#reasons.push(`${agent.id} was skipped: ${reason}`);
  }

  /** A scenario, with the figures of its session if there are any. */
  played(agent, { name }, { figures = {}, wrong }) {
    const { runCount, openRuns, inputTokens, outputTokens, costNanoUsd } = figures;
    const usd = costNanoUsd === undefined ? "" : (costNanoUsd / 1e9).toFixed(9);
    const result = wrong.length === 0 ? "passed" : "failed";
    this.#counts[result] += 1;
    this.#rows.push([agent.id, agent.version, name, runCount, openRuns, inputTokens, outputTokens, usd, result]);
    this.#reasons.push(...wrong.map((what) => `${agent.id}, ${name}: ${what}`));
  }

  /** Something else that has to hold. */
  failed(reason) {
    this.#counts.failed += 1;
    this.#reasons.push(reason);
  }

  print() {
    const { passed, failed, skipped } = this.#counts;
    console.log(["", ...table(HEAD, this.#rows), ""].join("\n"));
    if (this.#reasons.length > 0) console.log(`${this.#reasons.join("\n")}\n`);
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  }
}

function table(head, rows) {
  const all = [head, ...rows.map((row) => row.map((cell) => String(cell ?? "")))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const pad = (cell, column) =>
    NUMBERS.includes(head[column]) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]);
  return all.map((row) => row.map(pad).join("  ").trimEnd());
}
