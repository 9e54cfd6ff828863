import { expect } from '@playwright/test';
import { pastDays } from './sessions';

type Event = { type: string; run?: string; at?: number; payload?: object; user?: string };

/** A session that a test sends the events of, from its first on. */
export type Producer = {
  readonly session: string;
  /** Sends events; without a time they happen now. */
  readonly send: (...events: Event[]) => Promise<void>;
};

let made = 0;

/** The time of an event. Days that are over stay as they are on the server that tests share: others compare them. */
function occurredAt(at: number, api: string | undefined): string {
  const time = new Date(at).toISOString();
  if (api === process.env.E2E_API) expect(time.slice(0, 10) > pastDays().to, `${time} is no past day`).toBe(true);
  return time;
}

/** A producer of the events of one session, with the development key. */
export function producer(org: string, user: string, api = process.env.E2E_API, id?: string): Producer {
  made += 1;
  const session = id ?? `e2e-${process.pid}-${Date.now()}-${made}`;
  let sent = 0;
  const send = async (...events: Event[]) => {
    const body = events.map(({ type, run, at, payload = {}, user: by = user }) => {
      sent += 1;
      return {
        event_id: `${session}-${String(sent).padStart(6, '0')}`,
        org_id: org,
        occurred_at: occurredAt(at ?? Date.now(), api),
        event_type: type,
        session_id: session,
        user_id: by,
        ...(run === undefined ? {} : { run_id: `${session}-${run}` }),
        payload,
      };
    });
    const answer = await fetch(`${api}/v1/events`, {
      method: 'POST',
      headers: { authorization: 'Bearer dev-ingest-key', 'content-type': 'application/json' },
      body: JSON.stringify({ events: body }),
    });
    expect(await answer.json()).toMatchObject({ inserted: body.length, errors: [] });
  };
  return { session, send };
}

export const said = (text: string, at?: number): Event => ({
  type: 'message_created',
  payload: { actor: 'user', text },
  ...(at === undefined ? {} : { at }),
});

export const started = (run: string, at?: number): Event => ({
  type: 'run_started',
  run,
  payload: { queue_wait_ms: 500, model: 'sonnet' },
  ...(at === undefined ? {} : { at }),
});

export const ended = (run: string, status: string, durationMs: number, at?: number, more: object = {}): Event => ({
  type: 'run_completed',
  run,
  payload: { status, duration_ms: durationMs, cost: '0.25', input_tokens: 1000, output_tokens: 200, ...more },
  ...(at === undefined ? {} : { at }),
});

export const handedOff = (method: string, at?: number): Event => ({
  type: 'local_handoff',
  payload: { method },
  ...(at === undefined ? {} : { at }),
});
