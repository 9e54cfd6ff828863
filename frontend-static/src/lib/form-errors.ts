import { type ApiError, errorMessage } from './api-error';

/** `member.role: expected ..`: how the API names an invalid argument. */
const ARGUMENT = /^([A-Za-z]\w*(?:\.\w+)*): (.+)$/s;

function parseFieldError(error: ApiError | null): { field: string; text: string } | null {
  const match = error?.code === 'BAD_USER_INPUT' ? ARGUMENT.exec(error.message) : null;
  const [, path, text] = match ?? [];
  const field = path?.split('.').at(-1);
  return field === undefined || text === undefined ? null : { field, text };
}

/** The error of this field; null if there is none. */
export function fieldError(error: ApiError | null, field: string): string | null {
  const found = parseFieldError(error);
  return found?.field === field ? `${found.text.charAt(0).toUpperCase()}${found.text.slice(1)}.` : null;
}

/** The error that belongs to none of the form's fields; null if there is none. */
export function formError(error: ApiError | null, fields: readonly string[]): string | null {
  if (error === null) return null;
  const found = parseFieldError(error);
  return found !== null && fields.includes(found.field) ? null : errorMessage(error);
}
