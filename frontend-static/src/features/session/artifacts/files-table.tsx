import { useState } from 'react';
import { exact } from '@/lib/format';
import { Button } from '@/ui/button';
import { Lines } from './totals';

type FileChange = { readonly path: string; readonly linesAdded: number; readonly linesDeleted: number };

/** How many files are shown at first. */
const AT_FIRST = 100;

/** The changed files, sorted by path. */
export function FilesTable({ files, label }: { files: readonly FileChange[]; label: string }) {
  const [all, setAll] = useState(false);
  if (files.length === 0) return <p className="text-muted text-xs">The files are not named.</p>;
  const shown = all ? files : files.slice(0, AT_FIRST);
  const most = Math.max(...files.map(({ linesAdded, linesDeleted }) => linesAdded + linesDeleted), 1);
  return (
    <>
      <table aria-label={label} className="w-full text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">Path</th>
            <th scope="col">Share</th>
            <th scope="col">Lines</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ path, linesAdded, linesDeleted }) => (
            <tr key={path} className="border-line border-t first:border-t-0">
              <td className="break-all py-1.5 pr-4 font-mono text-xs">{path}</td>
              <td className="w-32 max-sm:hidden">
                <Balance added={linesAdded} deleted={linesDeleted} most={most} />
              </td>
              <td className="w-28 text-right text-xs">
                <Lines added={linesAdded} deleted={linesDeleted} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < files.length && (
        <Button size="sm" className="mt-2" onClick={() => setAll(true)}>
          Show all {exact(files.length)}
        </Button>
      )}
    </>
  );
}

type BalanceProps = { added: number; deleted: number; most: number };

/** The size of a change relative to the largest one, and its additions and deletions. */
const Balance = ({ added, deleted, most }: BalanceProps) => (
  <span aria-hidden className="flex h-1.5 justify-end gap-px overflow-hidden rounded-full">
    <span className="bg-good forced-color-adjust-none" style={{ width: `${(added / most) * 100}%` }} />
    <span className="bg-bad forced-color-adjust-none" style={{ width: `${(deleted / most) * 100}%` }} />
  </span>
);
