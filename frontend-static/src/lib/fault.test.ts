import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error';
import { faultAt, faultBeside } from './fault';

const bad = (message: string) => new ApiError('BAD_USER_INPUT', message);

describe('faults of a form', () => {
  it('stand at the field that the API names', () => {
    const error = bad('expiresAt: expected a time that lies ahead');
    expect(faultAt(error, 'expiresAt')).toBe('Expected a time that lies ahead.');
    expect(faultAt(error, 'name')).toBeNull();
    expect(faultBeside(error, ['name', 'expiresAt'])).toBeNull();
  });

  it('find the field within an input', () => {
    expect(faultAt(bad('member.role: expected MEMBER, MANAGER or ORG_ADMIN'), 'role')).toBe(
      'Expected MEMBER, MANAGER or ORG_ADMIN.',
    );
  });

  it('stand beside the fields where the form has no such field', () => {
    expect(faultBeside(bad('organizationId: unknown'), ['name'])).toBe('OrganizationId: unknown.');
    expect(faultBeside(new ApiError('FORBIDDEN', 'this needs the role ORG_ADMIN'), ['name'])).toBe(
      'This needs the role ORG_ADMIN.',
    );
  });

  it('are none where nothing failed', () => {
    expect(faultAt(null, 'name')).toBeNull();
    expect(faultBeside(null, ['name'])).toBeNull();
  });
});
