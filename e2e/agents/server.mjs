// The built binary, with an embedded database in a folder that is thrown away.
import { createServer } from "node:net";
import { join } from "node:path";
import { printed, Running } from "./process.mjs";
import { until } from "./until.mjs";

/** Whose sessions they are, and on what. */
export const USER = "ada@example.org";
/** The blank has to survive the line. */
export const REPOSITORY = "acme/web shop";

export class Server {
  #binary;
  #data;
  #process;
  #tokens = new Map();

  static async start(binary, folder) {
    const server = new Server();
    server.#binary = binary;
    server.#data = join(folder, "data");
    const port = await freePort();
    server.url = `http://127.0.0.1:${port}`;
    const args = ["serve", "--dev", "--data-dir", server.#data, "--listen", `127.0.0.1:${port}`];
    server.#process = new Running(binary, args, { log: join(folder, "server.log"), env: environment() });
    await until("the server is ready", () => fetch(`${server.url}/readyz`).then((answer) => answer.ok, () => false));
    return server;
  }

  /** What `tachograph connect` prints for an agent, with a new key of an organization. */
  async connection(agent, form, org) {
    await this.ask("mutation ($id: ID!) { upsertOrganization(id: $id, name: $id) { id } }", { id: org });
    const secret = await this.#command("ingest-key", "create", "--name", agent, "--org", org, "--data-dir", this.#data);
    const key = secret.match(/\btgk_\S+/)?.[0];
    if (!key) throw new Error(`there is no key in ${JSON.stringify(secret)}`);
    const person = ["--user", USER, "--repository", REPOSITORY];
    return this.#command("connect", agent, "--as", form, "--key", key, "--url", this.url, ...person);
  }

  /** Asks as an administrator of an organization, or of the platform if there is none. */
  async ask(query, variables, org) {
    const answer = await this.#post("/graphql", { query, variables }, await this.#token(org));
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }

  /** Waits until everything that was received is counted. */
  async settled() {
    await until("every event is projected", async () => {
      const { pipeline } = await this.ask("{ pipeline { queueDepth deadLetters } }");
      if (Number(pipeline.deadLetters) > 0) throw new Error(`${pipeline.deadLetters} events could not be projected`);
      return Number(pipeline.queueDepth) === 0;
    });
  }

  /** Ends it, and computes everything again from the events; throws if anything differs. */
  async verified() {
    await this.#process.terminate();
    return this.#command("verify", "--data-dir", this.#data);
  }

  async #token(org) {
    const claims = org ? { org_id: org, role: "ORG_ADMIN" } : { role: "SUPER_ADMIN" };
    if (!this.#tokens.has(org)) {
      const { access_token } = await this.#post("/dev/token", { sub: "olga", name: "Olga", ...claims });
      this.#tokens.set(org, access_token);
    }
    return this.#tokens.get(org);
  }

  async #post(path, body, bearer) {
    const headers = { "content-type": "application/json", ...(bearer && { authorization: `Bearer ${bearer}` }) };
    const answer = await fetch(this.url + path, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}: ${text}`);
    return JSON.parse(text);
  }

  #command(...args) {
    return printed(this.#binary, args, { env: environment() });
  }
}

/** Nothing of the caller's settings. */
function environment() {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, TACHOGRAPH_LOG: "warn" };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
