import type { AgentSetupQuery } from '@/gql/graphql';
import { shellQuote } from '../../settings/keys/first-events-command';

type Setup = NonNullable<AgentSetupQuery['organization']>['agentSetup'];

/** Where the lines send logs to; null where they name no URL. Some name the server, some the whole path. */
export function logsUrl({ snippets }: Pick<Setup, 'snippets'>): string | null {
  const [found] = snippets.flatMap(({ text }) => /https?:\/\/[^\s"']+/.exec(text) ?? []);
  if (found === undefined) return null;
  return `${found.replace(/\/+(v1\/logs)?$/, '')}/v1/logs`;
}

/** A shell command that asks the server for nothing but its answer: 200 where URL and key are right. */
export const checkCommand = (url: string, key: string): string =>
  [
    `curl -sS -w '%{http_code}\\n' ${shellQuote(url)}`,
    `-H ${shellQuote(`Authorization: Bearer ${key}`)}`,
    `-H 'Content-Type: application/json'`,
    `-d '{"resourceLogs":[]}'`,
  ].join(' \\\n  ');
