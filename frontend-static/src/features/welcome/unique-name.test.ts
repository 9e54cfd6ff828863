import { describe, expect, it } from 'vitest';
import { uniqueName } from './unique-name';

describe('a name that is free', () => {
  it('is the wanted one, or has the least number that makes it another', () => {
    expect(uniqueName('First producer', [])).toBe('First producer');
    expect(uniqueName('First producer', ['First producer'])).toBe('First producer 2');
    expect(uniqueName('First producer', ['First producer', 'First producer 3', 'First producer 2'])).toBe(
      'First producer 4',
    );
  });
});
