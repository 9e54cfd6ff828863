import type { MissingSetting } from '@/lib/config';

type SetUpProps = { missing: readonly MissingSetting[]; redirect: string | null };

/** The settings that an operator has to make before anybody can sign in. */
export const SetupInstructions = ({ missing, redirect }: SetUpProps) => (
  <div className="space-y-4 text-sm">
    <p>
      This server knows no provider of identities that browsers could sign in with. Whoever runs it sets these variables
      and starts it again:
    </p>
    <dl className="space-y-2 rounded-md border border-line bg-hover p-3">
      {missing.map(({ variable, meaning }) => (
        <div key={variable}>
          <dt className="break-all font-mono text-xs">{variable}</dt>
          <dd className="text-muted text-xs">{meaning}</dd>
        </div>
      ))}
    </dl>
    {redirect !== null && (
      <p>
        At the provider, the redirect address of the client is{' '}
        <span className="break-all font-mono text-xs">{redirect}</span>. Its tokens must name a person’s organization
        and role: see “Authentication” in <span className="break-all font-mono text-xs">docs/OPERATIONS.md</span>.
      </p>
    )}
    <p className="text-muted">
      For a look on a machine of one’s own, <span className="break-all font-mono text-xs">TACHOGRAPH_DEV=true</span>{' '}
      instead lets anybody be anybody; in a container, beside{' '}
      <span className="break-all font-mono text-xs">TACHOGRAPH_DEV_ALLOW_ANY_ADDRESS=true</span>.
    </p>
  </div>
);
