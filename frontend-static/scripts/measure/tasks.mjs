// The tasks of a page's main thread, as the browser's own trace tells them.
const CATEGORIES = ['disabled-by-default-devtools.timeline', 'devtools.timeline', '__metadata', 'blink.user_timing'];

/** The longest task of the page while something is done, in milliseconds. */
export async function longestTask(tools, work) {
  const events = [];
  const collect = ({ value }) => events.push(...value);
  tools.on('Tracing.dataCollected', collect);
  await tools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] },
  });
  await work();
  const complete = new Promise((resolve) => tools.once('Tracing.tracingComplete', resolve));
  await tools.send('Tracing.end');
  await complete;
  tools.off('Tracing.dataCollected', collect);
  const main = mainThreadOf(events);
  const tasks = events.filter(
    ({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && pid === main.pid && tid === main.tid,
  );
  if (tasks.length === 0) throw new Error('the trace has no tasks');
  // The time of the thread, where it is told: others on the machine do not count.
  const longest = tasks.reduce((most, task) => ((task.tdur ?? task.dur) > (most.tdur ?? most.dur) ? task : most));
  if (process.env.MEASURE_TRACE) explain(events, longest);
  return (longest.tdur ?? longest.dur) / 1000;
}

/** That of the page itself, which has most of the tasks. */
function mainThreadOf(events) {
  const counts = new Map();
  const names = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  for (const { pid, tid } of names) counts.set(`${pid}:${tid}`, { pid, tid, layouts: 0 });
  for (const { name, pid, tid } of events) {
    const found = counts.get(`${pid}:${tid}`);
    if (found !== undefined && (name === 'Layout' || name === 'UpdateLayoutTree')) found.layouts += 1;
  }
  return [...counts.values()].reduce((most, one) => (one.layouts > most.layouts ? one : most));
}

/** What went on in it. */
function explain(events, task) {
  const inside = events.filter(
    ({ pid, tid, ts, dur, name }) =>
      pid === task.pid &&
      tid === task.tid &&
      dur > 1000 &&
      ts >= task.ts &&
      ts + dur <= task.ts + task.dur &&
      name !== 'RunTask',
  );
  for (const { name, dur, args } of inside) {
    console.error(`    ${name} ${(dur / 1000).toFixed(1)} ms ${JSON.stringify(args?.data ?? {}).slice(0, 160)}`);
  }
}
