// What calls cost, computed apart from the server and from the agents.

/**
 * The list prices of the models that the agents call, in USD per million tokens; that is millionths of a dollar per
 * token, and so thousands of nano-dollars. Written here again, so that a wrong list of the server is seen.
 */
const USD_PER_MILLION = {
  "claude-opus-5-5": { fresh: "4", cacheRead: "0.20", cacheWrite: "5", output: "20" },
  "gpt-6.1-sol": { fresh: "2", cacheRead: "0.10", cacheWrite: "2.50", output: "10" },
  "gemini-3.8-flash": { fresh: "0.75", cacheRead: "0.075", cacheWrite: "0", output: "3.75" },
  "gemini-3.5-flash-lite": { fresh: "0.30", cacheRead: "0.03", cacheWrite: "0", output: "2.50" },
};

/** The cost of a call in nano-USD, exact. */
export function cost({ model, usage }) {
  const prices = USD_PER_MILLION[model];
  if (!prices) throw new Error(`no price is written here for ${model}`);
  const parts = Object.entries(prices).map(([part, usd]) => BigInt(usage[part]) * nanoUsdPerToken(usd));
  return parts.reduce((sum, part) => sum + part, 0n);
}

function nanoUsdPerToken(usdPerMillion) {
  const [whole, decimals = ""] = usdPerMillion.split(".");
  if (decimals.length > 3) throw new Error(`${usdPerMillion}: a token would cost a part of a nano-dollar`);
  return BigInt(whole + decimals.padEnd(3, "0"));
}
