import { useCallback, useState } from 'react';
import { AgentSetupDocument } from '@/gql/graphql';
import { useDebouncedValue } from '@/lib/use-debounced-value';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useUrlChoice } from '@/lib/use-url-choice';
import { useViewer } from '@/lib/use-viewer';
import { Checkbox } from '@/ui/checkbox';
import { Choice } from '@/ui/choice';
import { Field, Input } from '@/ui/input';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import type { NewKey } from '../../settings/keys/create-dialog';
import { OnboardingStep } from '../../welcome/step';
import { agentName } from '../names';
import { AGENT_IDS, CONNECTABLE, FORM_IDS, FORMS } from './agents';
import { ArrivalStep } from './arrival-step';
import { KeyPart } from './key-part';
import { Lines } from './lines';

/** The longest repository that the API takes. */
const LONGEST_REPOSITORY = 256;

const AGENTS = AGENT_IDS.map((value) => ({ value, label: agentName(value) }));
const PLACES = FORM_IDS.map((value) => ({ value, label: FORMS[value].name }));

/** Three steps that connect a coding agent: choose it, put its lines in place, watch it arrive. */
export function ConnectAgent() {
  const { org } = useOrg();
  const viewer = useViewer();
  const [agent, setAgent] = useUrlChoice('agent', AGENT_IDS);
  const [form, setForm] = useUrlChoice('as', FORM_IDS);
  const [isOwn, setOwn] = useState<boolean | null>(null);
  const [prompts, setPrompts] = useState(false);
  const [repository, setRepository] = useState('');
  const [created, setCreated] = useState<NewKey | null>(null);
  const [arrived, setArrived] = useState<string | null>(null);
  const debounced = useDebouncedValue(repository.trim());
  const isForAll = form === 'managed';
  // What one person runs is theirs, unless they belong to no organization.
  const personal = isOwn ?? (form !== 'container' && viewer.organization !== null);
  const query = useGql(AgentSetupDocument, {
    organizationId: org.id,
    agent: CONNECTABLE[agent],
    form: FORMS[form].form,
    personal: personal && !isForAll,
    repository: debounced === '' || isForAll ? null : debounced,
    prompts,
  });
  const onArrived = useCallback(() => setArrived(agent), [agent]);
  const state = arrived === agent ? 'done' : 'open';
  const secret = created?.secret ?? null;
  return (
    <ol>
      <OnboardingStep number={1} title="Choose the agent" state={state}>
        <div className="flex flex-col gap-4 pt-1">
          <Choice label="Agent" value={agent} onChange={setAgent} options={AGENTS} />
          <div>
            <Choice label="Where it reads its settings" value={form} onChange={setForm} options={PLACES} />
            <p className="mt-1.5 text-muted text-xs">{FORMS[form].note}</p>
          </div>
          <div className="flex flex-col gap-2.5">
            {!isForAll && (
              <>
                <div className="max-w-72">
                  <Field label="Repository, if it is always the same">
                    <Input
                      autoComplete="off"
                      placeholder="acme/shop"
                      maxLength={LONGEST_REPOSITORY}
                      value={repository}
                      onChange={(event) => setRepository(event.target.value)}
                    />
                  </Field>
                </div>
                <Checkbox
                  checked={personal}
                  onChange={setOwn}
                  note="Without it, they count for whatever the agent itself calls its user."
                >
                  The sessions are mine
                </Checkbox>
              </>
            )}
            <Checkbox
              checked={prompts}
              onChange={setPrompts}
              note="This server decides what it stores of it; contents of files, tools and answers are always dropped."
            >
              Send what people type
            </Checkbox>
          </div>
        </div>
      </OnboardingStep>
      <OnboardingStep number={2} title="Put the lines in place" state={state}>
        <Panel query={query} skeleton={<Skeleton className="h-56" />}>
          {({ organization }) =>
            organization !== null && (
              <div className="flex min-w-0 flex-col gap-3 pt-1">
                <KeyPart
                  name={agentName(agent)}
                  placeholder={organization.agentSetup.keyPlaceholder}
                  created={created}
                  onCreated={setCreated}
                />
                <Lines setup={organization.agentSetup} secret={secret} />
              </div>
            )
          }
        </Panel>
      </OnboardingStep>
      <ArrivalStep
        key={agent}
        agent={agent}
        setup={query.isPlaceholderData ? undefined : query.data?.organization?.agentSetup}
        secret={secret}
        onArrived={onArrived}
      />
    </ol>
  );
}
