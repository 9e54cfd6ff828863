// A model that answers what a script says, over the protocols of three providers, and keeps a ledger of what it
// served. Each scenario has one of its own, so a ledger is that of one scenario.
import { once } from "node:events";
import { createServer } from "node:http";
import { anthropic } from "./anthropic.mjs";
import { gemini } from "./gemini.mjs";
import { openai } from "./openai.mjs";

const PROTOCOLS = [anthropic, gemini, openai];

/** What calls beside the conversation are told to have read and written, such as the choice of a model. */
const ASIDE = { fresh: 307, cacheRead: 0, cacheWrite: 0, output: 11, reasoning: 0 };

/**
 * What the n-th answer of a script is told to have read and written: different figures each time and in each place,
 * so that no two mistakes cancel out.
 */
function usage(n) {
  return {
    fresh: 1_201 + 137 * n,
    cacheRead: 8_009 + 521 * n,
    cacheWrite: 643 + 29 * n,
    output: 61 + 19 * n,
    reasoning: 23 + 7 * n,
  };
}

/**
 * One scripted answer: `says` a text, or `asks` for a tool `{ name, input }`; one that `holds` begins its text and
 * never ends.
 */
export class Model {
  /** Every call, in order: model, run, role ("main" or "utility"), usage, and whether its answer was delivered. */
  ledger = [];
  /** Requests that no script expects. */
  unexpected = [];
  /** The number of the run that calls belong to. */
  run = 0;
  #server;
  #script;
  #holding = deferred();

  static async start(script) {
    const model = new Model();
    model.#script = [...script];
    model.#server = createServer((request, response) => {
      model.#serve(request, response).catch((error) => {
        model.unexpected.push(`${request.method} ${request.url}: ${error.stack}`);
        response.destroy();
      });
    });
    model.#server.listen(0, "127.0.0.1");
    await once(model.#server, "listening");
    return model;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Settles once an answer has begun that does not end. */
  get holding() {
    return this.#holding.promise;
  }

  /** How many scripted answers nobody asked for. */
  get left() {
    return this.#script.length;
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #serve(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const body = text ? JSON.parse(text) : {};
    const path = new URL(request.url, this.url).pathname;
    for (const protocol of PROTOCOLS) {
      const call = protocol.call(path, body);
      if (call) return this.#answer(protocol, call, response);
      const aside = protocol.aside(path, body);
      if (aside) return json(response, 200, aside);
    }
    json(response, 404, { error: { type: "not_found_error", message: `there is no ${path}` } });
  }

  async #answer(protocol, call, response) {
    const entry = { model: call.model, run: this.run, role: call.isAside ? "utility" : "main", delivered: false };
    const position = this.ledger.push(entry);
    const answer = call.isAside ? { says: protocol.ASIDE, usage: ASIDE } : this.#next();
    if (!answer) {
      this.unexpected.push(`call ${position}, of ${call.model}: the script has no more answers`);
      return json(response, 400, { error: { type: "invalid_request_error", message: "the script has ended" } });
    }
    entry.usage = protocol.told(answer.usage);
    entry.tool = answer.asks?.name;
    const id = `${protocol.name}-${position}-${Date.now().toString(36)}`;
    const { headers, first, rest } = protocol.write(call, answer, id);
    response.writeHead(200, headers);
    response.write(first);
    if (answer.holds) return this.#holding.resolve();
    response.end(rest);
    await once(response, "finish");
    entry.delivered = true;
  }

  #next() {
    const answer = this.#script.shift();
    const mains = this.ledger.filter((entry) => entry.role === "main").length;
    return answer && { ...answer, usage: usage(mains) };
  }
}

function json(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** What Promise.withResolvers makes from Node 22 on. */
function deferred() {
  const made = {};
  made.promise = new Promise((resolve) => (made.resolve = resolve));
  return made;
}
