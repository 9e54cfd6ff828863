// The Gemini API. It counts tokens of the cache within the input, tells no writes to it, and counts reasoning beside
// the output.
import { HEADERS, halves, unnamed } from "./sse.mjs";

const CALL = /^\/v1beta\/models\/([^:]+):(generateContent|streamGenerateContent)$/;

export const gemini = {
  name: "gemini",
  // The agent asks which model to take before each prompt, and understands only this answer.
  ASIDE: JSON.stringify({ complexity_reasoning: "It is simple.", complexity_score: 10 }),

  call(path, body) {
    const [, model, method] = path.match(CALL) ?? [];
    return model ? { model, isStream: method === "streamGenerateContent", isAside: !body.tools?.length } : null;
  },

  aside(path) {
    return path.endsWith(":countTokens") ? { totalTokens: 1 } : null;
  },

  /** What it tells of a usage. */
  told: ({ cacheWrite, ...usage }) => ({ ...usage, cacheWrite: 0 }),

  write({ model, isStream }, answer, id) {
    const chunk = (part, more) => ({
      candidates: [{ index: 0, content: { role: "model", parts: [part] }, ...more }],
      modelVersion: model,
      responseId: id,
    });
    const end = { usageMetadata: usage(answer.usage) };
    const asks = answer.asks && { functionCall: { id: `fc-${id}`, name: answer.asks.name, args: answer.asks.input } };
    if (!isStream) {
      const whole = { ...chunk(asks ?? { text: answer.says }, { finishReason: "STOP" }), ...end };
      return { headers: { "content-type": "application/json" }, first: "", rest: JSON.stringify(whole) };
    }
    const [one, two] = asks ? [{ text: "" }, asks] : halves(answer.says).map((text) => ({ text }));
    return {
      headers: HEADERS,
      first: unnamed([chunk(one)]),
      rest: unnamed([{ ...chunk(two, { finishReason: "STOP" }), ...end }]),
    };
  },
};

function usage({ fresh, cacheRead, output, reasoning }) {
  return {
    promptTokenCount: fresh + cacheRead,
    cachedContentTokenCount: cacheRead,
    candidatesTokenCount: output - reasoning,
    thoughtsTokenCount: reasoning,
    totalTokenCount: fresh + cacheRead + output,
  };
}
