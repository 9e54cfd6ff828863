// What the server says about the one session of an organization.

const QUERY = `
  query ($org: ID!, $period: Period!) {
    organization(id: $org) {
      sessions(period: $period, first: 2) {
        totalCount
        nodes {
          agent agentVersion mode user { id } repoId runCount successfulRuns openRuns handoffCount
          inputTokens cacheReadTokens cacheWriteTokens outputTokens costNanoUsd costSource unpricedCalls
          runs(first: 5) {
            status model
            inputTokens cacheReadTokens cacheWriteTokens outputTokens reasoningTokens
            costNanoUsd costSource unpricedCalls
            modelCalls(first: 20) { nodes { role model ok } }
            toolUses(first: 20) { nodes { tool status } }
          }
        }
      }
      metrics(period: $period) {
        sessions runs successfulRuns openRuns
        inputTokens cacheReadTokens cacheWriteTokens outputTokens costNanoUsd unpricedCalls
        toolUses toolErrors rejections policyRejections
      }
      agents { refusedRecords unknownRecords }
      unknownRecords { service name count }
    }
  }`;

/** In the shape of what `expected.mjs` expects. */
export async function seen(server, org) {
  const { organization } = await server.ask(QUERY, { org, period: period() }, org);
  const { totalCount, nodes } = organization.sessions;
  const { runs = [], user, ...session } = nodes[0] ?? {};
  const count = (name) => organization.agents.reduce((sum, agent) => sum + Number(agent[name]), 0);
  return {
    sessions: Number(totalCount),
    session: { ...session, user: user?.id },
    runs: runs.map(run),
    period: organization.metrics,
    refusedRecords: count("refusedRecords"),
    unknownRecords: organization.unknownRecords.length > 0 ? organization.unknownRecords : count("unknownRecords"),
  };
}

function run({ status, modelCalls, toolUses, ...figures }) {
  return {
    ...figures,
    // Which of the two depends on how long ago its last step was.
    status: ["RUNNING", "STOPPED"].includes(status) ? "open" : status,
    // Null where nothing says so.
    cacheReadTokens: figures.cacheReadTokens ?? 0,
    cacheWriteTokens: figures.cacheWriteTokens ?? 0,
    reasoningTokens: figures.reasoningTokens ?? 0,
    calls: modelCalls.nodes.map((call) => `${call.ok ? "" : "failed "}${call.role} ${call.model}`).sort(),
    uses: toolUses.nodes.map((use) => `${use.tool} ${use.status}`).sort(),
  };
}

/** Midnight may pass meanwhile. */
function period() {
  const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  return { from: day(-1), to: day(1) };
}
