import { describe, expect, it } from 'vitest';
import { KPIS, type OrganizationFigures } from './figures';

const whole: OrganizationFigures = {
  activeUsers: 4,
  sessions: 10,
  runs: 40,
  runsPerSession: 3.5,
  activeTimePerSessionMs: 60_000,
  lifespanPerSessionMs: 600_000,
  handoffRate: 0.3,
  postHandoffRate: null,
  successRate: 0.8,
  costUsd: 2,
  costPerRunUsd: 0.05,
  unpricedCalls: 0,
};

const averages = (figures: OrganizationFigures) =>
  Object.fromEntries(KPIS.map(({ name, average }) => [name, average(figures)]));

describe('the averages of an organization', () => {
  it('are shares of an active user for totals and its own for ratios', () => {
    expect(averages(whole)).toEqual({
      Sessions: 2.5,
      Runs: 10,
      Cost: 0.5,
      'Success rate': 0.8,
      'Runs per session': 3.5,
      'Active time': 60_000,
      Lifespan: 600_000,
      'Handoff rate': 0.3,
      'Post-handoff rate': null,
    });
  });

  it('are nothing where nobody was active', () => {
    expect(averages({ ...whole, activeUsers: 0 })).toMatchObject({ Sessions: null, Runs: null, Cost: null });
  });
});
