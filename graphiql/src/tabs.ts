// What GraphiQL remembers of its tabs, brought up to date: where an example's variables are as they were
// made, they are made anew, so that they never speak of last week or of somebody else's organization.
import { examples, type Moment } from './examples';

const MADE = 'tachograph:made';

type Stored = {
  activeTabIndex: number;
  tabs: { query: string | null; variables: string | null; headers: string | null }[];
};

/** To be called before GraphiQL looks. */
export function refreshTabs(moment: Moment) {
  const before = read<Moment>(MADE);
  const state = read<Stored>('graphiql:tabState');
  const fresh = examples(moment);
  localStorage.setItem(MADE, JSON.stringify(moment));
  if (!before || !state) {
    open(fresh[0]?.query, fresh[0]?.variables, fresh[0]?.headers);
    return;
  }
  const old = examples(before);
  for (const tab of state.tabs) {
    const at = old.findIndex(({ query, variables }) => query === tab.query && variables === tab.variables);
    tab.variables = fresh[at]?.variables ?? tab.variables;
  }
  localStorage.setItem('graphiql:tabState', JSON.stringify(state));
  const active = state.tabs[state.activeTabIndex];
  open(active?.query, active?.variables, active?.headers);
}

/** GraphiQL takes what the editors hold from here, and opens one more tab where none is like it. */
function open(query?: string | null, variables?: string | null, headers?: string | null) {
  localStorage.setItem('graphiql:query', query ?? '');
  localStorage.setItem('graphiql:variables', variables ?? '');
  localStorage.setItem('graphiql:headers', headers ?? '');
}

function read<T>(name: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}
