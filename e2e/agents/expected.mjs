// What the server has to say about a scenario, from the ledger of its model.
import { cost } from "./prices.mjs";
import { REPOSITORY, USER } from "./server.mjs";

/** In the shape of what `seen.mjs` asks for. */
export function expected(agent, { outcomes }, ledger, reports) {
  const delivered = ledger.filter((call) => call.delivered);
  const runs = outcomes.map((status, run) => {
    const calls = delivered.filter((call) => call.run === run);
    const uses = calls.filter((call) => call.tool).flatMap((call) => reports(call.tool));
    return {
      status,
      model: calls.findLast((call) => call.role === "main").model,
      calls: calls.map((call) => `${call.role} ${call.model}`).sort(),
      uses: uses.map((tool) => `${tool} OK`).sort(),
      ...figures(agent, calls),
    };
  });
  const completed = outcomes.filter((status) => status !== "open").length;
  const counts = { openRuns: outcomes.length - completed, successfulRuns: completed };
  const { reasoningTokens, costSource, ...sums } = figures(agent, delivered);
  return {
    sessions: 1,
    session: {
      agent: agent.id,
      agentVersion: agent.tellsVersion ? agent.version : null,
      mode: "HEADLESS",
      user: USER,
      repoId: REPOSITORY,
      runCount: completed,
      handoffCount: 0,
      costSource,
      ...counts,
      ...sums,
    },
    runs,
    period: {
      sessions: 1,
      runs: completed,
      toolUses: runs.flatMap((run) => run.uses).length,
      toolErrors: 0,
      rejections: 0,
      policyRejections: 0,
      ...counts,
      ...sums,
    },
    refusedRecords: 0,
    unknownRecords: 0,
  };
}

/** Tokens of the input include those of the cache, and tokens of the output those of reasoning. */
function figures({ costSource }, calls) {
  const sum = (count) => calls.reduce((total, { usage }) => total + count(usage), 0);
  return {
    inputTokens: sum((usage) => usage.fresh + usage.cacheRead + usage.cacheWrite),
    cacheReadTokens: sum((usage) => usage.cacheRead),
    cacheWriteTokens: sum((usage) => usage.cacheWrite),
    outputTokens: sum((usage) => usage.output),
    reasoningTokens: sum((usage) => usage.reasoning),
    costNanoUsd: Number(calls.reduce((total, call) => total + cost(call), 0n)),
    costSource,
    unpricedCalls: 0,
  };
}
