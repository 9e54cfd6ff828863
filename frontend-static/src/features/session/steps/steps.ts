import type { CallStepFragment, UseStepFragment } from '@/gql/graphql';
import { duration, exact } from '@/lib/format';

/** A step of a run: a call of a model, or a use of a tool. */
export type Step =
  | { readonly kind: 'call'; readonly call: CallStepFragment }
  | { readonly kind: 'use'; readonly use: UseStepFragment };

export type Steps = {
  readonly calls: readonly CallStepFragment[];
  readonly uses: readonly UseStepFragment[];
};

type Placed = { readonly id: string; readonly occurredAt: string };

const placeOf = (step: Step): Placed => (step.kind === 'call' ? step.call : step.use);

/** The steps in the order of the timeline: by time, then id. Timestamps sort as text. */
export function stepsInOrder({ calls, uses }: Steps): Step[] {
  const all: Step[] = [
    ...calls.map((call): Step => ({ kind: 'call', call })),
    ...uses.map((use): Step => ({ kind: 'use', use })),
  ];
  return all.sort((left, right) => {
    const [one, other] = [placeOf(left), placeOf(right)];
    if (one.occurredAt !== other.occurredAt) return one.occurredAt < other.occurredAt ? -1 : 1;
    return one.id < other.id ? -1 : 1;
  });
}

export const idOf = (step: Step): string => placeOf(step).id;

const counted = (many: number, one: string, more: string): string | null =>
  many === 0 ? null : `${exact(many)} ${many === 1 ? one : more}`;

/** What the steps come to, in words. */
export function stepsSummary({ calls, uses }: Steps): string {
  const rejected = uses.filter(({ status }) => status === 'REJECTED_BY_USER').length;
  const blocked = uses.filter(({ status }) => status === 'REJECTED_BY_POLICY').length;
  const failed = calls.filter(({ ok }) => !ok).length + uses.filter(({ status }) => status === 'ERROR').length;
  const waited = uses.reduce((sum, { waitedMs }) => sum + (waitedMs ?? 0), 0);
  return [
    counted(calls.length, 'model call', 'model calls'),
    counted(uses.length, 'tool use', 'tool uses'),
    counted(failed, 'failed', 'failed'),
    counted(rejected, 'rejected by a person', 'rejected by a person'),
    counted(blocked, 'blocked by a rule', 'blocked by a rule'),
    waited === 0 ? null : `${duration(waited)} of waiting for a person`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
