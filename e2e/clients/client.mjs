// Speaks to a server with clients that are not ours: graphql-request over HTTP, graphql-ws over a
// websocket; and reads the contract with graphql-js. Called with the address of a development server
// and the folder of the repository; ends with 0 when everything held.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { buildSchema, parse, validate, validateSchema } from "graphql";
import { ClientError, GraphQLClient, gql } from "graphql-request";
import { createClient } from "graphql-ws";
import WebSocket from "ws";

const [url, repository] = process.argv.slice(2);
const SESSIONS = 7;
const PATIENCE_MS = 60_000;

async function post(path, body, bearer) {
  const headers = { "content-type": "application/json" };
  if (bearer) headers.authorization = `Bearer ${bearer}`;
  const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 200, `${path}: ${answer.status}`);
  return answer.json();
}

async function token(sub, role, org) {
  const claims = { sub, role, org_id: org, name: sub, email: `${sub}@example.org` };
  return (await post("/dev/token", claims)).access_token;
}

const event = (id, type, session, payload, run) => ({
  event_id: id,
  org_id: "npm",
  occurred_at: new Date().toISOString(),
  event_type: type,
  session_id: session,
  user_id: "nils",
  run_id: run,
  payload,
});

async function ingest(events) {
  const answer = await post("/v1/events", { events }, "dev-ingest-key");
  assert.deepEqual(answer.errors, []);
}

async function until(what, condition) {
  const began = Date.now();
  for (;;) {
    if (await condition()) return;
    assert.ok(Date.now() - began < PATIENCE_MS, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function contract() {
  const schema = buildSchema(await readFile(join(repository, "schema.graphql"), "utf8"));
  assert.deepEqual(validateSchema(schema), []);
  const folder = join(repository, "api/tests/graphql/operations");
  const names = await readdir(folder);
  assert.ok(names.length > 10, "there are operations to validate");
  for (const name of names) {
    const document = parse(await readFile(join(folder, name), "utf8"));
    assert.deepEqual(validate(schema, document), [], name);
  }
}

const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const period = { from: day(-1), to: day(1) };

async function pages(client) {
  const query = gql`
    query Sessions($period: Period!, $first: Int!, $after: String) {
      organization {
        sessions(period: $period, first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes { id user { id } }
        }
      }
    }
  `;
  const page = async (after) => (await client.request(query, { period, first: 3, after })).organization.sessions;
  await until("all sessions are there", async () => (await page(null)).totalCount === SESSIONS);
  const seen = [];
  let after = null;
  for (;;) {
    const { nodes, pageInfo } = await page(after);
    seen.push(...nodes.map((node) => node.id));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  assert.equal(new Set(seen).size, SESSIONS, `each once: ${seen}`);
  assert.equal(seen.length, SESSIONS, `each once: ${seen}`);
}

async function mutation(client, manager) {
  const document = gql`
    mutation Enrol($organization: ID!, $member: MemberInput!) {
      upsertMember(organizationId: $organization, member: $member) { id name role }
    }
  `;
  const variables = { organization: "npm", member: { userId: "nora", displayName: "Nora", role: "MANAGER" } };
  const answer = await client.request(document, variables);
  assert.deepEqual(answer.upsertMember, { id: "nora", name: "Nora", role: "MANAGER" });
  const refused = await manager.request(document, variables).then(assert.fail, (error) => error);
  assert.ok(refused instanceof ClientError, String(refused));
  assert.equal(refused.response.errors[0].extensions.code, "FORBIDDEN");
}

async function subscription(bearer) {
  const client = createClient({
    url: `${url.replace("http", "ws")}/graphql/ws`,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${bearer}` },
    retryAttempts: 0,
  });
  const counts = client.iterate({ query: "subscription { liveRunCounts { running } }" });
  const first = await counts.next();
  assert.equal(first.value.data.liveRunCounts.running, 0);
  await ingest([event("live", "run_started", "s1", {}, "live-run")]);
  for (;;) {
    const { value, done } = await counts.next();
    assert.ok(!done, "the subscription goes on");
    if (value.data.liveRunCounts.running === 1) break;
  }
  await counts.return();
  await client.dispose();
}

const late = setTimeout(() => assert.fail("it took too long"), 3 * PATIENCE_MS);
await contract();
const admin = await token("oda", "ORG_ADMIN", "npm");
const manager = await token("mia", "MANAGER", "npm");
const numbers = Array.from({ length: SESSIONS }, (_, n) => n + 1);
await ingest(numbers.map((n) => event(`m${n}`, "message_created", `s${n}`, { actor: "user", text: "hello" })));
const as = (bearer) => new GraphQLClient(`${url}/graphql`, { headers: { authorization: `Bearer ${bearer}` } });
await pages(as(manager));
await mutation(as(admin), as(manager));
await subscription(manager);
clearTimeout(late);
console.log("everything held");
