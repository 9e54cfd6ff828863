import {
  SessionArtifactsDocument,
  type SessionArtifactsQuery,
  SessionHandoffsDocument,
  type SessionQuery,
  SessionRunsDocument,
} from '@/gql/graphql';
import { fetchAllPages } from '@/lib/fetch-all-pages';
import { gqlFetch } from '@/lib/gql-fetch';

type Subject = { readonly organizationId: string; readonly id: string };

/** Loads all runs and handoffs of the session. */
export async function completeSession(
  subject: Subject,
  answer: SessionQuery,
  signal: AbortSignal,
): Promise<SessionQuery> {
  const { organization } = answer;
  const session = organization?.session;
  if (organization == null || session == null) return answer;
  const [runs, handoffs] = await Promise.all([
    fetchAllPages(session.runs, async ({ id: after }) => {
      const { organization } = await gqlFetch(SessionRunsDocument, { ...subject, after }, signal);
      return organization?.session?.runs;
    }),
    fetchAllPages(session.handoffs, async ({ id: after }) => {
      const { organization } = await gqlFetch(SessionHandoffsDocument, { ...subject, after }, signal);
      return organization?.session?.handoffs;
    }),
  ]);
  return {
    ...answer,
    organization: { ...organization, session: { ...session, runs: [...runs], handoffs: [...handoffs] } },
  };
}

/** Loads all changed files of the session. */
export async function completeArtifacts(
  subject: Subject,
  answer: SessionArtifactsQuery,
  signal: AbortSignal,
): Promise<SessionArtifactsQuery> {
  const { organization } = answer;
  const session = organization?.session;
  if (organization == null || session == null) return answer;
  const files = await fetchAllPages(session.artifacts.files, async ({ path: after }) => {
    const { organization } = await gqlFetch(SessionArtifactsDocument, { ...subject, after }, signal);
    return organization?.session?.artifacts.files;
  });
  const artifacts = { ...session.artifacts, files: [...files] };
  return { ...answer, organization: { ...organization, session: { ...session, artifacts } } };
}
