import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error';
import { fieldError, formError } from './form-errors';

const bad = (message: string) => new ApiError('BAD_USER_INPUT', message);

describe('faults of a form', () => {
  it('stand at the field that the API names', () => {
    const error = bad('expiresAt: expected a time in the future');
    expect(fieldError(error, 'expiresAt')).toBe('Expected a time in the future.');
    expect(fieldError(error, 'name')).toBeNull();
    expect(formError(error, ['name', 'expiresAt'])).toBeNull();
  });

  it('find the field within an input', () => {
    expect(fieldError(bad('member.role: expected MEMBER, MANAGER or ORG_ADMIN'), 'role')).toBe(
      'Expected MEMBER, MANAGER or ORG_ADMIN.',
    );
  });

  it('stand beside the fields where the form has no such field', () => {
    expect(formError(bad('organizationId: unknown'), ['name'])).toBe('OrganizationId: unknown.');
    expect(formError(new ApiError('FORBIDDEN', 'this needs the role ORG_ADMIN'), ['name'])).toBe(
      'This needs the role ORG_ADMIN.',
    );
  });

  it('are none where nothing failed', () => {
    expect(fieldError(null, 'name')).toBeNull();
    expect(formError(null, ['name'])).toBeNull();
  });
});
