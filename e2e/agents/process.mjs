// Other programs: run to their end, or started, interrupted and waited for.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { until } from "./until.mjs";

const PATIENCE_MS = 120_000;

/** What a program prints; throws the first that it complains of if it fails. */
export function printed(program, args, { patience = PATIENCE_MS, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"], timeout: patience });
    let [output, complaint] = ["", ""];
    child.stdout.on("data", (part) => (output += part));
    child.stderr.on("data", (part) => (complaint += part));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) return resolve(output);
      const reason = complaint.trim().split("\n").slice(0, 3).join("; ") || output.trim();
      reject(new Error(`${program} ${args[0]}: ${signal ?? `exit code ${code}`}: ${reason}`));
    });
  });
}

/** Groups that outlive this process unless it ends them. */
const running = new Set();
process.once("exit", () => running.forEach((program) => program.kill()));
for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]]) process.once(signal, () => process.exit(code));

/** A program with a process group of its own, as a terminal gives one to it. */
export class Running {
  #child;
  #end;

  /** Its output goes to a file. */
  constructor(program, args, { log, ...options }) {
    this.#child = spawn(program, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const output = createWriteStream(log, { flags: "a" });
    running.add(this);
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream.pipe(output, { end: false });
    this.#end = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", (code, signal) => output.end(() => resolve(signal ?? code)));
    });
  }

  /** What Ctrl-C does: every process of the group gets the signal. */
  interrupt() {
    this.#signal("SIGINT");
  }

  /** Waits until every process of the group has ended; returns the exit code, or the signal, of the first. */
  async ended() {
    const late = setTimeout(() => this.kill(), PATIENCE_MS);
    const end = await this.#end;
    await until("its process group has ended", () => !this.#signal(0));
    clearTimeout(late);
    running.delete(this);
    return end;
  }

  /** Asks it to exit, and waits until it has. */
  async terminate() {
    this.#signal("SIGTERM");
    return this.ended();
  }

  /** Ends it, whatever it does, unless it has ended. */
  kill() {
    if (running.delete(this)) this.#signal("SIGKILL");
  }

  /** Whether there was somebody to send it to. */
  #signal(signal) {
    try {
      return process.kill(-this.#child.pid, signal);
    } catch {
      return false;
    }
  }
}
