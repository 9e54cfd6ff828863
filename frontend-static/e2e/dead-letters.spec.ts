import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expectAccessible } from './support/axe';
import { producer, said, started } from './support/events';
import { ask, signIn } from './support/people';
import { type EmptyServer, startEmptyServer } from './support/server';
import { expect, test } from './support/test';

const run = promisify(execFile);

/** Waits for its turn to write. */
const script = 'import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=10).executescript(sys.argv[2])';

/** Changes the database behind the back of the server, as a fault of the disk or a bad migration would. */
const sql = (server: EmptyServer, text: string) =>
  run('python3', ['-c', script, join(server.data, 'tachograph.db'), text]);

let server: EmptyServer;
test.beforeAll(async () => {
  server = await startEmptyServer({ TACHOGRAPH_WORKER_MAX_ATTEMPTS: '1' });
});
test.afterAll(() => server?.remove());

test('dead letters are shown with what they hold, and put back once the fault is gone', async ({ page }) => {
  await sql(
    server,
    `CREATE TRIGGER poison BEFORE INSERT ON run_facts BEGIN SELECT RAISE(ABORT, 'this run is poison'); END`,
  );
  const dan = producer('northwind-labs', 'dan', server.api);
  await dan.send(said('Good'), started('one'), started('two'));
  await signIn(page, 'frank', '/settings?tab=dead-letters', server.url);
  const rows = page.locator('[data-letter]');
  await expect(async () => {
    await page.reload();
    await expect(rows).toHaveCount(2, { timeout: 1_000 });
  }).toPass();
  await expect(rows.first()).toContainText('this run is poison');
  await expect(rows.first()).toContainText('northwind-labs');
  const one = page.locator(`[data-letter$="${dan.session}-000002"]`);
  await one.getByRole('button', { name: /^Event / }).click();
  await expect(one.getByText(`"session_id": "${dan.session}"`)).toBeVisible();
  await expectAccessible(page);

  await sql(server, 'DROP TRIGGER poison');
  await one.getByRole('button', { name: /^Replay / }).click();
  await expect(page.getByText('1 dead letter put back into the queue.')).toBeVisible();
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: 'Replay all' }).click();
  await page.getByRole('dialog').locator('[type=submit]').click();
  await expect(rows).toHaveCount(0);
  // Both runs are there now, as if nothing had happened.
  const numbers = async () => {
    const { organization } = await ask<{ organization: { session: { runs: { number: number }[] } } }>(
      'dan',
      'query ($id: ID!) { organization { session(id: $id) { runs { number } } } }',
      { id: dan.session },
      server.api,
    );
    return organization.session.runs.map(({ number }) => number);
  };
  await expect.poll(numbers).toEqual([1, 2]);
});
