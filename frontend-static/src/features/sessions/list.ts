import type { ServerList } from '@/data-table/use-server-list';
import {
  type SessionFilter,
  type SessionOrderField,
  SessionsDocument,
  type SessionsQuery,
  SessionsSummaryDocument,
  type SessionsSummaryQuery,
} from '@/gql/graphql';
import type { SessionRow } from './columns';
import type { SessionsSummary } from './summary';

/** The sort fields of the list. */
const SORT_FIELDS = [
  'STARTED_AT',
  'LIFESPAN',
  'ACTIVE_TIME',
  'RUNS',
  'HANDOFFS',
  'SUCCESS_RATE',
  'FAILURES',
  'COST',
] as const;

/** The sessions that began in the range. */
export const SESSION_LIST: ServerList<
  SessionRow,
  SessionOrderField,
  { readonly filter: SessionFilter },
  SessionsQuery,
  SessionsSummaryQuery,
  SessionsSummary
> = {
  rowsDocument: SessionsDocument,
  summaryDocument: SessionsSummaryDocument,
  rowsOf: ({ organization }) => organization?.sessions,
  summaryOf: ({ organization }) => organization?.sessions,
  exportFilter: ({ filter }) => filter,
  sortFields: SORT_FIELDS,
  defaultSort: { field: 'STARTED_AT', direction: 'DESC' },
};
