import { describe, expect, it } from 'vitest';
import type { RunRowFragment } from '@/gql/graphql';
import { mergeEvents, type TimelineEvent, withRuns } from './merge-events';

const at = (second: number): string => `2026-03-01T10:00:${String(second).padStart(2, '0')}.000000Z`;

const message = (id: string, second: number): TimelineEvent => ({
  __typename: 'MessageEvent',
  id,
  occurredAt: at(second),
  actor: 'USER',
  text: null,
  user: null,
});

const run = (id: string): RunRowFragment => ({
  id,
  number: 1,
  status: 'SUCCESS',
  startedAt: at(0),
  completedAt: null,
  durationMs: null,
  queueWaitMs: null,
  costUsd: null,
  costSource: null,
  unpricedCalls: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
  inferred: false,
  inputTokens: null,
  outputTokens: null,
  totalTokens: null,
  model: null,
  errorCategory: null,
  errorType: null,
});

const start = (id: string, second: number, runId = 'r'): TimelineEvent => ({
  __typename: 'RunStartedEvent',
  id,
  occurredAt: at(second),
  actor: 'AGENT',
  run: run(runId),
});

const end = (id: string, second: number, runId = 'r'): TimelineEvent => ({
  __typename: 'RunCompletedEvent',
  id,
  occurredAt: at(second),
  actor: 'AGENT',
  run: run(runId),
});

const ids = (events: readonly TimelineEvent[]): string[] => events.map((event) => event.id);

describe('merge', () => {
  it('has each event once, though a page and the subscription bring it', () => {
    expect(ids(mergeEvents([message('a', 1), message('b', 2)], [message('b', 2), message('c', 3)], true))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('puts what arrives late in its place, by time and then by id', () => {
    const pages = [message('a', 1), message('d', 5)];
    expect(ids(mergeEvents(pages, [message('c', 5), message('b', 3)], true))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets events beyond the pages wait for their page', () => {
    const pages = [message('a', 1), message('b', 4)];
    expect(ids(mergeEvents(pages, [message('z', 9), message('m', 2)], false))).toEqual(['a', 'm', 'b']);
  });

  it('begins a run with its earliest start and ends it with its latest end', () => {
    const pages = [start('s2', 2), end('e1', 4), start('other', 5, 'r2')];
    expect(ids(mergeEvents(pages, [start('s1', 1), end('e2', 6)], true))).toEqual(['s1', 'other', 'e2']);
  });

  it('believes the page where it and the subscription tell of the same event', () => {
    const old = { ...start('s', 1), actor: 'SYSTEM' } as TimelineEvent;
    expect(mergeEvents([start('s', 1)], [old], true)[0]?.actor).toBe('AGENT');
  });
});

describe('withRuns', () => {
  const states = (events: readonly TimelineEvent[]) =>
    events.map((event) => ('run' in event ? event.run.status : event.id));
  const fail = { ...run('r'), status: 'FAIL' as const, completedAt: at(5) };
  const running = { ...run('r'), status: 'RUNNING' as const };

  it('tells at its start that a run has ended; unknown runs stay as they are', () => {
    const events = [start('s', 1), message('m', 2), start('other', 3, 'r2')];
    expect(states(withRuns(events, [fail]))).toEqual(['FAIL', 'm', 'SUCCESS']);
  });

  it('believes an end that came before the runs were asked for again', () => {
    const ended: TimelineEvent = { ...end('e', 5), run: fail } as TimelineEvent;
    expect(states(withRuns([start('s', 1), ended], [running]))).toEqual(['FAIL', 'FAIL']);
  });

  it('believes the runs where both tell of the same end', () => {
    const ended: TimelineEvent = { ...end('e', 5), run: { ...fail, number: 1 } } as TimelineEvent;
    const [event] = withRuns([ended], [{ ...fail, number: 2 }]);
    expect(event !== undefined && 'run' in event && event.run.number).toBe(2);
  });
});
