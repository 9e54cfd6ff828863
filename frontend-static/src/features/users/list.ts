import type { ServerList } from '@/data-table/use-server-list';
import {
  type UserOrderField,
  UsersDocument,
  type UsersQuery,
  UsersSummaryDocument,
  type UsersSummaryQuery,
} from '@/gql/graphql';
import type { UserRow } from './columns';
import type { UsersSummary } from './summary';

/** The sort fields of the list. */
const SORT_FIELDS = [
  'NAME',
  'SESSIONS',
  'RUNS',
  'RUNS_PER_SESSION',
  'ACTIVE_TIME',
  'LIFESPAN',
  'HANDOFF_RATE',
  'POST_HANDOFF_RATE',
  'SUCCESS_RATE',
  'COST',
  'COST_PER_RUN',
] as const;

/** The users of the organization, and those who were seen in events of the range. */
export const USER_LIST: ServerList<
  UserRow,
  UserOrderField,
  { readonly search: string | null },
  UsersQuery,
  UsersSummaryQuery,
  UsersSummary
> = {
  rowsDocument: UsersDocument,
  summaryDocument: UsersSummaryDocument,
  rowsOf: ({ organization }) => organization?.users,
  summaryOf: ({ organization }) => organization?.users,
  exportFilter: (filter) => filter,
  sortFields: SORT_FIELDS,
  defaultSort: { field: 'RUNS', direction: 'DESC' },
};
