import { expect } from '@playwright/test';

type Value = { stringValue: string } | { intValue: string } | { doubleValue: number };
type Attributes = Readonly<Record<string, string | number>>;

function otlpValue(value: string | number): Value {
  if (typeof value === 'string') return { stringValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

const listed = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: otlpValue(value) }));

/** A log record as Claude Code sends it. */
export type LogRecord = { readonly name: string; readonly at?: number; readonly attributes: Attributes };

/** Sends log records as Claude Code does, with the resource attributes that its lines name. */
export async function sendLogs(api: string, key: string, resource: Attributes, ...records: LogRecord[]): Promise<void> {
  const body = {
    resourceLogs: [
      {
        resource: {
          attributes: listed({ 'service.name': 'claude-code', 'service.version': '2.1.332', ...resource }),
        },
        scopeLogs: [
          {
            scope: { name: 'com.anthropic.claude_code.events', version: '2.1.332' },
            logRecords: records.map(({ name, at = Date.now(), attributes }, sequence) => ({
              timeUnixNano: `${at}000000`,
              observedTimeUnixNano: `${at}000000`,
              body: { stringValue: `claude_code.${name}` },
              attributes: listed({
                'event.name': name,
                'event.timestamp': new Date(at).toISOString(),
                'event.sequence': sequence,
                ...attributes,
              }),
            })),
          },
        ],
      },
    ],
  };
  const answer = await fetch(`${api}/v1/logs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).not.toHaveProperty('partialSuccess');
}

/** A prompt and the answer of the model: the least that makes a session with a run. */
export function promptAndAnswer(session: string, at = Date.now()): LogRecord[] {
  const common = { 'session.id': session, 'user.id': 'a1b2', 'prompt.id': `${session}-prompt` };
  return [
    { name: 'user_prompt', at: at - 2_000, attributes: { ...common, prompt: '<REDACTED>', prompt_length: '12' } },
    {
      name: 'api_request',
      at,
      attributes: {
        ...common,
        model: 'claude-sonnet-4-5',
        input_tokens: 100,
        output_tokens: 50,
        cache_read_tokens: 800,
        cache_creation_tokens: 100,
        cost_usd: 0.0123,
        duration_ms: 1500,
        ttft_ms: 300,
        request_id: `${session}-request`,
        query_source: 'sdk',
      },
    },
  ];
}
