import { exact } from '@/lib/format';

type Artifacts = {
  readonly filesChanged: number;
  readonly linesAdded: number;
  readonly linesDeleted: number;
  readonly testsRun: number | null;
  readonly testsPassed: number | null;
};

const plural = (many: number, noun: string): string => `${exact(many)} ${noun}${many === 1 ? '' : 's'}`;

/** Changed files, lines and tests in one line. */
export const Totals = ({ artifacts }: { artifacts: Artifacts }) => (
  <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
    <span>{plural(artifacts.filesChanged, 'changed file')}</span>
    <Lines added={artifacts.linesAdded} deleted={artifacts.linesDeleted} />
    {artifacts.testsRun !== null && (
      <span>
        {exact(artifacts.testsPassed)} of {plural(artifacts.testsRun, 'test')} passed
      </span>
    )}
  </p>
);

/** Lines added and deleted. */
export const Lines = ({ added, deleted }: { added: number; deleted: number }) => (
  <span className="inline-flex gap-2 whitespace-nowrap">
    <span className="text-good">
      <span className="sr-only">Lines added: </span>+{exact(added)}
    </span>
    <span className="text-bad">
      <span className="sr-only">Lines deleted: </span>−{exact(deleted)}
    </span>
  </span>
);
