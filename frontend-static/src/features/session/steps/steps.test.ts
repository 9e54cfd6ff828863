import { describe, expect, it } from 'vitest';
import type { CallStepFragment, UseStepFragment } from '@/gql/graphql';
import { idOf, stepsInOrder, stepsSummary } from './steps';

const at = (second: number): string => `2026-03-01T10:00:0${second}.000000Z`;

const call = (id: string, second: number, rest: Partial<CallStepFragment> = {}): CallStepFragment => ({
  id,
  occurredAt: at(second),
  model: 'sonnet',
  role: 'main',
  ok: true,
  errorType: null,
  inputTokens: 10,
  cacheReadTokens: 0,
  outputTokens: 5,
  reasoningTokens: 0,
  costUsd: 0.01,
  costSource: 'REPORTED',
  durationMs: 100,
  ...rest,
});

const use = (id: string, second: number, rest: Partial<UseStepFragment> = {}): UseStepFragment => ({
  id,
  occurredAt: at(second),
  tool: 'Bash',
  status: 'OK',
  durationMs: 100,
  waitedMs: null,
  ...rest,
});

describe('steps', () => {
  it('go by time, then by id, whatever their kind', () => {
    const steps = { calls: [call('a', 1), call('d', 3)], uses: [use('c', 3), use('b', 2)] };
    expect(stepsInOrder(steps).map(idOf)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are summed up in words, without what is not there', () => {
    expect(stepsSummary({ calls: [call('a', 1)], uses: [] })).toBe('1 model call');
    const uses = [
      use('b', 2, { waitedMs: 4_000 }),
      use('c', 3, { status: 'REJECTED_BY_USER', waitedMs: 8_000 }),
      use('d', 4, { status: 'REJECTED_BY_POLICY' }),
      use('e', 5, { status: 'ERROR' }),
    ];
    expect(stepsSummary({ calls: [call('a', 1, { ok: false }), call('f', 6)], uses })).toBe(
      '2 model calls, 4 tool uses, 2 failed, 1 rejected by a person, 1 blocked by a rule, 12s of waiting for a person',
    );
  });
});
