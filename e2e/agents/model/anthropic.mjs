// The Messages API of Anthropic. It counts tokens of the cache beside the input, and reasoning within the output.
import { HEADERS, halves, named } from "./sse.mjs";

export const anthropic = {
  name: "anthropic",
  ASIDE: "A short title",

  call(path, body) {
    if (path !== "/v1/messages") return null;
    return { model: body.model, isAside: !body.tools?.length };
  },

  aside(path) {
    return path === "/v1/messages/count_tokens" ? { input_tokens: 1 } : null;
  },

  /** What it tells of a usage. */
  told: ({ reasoning, ...usage }) => ({ ...usage, reasoning: 0 }),

  write({ model }, answer, id) {
    const { fresh, cacheRead, cacheWrite, output } = answer.usage;
    const usage = {
      input_tokens: fresh,
      cache_read_input_tokens: cacheRead,
      cache_creation_input_tokens: cacheWrite,
      cache_creation: { ephemeral_5m_input_tokens: cacheWrite, ephemeral_1h_input_tokens: 0 },
    };
    const message = { id: `msg_${id}`, type: "message", role: "assistant", model, content: [], stop_reason: null };
    const begin = { type: "message_start", message: { ...message, usage: { ...usage, output_tokens: 1 } } };
    const end = [
      { type: "content_block_stop", index: 0 },
      {
        type: "message_delta",
        delta: { stop_reason: answer.asks ? "tool_use" : "end_turn", stop_sequence: null },
        usage: { ...usage, output_tokens: output },
      },
      { type: "message_stop" },
    ];
    const [block, deltas] = answer.asks ? tool(answer.asks, id) : text(answer.says);
    const start = { type: "content_block_start", index: 0, content_block: block };
    const [first, second] = deltas.map((delta) => ({ type: "content_block_delta", index: 0, delta }));
    return {
      headers: { ...HEADERS, "request-id": `req_${id}` },
      first: named([begin, start, first]),
      rest: named([second, ...end]),
    };
  },
};

function text(says) {
  return [{ type: "text", text: "" }, halves(says).map((part) => ({ type: "text_delta", text: part }))];
}

function tool({ name, input }, id) {
  const parts = halves(JSON.stringify(input));
  return [
    { type: "tool_use", id: `toolu_${id}`, name, input: {} },
    parts.map((part) => ({ type: "input_json_delta", partial_json: part })),
  ];
}
