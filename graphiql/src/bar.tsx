// The bar above GraphiQL: whose page it is, who asks, and where else to look.
import { useEffect, useState } from 'react';
import type { Person, Settings } from './settings';

/** Who asks: `cookie`, `token` or the id of a person of development. */
export type Who = string;

type Props = {
  settings: Settings;
  who: Who;
  onWho(who: Who): void;
  token: string;
  onToken(token: string): void;
};

export function Bar({ settings, who, onWho, token, onToken }: Props) {
  return (
    <header className="bar">
      <a className="brand" href="./">
        Tachograph
      </a>
      <label className="who">
        <span>Ask as</span>
        <select value={who} onChange={(event) => onWho(event.target.value)}>
          {settings.people.length > 0 && (
            <optgroup label="People of development mode">
              {settings.people.map((person) => (
                <option key={person.sub} value={person.sub}>
                  {described(person)}
                </option>
              ))}
            </optgroup>
          )}
          <optgroup label="Yourself">
            <option value="cookie">Whoever signed in here</option>
            <option value="token">An access token</option>
          </optgroup>
        </select>
      </label>
      {who === 'token' && (
        <input
          className="token"
          autoComplete="off"
          spellCheck={false}
          aria-label="Access token"
          placeholder="Paste an access token"
          value={token}
          onChange={(event) => onToken(event.target.value)}
        />
      )}
      {who === 'cookie' && <SignedIn settings={settings} />}
      <nav>
        <a href="docs/rest">REST</a>
        <a href="openapi.json">OpenAPI</a>
      </nav>
    </header>
  );
}

function described({ name, role, org_id }: Person) {
  const words = role.replace('_', ' ').toLowerCase();
  return `${name} · ${words} · ${org_id ?? 'the platform'}`;
}

/** Whom the browser's cookie stands for. */
function SignedIn({ settings }: { settings: Settings }) {
  const [name, setName] = useState<string | null>();
  useEffect(() => {
    viewer().then(setName, () => setName(null));
  }, []);
  if (name === undefined) return null;
  if (name !== null) return <span className="note">{name}</span>;
  if (!settings.signIn) return <span className="note">Nobody has signed in</span>;
  return (
    <a className="note" href={`auth/login?return_to=${location.pathname}`}>
      Sign in
    </a>
  );
}

async function viewer(): Promise<string | null> {
  const body = JSON.stringify({ query: '{ viewer { id name } }' });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch('graphql', { method: 'POST', headers, body });
  const { data } = await response.json();
  return data?.viewer ? (data.viewer.name ?? data.viewer.id) : null;
}
