import { describe, expect, it } from 'vitest';
import { checkCommand, logsUrl } from './check-command';

const linesOf = (text: string) => ({ snippets: [{ place: 'your shell', syntax: 'SHELL' as const, text }] });

describe('where the lines send logs to', () => {
  it.each([
    ['export OTEL_EXPORTER_OTLP_ENDPOINT=https://t.example\n', 'https://t.example/v1/logs'],
    ['export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:8080/base/\n', 'http://127.0.0.1:8080/base/v1/logs'],
    ['endpoint = "https://t.example/v1/logs"\n', 'https://t.example/v1/logs'],
    ['"otlpEndpoint": "https://t.example",\n', 'https://t.example/v1/logs'],
    ['nothing\n', null],
  ])('%j', (text, url) => {
    expect(logsUrl(linesOf(text))).toBe(url);
  });
});

describe('the check', () => {
  it('is one command, quoted', () => {
    expect(checkCommand('https://t.example/v1/logs', "k'ey")).toBe(
      [
        `curl -sS -w '%{http_code}\\n' 'https://t.example/v1/logs'`,
        `-H 'Authorization: Bearer k'\\''ey'`,
        `-H 'Content-Type: application/json'`,
        `-d '{"resourceLogs":[]}'`,
      ].join(' \\\n  '),
    );
  });
});
