// The tabs that GraphiQL opens with.
import ingest from './examples/Ingest.graphql';
import live from './examples/Live.graphql';
import overview from './examples/Overview.graphql';
import sessions from './examples/Sessions.graphql';

export type Tab = { query: string; variables: string; headers: string };

/** What the variables of the examples depend on. */
export type Moment = { now: number; organization: string | null; ingestKey: string | null };

const DAY = 86_400_000;
const day = (time: number) => new Date(time).toISOString().slice(0, 10);
const shown = (value: unknown) => JSON.stringify(value, null, 2);

export function examples({ now, organization, ingestKey }: Moment): Tab[] {
  const period = { from: day(now - 6 * DAY), to: day(now) };
  const key = { Authorization: `Bearer ${ingestKey ?? 'PUT AN INGEST KEY HERE'}` };
  return [
    { query: overview, variables: shown({ organization, period }), headers: '' },
    { query: sessions, variables: shown({ organization, period, first: 5, after: null }), headers: '' },
    { query: live, variables: shown({ organization }), headers: '' },
    { query: ingest, variables: shown({ events: events(now, organization) }), headers: shown(key) },
  ];
}

/** A message, and the run that answers it half a minute later. */
function events(now: number, organization: string | null) {
  const name = `try-${now.toString(36)}`;
  const event = (kind: string, secondsAgo: number, payload: object) => ({
    eventId: `${name}-${kind}`,
    orgId: organization ?? 'my-org',
    occurredAt: new Date(now - secondsAgo * 1000).toISOString(),
    eventType: kind,
    sessionId: name,
    userId: 'me',
    ...(kind.startsWith('run_') ? { runId: `${name}-1` } : {}),
    payload,
  });
  return [
    event('message_created', 40, { actor: 'user', text: 'Make the tests pass', repo_id: 'web' }),
    event('run_started', 35, { queue_wait_ms: 1200, model: 'any-model' }),
    event('run_completed', 5, {
      status: 'success',
      duration_ms: 30000,
      cost: '0.021',
      input_tokens: 5200,
      output_tokens: 800,
    }),
  ];
}
