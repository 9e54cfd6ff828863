// Plays every scenario with real coding agents against a scripted model, and compares what Tachograph says about them
// with what the model served. Ends with 1 if anything differs.
//
//   node main.mjs BINARY FOLDER [AGENT]..
//
// BINARY is the built tachograph; the agents are installed from npm into FOLDER. Without names, all of them play.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install } from "./install.mjs";
import { play } from "./play.mjs";
import { claudeCode } from "./programs/claude-code.mjs";
import { codex } from "./programs/codex.mjs";
import { geminiCli } from "./programs/gemini-cli.mjs";
import { Report } from "./report.mjs";
import { SCENARIOS } from "./scenarios.mjs";
import { Server } from "./server.mjs";

const NODE = 20;
const [binary, programs, ...names] = process.argv.slice(2);
const agents = [claudeCode, codex, geminiCli].filter(({ id }) => names.length === 0 || names.includes(id));
const report = new Report();

/** Installs an agent and plays every scenario with it. */
async function playAll(agent, server, folder) {
  let path;
  try {
    path = await install(agent, programs);
  } catch (error) {
    return report.skipped(agent, SCENARIOS, error.message);
  }
  for (const scenario of SCENARIOS) {
    console.error(`Playing ${agent.id}, ${scenario.name} ..`);
    const place = join(folder, agent.id, scenario.name);
    const failed = (error) => ({ wrong: [error.message] });
    report.played(agent, scenario, await play(agent, scenario, { path, server, folder: place }).catch(failed));
  }
}

if (Number.parseInt(process.versions.node, 10) < NODE) {
  const reason = `Node ${NODE} or later is needed, and this is ${process.versions.node}`;
  for (const agent of agents) report.skipped(agent, SCENARIOS, reason);
  report.print();
} else {
  const folder = await mkdtemp(join(tmpdir(), "tachograph-agents-"));
  const server = await Server.start(binary, folder);
  for (const agent of agents) await playAll(agent, server, folder);
  await server.verified().catch((error) => report.failed(`verify: ${error.message}`));
  report.print();
  if (report.isGood) {
    await rm(folder, { recursive: true, force: true });
  } else {
    console.log(`What the programs printed is in ${folder}`);
    process.exitCode = 1;
  }
}
