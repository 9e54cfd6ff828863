// One scenario with one agent: played, and compared with what the server says.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { connect } from "./connection.mjs";
import { expected } from "./expected.mjs";
import { Model } from "./model/server.mjs";
import { Running } from "./process.mjs";
import { seen } from "./seen.mjs";
import { until } from "./until.mjs";

/** Plays it in a folder of its own, as an organization of its own. Returns the figures and what is wrong with them. */
export async function play(agent, scenario, { path, server, folder }) {
  const [home, project] = [join(folder, "home"), join(folder, "project")];
  for (const place of [home, project]) await mkdir(place, { recursive: true });
  await writeFile(join(project, "notes.txt"), "a note\n");
  const tools = agent.tools(project);
  const model = await Model.start(scenario.script(tools));
  try {
    await agent.prepare?.({ home, model: model.url });
    const org = `${agent.id}-${scenario.name}`;
    const start = await connect(await server.connection(agent.id, scenario.form, org), { home, folder });
    const env = { PATH: process.env.PATH, HOME: home, ...agent.environment(model.url) };
    for (const [run, step] of scenario.processes.entries()) {
      model.run = run;
      const args = (step.isResumed ? agent.resumes : agent.starts)(step.prompt);
      const [program, ...words] = [...start, path, ...args];
      const running = new Running(program, words, { cwd: project, env, log: join(folder, "agent.log") });
      try {
        if (step.isInterrupted) await interrupt(running, model, () => seen(server, org));
        const end = await running.ended();
        if (!step.isInterrupted && end !== 0) throw new Error(`${agent.program} ended with ${end}`);
      } finally {
        running.kill();
      }
    }
    await server.settled();
    const reports = (name) => tools.find((tool) => tool.name === name).reports ?? [name];
    const [should, does] = [expected(agent, scenario, model.ledger, reports), await seen(server, org)];
    const differs = does.sessions === 0 ? ["the server has received no session"] : differences(should, does);
    return { figures: does.session, wrong: [...model.unexpected, ...unasked(model), ...differs] };
  } finally {
    await model.stop();
  }
}

/** Interrupts it once an answer has begun and everything before has been counted. */
async function interrupt(running, model, look) {
  const early = running.ended().then((end) => {
    throw new Error(`it ended with ${end} before it could be interrupted`);
  });
  await Promise.race([model.holding, early]);
  const calls = model.ledger.filter((call) => call.delivered).length;
  const counted = until("the calls before are counted", async () => {
    const { runs } = await look();
    return runs[0]?.calls.length === calls;
  });
  await Promise.race([counted, early]);
  running.interrupt();
}

function unasked({ left }) {
  return left > 0 ? [`the agent did not ask for the last ${left} answers`] : [];
}

/** Where two values differ, by the path that leads there. */
function differences(should, does, path = "") {
  if (isObject(should) && isObject(does)) {
    const names = new Set([...Object.keys(should), ...Object.keys(does)]);
    return [...names].flatMap((name) => differences(should[name], does[name], path ? `${path}.${name}` : name));
  }
  if (isDeepStrictEqual(should, does)) return [];
  return [`${path}: expected ${JSON.stringify(should)}, the server says ${JSON.stringify(does)}`];
}

const isObject = (value) => typeof value === "object" && value !== null;
