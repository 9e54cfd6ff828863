// Lighthouse is no part of what the dashboard is built of, and has a folder of its own: npm ci in scripts/lighthouse.
import { median } from './browser.mjs';

const PATHS = ['/', '/sessions', '/users', '/global'];
const CATEGORIES = { performance: 'performance', accessibility: 'accessibility', 'best-practices': 'best practices' };
const ROUNDS = 3;

/** The worst page's median score of each category, as on a desktop. */
export async function lighthouseScores({ url, port }) {
  const { default: lighthouse, desktopConfig } = await import('../lighthouse/run.mjs');
  const worst = {};
  for (const path of PATHS) {
    const scores = Object.fromEntries(Object.keys(CATEGORIES).map((id) => [id, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      const options = { port, logLevel: 'error', onlyCategories: Object.keys(CATEGORIES) };
      const { lhr } = await lighthouse(url + path, options, desktopConfig);
      if (lhr.runtimeError !== undefined) throw new Error(lhr.runtimeError.message);
      for (const [id, list] of Object.entries(scores)) list.push(lhr.categories[id].score * 100);
      if (round === 0) explain(path, lhr);
    }
    for (const [id, list] of Object.entries(scores)) {
      const figure = `Lighthouse, ${CATEGORIES[id]}`;
      worst[figure] = Math.min(worst[figure] ?? 100, median(list));
    }
  }
  return worst;
}

/** What cost points. */
function explain(path, { categories, audits }) {
  for (const id of Object.keys(CATEGORIES)) {
    console.error(`  ${path} ${id}: ${Math.round(categories[id].score * 100)}`);
    for (const { id: audit, weight } of categories[id].auditRefs) {
      const { score, title, displayValue = '' } = audits[audit];
      if (weight > 0 && score !== null && score < 0.9) console.error(`    ${title} ${displayValue}`);
    }
  }
}
