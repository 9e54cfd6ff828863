import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { firstEventsCommand, shellQuote } from './first-events-command';

/** What a shell makes of the words of a command. */
const words = (command: string): string[] =>
  execFileSync('/bin/sh', ['-c', `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }; ${command}`])
    .toString()
    .split('\0')
    .slice(0, -1);

const first = {
  url: 'http://127.0.0.1:8080/v1/events',
  secret: 'tk_secret',
  organizationId: 'o\'neill & $(co) \\ "x"',
  userId: 'carol',
  sessionId: 'hello-1',
  now: Date.parse('2026-03-01T10:00:05Z'),
};

describe('firstCommand', () => {
  const [, url, , bearer, , , , body] = words(firstEventsCommand(first));

  it('sends to the server with the secret', () => {
    expect([url, bearer]).toEqual([first.url, 'Authorization: Bearer tk_secret']);
  });

  it('carries events that a shell leaves as they are, in the order of time', () => {
    const { events } = JSON.parse(body ?? '') as { events: Record<string, unknown>[] };
    expect(events.map((event) => [event.event_type, event.occurred_at, event.org_id])).toEqual([
      ['message_created', '2026-03-01T10:00:00.000Z', first.organizationId],
      ['run_started', '2026-03-01T10:00:01.000Z', first.organizationId],
      ['run_completed', '2026-03-01T10:00:05.000Z', first.organizationId],
    ]);
  });

  it('gives each event an id of its own', () => {
    const { events } = JSON.parse(body ?? '') as { events: { event_id: string }[] };
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length);
  });
});

describe('quoted', () => {
  it('is one word, whatever is in it', () => {
    expect(words(`curl ${shellQuote("it's $HOME `x`\n!")}`)).toEqual(["it's $HOME `x`\n!"]);
  });
});
