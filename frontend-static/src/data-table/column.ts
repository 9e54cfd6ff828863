import type { ReactNode } from 'react';

/** The sort direction. */
export type Direction = 'ASC' | 'DESC';

/** A column of a table whose rows the server sorts, filters and pages. */
export type Column<Row, Field extends string = string> = {
  /** The id under which the arrangement is stored. */
  readonly id: string;
  readonly name: string;
  /** More about the column, in the header. */
  readonly help?: string;
  /** The name of the sort field in the API; without it the column cannot be sorted. */
  readonly sort?: Field;
  /** The direction of the first click. */
  readonly firstDirection?: Direction;
  /** Figures align at the end, so that their digits are in line. */
  readonly align?: 'start' | 'end';
  /** The width as a utility, such as `w-28`. */
  readonly width: string;
  /** Whether it takes a full line in cards. */
  readonly wide?: boolean;
  /** Whether it is hidden by default. */
  readonly optional?: boolean;
  readonly cell: (row: Row) => ReactNode;
};
