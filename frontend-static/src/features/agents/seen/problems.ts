import type { AgentProblem, SeenAgentFragment } from '@/gql/graphql';
import { exact } from '@/lib/format';

/** What is wrong with what an agent sends, and what to do about it. */
export type Problem = { readonly text: string; readonly remedy: string };

const RESOURCE = 'OTEL_RESOURCE_ATTRIBUTES';

function cumulative({ agent }: SeenAgentFragment): Problem {
  const text = 'Its metrics are cumulative: how much they grow cannot be told, so they are not counted.';
  return agent === 'claude-code'
    ? {
        text: `${text} Lines, commits and active time are missing.`,
        remedy: 'Unset OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE where the agent starts.',
      }
    : {
        text,
        remedy: 'Nothing to do: its sessions, tokens and cost come from elsewhere. To save traffic, send no metrics.',
      };
}

function withoutRepository({ agent }: SeenAgentFragment): Problem {
  const text = 'Some sessions of the last seven days name no repository.';
  return agent === 'qwen-code'
    ? { text, remedy: 'Qwen Code cannot name one.' }
    : { text, remedy: `Name it in the lines above: they put vcs.repository.name into ${RESOURCE}.` };
}

function withoutPerson({ agent }: SeenAgentFragment): Problem {
  const text = 'Some sessions of the last seven days name no person, so they count for nobody.';
  return agent === 'qwen-code'
    ? { text, remedy: 'Qwen Code cannot name one.' }
    : { text, remedy: `Give each person lines of their own: they put tachograph.user_id into ${RESOURCE}.` };
}

function unpriced({ unpricedModels }: SeenAgentFragment): Problem {
  const runs = unpricedModels.length === 0 ? '' : ` in runs with ${unpricedModels.join(', ')}`;
  return {
    text: `Model calls of unknown price${runs} are missing from every cost.`,
    remedy:
      'On the server, tachograph prices lists the models without a price. Add theirs under [prices] in its settings; later calls are priced then.',
  };
}

function refused({ refusedRecords }: SeenAgentFragment): Problem {
  return {
    text: `${refusedRecords === 1 ? '1 record was' : `${exact(refusedRecords)} records were`} refused: out of range, too old, or ahead of time.`,
    remedy: 'Check the clock of the machine. The log of the agent, or of a collector in between, has the reason.',
  };
}

const PROBLEMS: Readonly<Record<AgentProblem, (agent: SeenAgentFragment) => Problem>> = {
  CUMULATIVE_METRICS: cumulative,
  NO_REPOSITORY: withoutRepository,
  NO_PERSON: withoutPerson,
  UNPRICED_MODEL: unpriced,
  REFUSED_RECORDS: refused,
};

/** The problems of an agent in plain words. */
export const problemsOf = (agent: SeenAgentFragment): readonly Problem[] =>
  agent.problems.map((problem) => PROBLEMS[problem](agent));
