import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a command as a person who pasted it into a shell would, and reads the JSON that it prints. */
export async function paste(command: string): Promise<unknown> {
  const { stdout } = await run('bash', ['-c', command], { timeout: 10_000 });
  return JSON.parse(stdout);
}
