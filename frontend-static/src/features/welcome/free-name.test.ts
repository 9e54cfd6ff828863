import { describe, expect, it } from 'vitest';
import { freeName } from './free-name';

describe('a name that is free', () => {
  it('is the wanted one, or has the least number that makes it another', () => {
    expect(freeName('First producer', [])).toBe('First producer');
    expect(freeName('First producer', ['First producer'])).toBe('First producer 2');
    expect(freeName('First producer', ['First producer', 'First producer 3', 'First producer 2'])).toBe(
      'First producer 4',
    );
  });
});
