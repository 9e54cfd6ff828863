import { type ApiError, errorMessage } from './api-error';

/** `member.role: expected ..`: where the API names the argument that it does not take. */
const ARGUMENT = /^([A-Za-z]\w*(?:\.\w+)*): (.+)$/s;

function parseFieldError(error: ApiError | null): { field: string; text: string } | null {
  const match = error?.code === 'BAD_USER_INPUT' ? ARGUMENT.exec(error.message) : null;
  const [, path, text] = match ?? [];
  const field = path?.split('.').at(-1);
  return field === undefined || text === undefined ? null : { field, text };
}

/** What is wrong with this field, as the API says it; null where it says nothing about it. */
export function fieldError(error: ApiError | null, field: string): string | null {
  const found = parseFieldError(error);
  return found?.field === field ? `${found.text.charAt(0).toUpperCase()}${found.text.slice(1)}.` : null;
}

/** What went wrong beside the fields that the form has; null where nothing did. */
export function formError(error: ApiError | null, fields: readonly string[]): string | null {
  if (error === null) return null;
  const found = parseFieldError(error);
  return found !== null && fields.includes(found.field) ? null : errorMessage(error);
}
