type CommandInput = {
  /** The URL that events are sent to. */
  readonly url: string;
  readonly secret: string;
  readonly organizationId: string;
  readonly userId: string;
  /** The session that the events create. */
  readonly sessionId: string;
  /** The time of the last event, in milliseconds since 1970. */
  readonly now: number;
};

/** Quotes a text as one word of a POSIX shell. */
export const shellQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const ASKED_MS = 5_000;
const STARTED_MS = 4_000;
const DURATION_MS = STARTED_MS;

/** A message and a run: the minimum that shows something on every page. */
function events({ organizationId, userId, sessionId, now }: CommandInput) {
  const event = (what: string, ago: number, type: string, rest: object) => ({
    event_id: `${sessionId}-${what}`,
    org_id: organizationId,
    occurred_at: new Date(now - ago).toISOString(),
    event_type: type,
    session_id: sessionId,
    user_id: userId,
    ...rest,
  });
  const run_id = `${sessionId}-run`;
  return [
    event('message', ASKED_MS, 'message_created', { payload: { actor: 'user', text: 'Hello, Tachograph' } }),
    event('start', STARTED_MS, 'run_started', { run_id, payload: {} }),
    event('end', 0, 'run_completed', {
      run_id,
      payload: { status: 'success', duration_ms: DURATION_MS, cost: '0.01', input_tokens: 1200, output_tokens: 300 },
    }),
  ];
}

/** A shell command that sends the first events. */
export function firstEventsCommand(first: CommandInput): string {
  const body = events(first).map((event) => `  ${JSON.stringify(event)}`);
  return [
    `curl -sS ${shellQuote(first.url)}`,
    `-H ${shellQuote(`Authorization: Bearer ${first.secret}`)}`,
    `-H 'Content-Type: application/json'`,
    `-d ${shellQuote(`{"events": [\n${body.join(',\n')}\n]}`)}`,
  ].join(' \\\n  ');
}

/** A new session id. */
export const newSessionId = (): string => `hello-${crypto.randomUUID().slice(0, 8)}`;
