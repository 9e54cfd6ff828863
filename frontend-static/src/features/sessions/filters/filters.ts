import type { SessionFilter } from '@/gql/graphql';
import type { ParamChanges } from '@/lib/use-url-params';
import { type Bounds, parseBounds } from './bounds';

/** The filters as people choose them. */
export type Filters = {
  readonly search: string;
  readonly status: 'failed' | 'succeeded' | null;
  readonly handoff: 'yes' | 'no' | null;
  readonly postHandoff: 'yes' | 'no' | null;
  readonly userId: string | null;
  /** In minutes. */
  readonly lifespan: Bounds;
  /** In US dollars. */
  readonly cost: Bounds;
};

/** The URL parameters of the filters. */
export const FILTER_PARAMS = ['q', 'status', 'handoff', 'post', 'user', 'lifespan', 'cost'] as const;

/** Removes all filters. */
export const NO_FILTERS: ParamChanges = Object.fromEntries(FILTER_PARAMS.map((name) => [name, null]));

const MINUTE_MS = 60_000;
const LONGEST_SEARCH = 128;

function oneOf<Word extends string>(text: string | null, words: readonly Word[]): Word | null {
  return words.find((word) => word === text) ?? null;
}

/** Parses the filters of a URL; invalid ones are ignored. */
export function parseFilters(query: URLSearchParams): Filters {
  return {
    search: (query.get('q') ?? '').slice(0, LONGEST_SEARCH),
    status: oneOf(query.get('status'), ['failed', 'succeeded']),
    handoff: oneOf(query.get('handoff'), ['yes', 'no']),
    postHandoff: oneOf(query.get('post'), ['yes', 'no']),
    userId: query.get('user'),
    lifespan: parseBounds(query.get('lifespan')),
    cost: parseBounds(query.get('cost')),
  };
}

const yesNoToBoolean = (word: 'yes' | 'no' | null): boolean | null => (word === null ? null : word === 'yes');
const minutes = (value: number | null): number | null => (value === null ? null : Math.round(value * MINUTE_MS));

/** The filters as the API takes them; the parameters of an export have the same names. */
export function filterArgument(filters: Filters): SessionFilter {
  return {
    idContains: filters.search === '' ? null : filters.search,
    userId: filters.userId,
    hasFailures: filters.status === null ? null : filters.status === 'failed',
    hasHandoff: yesNoToBoolean(filters.handoff),
    hasPostHandoff: yesNoToBoolean(filters.postHandoff),
    minLifespanMs: minutes(filters.lifespan.min),
    maxLifespanMs: minutes(filters.lifespan.max),
    minCostUsd: filters.cost.min,
    maxCostUsd: filters.cost.max,
  };
}

/** Whether any filter is set. */
export const isFiltered = (filters: Filters): boolean =>
  Object.values(filterArgument(filters)).some((one) => one !== null);
