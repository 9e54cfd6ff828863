import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build, type PreviewServer, preview } from 'vite';

const root = join(import.meta.dirname, '../..');
const binary = process.env.TACHOGRAPH_BIN ?? join(root, '../target/release/tachograph');
const START_MS = 180_000;

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(address)));
    });
  });
}

/** Until the generated past is projected. */
function filled(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = globalThis.setTimeout(() => reject(new Error(`the server does not start: ${said}`)), START_MS);
    const hear = (part: Buffer) => {
      said += part.toString();
      if (!said.includes('Ctrl-C stops')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
}

async function run(port: number, data: string, options: readonly string[]): Promise<ChildProcess> {
  const child = spawn(binary, ['demo', '--listen', `127.0.0.1:${port}`, '--data-dir', data, ...options]);
  await filled(child);
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
  if (!ready.ok) throw new Error(`not ready: ${ready.status}`);
  return child;
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.removeAllListeners('exit').once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

/** Whether the binary's own dashboard is meant. With E2E_SOURCES=1, while developing, what is in the sources is put in front. */
async function servesDashboard(url: string): Promise<boolean> {
  if (process.env.E2E_SOURCES === '1') return false;
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  if (!(await page.text()).includes('id="root"')) throw new Error(`${binary} has no dashboard`);
  return true;
}

/** What is in the sources, built anew: never what somebody built before. */
async function putInFront(server: string, outDir: string): Promise<PreviewServer> {
  process.env.TACHOGRAPH_URL = server;
  const common = { root, logLevel: 'error', build: { outDir, emptyOutDir: true } } as const;
  await build(common);
  return preview({ ...common, preview: { port: await freePort(), strictPort: true } });
}

export type Server = {
  /** Where the dashboard is. */
  readonly url: string;
  /** Where the API is. */
  readonly api: string;
  /** Ends it; its data and address stay. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Ends it for good. */
  readonly remove: () => Promise<void>;
};

export type EmptyServer = Pick<Server, 'url' | 'api' | 'remove'> & {
  /** The folder of its database. */
  readonly data: string;
};

/** The real binary in development mode without any data, with settings of its own. */
export const startEmptyServer = (settings: Readonly<Record<string, string>> = {}): Promise<EmptyServer> =>
  serve(['--dev'], settings);

/** The real binary as an operator starts it first: with no setting at all. */
export const startPlainServer = (): Promise<EmptyServer> => serve([], {});

async function serve(flags: readonly string[], settings: Readonly<Record<string, string>>): Promise<EmptyServer> {
  const data = await mkdtemp(join(tmpdir(), 'tachograph-e2e-'));
  const api = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(binary, ['serve', ...flags, '--listen', new URL(api).host, '--data-dir', data], {
    env: { ...process.env, ...settings },
  });
  await answering(api);
  const front = (await servesDashboard(api)) ? null : await putInFront(api, join(data, 'dist'));
  return {
    url: front?.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? api,
    api,
    data,
    remove: async () => {
      await front?.close();
      await end(child);
      await rm(data, { recursive: true });
    },
  };
}

/** Until the server is ready, or for as long as a start may take. */
async function answering(api: string): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    const ready = await fetch(`${api}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    if (Date.now() > until) throw new Error('the server does not start');
    await setTimeout(50);
  }
}

/**
 * The real binary with generated data, in a folder and on a port of its own.
 *
 * Small organizations rest on weekends, and people of one without an event are sent to the guide:
 * `--days` of less than five may show them nothing else, soon after a Sunday.
 */
export async function startServer(...options: string[]): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), 'tachograph-e2e-'));
  const port = await freePort();
  const api = `http://127.0.0.1:${port}`;
  let child = await run(port, data, options);
  const front = (await servesDashboard(api)) ? null : await putInFront(api, join(data, 'dist'));
  const url = front?.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? api;
  return {
    url,
    api,
    stop: () => end(child),
    start: async () => {
      child = await run(port, data, options);
    },
    remove: async () => {
      await front?.close();
      await end(child);
      await rm(data, { recursive: true });
    },
  };
}
