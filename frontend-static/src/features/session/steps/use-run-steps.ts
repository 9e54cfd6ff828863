import { RunStepsDocument, type RunStepsQuery, type RunStepsQueryVariables } from '@/gql/graphql';
import { gqlFetch } from '@/lib/gql-fetch';
import { type GqlResult, useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';

/** As many of each kind as one request may ask for without being expensive. */
const PAGE = 200;

type Run = NonNullable<NonNullable<RunStepsQuery['organization']>['session']>['runs'][number];

const runOf = ({ organization }: RunStepsQuery): Run | undefined => organization?.session?.runs[0];

/** All steps of a run. `after`: the previous run of its session; null for the first. */
export function useRunSteps(sessionId: string, after: string | null): GqlResult<RunStepsQuery> {
  const { org } = useOrg();
  const first = { organizationId: org.id, id: sessionId, after, first: PAGE, calls: null, uses: null };
  return useGql(RunStepsDocument, first, { complete: (answer, signal) => withAllSteps(first, answer, signal) });
}

/** Loads the other pages. A list that is at its end answers an empty page from then on. */
async function withAllSteps(
  variables: RunStepsQueryVariables,
  answer: RunStepsQuery,
  signal: AbortSignal,
): Promise<RunStepsQuery> {
  const { organization } = answer;
  let run = runOf(answer);
  if (organization?.session == null || run === undefined) return answer;
  let [calls, uses] = [run.modelCalls, run.toolUses];
  while (calls.pageInfo.hasNextPage || uses.pageInfo.hasNextPage) {
    const cursors = { calls: calls.pageInfo.endCursor, uses: uses.pageInfo.endCursor };
    const next = runOf(await gqlFetch(RunStepsDocument, { ...variables, ...cursors }, signal));
    if (next === undefined) break;
    calls = join(calls, next.modelCalls);
    uses = join(uses, next.toolUses);
  }
  run = { ...run, modelCalls: calls, toolUses: uses };
  return { ...answer, organization: { ...organization, session: { ...organization.session, runs: [run] } } };
}

type List<Node> = {
  readonly nodes: Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};

const join = <Node>(before: List<Node>, next: List<Node>): List<Node> => ({
  nodes: [...before.nodes, ...next.nodes],
  // An empty page has no cursor.
  pageInfo: { hasNextPage: next.pageInfo.hasNextPage, endCursor: next.pageInfo.endCursor ?? before.pageInfo.endCursor },
});
