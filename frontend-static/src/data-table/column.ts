import type { ReactNode } from 'react';

/** Which end comes first. */
export type Direction = 'ASC' | 'DESC';

/** A column of a table whose rows the server sorts, filters and pages. */
export type Column<Row, Field extends string = string> = {
  /** Under which it is remembered. */
  readonly id: string;
  readonly name: string;
  /** What the header says more about it. */
  readonly help?: string;
  /** What the server calls its order; without it the column cannot be sorted by. */
  readonly sort?: Field;
  /** Which end one wants to see first. */
  readonly firstDirection?: Direction;
  /** Figures stand at the end, so that their digits are in line. */
  readonly align?: 'start' | 'end';
  /** The width as a utility, such as `w-28`. */
  readonly width: string;
  /** Whether it takes a line of its own where rows are cards. */
  readonly wide?: boolean;
  /** Whether it waits in the menu until somebody wants it. */
  readonly optional?: boolean;
  readonly cell: (row: Row) => ReactNode;
};
