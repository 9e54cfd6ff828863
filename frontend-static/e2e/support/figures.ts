import { ask, type PersonId } from './people';
import { pastDays } from './sessions';

export type Figures = {
  sessions: number;
  runs: number;
  runsPerSession: number | null;
  successRate: number | null;
  handoffRate: number | null;
  postHandoffRate: number | null;
  activeTimePerSessionMs: number | null;
  lifespanPerSessionMs: number | null;
  costUsd: number;
  activeUsers: number;
};

const FIGURES = `sessions runs runsPerSession successRate handoffRate postHandoffRate activeTimePerSessionMs
  lifespanPerSessionMs costUsd activeUsers`;

type Answer = {
  organization: {
    metrics: Figures;
    users: { totalCount: number; summary: Figures; nodes: { id: string; name: string | null; metrics: Figures }[] };
  };
};

const QUERY = `query ($id: ID, $period: Period!, $orderBy: UserOrder!, $search: String) {
  organization(id: $id) {
    metrics(period: $period) { ${FIGURES} }
    users(period: $period, orderBy: $orderBy, search: $search, first: 100) {
      totalCount summary { ${FIGURES} } nodes { id name metrics(period: $period) { ${FIGURES} } }
    }
  }
}`;

/** What the API answers about the people of an organization, for the days of `past()`. */
export async function peopleOf(person: PersonId, id: string | null, orderBy: object, search: string | null = null) {
  const { organization } = await ask<Answer>(person, QUERY, { id, period: pastDays(), orderBy, search });
  return organization;
}
