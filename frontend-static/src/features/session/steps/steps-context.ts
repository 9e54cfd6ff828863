import { createContext, use } from 'react';
import type { RunRowFragment } from '@/gql/graphql';
import type { Session } from '../figures';
import type { TimelineEvent } from '../timeline/merge-events';

type StepsPlaces = {
  readonly sessionId: string;
  /** The previous run of each run, by their ids; null before the first. */
  readonly previous: ReadonlyMap<string, string | null>;
  /** Runs whose start is in the timeline. */
  readonly started: ReadonlySet<string>;
};

export const StepsContext = createContext<StepsPlaces | null>(null);

/** Where in the timeline of a session the steps of its runs stand. */
export function stepsPlaces({ id, runs }: Session, events: readonly TimelineEvent[]): StepsPlaces {
  const starts = events.flatMap((event) => (event.__typename === 'RunStartedEvent' ? [event.run.id] : []));
  return {
    sessionId: id,
    previous: new Map(runs.map((run, at) => [run.id, runs[at - 1]?.id ?? null])),
    started: new Set(starts),
  };
}

type StepsPlace = { readonly sessionId: string; readonly run: RunRowFragment; readonly after: string | null };

/** The run whose steps stand below an event: its start, or its end where no start is known. */
export function useStepsPlace(event: TimelineEvent): StepsPlace | null {
  const places = use(StepsContext);
  if (places === null || !('run' in event)) return null;
  const { run } = event;
  const after = places.previous.get(run.id);
  const isHere = event.__typename === 'RunStartedEvent' || !places.started.has(run.id);
  return isHere && after !== undefined ? { sessionId: places.sessionId, run, after } : null;
}
