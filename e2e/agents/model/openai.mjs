// The Responses API of OpenAI. It counts tokens of the cache within the input, and reasoning within the output.
import { HEADERS, halves, named } from "./sse.mjs";

export const openai = {
  name: "openai",
  call(path, body) {
    if (path !== "/v1/responses") return null;
    return { model: body.model, isAside: false };
  },

  aside(path) {
    return path === "/v1/models" ? { object: "list", data: [] } : null;
  },

  /** What it tells of a usage. */
  told: (usage) => usage,

  write({ model }, answer, id) {
    const item = answer.asks ? call(answer.asks, id) : message(answer.says, id);
    const [one, two] = halves(answer.says ?? item.input ?? item.arguments);
    const kind = answer.says ? "response.output_text.delta" : `response.${item.type}_input.delta`;
    const delta = (part) => ({ type: kind, item_id: item.id, output_index: 0, content_index: 0, delta: part });
    const response = { id: `resp_${id}`, object: "response", model, status: "in_progress", output: [] };
    const done = { ...response, status: "completed", output: [item], usage: usage(answer.usage) };
    return {
      headers: { ...HEADERS, "x-request-id": `req_${id}` },
      first: named([
        { type: "response.created", response },
        { type: "response.output_item.added", output_index: 0, item: { ...item, status: "in_progress" } },
        delta(one),
      ]),
      rest: named([
        delta(two),
        { type: "response.output_item.done", output_index: 0, item },
        { type: "response.completed", response: done },
      ]),
    };
  },
};

function usage({ fresh, cacheRead, cacheWrite, output, reasoning }) {
  const input = fresh + cacheRead + cacheWrite;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
}

function message(says, id) {
  const content = [{ type: "output_text", text: says, annotations: [] }];
  return { type: "message", id: `msg_${id}`, role: "assistant", status: "completed", content };
}

/** A tool takes an object, or a text as it stands. */
function call({ name, input }, id) {
  const item = { id: `call_item_${id}`, call_id: `call_${id}`, name, status: "completed" };
  if (typeof input === "string") return { ...item, type: "custom_tool_call", input };
  return { ...item, type: "function_call", arguments: JSON.stringify(input) };
}
