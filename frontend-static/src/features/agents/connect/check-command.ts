import { shellQuote } from '../../settings/keys/first-events-command';

/** A shell command that asks the server for nothing but its answer: 200 where URL and key are right. */
export const checkCommand = (url: string, key: string): string =>
  [
    `curl -sS -w '%{http_code}\\n' ${shellQuote(url)}`,
    `-H ${shellQuote(`Authorization: Bearer ${key}`)}`,
    `-H 'Content-Type: application/json'`,
    `-d '{"resourceLogs":[]}'`,
  ].join(' \\\n  ');
