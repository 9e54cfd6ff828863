// GraphiQL at /graphql.
import '@graphiql/react/style.css';
import 'graphiql/graphiql.css';
import './page.css';

import { setNonce } from 'get-nonce';
import { GraphiQL } from 'graphiql';
import { useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Bar, type Who } from './bar';
import { byCookie, byPerson, byToken } from './credential';
import { examples, type Moment } from './examples';
import { fetcherFor } from './fetcher';
import { type Settings, settings as told } from './settings';
import { refreshTabs } from './tabs';

const WHO = 'tachograph:who';
/** GraphiQL remembers what is typed half a second later. */
const REMEMBERED_MS = 600;

function Page({ settings }: { settings: Settings }) {
  const [who, setWho] = useState<Who>(() => remembered(settings));
  const [chosen, setChosen] = useState<Who>(who);
  const [token, setToken] = useState('');
  // GraphiQL asks for the schema whenever its fetcher changes: not at every letter of a token.
  const latest = useRef(token);
  latest.current = token;
  const person = settings.people.find(({ sub }) => sub === who);
  const fetcher = useMemo(
    () => fetcherFor(person ? byPerson(person) : who === 'token' ? byToken(() => latest.current) : byCookie),
    [person, who],
  );
  const tabs = useMemo(() => {
    const somewhere = settings.people.find(({ org_id }) => org_id)?.org_id ?? null;
    const organization = person ? (person.org_id ?? somewhere) : null;
    const moment: Moment = { now: Date.now(), organization, ingestKey: settings.ingestKey };
    refreshTabs(moment);
    return examples(moment);
  }, [settings, person]);
  // GraphiQL begins anew for each, since each sees another organization and may follow other things.
  const choose = (chosen: Who) => {
    localStorage.setItem(WHO, chosen);
    setChosen(chosen);
    setTimeout(setWho, REMEMBERED_MS, chosen);
  };
  return (
    <>
      <Bar settings={settings} who={chosen} onWho={choose} token={token} onToken={setToken} />
      <main>
        {who === chosen && (
          <GraphiQL
            key={who}
            fetcher={fetcher}
            defaultTabs={tabs}
            // Elsewhere than in development, what stands in headers is secret.
            shouldPersistHeaders={settings.dev}
            showPersistHeadersSettings={false}
            defaultEditorToolsVisibility="variables"
          >
            <GraphiQL.Logo>
              <></>
            </GraphiQL.Logo>
          </GraphiQL>
        )}
      </main>
    </>
  );
}

/** Whoever asked last; at first somebody who sees a whole organization. */
function remembered({ people }: Settings): Who {
  const known = ['cookie', 'token', ...people.map(({ sub }) => sub)];
  const last = localStorage.getItem(WHO);
  if (last && known.includes(last)) return last;
  return (people.find(({ role }) => role === 'MANAGER') ?? people[0])?.sub ?? 'cookie';
}

const root = document.getElementById('root');
if (root) {
  const settings = told(root);
  setNonce(settings.nonce);
  createRoot(root).render(<Page settings={settings} />);
}
