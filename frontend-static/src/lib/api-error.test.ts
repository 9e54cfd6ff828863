import { describe, expect, it } from 'vitest';
import { ApiError, asApiError, errorMessage } from './api-error';

describe('an error', () => {
  it('keeps a word that is known, and takes any other for a fault of the server', () => {
    expect(new ApiError('NOT_FOUND', 'no such session').code).toBe('NOT_FOUND');
    expect(new ApiError('UNREACHABLE', 'refused').code).toBe('UNREACHABLE');
    expect(new ApiError('SOMETHING_NEW', 'x').code).toBe('INTERNAL');
  });

  it('of the wire means that nobody answers', () => {
    expect(asApiError(new TypeError('Failed to fetch'))).toMatchObject({ code: 'UNREACHABLE', isRetryable: true });
    const ours = new ApiError('FORBIDDEN', 'x');
    expect(asApiError(ours)).toBe(ours);
    expect(ours.isRetryable).toBe(false);
  });

  it('is a sentence to people', () => {
    expect(errorMessage(new ApiError('BAD_USER_INPUT', 'after: expected a cursor'))).toBe('After: expected a cursor.');
    expect(errorMessage(new ApiError('INTERNAL', 'stack trace'))).not.toContain('stack');
  });
});
