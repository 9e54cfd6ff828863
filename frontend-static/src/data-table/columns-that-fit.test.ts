import { describe, expect, it } from 'vitest';
import type { Column } from './column';
import { columnsThatFit } from './columns-that-fit';

const column = (id: string, width: string): Column<null> => ({ id, name: id, sort: id, width, cell: () => id });
const COLUMNS = [column('name', 'w-40'), column('user', 'w-30'), column('runs', 'w-16'), column('cost', 'w-21')];
const ids = (sorted: string, room: number) => columnsThatFit(COLUMNS, sorted, room).map(({ id }) => id);

describe('columns beside a peek', () => {
  it('are all there where they fit', () => {
    expect(ids('cost', 500)).toEqual(['name', 'user', 'runs', 'cost']);
  });
  it('leave before the one that the list is ordered by does', () => {
    expect(ids('cost', 400)).toEqual(['name', 'user', 'cost']);
    expect(ids('cost', 250)).toEqual(['name', 'cost']);
    expect(ids('runs', 350)).toEqual(['name', 'user', 'runs']);
  });
  it('never leave without a name and the order, however little room there is', () => {
    expect(ids('cost', 10)).toEqual(['name', 'cost']);
  });
});
