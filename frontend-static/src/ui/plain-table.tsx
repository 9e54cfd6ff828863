import type { ReactNode } from 'react';
import { cn } from './class-names';

type TableProps = {
  /** The name of the table for screen readers. */
  label: string;
  /** The names of the columns, and the utilities of their cells. */
  heads: readonly (readonly [name: string, className?: string])[];
  children: ReactNode;
};

/** A table of a few rows without sorting. The last column is for actions. */
export const PlainTable = ({ label, heads, children }: TableProps) => (
  <table aria-label={label} className="w-full text-sm">
    <thead>
      <tr className="text-left text-muted text-xs">
        {heads.map(([name, className]) => (
          <th key={name} scope="col" className={cn('h-9 px-4 font-medium', className)}>
            {name}
          </th>
        ))}
        <th scope="col" className="px-4">
          <span className="sr-only">Actions</span>
        </th>
      </tr>
    </thead>
    <tbody className="[&>tr]:border-line [&>tr]:border-t [&_td]:wrap-anywhere [&_td]:px-4 [&_td]:py-2">
      {children}
    </tbody>
  </table>
);
