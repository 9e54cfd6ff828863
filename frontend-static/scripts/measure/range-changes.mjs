import { median, openPage, settle, THROTTLE } from './browser.mjs';

const CHANGES = 10;
const MB = 1024 * 1024;

/** What it costs to go back to days that were looked at, and what stays in memory. */
export async function rangeChanges(browser, rounds) {
  const costs = [];
  const heaps = [];
  for (let round = 0; round < rounds; round += 1) {
    const { page, tools } = await openPage(browser, '/');
    await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await settle(page);
    await choose(page, '30d');
    await choose(page, '7d');
    await tools.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    for (let change = 0; change < CHANGES; change += 1) {
      const before = await taskMs(tools);
      await choose(page, change % 2 === 0 ? '30d' : '7d');
      costs.push((await taskMs(tools)) - before);
    }
    await tools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await tools.send('HeapProfiler.collectGarbage');
    heaps.push((await tools.send('Runtime.getHeapUsage')).usedSize / MB);
    await page.close();
  }
  return { 'range change from the cache, CPU at 4x': median(costs), 'heap after 10 range changes': median(heaps) };
}

async function choose(page, range) {
  await page.evaluate(
    (name) =>
      document.querySelector(`header input[type=radio][value="${name}"], header [role=radio][value="${name}"]`).click(),
    range,
  );
  await settle(page);
}

async function taskMs(tools) {
  const { metrics } = await tools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
}
