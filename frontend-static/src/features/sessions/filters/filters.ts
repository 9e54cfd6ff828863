import type { SessionFilter } from '@/gql/graphql';
import type { ParamChanges } from '@/lib/use-url-params';
import { type Bounds, parseBounds } from './bounds';

/** What the list is narrowed to, in the words of people. */
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

/** The parameters of the address that filters have. */
export const FILTER_PARAMS = ['q', 'status', 'handoff', 'post', 'user', 'lifespan', 'cost'] as const;

/** Nothing of them is a list without filters. */
export const NO_FILTERS: ParamChanges = Object.fromEntries(FILTER_PARAMS.map((name) => [name, null]));

const MINUTE_MS = 60_000;
const LONGEST_SEARCH = 128;

function oneOf<Word extends string>(text: string | null, words: readonly Word[]): Word | null {
  return words.find((word) => word === text) ?? null;
}

/** The filters that an address names. What it names wrongly does not count. */
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

/** The same as the server asks for it; the parameters of an export have these names as well. */
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

/** Whether anything is narrowed at all. */
export const isFiltered = (filters: Filters): boolean =>
  Object.values(filterArgument(filters)).some((one) => one !== null);
